import { exampleRevision } from '../example';
import type { ChainInput } from '../input';
import { baseName, factRange, documentOf, idPlace } from '../places';
import type { Rule } from '../rule';

export const duplicateRevisionId: Rule<ChainInput> = {
  id: 'duplicate-revision-id',
  severity: 'error',
  documentation: {
    summary: 'Two files have the same revision id.',
    why: 'Alembic only warns. The file loaded last replaces the others, so their migrations never run, and the id may be listed twice as a head.',
    fix: 'Give the copy an id of its own; the revisions that follow the copy must then name the new id.',
    valid: [
      {
        files: {
          'a.py': exampleRevision({ id: '1975ea83b712' }),
          'b.py': exampleRevision({ id: 'ae1027a6acf0', down: '"1975ea83b712"' }),
        },
      },
    ],
    invalid: [
      {
        files: {
          'a.py': exampleRevision({ id: '1975ea83b712' }),
          'b.py': exampleRevision({ id: '1975ea83b712' }),
        },
        messages: [
          "Revision id '1975ea83b712' is also used by b.py, which replaces this file: this migration never runs.",
          "Revision id '1975ea83b712' is also used by a.py: only this file, loaded last, ever runs.",
        ],
      },
    ],
  },
  check(input) {
    return input.chain.defects.flatMap((defect) => {
      if (defect.kind !== 'duplicateId') return [];
      const loaded = defect.scripts.at(-1);
      return defect.scripts.map((script) => {
        const others = defect.scripts.filter((other) => other !== script);
        const message =
          script === loaded
            ? `Revision id '${defect.id}' is also used by ${others.map((other) => baseName(other.path)).join(', ')}: only this file, loaded last, ever runs.`
            : `Revision id '${defect.id}' is also used by ${baseName(loaded?.path ?? '')}, which replaces this file: this migration never runs.`;
        return {
          file: script.path,
          range: factRange(documentOf(input, script).head.revision),
          message,
          related: others.map((other) => idPlace(input, other, `The same id in ${baseName(other.path)}`)),
          data: { id: defect.id },
        };
      });
    });
  },
};
