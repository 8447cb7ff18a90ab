import { describe, expect, it } from 'vitest';
import { libraryType } from '../../../server/src/schema/sqlType';
import type { TypeCall } from '../../../server/src/sqlalchemy/typeObject';
import { isTypeOf } from '../../../server/src/sqlalchemy/typeObject';
import { dataOf, raising, run, unknownBecause } from './support';

const integer = (value: bigint) => ({ kind: 'integer', value });
const string = (value: string) => ({ kind: 'string', value });

describe('types', () => {
  it('hold what the constructor was given, by name', () => {
    expect(dataOf('sa.Numeric(10, scale=2)')).toEqual({
      ...libraryType('sqlalchemy', 'Numeric'),
      arguments: { precision: integer(10n), scale: integer(2n) },
    });
  });

  it('are their class without arguments, too', () => {
    expect(dataOf('sa.Integer')).toEqual(libraryType('sqlalchemy', 'Integer'));
    expect(dataOf('sa.ARRAY')).toBeUndefined();
  });

  it('belong to the package that defines them', () => {
    expect(dataOf('postgresql.VARCHAR(5)')).toMatchObject({ module: 'sqlalchemy', name: 'VARCHAR' });
    expect(dataOf('mysql.VARCHAR(5)')).toMatchObject({ module: 'mysql', name: 'VARCHAR' });
    expect(run('value = postgresql.VARCHAR is sa.VARCHAR').value).toEqual({ kind: 'boolean', value: true });
  });

  it('take types, clauses and literals', () => {
    expect(dataOf('postgresql.ARRAY(sa.Text, dimensions=2)')).toMatchObject({
      arguments: { item_type: libraryType('sqlalchemy', 'Text'), dimensions: integer(2n) },
    });
    expect(dataOf("postgresql.DOMAIN('d', sa.Integer, check=sa.text('VALUE > 1'))")).toMatchObject({
      arguments: { check: { kind: 'text', sql: 'VALUE > 1' } },
    });
  });

  it('keep variants by dialect', () => {
    expect(dataOf("sa.String().with_variant(sa.Text(), 'mysql', 'sqlite')")).toMatchObject({
      variants: { mysql: { name: 'Text' }, sqlite: { name: 'Text' } },
    });
    expect(dataOf('sa.String().with_variant(sa.Text())')).toEqual(raising('ArgumentError'));
  });

  it('refuse arguments they do not have', () => {
    expect(dataOf('sa.Integer(11)')).toEqual(raising('TypeError'));
    expect(dataOf('mysql.INTEGER(nonsense=1)')).toEqual(raising('TypeError'));
    expect(dataOf('mysql.DOUBLE(precision=5)')).toEqual(raising('ArgumentError'));
  });

  it('are not known where an argument is not', () => {
    expect(dataOf('sa.String(strange)')).toEqual(unknownBecause('elsewhere'));
  });

  it('are custom where the project derives its own', () => {
    const setup = 'class GUID(sa.types.TypeDecorator):\n    impl = sa.CHAR\n\nclass Inner(GUID):\n    pass\n';
    expect(dataOf('GUID(32)', setup)).toEqual({
      kind: 'custom',
      name: 'GUID',
      reason: "The type 'GUID' is the project's own.",
      written: libraryType('sqlalchemy', 'CHAR', { length: { kind: 'integer', value: 32n } }),
    });
    expect(dataOf('Inner', setup)).toMatchObject({ kind: 'custom', name: 'Inner' });
  });

  it('know what they derive from', () => {
    expect(isTypeOf(libraryType('postgresql', 'ENUM'), 'sqlalchemy.Enum')).toBe(true);
    expect(isTypeOf(libraryType('sqlalchemy', 'Enum'), 'postgresql.NamedType')).toBe(false);
    expect(run('value = isinstance(sa.Text(), sa.String)').value).toEqual({ kind: 'boolean', value: true });
    expect(run('value = isinstance(sa.Text(), sa.Integer)').value).toEqual({ kind: 'boolean', value: false });
  });
});

describe('SQLModel', () => {
  it('has a type that MySQL gives a length', () => {
    const setup = 'import sqlmodel';
    expect(dataOf('sqlmodel.sql.sqltypes.AutoString()', setup)).toEqual({
      ...libraryType('sqlalchemy', 'String'),
      variants: { mysql: libraryType('sqlalchemy', 'String', { length: { kind: 'integer', value: 255n } }) },
    });
    expect(dataOf('sqlmodel.AutoString(length=5)', setup)).toMatchObject({
      arguments: { length: integer(5n) },
      variants: {},
    });
  });
});

describe('Enum', () => {
  const setup = "import enum\nclass Colour(enum.Enum):\n    RED = 'r'\n    GREEN = 'g'\n";

  it('has its labels', () => {
    expect(dataOf("sa.Enum('a', 'b', name='e')")).toMatchObject({
      arguments: { labels: [string('a'), string('b')], enums: [string('a'), string('b')], name: string('e') },
    });
  });

  it('takes the names of the members of a Python class, and its name', () => {
    expect(dataOf('sa.Enum(Colour)', setup)).toMatchObject({
      arguments: { labels: [string('RED'), string('GREEN')], name: string('colour') },
    });
    expect(dataOf("sa.Enum(Colour, name='c')", setup)).toMatchObject({ arguments: { name: string('c') } });
  });

  it('takes what values_callable answers', () => {
    expect(dataOf('sa.Enum(Colour, values_callable=lambda x: [e.value for e in x])', setup)).toMatchObject({
      arguments: { labels: [string('r'), string('g')] },
    });
  });

  it('refuses a length that a label does not fit in', () => {
    expect(dataOf("sa.Enum('abc', length=2)")).toEqual(raising('ValueError'));
  });

  it('tells the layer above of create and drop, with unknown arguments as they are', () => {
    const calls: TypeCall[] = [];
    const onType = (call: TypeCall) => {
      calls.push(call);
      return { kind: 'none' } as const;
    };
    run(
      "e = sa.Enum('a', name='e')\ne.create(strange)\npostgresql.ENUM('a', name='p').drop(None, checkfirst=False)\n" +
        "postgresql.ENUM('a', name='p').create(None)\n",
      { onType },
    );
    expect(calls.map(({ action, bind, checkFirst }) => [action, bind.kind, checkFirst])).toEqual([
      ['create', 'unknown', { kind: 'boolean', value: false }],
      ['drop', 'none', { kind: 'boolean', value: false }],
      ['create', 'none', { kind: 'boolean', value: true }],
    ]);
    expect(calls[0]?.type).toMatchObject({ name: 'Enum', arguments: { name: string('e') } });
  });
});
