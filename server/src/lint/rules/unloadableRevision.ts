import { exampleRevision } from '../example';
import type { FileInput } from '../input';
import type { Rule } from '../rule';

export const unloadableRevision: Rule<FileInput> = {
  id: 'unloadable-revision',
  severity: 'error',
  documentation: {
    summary: 'A revision file that Python cannot read.',
    why: 'Alembic executes every file of the versions folders before any command: one that does not parse stops them all.',
    fix: 'Mend the bracket, quote, indentation, encoding or merge conflict the message names.',
    valid: [{ files: { 'a.py': exampleRevision({ id: 'aaaa' }) } }],
    invalid: [
      {
        files: { 'a.py': exampleRevision({ id: 'aaaa', upgrade: 'op.drop_table("t"' }) },
      },
    ],
  },
  check({ document }) {
    return document.body().faults.map((fault) => ({
      file: document.path,
      range: fault.range,
      subCode: fault.kind,
      message: fault.message,
    }));
  },
};
