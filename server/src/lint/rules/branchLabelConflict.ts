import { exampleRevision } from '../example';
import type { ChainInput } from '../input';
import { describe, documentOf, idPlace, referenceRange } from '../places';
import type { Rule } from '../rule';

export const branchLabelConflict: Rule<ChainInput> = {
  id: 'branch-label-conflict',
  severity: 'error',
  documentation: {
    summary: 'A branch label is already a label or an id of another revision.',
    why: 'Labels and ids share one name space: every Alembic command fails while loading.',
    fix: 'Choose another label. A label is written once, at the revision where its branch begins.',
    valid: [
      {
        files: {
          'a.py': exampleRevision({ id: 'aaaa', labels: '("accounts",)' }),
          'b.py': exampleRevision({ id: 'bbbb', labels: '("orders",)' }),
        },
      },
    ],
    invalid: [
      {
        files: {
          'a.py': exampleRevision({ id: 'aaaa', labels: '("accounts",)' }),
          'b.py': exampleRevision({ id: 'bbbb', labels: '("accounts",)' }),
        },
        messages: ["Label 'accounts' is already used by revision 'aaaa': every Alembic command fails."],
      },
    ],
  },
  check(input) {
    return input.chain.defects.flatMap((defect) =>
      defect.kind === 'labelConflict'
        ? [
            {
              file: defect.script.path,
              range: referenceRange(documentOf(input, defect.script), 'branchLabels', defect.label),
              message: `Label '${defect.label}' is already used by revision ${describe(defect.owner)}: every Alembic command fails.`,
              related:
                defect.owner.path === defect.script.path
                  ? []
                  : [idPlace(input, defect.owner, `'${defect.label}' is used here`)],
            },
          ]
        : [],
    );
  },
};
