import { exampleRevision } from '../example';
import type { ChainInput } from '../input';
import { describe, documentOf, referenceRange } from '../places';
import type { Rule } from '../rule';

const ATTRIBUTE = { down: 'downRevision', dependsOn: 'dependsOn' } as const;
/**
 * Each file of a loop lists it: without an end, the texts of a loop of thousands would fill the memory. So only the first
 * file of a longer loop lists the whole.
 */
const MOST_LISTED = 100;
const VERB = { down: 'follows', dependsOn: 'depends on' } as const;

export const revisionCycle: Rule<ChainInput> = {
  id: 'revision-cycle',
  severity: 'error',
  documentation: {
    summary: 'Revisions follow or depend on each other in a circle.',
    why: 'Every Alembic command stops with a loop or cycle error that lists ids and no files.',
    fix: 'Take out the edge that closes the circle. Each file of it shows the loop; of one of more than 100 revisions the first file shows it whole, the others the next 100.',
    valid: [
      {
        files: {
          'a.py': exampleRevision({ id: 'aaaa' }),
          'b.py': exampleRevision({ id: 'bbbb', down: '"aaaa"' }),
        },
      },
    ],
    invalid: [
      {
        files: { 'a.py': exampleRevision({ id: 'aaaa', down: '"aaaa"' }) },
        messages: ["Revision 'aaaa' follows itself. Every Alembic command fails."],
      },
      {
        files: {
          'a.py': exampleRevision({ id: 'aaaa', down: '"bbbb"' }),
          'b.py': exampleRevision({ id: 'bbbb', down: '"aaaa"' }),
        },
        messages: [
          "Cycle: 'aaaa' follows 'bbbb' follows 'aaaa'. Every Alembic command fails.",
          "Cycle: 'bbbb' follows 'aaaa' follows 'bbbb'. Every Alembic command fails.",
        ],
      },
      {
        files: {
          'a.py': exampleRevision({ id: 'aaaa', dependsOn: '"bbbb"' }),
          'b.py': exampleRevision({ id: 'bbbb', down: '"aaaa"' }),
        },
        messages: [
          "Cycle: 'aaaa' depends on 'bbbb' follows 'aaaa'. Every Alembic command fails.",
          "Cycle: 'bbbb' follows 'aaaa' depends on 'bbbb'. Every Alembic command fails.",
        ],
      },
    ],
  },
  check(input) {
    // Alembic's own test lets some cycles pass; its commands then run for ever or fail without saying why.
    const effect = input.chain.error ? 'Every Alembic command fails.' : 'Alembic loads it, but cannot order it.';
    return input.chain.defects.flatMap((defect) => {
      if (defect.kind !== 'cycle') return [];
      const edges = defect.scripts.flatMap((script, index) => {
        const next = defect.scripts[(index + 1) % defect.scripts.length];
        const through = defect.through[index];
        if (!next || !through) return [];
        const range = referenceRange(documentOf(input, script), ATTRIBUTE[through], next.id);
        return [{ script, next, through, range }];
      });
      const subCode =
        edges.length === 1 ? 'self' : edges.some((edge) => edge.through === 'dependsOn') ? 'depends' : 'chain';
      return edges.map((edge, index) => {
        const listed = index === 0 ? edges.length : Math.min(edges.length, MOST_LISTED);
        const from = Array.from({ length: listed }).flatMap((_, step) => edges[(index + step) % edges.length] ?? []);
        const more = edges.length - listed;
        const path = from.map((step) => `'${step.script.id}' ${VERB[step.through]} `).join('');
        const rest = more > 0 ? `... ${more} more ... ` : '';
        return {
          file: edge.script.path,
          range: edge.range,
          subCode,
          message:
            edges.length === 1
              ? `Revision '${edge.script.id}' ${VERB[edge.through]} itself. ${effect}`
              : `Cycle: ${path}${rest}'${edge.script.id}'. ${effect}`,
          related: from.slice(1).map((step) => ({
            file: step.script.path,
            range: step.range,
            message: `${describe(step.script)} ${VERB[step.through]} '${step.next.id}'`,
          })),
        };
      });
    });
  },
};
