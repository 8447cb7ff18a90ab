import { fc } from '../../support/random';
import { describe, expect, it } from 'vitest';
import { buildChain } from '../../../server/src/revision/chain';
import type { Script } from '../../../server/src/revision/script';
import { updateChain } from '../../../server/src/revision/updateChain';
import { withoutDepths } from './support';

function script(id: string, downRevision: readonly string[], over: Partial<Script> = {}): Script {
  return { id, downRevision, dependsOn: [], branchLabels: [], message: `About ${id}`, path: `/${id}.py`, ...over };
}

const IDS = ['a1', 'a2', 'b1', 'b2', 'c1', 'c2', 'd1', 'd2', 'e1'];
/** Ids, an abbreviation, one that nobody has, and the empty one. */
const parents = fc.array(fc.constantFrom(...IDS, 'e', 'zz', ''), { maxLength: 3 });
/** In any load order; at first nothing follows a later id, so that most of them load. */
const chains = fc.tuple(fc.shuffledSubarray(IDS, { minLength: 2 }), fc.array(parents)).map(([ids, lists]) =>
  ids.map((id, index) =>
    script(
      id,
      (lists[index] ?? []).filter((parent) => !IDS.includes(parent) || parent < id),
    ),
  ),
);
const edits = fc.array(fc.tuple(fc.nat(), parents), { minLength: 1, maxLength: 6 });

describe('updateChain', () => {
  it('says what a chain built anew says (property)', () => {
    let updated = 0;
    let all = 0;
    fc.assert(
      fc.property(chains, edits, (before, changes) => {
        let scripts = before;
        let chain = buildChain(scripts);
        for (const [at, down] of changes) {
          const old = scripts[at % scripts.length];
          if (old === undefined) continue;
          const changed = { ...old, downRevision: down, message: `Now after ${down.join()}` };
          scripts = scripts.map((one) => (one === old ? changed : one));
          const anew = buildChain(scripts);
          const found = updateChain(chain, changed);
          all++;
          if (found !== undefined) {
            updated++;
            expect(withoutDepths(found)).toEqual(withoutDepths(anew));
            for (const { depth, down } of found.map.revisions.values()) {
              for (const parent of down) expect(depth).toBeGreaterThan(found.map.revisions.get(parent)?.depth ?? 0);
            }
            for (const [id, { children }] of found.map.revisions) {
              expect([...children]).toEqual([...(anew.map.revisions.get(id)?.children ?? [])]);
            }
          }
          chain = found ?? anew;
        }
      }),
      { numRuns: 1000 },
    );
    // Otherwise it would show little.
    expect(updated / all).toBeGreaterThan(0.2);
  });

  it('works in a long chain, broken and mended', () => {
    const long = Array.from({ length: 300 }, (_, index) => script(`r${index}`, index === 0 ? [] : [`r${index - 1}`]));
    const chain = buildChain(long);
    const broken = updateChain(chain, script('r150', ['xr149']));
    expect(broken?.error).toEqual({ exception: 'KeyError', message: "'xr149'" });
    expect(broken?.map.bases).toEqual(['r0', 'r150']);
    const mended = broken && updateChain(broken, script('r150', ['r149']));
    expect(mended).toEqual(chain);
    // What does not change stays the same object: that is what makes it cheap.
    expect(mended?.map.revisions.get('r299')).toBe(chain.map.revisions.get('r299'));
    const moved = updateChain(chain, script('r10', ['r299', 'r9']));
    expect(moved).toBeUndefined();
    const deeper = broken && updateChain(broken, script('r1', ['r299']));
    expect(deeper?.map.revisions.get('r149')?.depth).toBeGreaterThan(deeper?.map.revisions.get('r299')?.depth ?? 0);
  });

  it.each([
    ['a cycle', [script('a1', []), script('a2', ['a1'])], script('a1', ['a2'])],
    ['itself as parent', [script('a1', []), script('a2', ['a1'])], script('a2', ['a2'])],
    ['a label', [script('a1', [], { branchLabels: ['x'] }), script('a2', [])], script('a2', ['a1'])],
    [
      'a dependency',
      [script('a1', []), script('a2', []), script('b1', [], { dependsOn: ['a1'] })],
      script('a2', ['a1']),
    ],
    ['a copy', [script('a1', []), script('a1', [], { path: '/copy.py' }), script('a2', [])], script('a2', ['a1'])],
  ] as const)('leaves %s to a new chain', (_name, scripts, changed) => {
    expect(updateChain(buildChain(scripts), changed)).toBeUndefined();
  });
});
