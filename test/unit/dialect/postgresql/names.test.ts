import { fc } from '../../../support/random';
import { describe, expect, it } from 'vitest';
import { conventionName, truncateName } from '../../../../server/src/sqlalchemy/naming';
import { QUOTING } from '../../../../server/src/dialect/postgresql/quoting';
import { quoteIdentifier } from '../../../../server/src/dialect/quoting';
import { named } from './operations';

const SUBJECT = {
  table: 't',
  schema: 'a.b',
  columns: ['x', 'y'],
  referred: { table: 'r', schema: null, columns: ['z'] },
};

describe('naming conventions', () => {
  it.each([
    ['%(table_name)s_%(column_0_name)s_%(column_1_key)s', 't_x_y'],
    ['%(column_0_label)s', 'a_b_t_x'],
    ['%(column_0_N_name)s|%(column_0N_name)s', 'x_y|xy'],
    ['%(column_7_name)s!', '!'],
    ['%(referred_table_name)s_%(referred_column_0_name)s%%', 'r_z%'],
  ])('fill in %s', (template, expected) => {
    expect(conventionName({ fk: template }, 'fk', null, SUBJECT)).toEqual({ text: expected, final: true });
  });

  it.each(['%(constraint_name)s', '%(unheard_of)s', '%(table_name)d', '%(referred_column_1_name)s'])(
    'refuse %s',
    (one) => {
      expect(() => conventionName({ fk: one }, 'fk', null, SUBJECT)).toThrow();
    },
  );

  it('leave names alone that they do not elaborate', () => {
    expect(conventionName({ uq: 'uq_%(table_name)s' }, 'uq', named('mine'), SUBJECT)).toEqual(named('mine'));
    expect(conventionName({ uq: '%(constraint_name)s_x' }, 'uq', named('mine', true), SUBJECT)).toEqual(
      named('mine', true),
    );
    expect(conventionName(null, 'uq', null, SUBJECT)).toBeNull();
  });

  it('that are not known leave only what nothing can change', () => {
    expect(conventionName('unknown', 'uq', named('mine', true), SUBJECT)).toEqual(named('mine', true));
    expect(conventionName('unknown', 'pk', null, { ...SUBJECT, columns: [] })).toBeNull();
    expect(() => conventionName('unknown', 'pk', null, SUBJECT)).toThrow(/naming convention/);
    expect(() => conventionName('unknown', 'ck', named('mine'), SUBJECT)).toThrow(/naming convention/);
  });

  it('never give a name longer than the database takes', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 120, unit: 'grapheme' }), (text) => {
        const cut = truncateName(named(text, true), 63, 63);
        expect([...cut].length).toBeLessThanOrEqual(63);
        if ([...text].length <= 63) expect(cut).toBe(text);
      }),
    );
  });
});

describe('quoting', () => {
  it.each([
    ['account', 'account'],
    ['Account', '"Account"'],
    ['user', '"user"'],
    ['a$1', 'a$1'],
    ['1a', '"1a"'],
    ['$a', '"$a"'],
    ['a"b', '"a""b"'],
    ['naïve', '"naïve"'],
    ['per%cent', '"per%cent"'],
  ])('%s', (name, expected) => {
    expect(quoteIdentifier(QUOTING, name)).toBe(expected);
  });

  it('does as it is told', () => {
    expect(quoteIdentifier(QUOTING, 'a', true)).toBe('"a"');
    expect(quoteIdentifier(QUOTING, 'A b', false)).toBe('A b');
  });

  it('loses nothing of a name', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (name) => {
        const quoted = quoteIdentifier(QUOTING, name, true);
        expect(quoted.slice(1, -1).replaceAll('""', '"')).toBe(name);
      }),
    );
  });
});
