import { fc } from '../../support/random';
import { describe, expect, it } from 'vitest';
import { buildChain } from '../../../server/src/revision/chain';
import { buildRevisionMap } from '../../../server/src/revision/revisionMap';
import { mapOf, script } from './support';

/** Few ids, so that cycles, copies and unknown parents are common. */
const id = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
const scripts = fc
  .array(fc.record({ id, down: fc.array(id, { maxLength: 2 }), dependsOn: fc.array(id, { maxLength: 2 }) }), {
    maxLength: 8,
  })
  .map((list) => list.map((one, at) => script(one.id, one.down, { dependsOn: one.dependsOn, path: `/${at}.py` })));

describe('the depth of a revision', () => {
  it('counts the longest way down, by parents and dependencies', () => {
    const { revisions } = mapOf(
      script('e', ['b'], { dependsOn: ['d'] }),
      script('d', ['c']),
      script('c', ['x']),
      script('x'),
      script('b', ['a']),
      script('a'),
    );
    const depths = Object.fromEntries(Array.from(revisions.values(), ({ id, depth }) => [id, depth]));
    expect(depths).toEqual({ a: 0, b: 1, x: 0, c: 1, d: 2, e: 3 });
  });

  it('is one more than that of the deepest it follows, in every chain (property)', () => {
    fc.assert(
      fc.property(scripts, (list) => {
        for (const { down, resolvedDependencies, depth } of buildChain(list).map.revisions.values()) {
          const below = [...down, ...resolvedDependencies].map((one) => depthOf(list, one));
          expect(depth).toBe(Math.max(-1, ...below) + 1);
        }
      }),
    );
  });

  it('is without end where Alembic loads a cycle', () => {
    const map = buildRevisionMap([script('x'), script('a', ['b', 'x']), script('b', ['a']), script('c', ['b'])]);
    const depths = map.ok ? Array.from(map.value.revisions.values(), ({ depth }) => depth) : [];
    expect(depths).toEqual([0, Infinity, Infinity, Infinity]);
  });
});

function depthOf(list: Parameters<typeof buildChain>[0], id: string): number {
  return buildChain(list).map.revisions.get(id)?.depth ?? NaN;
}
