import { describe, expect, it } from 'vitest';
import { skipping } from '../../support/missing';
import { skipReason } from '../support/venv';
import { compareAll, differences, reasons } from './support/compare';
import { SNIPPETS } from './support/snippets';

describe('what constructors of SQLAlchemy make', skipping(skipReason()), () => {
  it('is what our data says, for what revisions hold and for the edges', () => {
    const compared = compareAll(SNIPPETS);
    const unknown = compared.filter(({ ours }) => ours.kind === 'unknown');
    console.log(`${compared.length} snippets, ${unknown.length} not known:\n${reasons(unknown)}`);
    expect(differences(compared)).toEqual([]);
    expect(unknown.length).toBeLessThan(compared.length * 0.06);
  });
});
