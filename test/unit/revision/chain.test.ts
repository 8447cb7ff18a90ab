import { describe, expect, it } from 'vitest';
import { buildChain } from '../../../server/src/revision/chain';
import { script } from './support';

describe('buildChain', () => {
  it('takes a sound chain as it is', () => {
    const chain = buildChain([script('a'), script('b', ['a'])]);
    expect(chain.error).toBeNull();
    expect(chain.defects).toEqual([]);
    expect(chain.map.heads).toEqual(['b']);
  });

  it('goes on without an edge to an unknown parent, and says what every command dies of', () => {
    const orphan = script('b', ['nowhere']);
    const chain = buildChain([script('a'), orphan, script('c', ['b'])]);
    expect(chain.error).toEqual({ exception: 'KeyError', message: "'nowhere'" });
    expect(chain.defects).toEqual([{ kind: 'unknownParent', script: orphan, id: 'nowhere' }]);
    expect(chain.map.bases).toEqual(['a', 'b']);
    expect(chain.map.heads).toEqual(['a', 'c']);
  });

  it('tells the one id an unknown one abbreviates', () => {
    const short = script('b', ['1975'], { dependsOn: ['ae10'] });
    const chain = buildChain([script('1975ea83b712'), script('ae1027a6acf'), script('ae1099999999'), short]);
    expect(chain.defects).toEqual([
      { kind: 'unknownParent', script: short, id: '1975', abbreviationOf: '1975ea83b712' },
      { kind: 'unknownDependency', script: short, id: 'ae10' },
    ]);
  });

  it('keeps the later of two files with one id', () => {
    const first = script('a', [], { path: 'first.py' });
    const second = script('a', [], { path: 'second.py' });
    const chain = buildChain([first, second]);
    expect(chain.defects).toEqual([{ kind: 'duplicateId', id: 'a', scripts: [first, second] }]);
    expect(chain.map.revisions.get('a')?.script.path).toBe('second.py');
    expect([...new Set(chain.map.heads)]).toEqual(['a']);
  });

  it.each([
    ['itself', [script('a', ['a'])], ['a']],
    ['each other', [script('a', ['b']), script('b', ['a'])], ['a', 'b']],
    ['a ring of three', [script('x'), script('a', ['c']), script('b', ['a']), script('c', ['b'])], ['a', 'b', 'c']],
  ])('lists the whole loop of revisions that follow %s', (_name, scripts, ids) => {
    const { defects, error, map } = buildChain(scripts);
    expect(error?.exception).toMatch(/^(?:Loop|Cycle)Detected$/);
    expect(defects.map(({ kind }) => kind)).toEqual(['cycle']);
    const [cycle] = defects;
    expect(cycle?.kind === 'cycle' && cycle.scripts.map(({ id }) => id).sort()).toEqual(ids);
    expect([...map.revisions.keys()].sort()).toEqual(scripts.map(({ id }) => id).sort());
  });

  it('finds a cycle through a dependency by label', () => {
    const scripts = [
      script('a', [], { branchLabels: ['lab'], dependsOn: ['b'] }),
      script('b', [], { dependsOn: ['lab'] }),
    ];
    const [cycle, ...others] = buildChain(scripts).defects;
    expect(others).toEqual([]);
    expect(cycle?.kind === 'cycle' && cycle.through).toEqual(['dependsOn', 'dependsOn']);
  });

  it('reports a cycle that the test of Alembic does not notice', () => {
    const scripts = [script('x'), script('a', ['b', 'x']), script('b', ['a']), script('c', ['b'])];
    const chain = buildChain(scripts);
    expect(chain.error).toBeNull();
    expect(chain.defects.map(({ kind }) => kind)).toEqual(['cycle']);
  });

  it('does not hold a revision that is left out against those who name it', () => {
    const chain = buildChain([script('a'), script('c', ['b'])], new Set(['b']));
    expect(chain.error).toBeNull();
    expect(chain.defects).toEqual([]);
    expect([...chain.leftOut]).toEqual(['b']);
  });

  it('takes names of JavaScript for what they are', () => {
    const chain = buildChain([script('__proto__'), script('constructor', ['__proto__']), script('b', ['toString'])]);
    expect(chain.map.revisions.get('constructor')?.down).toEqual(['__proto__']);
    expect(chain.defects.map((defect) => defect.kind === 'unknownParent' && defect.id)).toEqual(['toString']);
  });
});
