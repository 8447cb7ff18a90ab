import type { FileInput } from '../input';
import { PYTHON_NAME } from '../places';
import { exampleRevision } from '../example';
import type { Finding, Rule } from '../rule';

export const nonLiteralRevision: Rule<FileInput> = {
  id: 'non-literal-revision',
  severity: 'warning',
  documentation: {
    summary: 'A revision attribute whose value depends on running Python.',
    why: "The chain can't be known without executing the file. Git, grep and reviewers can't see it either. What we can still evaluate (a constant of the file or of the project) is not reported.",
    fix: 'Write the id as a plain string.',
    valid: [
      { files: { 'a.py': exampleRevision({ id: 'aaaa' }) } },
      {
        files: {
          'a.py':
            'ID = "aaaa"\nrevision = ID\ndown_revision = None\n\n\ndef upgrade():\n    pass\n\n\ndef downgrade():\n    pass\n',
        },
      },
    ],
    invalid: [
      {
        files: {
          'a.py':
            'import os\n\nrevision = os.environ["REVISION"]\ndown_revision = None\n\n\ndef upgrade():\n    pass\n\n\ndef downgrade():\n    pass\n',
        },
      },
    ],
  },
  check({ document }) {
    const { head, path } = document;
    return (['revision', 'downRevision', 'branchLabels', 'dependsOn'] as const).flatMap((attribute): Finding[] => {
      const fact = head[attribute];
      if (fact.kind !== 'unknown') return [];
      return [
        {
          file: path,
          range: fact.range,
          message: `${PYTHON_NAME[attribute]} can't be known without running the file: ${fact.reason} This revision is left out of the chain here.`,
        },
      ];
    });
  },
};
