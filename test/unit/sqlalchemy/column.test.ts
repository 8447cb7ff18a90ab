import { describe, expect, it } from 'vitest';
import { dataOf, mentioning, raising, unknownBecause } from './support';

describe('Column', () => {
  it('says what was written, and leaves open what was not', () => {
    expect(dataOf("sa.Column('x', sa.Integer())")).toEqual({
      kind: 'column',
      name: 'x',
      quote: null,
      type: { kind: 'library', module: 'sqlalchemy', name: 'Integer', arguments: {}, variants: {} },
      primaryKey: false,
      nullable: null,
      autoincrement: 'auto',
      unique: false,
      index: false,
      default: null,
      serverDefault: null,
      items: [],
      comment: null,
      system: false,
      options: {},
    });
  });

  it.each([
    ["sa.Column('x')", 'NullType'],
    ["sa.Column('x', sa.Text)", 'Text'],
    ["sa.Column(sa.Text, name='x')", 'Text'],
    ["sa.Column(name='x', type_=sa.Text())", 'Text'],
    ["sa.Column('x', None, sa.ForeignKey('a.b'))", 'NullType'],
    ["sa.Column('x', sa.ForeignKey('a.b'))", 'NullType'],
  ])('takes name and type where they stand: %s', (source, type) => {
    expect(dataOf(source)).toMatchObject({ name: 'x', type: { name: type } });
  });

  it('takes a type that is not known for a custom one', () => {
    expect(dataOf("sa.Column('x', strange.GUID(), nullable=False)")).toMatchObject({
      name: 'x',
      nullable: false,
      type: { kind: 'custom', reason: mentioning('strange.GUID') },
    });
    expect(dataOf("sa.Column('x', type_=strange)")).toMatchObject({ type: { kind: 'custom' } });
  });

  it.each([
    'sa.Column(strange, sa.Integer())',
    "sa.Column('x', sa.Integer(), strange)",
    "sa.Column('x', sa.Text(), server_default=strange)",
    "sa.Column('x', sa.Text(), nullable=strange)",
    "sa.Column('x', sa.Text(), comment=strange)",
  ])('is not known where anything else is not: %s', (source) => {
    expect(dataOf(source)).toEqual(unknownBecause('elsewhere'));
  });

  it('may have a default that is not known, unless that decides on SERIAL', () => {
    expect(dataOf("sa.Column('x', sa.Integer(), default=strange)")).toMatchObject({ default: { kind: 'callable' } });
    expect(dataOf("sa.Column('x', sa.Integer(), default=strange, primary_key=True)")).toEqual(
      unknownBecause('elsewhere'),
    );
  });

  it.each([
    ["server_default='a'", { kind: 'string', value: 'a' }],
    ["server_default=sa.text('now()')", { kind: 'expression', expression: { kind: 'text', sql: 'now()', binds: {} } }],
    ['server_default=sa.false()', { kind: 'expression', expression: { kind: 'false' } }],
    ['server_default=None', null],
    ['server_default=sa.FetchedValue()', { kind: 'fetched' }],
  ])('has a server default: %s', (keyword, serverDefault) => {
    expect(dataOf(`sa.Column('x', sa.Text(), ${keyword})`)).toMatchObject({ serverDefault });
  });

  it('takes its items apart', () => {
    expect(
      dataOf(
        "sa.Column('x', sa.Integer(), sa.Identity(start=5), sa.ForeignKey('s.a.b', ondelete='CASCADE'), sa.Sequence('q'))",
      ),
    ).toMatchObject({
      serverDefault: { kind: 'identity', sequence: { start: 5n } },
      default: { kind: 'sequence', name: 'q' },
      items: [{ kind: 'foreignKeyItem', target: 's.a.b', rules: { ondelete: 'CASCADE' } }],
    });
  });

  it.each([
    ["sa.Column('x', sa.Text(), server_default=True)", 'ArgumentError'],
    ["sa.Column('x', sa.Text(), 'y')", 'ArgumentError'],
    ["sa.Column('x', sa.Text(), name='y')", 'ArgumentError'],
    ["sa.Column('x', sa.Text(), foo=1)", 'TypeError'],
    ["sa.Column('x', sa.Text(), mysql_foo=1)", 'ArgumentError'],
    ["sa.Column('x', sa.Text(), sa.Computed('a'), server_default='a')", 'ArgumentError'],
    ["sa.Column('x', sa.Integer(), sa.Identity(), autoincrement=False)", 'ArgumentError'],
    ["sa.Column('x', sa.Integer(), sa.CheckConstraint(sa.column('x') > 1))", 'AssertionError'],
  ])('raises as SQLAlchemy does: %s', (source, type) => {
    expect(dataOf(source)).toEqual(raising(type));
  });

  it('keeps the keywords of dialects', () => {
    expect(dataOf("sa.Column('x', sa.Text(), sqlite_on_conflict_unique='FAIL')")).toMatchObject({
      options: { sqlite_on_conflict_unique: { kind: 'string', value: 'FAIL' } },
    });
  });

  it('is a reference to itself in an expression', () => {
    expect(dataOf("sa.Column('x', sa.Integer()) > 1")).toMatchObject({
      kind: 'binary',
      operator: '>',
      left: { kind: 'columnReference', name: 'x', type: { name: 'Integer' } },
    });
  });
});
