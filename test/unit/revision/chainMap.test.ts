import { describe, expect, it } from 'vitest';
import { buildChain } from '../../../server/src/revision/chain';
import type { Script } from '../../../server/src/revision/script';

function script(id: string, downRevision: readonly string[], path = `${id}.py`): Script {
  return { id, downRevision, dependsOn: [], branchLabels: [], message: '', path };
}

describe('the map of a chain with defects', () => {
  it('is Alembic’s own where Alembic loads it: a copy counts among the heads', () => {
    const { map, error, defects } = buildChain([script('a', []), script('b', ['a']), script('b', ['a'], 'copy.py')]);
    expect(error).toBeNull();
    expect(map.heads).toEqual(['b', 'b']);
    expect(map.revisions.get('b')?.script.path).toBe('copy.py');
    expect(defects.map(({ kind }) => kind)).toEqual(['duplicateId']);
  });

  it('has no cycle, not even one that Alembic does not notice', () => {
    // alembic-behaviour.md §3.1: a cycle on a revision with another parent and another child loads.
    const { map, error, defects } = buildChain([
      script('x', []),
      script('a', ['b', 'x']),
      script('b', ['a']),
      script('c', ['b']),
    ]);
    expect(error).toBeNull();
    expect(defects.map(({ kind }) => kind)).toEqual(['cycle']);
    const edges = [...map.revisions.values()].flatMap(({ id, down }) => down.map((parent) => `${id}->${parent}`));
    expect(edges.includes('a->b') && edges.includes('b->a')).toBe(false);
  });

  it('leaves out the edge to an unknown parent, with the error every command dies of', () => {
    const { map, error } = buildChain([script('a', []), script('b', ['gone'])]);
    expect(error).toEqual({ exception: 'KeyError', message: "'gone'" });
    expect(map.revisions.get('b')?.down).toEqual([]);
  });
});
