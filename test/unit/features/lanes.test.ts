import { fc } from '../../support/random';
import { describe, expect, it } from 'vitest';
import { layOutLanes } from '../../../server/src/features/support/lanes';

/** Draws rows as `id index/count`. */
function drawn(rows: Readonly<Record<string, readonly string[]>>): string[] {
  const nodes = Object.entries(rows).map(([id, parents]) => ({ id, parents }));
  return layOutLanes(nodes).map(({ index, count }, row) => `${nodes[row]?.id ?? ''} ${index}/${count}`);
}

describe('layOutLanes', () => {
  it('keeps a straight chain in one lane', () => {
    expect(drawn({ c: ['b'], b: ['a'], a: [] })).toEqual(['c 0/1', 'b 0/1', 'a 0/1']);
  });

  it('gives each head a lane and joins them at the branch point', () => {
    expect(drawn({ c: ['a'], b: ['a'], a: [] })).toEqual(['c 0/1', 'b 1/2', 'a 0/2']);
  });

  it('opens a lane for the second parent of a merge', () => {
    expect(drawn({ m: ['b', 'c'], b: ['a'], c: ['a'], a: [] })).toEqual(['m 0/2', 'b 0/2', 'c 1/2', 'a 0/2']);
  });

  it('frees the lane of a base for the next', () => {
    expect(drawn({ b: [], a: [] })).toEqual(['b 0/1', 'a 0/1']);
  });

  it('takes no lane for a parent that is not there', () => {
    expect(drawn({ b: ['gone'], a: [] })).toEqual(['b 0/1', 'a 0/1']);
  });

  it('puts every row inside its lanes, and no two lines into one (property)', () => {
    const graph = fc.array(fc.array(fc.nat(), { maxLength: 3 }), { minLength: 1, maxLength: 30 }).map((lists) =>
      lists.map((list, index) => ({
        id: String(index),
        // Parents stand in later rows.
        parents: [...new Set(list.map((n) => index + 1 + (n % 5)).filter((n) => n < lists.length))].map(String),
      })),
    );
    fc.assert(
      fc.property(graph, (rows) => {
        const lanes = layOutLanes(rows);
        const at = new Map(rows.map(({ id }, row) => [id, lanes[row]?.index ?? -1]));
        for (const [row, { index, count }] of lanes.entries()) {
          expect(index).toBeLessThan(count);
          // A row whose lane goes on to its first parent runs past the rows between: none of them stands there.
          const first = rows[row]?.parents[0];
          if (first === undefined || at.get(first) !== index) continue;
          for (let between = row + 1; between < Number(first); between++) expect(lanes[between]?.index).not.toBe(index);
        }
      }),
    );
  });
});
