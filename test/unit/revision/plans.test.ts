import { describe, expect, it } from 'vitest';
import { history } from '../../../server/src/revision/history';
import type { Step } from '../../../server/src/revision/model';
import { planDowngrade, planStamp, planUpgrade } from '../../../server/src/revision/plans';
import { resolveRevisions } from '../../../server/src/revision/resolve';
import { rowsAfter } from '../../../server/src/revision/versionRows';
import { mapOf, script } from './support';

/** The commands of the seeds (reference/seeds.md), on the chains they speak of. */
const account = mapOf(script('1975ea83b712'), script('ae1027a6acf', ['1975ea83b712']));
const numbered = mapOf(script('0001'), script('0002', ['0001']), script('0003', ['0002']));
const branched = mapOf(
  script('a1'),
  script('b2', ['a1']),
  script('feat', [], { branchLabels: ['feature_x'] }),
  script('feat2', ['feat']),
);

type Planned = ReturnType<typeof planUpgrade>;
const ids = (plan: Planned): unknown => (plan.ok ? plan.value.map((step: Step) => step.revision) : plan.error);

describe('the commands of the seeds', () => {
  it('upgrades to a partial id', () => {
    expect(ids(planUpgrade(account, [], 'ae10'))).toEqual(['1975ea83b712', 'ae1027a6acf']);
  });

  it('lists a range of partial ids, both ends included', () => {
    const listed = history(account, { base: '1975ea', head: 'ae1027' });
    expect(listed.ok && listed.value.map(({ id }) => id)).toEqual(['ae1027a6acf', '1975ea83b712']);
  });

  it('goes one and two up, one down, and all the way down', () => {
    expect(ids(planUpgrade(numbered, ['0001'], '+1'))).toEqual(['0002']);
    expect(ids(planUpgrade(numbered, ['0001'], '+2'))).toEqual(['0002', '0003']);
    expect(ids(planDowngrade(numbered, ['0003'], '-1'))).toEqual(['0003']);
    expect(ids(planDowngrade(numbered, ['0003'], '0002'))).toEqual(['0003']);
    expect(ids(planDowngrade(numbered, ['0003'], 'base'))).toEqual(['0003', '0002', '0001']);
  });

  it('does nothing, silently, on an upgrade to what is applied already', () => {
    expect(ids(planUpgrade(numbered, ['0003'], '0001'))).toEqual([]);
  });

  it.each(['2', '02'])('refuses %s for 0002', (typed) => {
    expect(resolveRevisions(numbered, typed)).toEqual({
      ok: false,
      error: { exception: 'CommandError', message: `Can't locate revision identified by '${typed}'` },
    });
  });

  it('upgrades one branch, and refuses head while there are two', () => {
    expect(ids(planUpgrade(branched, [], 'feature_x@head'))).toEqual(['feat', 'feat2']);
    expect(ids(planUpgrade(branched, [], 'heads'))).toHaveLength(4);
    expect(planUpgrade(branched, [], 'head')).toMatchObject({ ok: false, error: { exception: 'CommandError' } });
  });

  it('needs a label main for main@head', () => {
    expect(resolveRevisions(branched, 'main@head')).toEqual({
      ok: false,
      error: { exception: 'CommandError', message: "Can't locate revision identified by 'main'" },
    });
  });

  it('refuses to go further down than there is', () => {
    expect(planDowngrade(numbered, ['0001'], '-2')).toEqual({
      ok: false,
      error: { exception: 'CommandError', message: "Relative revision -2 didn't produce 2 migrations" },
    });
  });
});

describe('version rows', () => {
  const merged = mapOf(script('a'), script('b', ['a']), script('c', ['a']), script('d', ['b', 'c']));
  const follow = (plan: Planned, rows: readonly string[]): readonly (readonly string[])[] => {
    if (!plan.ok) throw new Error(plan.error.message);
    const all: (readonly string[])[] = [];
    for (const step of plan.value) {
      const after = rowsAfter(merged, all.at(-1) ?? rows, step);
      if (!after.ok) throw new Error(after.error.message);
      all.push([...after.value].sort());
    }
    return all;
  };

  it('has a row for each branch until they are merged', () => {
    expect(follow(planUpgrade(merged, [], 'head'), [])).toEqual([['a'], ['c'], ['b', 'c'], ['d']]);
  });

  it('has both parents again once the merge is undone', () => {
    expect(follow(planDowngrade(merged, ['d'], 'b'), ['d'])).toEqual([['b', 'c']]);
  });

  it('stamps the base by taking every row away', () => {
    expect(follow(planStamp(merged, ['b', 'c'], ['base']), ['b', 'c'])).toEqual([['c'], []]);
  });
});
