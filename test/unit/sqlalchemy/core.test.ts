import { describe, expect, it } from 'vitest';
import { textParameters } from '../../../server/src/sqlalchemy/text';
import { dataOf, raising, unknownBecause } from './support';

const TABLE = "t = sa.table('t', sa.column('a', sa.Integer), sa.column('b', sa.String), schema='s')";
const raw = (value: unknown) => ({ kind: 'bind', value, type: null, key: null });
const reference = (name: string) => ({ kind: 'columnReference', name });

describe('text', () => {
  it.each([
    ['a = :b AND c::int = :d', ['b', 'd']],
    ["'12:30 :30'", ['30']],
    ['a\\:b :c:', []],
    ['::x :y', ['y']],
  ])('has its parameters: %s', (sql, names) => {
    expect([...textParameters(sql)]).toEqual(names);
  });

  it('binds values and types', () => {
    expect(dataOf("sa.text(':a :b').bindparams(sa.bindparam('a', type_=sa.JSON), b=1)")).toEqual({
      kind: 'text',
      sql: ':a :b',
      binds: {
        a: { value: null, type: { kind: 'library', module: 'sqlalchemy', name: 'JSON', arguments: {}, variants: {} } },
        b: { value: { kind: 'integer', value: 1n }, type: null },
      },
    });
    expect(dataOf("sa.text(':a').bindparams(b=1)")).toEqual(raising('ArgumentError'));
  });

  it('cannot be negated or joined by OR', () => {
    expect(dataOf("~sa.text('a')")).toEqual(raising('AssertionError'));
    expect(dataOf("sa.text('a') | (sa.column('b') > 1)")).toEqual(raising('TypeError'));
  });
});

describe('expressions', () => {
  it.each([
    ['c == None', { operator: '==', right: { kind: 'null' } }],
    ['c == sa.sql.False_()', { operator: '==', right: { kind: 'false' } }],
    ["sa.column('j', sa.JSON)[['a', 1]].as_float()", { operator: 'json_path_getitem', itemType: { name: 'Float' } }],
    [
      "sa.column('j', sa.JSON)['a'].as_json()['b'].as_string()",
      { operator: 'json_getitem', itemType: { name: 'Unicode' } },
    ],
    ["sa.column('j', postgresql.JSONB)[('a',)].astext", { operator: 'pg:#>>' }],
    ['c != True', { operator: '!=', right: { kind: 'true' } }],
    ["c + 'x'", { operator: '+', right: raw({ kind: 'string', value: 'x' }) }],
    ["'x' + c", { operator: '+', left: raw({ kind: 'string', value: 'x' }), right: reference('c') }],
    ['1 < c', { operator: '>', left: reference('c'), right: raw({ kind: 'integer', value: 1n }) }],
    ['c.isnot(None)', { operator: 'is_not', right: { kind: 'null' } }],
    [
      "c.notin_(['x', None])",
      {
        operator: 'not_in',
        right: { kind: 'list', joiner: 'comma', items: [raw({ kind: 'string', value: 'x' }), raw({ kind: 'none' })] },
      },
    ],
    ["c.like('x', escape='!')", { operator: 'like', modifiers: { escape: { kind: 'string', value: '!' } } }],
    ["c.op('->>')('x')", { operator: '->>', custom: true }],
    ["sa.column('j', postgresql.JSONB)['a'].astext", { operator: 'pg:->>' }],
    ["sa.column('j', postgresql.JSONB).contains(c)", unknownBecause('')],
  ])('are data: %s', (source, expected) => {
    expect(dataOf(source, "c = sa.column('c')")).toMatchObject(expected);
  });

  it('take functions by any path and with a type', () => {
    expect(dataOf('sa.func.pg_catalog.Foo_(1, None, type_=sa.Text)')).toMatchObject({
      kind: 'function',
      path: ['pg_catalog', 'Foo'],
      arguments: [raw({ kind: 'integer', value: 1n }), { kind: 'null' }],
      type: { name: 'Text' },
    });
    expect(dataOf('now()', 'from sqlalchemy.sql.functions import now')).toMatchObject({
      kind: 'function',
      path: ['now'],
    });
  });

  it('take case in the form of 2.0, and refuse the one of 1.x', () => {
    expect(dataOf("sa.case((sa.column('a') == 1, 'x'), else_='y')")).toMatchObject({
      kind: 'case',
      value: null,
      whens: [{ when: { operator: '==' }, then: raw({ kind: 'string', value: 'x' }) }],
      otherwise: raw({ kind: 'string', value: 'y' }),
    });
    expect(dataOf("sa.case({1: 'x'}, value=sa.column('a'))")).toMatchObject({ value: reference('a') });
    expect(dataOf("sa.case([(sa.column('a') == 1, 'x')])")).toEqual(raising('ArgumentError'));
  });

  it('cannot be asked for their truth', () => {
    expect(dataOf("'yes' if sa.column('a') > 1 else 'no'")).toEqual(unknownBecause(''));
  });

  it('have no value where a parameter has none', () => {
    expect(dataOf("sa.column('a') == sa.bindparam('b')")).toEqual(unknownBecause(''));
  });

  it('give a literal its own type', () => {
    expect(dataOf('sa.literal(2 ** 40)')).toMatchObject({ type: { name: 'BigInteger' } });
    expect(dataOf("sa.literal('x')")).toMatchObject({ type: { name: 'String' } });
  });
});

describe('statements', () => {
  it('select', () => {
    expect(dataOf('sa.select(t.c.a).where(t.c.b == "x").order_by(t.c.a.desc()).limit(1)', TABLE)).toMatchObject({
      kind: 'select',
      columns: [{ ...reference('a'), table: { name: 't', schema: 's' } }],
      where: [{ operator: '==' }],
      orderBy: [{ kind: 'unary', operator: 'desc' }],
      limit: raw({ kind: 'integer', value: 1n }),
      from: [],
    });
    expect(dataOf('sa.select([t.c.a])', TABLE)).toEqual(raising('ArgumentError'));
    expect(dataOf('sa.select(t.c.nope)', TABLE)).toEqual(raising('AttributeError'));
  });

  it('insert one row or several', () => {
    expect(dataOf('t.insert().values(a=1).values({t.c.b: None})', TABLE)).toMatchObject({
      rows: [
        [
          ['a', raw({ kind: 'integer', value: 1n })],
          ['b', raw({ kind: 'none' })],
        ],
      ],
    });
    expect(dataOf("t.insert().values([{'a': 1}, {'a': 2}])", TABLE)).toMatchObject({
      rows: [[['a', {}]], [['a', {}]]],
    });
    expect(dataOf('t.insert()', TABLE)).toMatchObject({ rows: null });
  });

  it('insert on conflict, with PostgreSQL only', () => {
    const values = "insert(t).values(a=1).on_conflict_do_update(index_elements=['a'], set_={'b': 'x'})";
    expect(dataOf(`postgresql.${values}`, TABLE)).toMatchObject({
      onConflict: { elements: [reference('a')], set: [['b', raw({ kind: 'string', value: 'x' })]] },
    });
    expect(dataOf(`sa.${values}`, TABLE)).toEqual(unknownBecause(''));
  });

  it('update and delete', () => {
    expect(dataOf("t.update().where(t.c.a == 1).values(b='x').values(b='y')", TABLE)).toMatchObject({
      values: [['b', raw({ kind: 'string', value: 'y' })]],
      where: [{ operator: '==' }],
    });
    const reason: unknown = expect.stringContaining('elsewhere');
    const begun = { kind: 'delete', where: [] };
    expect(dataOf('sa.delete(t).where(strange)', TABLE)).toMatchObject({ typeName: 'Delete', reason, begun });
  });
});

describe('Table', () => {
  it('holds columns, constraints and indexes, and is known to its MetaData', () => {
    const setup =
      "m = sa.MetaData(schema='s')\nt = sa.Table('t', m, sa.Column('a', sa.Integer), sa.UniqueConstraint('a'), comment='c')";
    expect(dataOf('t.definition', setup)).toEqual(unknownBecause(''));
    expect(dataOf('t.c.a', setup)).toMatchObject({ kind: 'column', name: 'a' });
    expect(dataOf("m.tables['s.t'] is t and sa.Table('t', m) is t", setup)).toEqual({ kind: 'boolean', value: true });
    expect(dataOf("sa.Table('t', m, sa.Column('b'))", setup)).toEqual(raising('InvalidRequestError'));
    expect(dataOf("sa.Table('u', m, autoload_with=strange)", setup)).toEqual(unknownBecause(''));
  });
});
