import { describe, expect, it } from 'vitest';
import { skipping } from '../../support/missing';
import { testSeed } from '../../support/seed';
import { skipReason } from '../support/venv';
import { column, constraint, expression, sample, statement, type } from './support/arbitraries';
import { compareAll, differences, reasons } from './support/compare';
import { SNIPPETS } from './support/snippets';

const seed = testSeed();

describe('what constructors of SQLAlchemy make', skipping(skipReason()), () => {
  it('is what our data says, for what revisions hold and for the edges', () => {
    const compared = compareAll(SNIPPETS);
    const unknown = compared.filter(({ ours }) => ours.kind === 'unknown');
    console.log(`${compared.length} snippets, ${unknown.length} not known:\n${reasons(unknown)}`);
    expect(differences(compared)).toEqual([]);
    expect(unknown.length).toBeLessThan(compared.length * 0.06);
  });

  it.each([
    ['types', type, 500],
    ['columns', column, 500],
    ['constraints and indexes', constraint, 400],
    ['expressions', expression, 600],
    ['statements', statement, 400],
  ] as const)('is what our data says, for generated %s', (what, text, count) => {
    const compared = compareAll(sample(text, count, seed));
    const unknown = compared.filter(({ ours }) => ours.kind === 'unknown');
    console.log(`${compared.length} ${what} (seed ${seed}), ${unknown.length} not known:\n${reasons(unknown)}`);
    expect(differences(compared)).toEqual([]);
    expect(unknown.length).toBeLessThan(compared.length * 0.1);
  });
});
