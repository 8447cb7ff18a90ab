import { describe, expect, it } from 'vitest';
import { foreignKeyTarget } from '../../../server/src/sqlalchemy/constraints';
import { dataOf, raising, unknownBecause } from './support';

describe('constraints', () => {
  it('tell a final name from one that conventions change', () => {
    expect(dataOf("sa.UniqueConstraint('a', name='uq')")).toMatchObject({ name: { text: 'uq', final: false } });
    expect(dataOf("sa.UniqueConstraint('a', name=sa.schema.conv('uq'))")).toMatchObject({
      name: { text: 'uq', final: true },
    });
    expect(dataOf("sa.PrimaryKeyConstraint('a')")).toMatchObject({ name: null, columns: ['a'] });
  });

  it('take the condition of a check for SQL', () => {
    expect(dataOf("sa.CheckConstraint('a > 1')")).toMatchObject({ condition: { kind: 'text', sql: 'a > 1' } });
  });

  it.each([
    ['t', { schema: null, table: 't', column: null }],
    ['t.c', { schema: null, table: 't', column: 'c' }],
    ['s.t.c', { schema: 's', table: 't', column: 'c' }],
    ['d.s.t.c', { schema: 'd.s', table: 't', column: 'c' }],
  ])('read the target of a foreign key: %s', (text, target) => {
    expect(foreignKeyTarget(text)).toEqual(target);
  });

  it('hold what a foreign key refers to', () => {
    expect(dataOf("sa.ForeignKeyConstraint(['a'], ['s.t.b'], ondelete='CASCADE', use_alter=True)")).toMatchObject({
      columns: ['a'],
      referredSchema: 's',
      referredTable: 't',
      referredColumns: ['b'],
      rules: { ondelete: 'CASCADE', useAlter: true, deferrable: null },
    });
    expect(dataOf("sa.ForeignKeyConstraint(['a', 'b'], ['t.b'])")).toEqual(raising('ArgumentError'));
    expect(dataOf("sa.ForeignKeyConstraint(['a'], ['t'])")).toEqual(
      unknownBecause('The foreign key to `t` names no column of it.'),
    );
  });

  it('let an index have columns, text and expressions', () => {
    expect(dataOf("sa.Index('ix', 'a', sa.text('lower(b)'), sa.column('c').desc(), unique=True)")).toMatchObject({
      elements: [{ kind: 'columnName', name: 'a' }, { kind: 'text' }, { kind: 'unary', operator: 'desc' }],
      unique: true,
    });
  });

  it('refuse keywords their dialect does not know', () => {
    expect(dataOf("sa.Index('ix', 'a', postgresql_wrong=1)")).toEqual(raising('ArgumentError'));
    expect(
      dataOf("sa.Index('ix', 'a', postgresql_with={'fillfactor': 50}, postgresql_where=sa.text('a'))"),
    ).toMatchObject({
      options: { postgresql_with: { kind: 'dict' }, postgresql_where: { kind: 'text' } },
    });
  });

  it('are not known where an argument is not', () => {
    expect(dataOf('sa.UniqueConstraint(strange)')).toEqual(unknownBecause('elsewhere'));
  });
});
