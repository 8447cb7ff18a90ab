import { describe, expect, it } from 'vitest';
import { err, ok, type Result } from '../../../../server/src/common/result';
import type { Literal } from '../../../../server/src/common/literal';
import { compileExpression } from '../../../../server/src/dialect/expressions/compileExpression';
import type { DialectName } from '../../../../server/src/schema/context';
import type { Insert, Select, SqlExpression, TableReference } from '../../../../server/src/schema/expression';
import type { Column } from '../../../../server/src/schema/model';
import { libraryType, type SqlType } from '../../../../server/src/schema/sqlType';

const INTEGER = libraryType('sqlalchemy', 'Integer');
const STRING = libraryType('sqlalchemy', 'String');
const BOOLEAN = libraryType('sqlalchemy', 'Boolean');

const T: TableReference = {
  name: 't',
  schema: null,
  alias: null,
  columns: [
    { name: 'id', type: INTEGER },
    { name: 'name', type: STRING },
    { name: 'flag', type: BOOLEAN },
    { name: 'raw', type: null },
  ],
};
const U: TableReference = { name: 'u', schema: 'app', alias: null, columns: [{ name: 'id', type: INTEGER }] };

function compile(
  expression: SqlExpression,
  dialect: DialectName = 'postgresql',
  options: { includeTable?: boolean; percent?: 'single' | 'double' } = {},
): Result<string, string> {
  return compileExpression(
    expression,
    { dialect, mode: 'offline', sqlalchemy: '2.0', naming: null },
    {
      quote: (name) => (/^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name}"`),
      typeText: (type: SqlType) => (type.kind === 'custom' ? err(type.reason) : ok(type.name.toUpperCase())),
      percent: 'single',
      ...options,
    },
  );
}

const column = (name: string, table: TableReference | null = T): SqlExpression => ({
  kind: 'columnReference',
  name,
  table,
  type: table?.columns.find((one) => one.name === name)?.type ?? null,
});
const bind = (value: Literal): SqlExpression => ({ kind: 'bind', value, type: null, key: null });
const text = (value: string): SqlExpression => bind({ kind: 'string', value });
const integer = (value: bigint): SqlExpression => bind({ kind: 'integer', value });
const NONE = bind({ kind: 'none' });
const binary = (left: SqlExpression, operator: string, right: SqlExpression): SqlExpression => ({
  kind: 'binary',
  operator,
  custom: false,
  left,
  right,
  modifiers: {},
});
const list = (joiner: 'and' | 'or' | 'comma', ...items: SqlExpression[]): SqlExpression => ({
  kind: 'list',
  joiner,
  items,
});
const call = (name: string, ...given: SqlExpression[]): SqlExpression => ({
  kind: 'function',
  path: [name],
  arguments: given,
  type: null,
});
const select = (columns: readonly SqlExpression[], others: Partial<Select> = {}): Select => ({
  kind: 'select',
  columns,
  from: [],
  where: [],
  groupBy: [],
  having: [],
  orderBy: [],
  limit: null,
  offset: null,
  distinct: false,
  ...others,
});
const insert = (others: Partial<Insert>): Insert => ({
  kind: 'insert',
  table: T,
  rows: null,
  fromSelect: null,
  returning: [],
  onConflict: null,
  ...others,
});

describe('text()', () => {
  const sql = (
    source: string,
    binds: Readonly<Record<string, Literal>> = {},
    percent: 'single' | 'double' = 'single',
  ) =>
    compile(
      {
        kind: 'text',
        sql: source,
        binds: Object.fromEntries(Object.entries(binds).map(([name, value]) => [name, { value, type: null }])),
      },
      'postgresql',
      { percent },
    );

  it('writes values into it, and NULL where there is none', () => {
    expect(sql('a = :a AND b = :b', { a: { kind: 'string', value: "it's" } })).toEqual(ok("a = 'it''s' AND b = NULL"));
  });

  it.each([
    ['x::int', 'x::int'],
    [':a:b', ':a:b'],
    ["'\\:x'", "':x'"],
    ['a :: b', 'a :: b'],
  ])('reads %s as SQLAlchemy reads it', (source, written) => {
    expect(sql(source)).toEqual(ok(written));
  });

  it('takes a backslash before a colon away within a value, too', () => {
    expect(sql(':v', { v: { kind: 'string', value: '\\:x' } })).toEqual(ok("'\\:x'"));
  });

  it('doubles % where the driver formats with it', () => {
    expect(sql("like '5%'", {}, 'double')).toEqual(ok("like '5%%'"));
  });
});

describe('columns and values', () => {
  it('names the table, or not', () => {
    expect(compile(column('name'))).toEqual(ok('t.name'));
    expect(compile(column('name'), 'postgresql', { includeTable: false })).toEqual(ok('name'));
    expect(compile(column('id', U))).toEqual(ok('app.u.id'));
  });

  it('gives a value the type of what it is compared with', () => {
    expect(compile(binary(column('name'), '==', text('x')))).toEqual(ok("t.name = 'x'"));
    expect(compile(binary(column('raw'), '==', integer(5n)))).toEqual(ok('t.raw = 5'));
    expect(compile(binary(column('flag'), '==', bind({ kind: 'boolean', value: true })), 'sqlite')).toEqual(
      ok('t.flag = 1'),
    );
  });

  it('says why there is no literal', () => {
    const custom: SqlType = { kind: 'custom', name: 'app.GUID', reason: 'app.GUID is not followed.' };
    const own: SqlExpression = { kind: 'columnReference', name: 'x', table: null, type: custom };
    expect(compile(binary(own, '==', text('x')))).toEqual(err('app.GUID is not followed.'));
    expect(compile(insert({ rows: [[['raw', text('x')]]] }))).toEqual(
      err('SQLAlchemy has no literal for a Python value of the kind "string" in the type NullType.'),
    );
  });
});

describe('operators', () => {
  it.each<[SqlExpression, string]>([
    [binary(column('name'), '==', NONE), 't.name IS NULL'],
    [binary(column('name'), '!=', { kind: 'null' }), 't.name IS NOT NULL'],
    [binary(column('id'), '*', binary(column('id'), '+', integer(1n))), 't.id * (t.id + 1)'],
    [binary(binary(column('id'), '+', integer(1n)), '+', integer(2n)), 't.id + 1 + 2'],
    [binary(column('id'), '-', binary(column('id'), '-', integer(1n))), 't.id - (t.id - 1)'],
    [binary(column('name'), '+', text('x')), "t.name || 'x'"],
    [binary(integer(5n), '+', column('id')), '5 + t.id'],
    [binary(column('id'), 'in_', list('comma', integer(1n), integer(2n))), 't.id IN (1, 2)'],
    [binary(column('id'), 'not_in', list('comma', integer(1n))), '(t.id NOT IN (1))'],
    [binary(column('id'), 'in_', list('comma')), 't.id IN (NULL) AND (1 != 1)'],
    [{ kind: 'unary', operator: 'not', operand: binary(column('name'), 'like', text('a%')) }, "t.name NOT LIKE 'a%'"],
    [{ kind: 'unary', operator: 'not', operand: column('flag') }, 'NOT t.flag'],
    [binary(call('lower', column('name')), '==', call('now')), 'now() = lower(t.name)'],
    [binary(column('name'), 'startswith', text('a')), "(t.name LIKE 'a' || '%')"],
  ])('%#', (expression, written) => {
    expect(compile(list('and', expression))).toEqual(ok(written));
  });

  it('joins conditions, leaves out what is always true and stops at what never is', () => {
    const [one, other] = [binary(column('id'), '==', integer(1n)), binary(column('id'), '==', integer(2n))];
    expect(compile(list('and', one, list('or', one, other)))).toEqual(ok('t.id = 1 AND (t.id = 1 OR t.id = 2)'));
    expect(compile(list('and', one, { kind: 'true' }, list('and', other)))).toEqual(ok('t.id = 1 AND t.id = 2'));
    expect(compile(list('and', one, { kind: 'false' }))).toEqual(ok('false'));
    expect(compile(list('and', one, { kind: 'false' }), 'sqlite')).toEqual(ok('0 = 1'));
  });

  it('has an answer of each dialect', () => {
    const like = binary(column('name'), 'ilike', text('a'));
    expect(compile(like)).toEqual(ok("t.name ILIKE 'a'"));
    expect(compile(like, 'sqlite')).toEqual(ok("lower(t.name) LIKE lower('a')"));
    expect(compile(binary(column('name'), 'concat', text('a')), 'mysql')).toEqual(ok("concat(t.name, 'a')"));
  });

  it('refuses what SQLAlchemy refuses', () => {
    expect(compile(binary(column('id'), '<', NONE)).ok).toBe(false);
    expect(compile(binary(column('id'), 'frobnicate', NONE)).ok).toBe(false);
  });
});

describe('functions', () => {
  it.each<[SqlExpression, DialectName, string]>([
    [call('NOW'), 'postgresql', 'now()'],
    [call('now'), 'sqlite', 'CURRENT_TIMESTAMP'],
    [call('current_timestamp'), 'mysql', 'CURRENT_TIMESTAMP'],
    [call('count'), 'postgresql', 'count(*)'],
    [call('Lower', text('A')), 'postgresql', "Lower('A')"],
    [
      { kind: 'function', path: ['pg_catalog', 'version'], arguments: [], type: null },
      'postgresql',
      'pg_catalog.version()',
    ],
    [call('substring', column('name'), integer(1n)), 'postgresql', 'SUBSTRING(t.name FROM 1)'],
  ])('%#', (expression, dialect, written) => {
    expect(compile(expression, dialect)).toEqual(ok(written));
  });

  it('does not know those with rules of their own', () => {
    expect(compile(call('to_tsvector', text('a'))).ok).toBe(false);
  });
});

describe('statements', () => {
  it('writes columns in the order of the table', () => {
    const row: [string, SqlExpression][] = [
      ['name', text('a')],
      ['id', integer(1n)],
    ];
    expect(compile(insert({ rows: [row] }))).toEqual(ok("INSERT INTO t (id, name) VALUES (1, 'a')"));
    expect(compile({ kind: 'update', table: T, values: row, where: [], returning: [] })).toEqual(
      ok("UPDATE t SET id=1, name='a'"),
    );
  });

  it('puts an expression in parentheses, and names the other tables', () => {
    const where = [binary(column('id'), '==', column('id', U))];
    const update: SqlExpression = {
      kind: 'update',
      table: T,
      values: [['id', binary(column('id'), '+', integer(1n))]],
      where,
      returning: [],
    };
    expect(compile(update)).toEqual(ok('UPDATE t SET id=(t.id + 1) FROM app.u WHERE t.id = app.u.id'));
    expect(compile(update, 'mysql')).toEqual(ok('UPDATE t, app.u SET t.id=(t.id + 1) WHERE t.id = app.u.id'));
    expect(compile({ kind: 'delete', table: T, where, returning: [] })).toEqual(
      ok('DELETE FROM t USING app.u WHERE t.id = app.u.id'),
    );
    expect(compile({ kind: 'delete', table: T, where, returning: [] }, 'sqlite').ok).toBe(false);
  });

  it('leaves the table of the statement around to it', () => {
    const inner = select([column('id', U)], { where: [binary(column('id', U), '==', column('id'))] });
    const update: SqlExpression = {
      kind: 'update',
      table: T,
      values: [['id', { kind: 'scalarSubquery', select: inner }]],
      where: [],
      returning: [],
    };
    expect(compile(update)).toEqual(ok('UPDATE t SET id=(SELECT app.u.id \nFROM app.u \nWHERE app.u.id = t.id)'));
  });

  it('does not take two tables that look the same for one', () => {
    const other: TableReference = { ...T };
    expect(compile(select([column('id'), column('id', other)])).ok).toBe(false);
  });

  it('refuses a column that the table does not have', () => {
    expect(compile(insert({ rows: [[['other', text('a')]]] }))).toEqual(
      err('SQLAlchemy knows no column "other" of the table "t".'),
    );
  });

  it('breaks the lines of a select, and limits its rows as each dialect does', () => {
    const query = select([column('id'), call('count')], {
      where: [binary(column('name'), '==', text('a'))],
      groupBy: [column('id')],
      limit: integer(3n),
    });
    const body = "SELECT t.id, count(*) AS count_1 \nFROM t \nWHERE t.name = 'a' GROUP BY t.id";
    expect(compile(query)).toEqual(ok(`${body} \n LIMIT 3`));
    expect(compile(query, 'sqlite')).toEqual(ok(`${body}\n LIMIT 3 OFFSET 0`));
  });

  it('asks back the key of a table that sa.Table made', () => {
    const declared: Column[] = T.columns.slice(0, 2).map(({ name, type }) => ({
      kind: 'column',
      name,
      quote: null,
      type: type ?? STRING,
      primaryKey: name === 'id',
      nullable: null,
      autoincrement: 'auto',
      unique: false,
      index: false,
      default: name === 'name' ? { kind: 'value', value: { kind: 'string', value: 'x' } } : null,
      serverDefault: null,
      items: [],
      comment: null,
      system: false,
      options: {},
    }));
    const table: TableReference = { ...T, declared };
    const rows: Insert['rows'] = [[['flag', bind({ kind: 'boolean', value: true })]]];
    const written = 'INSERT INTO t (name, flag) VALUES (NULL, true)';
    expect(compile(insert({ table, rows }))).toEqual(ok(`${written} RETURNING t.id`));
    expect(compile(insert({ table, rows, isInline: true }))).toEqual(ok(written));
    expect(compile(insert({ table, rows, isMany: true }))).toEqual(ok(written));
    expect(compile(insert({ table, rows }), 'sqlite')).toEqual(ok('INSERT INTO t (name, flag) VALUES (NULL, 1)'));
  });
});
