import { mayDefine } from '../../revision/functions';
import { exampleRevision } from '../example';
import type { FileInput } from '../input';
import type { Rule } from '../rule';

export const missingDowngrade: Rule<FileInput> = {
  id: 'missing-downgrade',
  severity: 'warning',
  documentation: {
    summary: 'A revision without a function `downgrade`.',
    why: '`alembic downgrade` stops at this revision with an `AttributeError`.',
    fix: 'Write the reverse of `upgrade()`. If there is none, say so: let `downgrade()` raise.',
    valid: [
      { files: { 'a.py': exampleRevision({ id: 'aaaa', downgrade: 'raise NotImplementedError("data is gone")' }) } },
    ],
    invalid: [
      {
        files: { 'a.py': exampleRevision({ id: 'aaaa', downgrade: null }) },
        messages: ["No function 'downgrade': 'alembic downgrade' fails at this revision."],
      },
    ],
  },
  check({ document }) {
    const body = document.body();
    const upgrade = body.functions.findLast((one) => one.name === 'upgrade');
    // A file without upgrade() is no finished revision; a file that does not parse may hold the function all the same.
    if (!upgrade || body.faults.length > 0 || mayDefine(body, 'downgrade')) return [];
    if (body.functions.some((one) => one.name === 'downgrade')) return [];
    return [
      {
        file: document.path,
        range: upgrade.nameRange,
        message: "No function 'downgrade': 'alembic downgrade' fails at this revision.",
        fixes: [
          {
            title: "Add 'downgrade' that raises",
            edits: [
              {
                file: document.path,
                range: { start: upgrade.range.end, end: upgrade.range.end },
                newText: '\n\n\ndef downgrade():\n    raise NotImplementedError("This revision cannot be downgraded.")',
              },
            ],
          },
        ],
      },
    ];
  },
};
