import { exampleRevision } from '../example';
import type { ChainInput } from '../input';
import { documentOf, idsAreKnown } from '../places';
import type { Rule } from '../rule';
import { unknownReference } from './unknownDownRevision';

export const unknownDependsOn: Rule<ChainInput> = {
  id: 'unknown-depends-on',
  severity: 'error',
  documentation: {
    summary: '`depends_on` names neither a revision nor a branch label.',
    why: 'Every Alembic command ends in a bare `KeyError` that names no file.',
    fix: 'Write the whole id of the revision, or its branch label.',
    valid: [
      {
        files: {
          'a.py': exampleRevision({ id: '1975ea83b712', labels: '("accounts",)' }),
          'b.py': exampleRevision({ id: 'ae1027a6acf0', labels: '("orders",)', dependsOn: '"accounts"' }),
        },
      },
    ],
    invalid: [
      {
        files: {
          'a.py': exampleRevision({ id: '1975ea83b712', labels: '("accounts",)' }),
          'b.py': exampleRevision({ id: 'ae1027a6acf0', labels: '("orders",)', dependsOn: '["acounts"]' }),
        },
        messages: ["No revision 'acounts' in this project: every Alembic command fails. Did you mean 'accounts'?"],
      },
      {
        files: {
          'a.py': exampleRevision({ id: '1975ea83b712', labels: '("accounts",)' }),
          'b.py': exampleRevision({ id: 'ae1027a6acf0', labels: '("orders",)', dependsOn: '"1975"' }),
        },
        messages: [
          "'1975' abbreviates '1975ea83b712': Alembic takes abbreviations on the command line, not in files. Write the whole id.",
        ],
      },
    ],
  },
  check(input) {
    if (!idsAreKnown(input)) return [];
    const { map, defects } = input.chain;
    return defects.flatMap((defect) =>
      defect.kind === 'unknownDependency'
        ? [
            unknownReference(documentOf(input, defect.script), 'dependsOn', defect.id, defect.abbreviationOf, [
              ...map.labels.keys(),
              ...map.revisions.keys(),
            ]),
          ]
        : [],
    );
  },
};
