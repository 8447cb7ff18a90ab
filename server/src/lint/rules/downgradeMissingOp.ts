import { exampleRevision } from '../example';
import type { FileInput } from '../input';
import type { Rule } from '../rule';

export const downgradeMissingOp: Rule<FileInput> = {
  id: 'downgrade-missing-op',
  severity: 'warning',
  documentation: {
    summary: '`downgrade()` does nothing while `upgrade()` does something.',
    why: 'A downgrade then reports success and leaves the objects behind; the next upgrade finds them and fails.',
    fix: "Write the reverse of `upgrade()`. If it can't be undone, `raise` says so.",
    valid: [
      {
        files: {
          'a.py': exampleRevision({
            id: 'aaaa',
            upgrade: 'op.drop_table("t")',
            downgrade: 'raise RuntimeError("no way back")',
          }),
          'b.py': exampleRevision({ id: 'bbbb', down: '"aaaa"' }),
        },
      },
    ],
    invalid: [
      {
        files: { 'a.py': exampleRevision({ id: 'aaaa', upgrade: 'op.create_table("t")' }) },
        messages: [
          "'downgrade' does nothing while 'upgrade' does: a downgrade leaves its changes behind. If it can't be undone, raise.",
        ],
      },
    ],
  },
  check({ document }) {
    const { functions } = document.body();
    const upgrade = functions.findLast((one) => one.name === 'upgrade');
    const downgrade = functions.findLast((one) => one.name === 'downgrade');
    if (upgrade?.body !== 'code' || downgrade?.body !== 'empty') return [];
    return [
      {
        file: document.path,
        range: downgrade.nameRange,
        subCode: 'empty',
        message:
          "'downgrade' does nothing while 'upgrade' does: a downgrade leaves its changes behind. If it can't be undone, raise.",
      },
    ];
  },
};
