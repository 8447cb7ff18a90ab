import { describe, expect, it } from 'vitest';
import type { Operation } from '../../../../server/src/operations/operation';
import type { SqlExpression } from '../../../../server/src/schema/expression';
import type { IndexElement } from '../../../../server/src/schema/model';
import { named, OFFLINE, PLACE, sql, text } from './operations';

type CreateIndex = Extract<Operation, { kind: 'createIndex' }>;

function createIndex(given: Partial<CreateIndex>): CreateIndex {
  return {
    kind: 'createIndex',
    place: PLACE,
    name: named('ix'),
    table: 't',
    schema: null,
    elements: [{ kind: 'columnName', name: 'a' }],
    unique: false,
    ifNotExists: null,
    options: {},
    ...given,
  };
}

const A: SqlExpression = { kind: 'columnReference', name: 'a', table: null, type: null };
const ONE: SqlExpression = { kind: 'bind', value: { kind: 'integer', value: 1n }, type: null, key: null };

describe('CREATE INDEX', () => {
  it('writes every option of PostgreSQL in its place', () => {
    const operation = createIndex({
      unique: true,
      ifNotExists: true,
      schema: 's',
      options: {
        postgresql_concurrently: { kind: 'boolean', value: true },
        postgresql_using: { kind: 'string', value: 'GIN' },
        postgresql_ops: { kind: 'mapping', entries: [['a', { kind: 'string', value: 'x_ops' }]] },
        postgresql_include: { kind: 'list', items: [{ kind: 'string', value: 'B' }] },
        postgresql_nulls_not_distinct: { kind: 'boolean', value: true },
        postgresql_with: { kind: 'mapping', entries: [['fillfactor', { kind: 'integer', value: 50n }]] },
        postgresql_tablespace: { kind: 'string', value: 'fast' },
        postgresql_where: text('a > 0'),
      },
    });
    expect(sql([operation])).toEqual([
      'CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS ix ON s.t USING gin (a x_ops) INCLUDE ("B") ' +
        'NULLS NOT DISTINCT WITH (fillfactor = 50) TABLESPACE fast WHERE a > 0',
    ]);
  });

  it.each<[IndexElement, string]>([
    [text('lower(a)'), 'lower(a)'],
    [{ kind: 'function', path: ['lower'], arguments: [A], type: null }, 'lower(a)'],
    [{ kind: 'binary', operator: '+', custom: false, left: A, right: ONE, modifiers: {} }, '(a + 1)'],
    [{ kind: 'unary', operator: 'desc', operand: A }, 'a DESC'],
    [{ kind: 'label', name: 'x', operand: { kind: 'collate', operand: A, collation: 'C' } }, '(a COLLATE "C")'],
  ])('sets parentheses where SQLAlchemy does (%#)', (element, expected) => {
    expect(sql([createIndex({ elements: [element] })])).toEqual([`CREATE INDEX ix ON t (${expected})`]);
  });

  it('names an index by the convention, and drops it by the name it has', () => {
    const drop: Operation = {
      kind: 'dropIndex',
      place: PLACE,
      name: named('ix'),
      table: 't',
      schema: 's',
      ifExists: true,
      options: { postgresql_concurrently: { kind: 'boolean', value: true } },
    };
    expect(sql([createIndex({ name: null }), drop])).toEqual([
      'CREATE INDEX ix_t_a ON t (a)',
      'DROP INDEX CONCURRENTLY IF EXISTS s.ix',
    ]);
    const naming = { ix: 'i_%(column_0_N_name)s_%(constraint_name)s' };
    expect(sql([createIndex({}), drop], { ...OFFLINE, naming })).toEqual([
      'CREATE INDEX i_a_ix ON t (a)',
      'DROP INDEX CONCURRENTLY IF EXISTS s.i_x_ix',
    ]);
  });

  it('refuses an index that has no name and none by convention', () => {
    expect(sql([createIndex({ name: null })], { ...OFFLINE, naming: { uq: 'x' } })).toEqual([
      '(An index has no name.)',
    ]);
  });
});
