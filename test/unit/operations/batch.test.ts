import { describe, expect, it } from 'vitest';
import { libraryType } from '../../../server/src/schema/sqlType';
import { operations, raised, read, reason } from './support';

const BATCH_OF_ONE: readonly (readonly [call: string, child: object])[] = [
  [
    "b.add_column(sa.Column('a'), insert_after='x', if_not_exists=True)",
    { kind: 'addColumn', insertAfter: 'x', insertBefore: null, ifNotExists: true },
  ],
  [
    "b.alter_column('a', nullable=True, insert_before='x', type_=sa.Integer())",
    { kind: 'alterColumn', column: 'a', nullable: true, type: libraryType('sqlalchemy', 'Integer'), insertBefore: 'x' },
  ],
  ["b.drop_column('a', if_exists=True)", { kind: 'dropColumn', column: 'a', ifExists: true }],
  ["b.create_index('ix', ['a'], unique=True)", { kind: 'createIndex', unique: true }],
  ["b.drop_index('ix')", { kind: 'dropIndex', name: { text: 'ix', final: false } }],
  ["b.create_primary_key('pk', ['a'])", { kind: 'addConstraint', constraint: { kind: 'primaryKey' } }],
  [
    "b.create_unique_constraint(b.f('u'), ['a'], schema='other')",
    { kind: 'addConstraint', constraint: { kind: 'unique', name: { text: 'u', final: true } } },
  ],
  ["b.create_check_constraint('c', 'a > 1')", { kind: 'addConstraint', constraint: { kind: 'check' } }],
  ["b.create_exclude_constraint('e', ('a', '='))", { kind: 'addConstraint', constraint: { kind: 'exclude' } }],
  [
    "b.create_foreign_key('fk', 'u', ['a'], ['b'], referent_schema='r', match='FULL')",
    { kind: 'createForeignKey', referredTable: 'u', referredSchema: 'r', rules: { match: 'FULL' } },
  ],
  ["b.drop_constraint('c', 'unique')", { kind: 'dropConstraint', type: 'unique', ifExists: null }],
  ["b.create_table_comment('c')", { kind: 'createTableComment', comment: 'c' }],
  ["b.drop_table_comment(existing_comment='c')", { kind: 'dropTableComment', existingComment: 'c' }],
];

describe('batch_alter_table', () => {
  it.each(BATCH_OF_ONE)('%s', (call, child) => {
    const made = operations(`with op.batch_alter_table('t', schema='s') as b:\n    ${call}`);
    expect(made).toMatchObject([
      {
        kind: 'batch',
        table: 't',
        schema: 's',
        recreate: 'auto',
        copyFrom: null,
        children: [{ table: 't', schema: 's', ...child }],
      },
    ]);
  });

  it('reads its own parameters', () => {
    const made = operations(`
      old = sa.Table('t', sa.MetaData(), sa.Column('a', sa.Integer()))
      with op.batch_alter_table('t', None, 'always', [('a', 'b')], old, (sa.CheckConstraint('a > 1'),),
          {'sqlite_autoincrement': True}, naming_convention={'fk': 'fk_%(table_name)s'}) as b:
        pass
    `);
    expect(made).toEqual([
      {
        kind: 'batch',
        table: 't',
        schema: null,
        recreate: 'always',
        partialReordering: [['a', 'b']],
        copyFrom: [expect.objectContaining({ kind: 'column', name: 'a' })],
        tableItems: [expect.objectContaining({ kind: 'check' })],
        tableOptions: { sqlite_autoincrement: { kind: 'boolean', value: true } },
        namingConvention: { fk: 'fk_%(table_name)s' },
        children: [],
      },
    ]);
  });

  it('holds back its own operations, and nothing else', () => {
    const made = operations(`
      with op.batch_alter_table('t') as b:
        b.drop_column('a')
        b.execute('select 1')
        op.drop_table('u')
        b.drop_column('c')
    `);
    expect(made).toMatchObject([
      { kind: 'execute' },
      { kind: 'dropTable' },
      { kind: 'batch', children: [{ column: 'a' }, { column: 'c' }] },
    ]);
  });

  it('sends nothing when an exception leaves the block', () => {
    const { operations: made, ends } = read(`
      with op.batch_alter_table('t') as b:
        b.drop_column('a')
        raise ValueError('no')
    `);
    expect(made).toEqual([]);
    expect(ends).toMatchObject({ kind: 'raised', type: 'ValueError', message: 'no' });
  });

  it('does nothing before it is entered', () => {
    expect(operations("op.batch_alter_table('t', recreate='sometimes')")).toEqual([]);
  });

  it.each([
    ["op.batch_alter_table('t', recreate='sometimes')", 'pass', 'ValueError'],
    ["op.batch_alter_table('t')", "b.create_table('u')", 'AttributeError'],
    ["op.batch_alter_table('t')", "b.rename_table('u', 'v')", 'AttributeError'],
    ["op.batch_alter_table('t')", "b.drop_index('ix', table_name='t')", 'TypeError'],
    ["op.batch_alter_table('t')", "b.alter_column('a', schema='s')", 'TypeError'],
    ["op.batch_alter_table('t')", "b.drop_constraint('c', 'unique', schema='s')", 'TypeError'],
    ["op.batch_alter_table('t')", "b.create_foreign_key('fk', 'u', ['a'], ['b'], source_schema='s')", 'TypeError'],
  ])('%s: %s', (block, call, type) => {
    expect(raised(`with ${block} as b:\n    ${call}`)).toBe(type);
  });

  it('keeps what is not known inside', () => {
    const made = operations(`
      import os
      with op.batch_alter_table('t') as b:
        b.drop_column(os.environ['A'])
    `);
    expect(made).toMatchObject([{ kind: 'batch', children: [{ kind: 'opaque', table: { name: 't' } }] }]);
  });

  it('is opaque when its own parameters are not known', () => {
    const body = "import os\nwith op.batch_alter_table('t', recreate=os.environ['A']) as b:\n    b.drop_column('a')";
    expect(reason(body)).toMatch(/^`recreate` of op.batch_alter_table is not known: /);
  });
});
