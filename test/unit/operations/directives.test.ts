import { describe, expect, it } from 'vitest';
import { libraryType } from '../../../server/src/schema/sqlType';
import { operations, raised, reason } from './support';

const INTEGER = libraryType('sqlalchemy', 'Integer');
const NO_RULES = {
  onupdate: null,
  ondelete: null,
  deferrable: null,
  initially: null,
  match: null,
  useAlter: false,
};
const name = (text: string, final = false): object => ({ text, final });
const text = (sql: string): object => ({ kind: 'text', sql, binds: {} });

/** What a call makes; absent keys are not looked at. */
const CALLS: readonly (readonly [call: string, operation: object])[] = [
  [
    "op.add_column('t', sa.Column('a', sa.Integer(), nullable=False), schema='s', if_not_exists=True)",
    {
      kind: 'addColumn',
      table: 't',
      schema: 's',
      column: expect.objectContaining({ name: 'a', type: INTEGER, nullable: false }) as object,
      ifNotExists: true,
      inlineReferences: null,
      inlinePrimaryKey: null,
      insertBefore: null,
      insertAfter: null,
    },
  ],
  ["op.add_column(column=sa.Column('a'), table_name='t', schema='')", { kind: 'addColumn', table: 't', schema: null }],
  [
    "op.alter_column('t', 'a')",
    {
      kind: 'alterColumn',
      table: 't',
      schema: null,
      column: 'a',
      nullable: null,
      comment: undefined,
      serverDefault: undefined,
      newName: null,
      type: null,
      existingType: null,
      existingServerDefault: undefined,
      existingNullable: null,
      existingComment: null,
      autoincrement: null,
      existingAutoincrement: null,
      options: {},
      insertBefore: null,
      insertAfter: null,
    },
  ],
  [
    "op.alter_column('t', 'a', nullable=0, comment=None, server_default=None, existing_server_default=sa.text('1'), type_=sa.Integer, existing_type=sa.Text(), new_column_name='b', postgresql_using='a::int', autoincrement=True, whatever=3)",
    {
      nullable: false,
      comment: null,
      serverDefault: null,
      existingServerDefault: { kind: 'expression', expression: text('1') },
      type: INTEGER,
      existingType: libraryType('sqlalchemy', 'Text'),
      newName: 'b',
      autoincrement: true,
      options: { postgresql_using: { kind: 'string', value: 'a::int' } },
    },
  ],
  ["op.alter_column('t', 'a', comment=False, server_default=False)", { comment: undefined, serverDefault: undefined }],
  ["op.alter_column('t', 'a', server_default='x')", { serverDefault: { kind: 'string', value: 'x' } }],
  [
    "op.drop_column('t', 'a', schema='s', if_exists=True, mssql_drop_default=True, cascade=1)",
    {
      kind: 'dropColumn',
      table: 't',
      schema: 's',
      column: 'a',
      ifExists: true,
      existingType: null,
      options: { mssql_drop_default: { kind: 'boolean', value: true } },
    },
  ],
  [
    "op.create_table('t', sa.Column('a', sa.Integer()), None, sa.PrimaryKeyConstraint('a', name=op.f('pk_t')), schema='s', comment='c', prefixes=['TEMPORARY'], if_not_exists=True, info={}, sqlite_autoincrement=True)",
    {
      kind: 'createTable',
      table: 't',
      schema: 's',
      items: [
        expect.objectContaining({ kind: 'column', name: 'a' }),
        expect.objectContaining({ kind: 'primaryKey', columns: ['a'], name: name('pk_t', true) }),
      ],
      ifNotExists: true,
      comment: 'c',
      prefixes: ['TEMPORARY'],
      options: { sqlite_autoincrement: { kind: 'boolean', value: true } },
    },
  ],
  [
    "op.drop_table('t', schema='s', if_exists=True, comment='x')",
    { kind: 'dropTable', table: 't', schema: 's', ifExists: true, options: {} },
  ],
  ["op.rename_table('a', 'b', schema='s')", { kind: 'renameTable', table: 'a', newName: 'b', schema: 's' }],
  [
    "op.create_index(op.f('ix'), 't', ['a', sa.text('lower(b)')], unique=True, schema='s', if_not_exists=True, postgresql_using='gin')",
    {
      kind: 'createIndex',
      name: name('ix', true),
      table: 't',
      schema: 's',
      elements: [{ kind: 'columnName', name: 'a' }, text('lower(b)')],
      unique: true,
      ifNotExists: true,
      options: { postgresql_using: { kind: 'string', value: 'gin' } },
    },
  ],
  ["op.create_index(None, 't', ('a',))", { name: null, unique: false, ifNotExists: null }],
  // Alembic goes through the letters of a text.
  [
    "op.create_index('ix', 't', 'ab')",
    {
      elements: [
        { kind: 'columnName', name: 'a' },
        { kind: 'columnName', name: 'b' },
      ],
    },
  ],
  [
    "op.drop_index('ix', 't', schema='s', if_exists=True, postgresql_concurrently=True)",
    {
      kind: 'dropIndex',
      name: name('ix'),
      table: 't',
      schema: 's',
      ifExists: true,
      options: { postgresql_concurrently: { kind: 'boolean', value: true } },
    },
  ],
  ["op.drop_index(index_name='ix')", { table: null, schema: null, ifExists: null, options: {} }],
  [
    "op.create_primary_key('pk', 't', ['a', 'b'], schema='s')",
    {
      kind: 'addConstraint',
      table: 't',
      schema: 's',
      constraint: {
        kind: 'primaryKey',
        name: name('pk'),
        columns: ['a', 'b'],
        deferrable: null,
        initially: null,
        options: {},
      },
    },
  ],
  [
    "op.create_unique_constraint(None, 't', ['a'], deferrable=True, initially='DEFERRED')",
    {
      kind: 'addConstraint',
      constraint: {
        kind: 'unique',
        name: null,
        columns: ['a'],
        deferrable: true,
        initially: 'DEFERRED',
        options: {},
      },
    },
  ],
  [
    "op.create_check_constraint('ck', 't', 'a > 1', schema='s', postgresql_not_valid=True)",
    {
      kind: 'addConstraint',
      table: 't',
      schema: 's',
      constraint: expect.objectContaining({
        kind: 'check',
        name: name('ck'),
        condition: text('a > 1'),
        options: { postgresql_not_valid: { kind: 'boolean', value: true } },
      }) as object,
    },
  ],
  [
    "op.create_exclude_constraint('ex', 't', ('a', '&&'), (sa.text('b'), '='), where='c > 1', using='gin')",
    {
      kind: 'addConstraint',
      table: 't',
      constraint: expect.objectContaining({
        kind: 'exclude',
        name: name('ex'),
        using: 'gin',
        where: text('c > 1'),
      }) as object,
    },
  ],
  [
    "op.create_foreign_key('fk', 't', 'u', ['a'], ['b'], ondelete='CASCADE', source_schema='s', referent_schema='r', use_alter=True)",
    {
      kind: 'createForeignKey',
      name: name('fk'),
      table: 't',
      referredTable: 'u',
      columns: ['a'],
      referredColumns: ['b'],
      schema: 's',
      referredSchema: 'r',
      rules: { ...NO_RULES, ondelete: 'CASCADE', useAlter: true },
      options: {},
    },
  ],
  ["op.create_foreign_key(None, 't', 'a.b', ['x'], ['y'])", { referredTable: 'a.b', referredSchema: null }],
  [
    "op.drop_constraint('c', 't', type_='foreignkey', schema='s', if_exists=True)",
    { kind: 'dropConstraint', name: name('c'), table: 't', schema: 's', type: 'foreignkey', ifExists: true },
  ],
  ["op.drop_constraint(None, 't')", { name: null, type: null, ifExists: null }],
  [
    "op.create_table_comment('t', 'c', existing_comment='d', schema='s')",
    { kind: 'createTableComment', table: 't', schema: 's', comment: 'c', existingComment: 'd' },
  ],
  [
    "op.drop_table_comment('t', existing_comment='d')",
    { kind: 'dropTableComment', table: 't', schema: null, existingComment: 'd' },
  ],
  [
    "op.bulk_insert(sa.table('t', sa.column('a', sa.Integer()), schema='s'), [{'a': 1}, {'a': None}, {'a': op.inline_literal('x')}, {}])",
    {
      kind: 'bulkInsert',
      table: { name: 't', schema: 's', columns: [{ name: 'a', type: INTEGER }], alias: null },
      rows: [
        [['a', { kind: 'integer', value: 1n }]],
        [['a', { kind: 'none' }]],
        [
          [
            'a',
            {
              kind: 'bind',
              value: { kind: 'string', value: 'x' },
              type: libraryType('sqlalchemy', 'String'),
              key: null,
            },
          ],
        ],
        [],
      ],
      multiinsert: true,
    },
  ],
  ["op.execute('select 1')", { kind: 'execute', statement: text('select 1') }],
  ["op.execute(sa.text('select 1'), execution_options={})", { kind: 'execute', statement: text('select 1') }],
  ["context.execute('select 1')", { kind: 'execute', statement: text('select 1') }],
];

describe('directives', () => {
  it.each(CALLS)('%s', (call, operation) => {
    expect(operations(call)).toEqual([expect.objectContaining(operation)]);
  });

  it('gives back the table that create_table makes', () => {
    const [, insert] = operations(`
      t = op.create_table('t', sa.Column('a', sa.Integer()), schema='s')
      op.bulk_insert(t, [{'a': 1}])
    `);
    expect(insert).toMatchObject({ kind: 'bulkInsert', table: { name: 't', schema: 's' } });
  });

  it('records operations in the order in which they run, at their calls', () => {
    const body = "for name in ('a', 'b'):\n    op.drop_table(name)\nop.rename_table('c', 'd')";
    expect(operations(body)).toMatchObject([{ table: 'a' }, { table: 'b' }, { kind: 'renameTable' }]);
  });
});

describe('what Alembic refuses', () => {
  it.each([
    ["op.create_unique_constraint('u', source='t', columns=['a'])", 'TypeError'],
    ["op.drop_constraint('c', tablename='t')", 'TypeError'],
    ["op.drop_constraint('c', 't', type='unique')", 'TypeError'],
    ["op.drop_constraint('c', 't', type_='index')", 'TypeError'],
    ["op.add_column('t', sa.Column('a'), sa.Column('b'))", 'TypeError'],
    ["op.alter_column('t', 'a', 'b')", 'TypeError'],
    ["op.alter_column('t', 'a', name='b')", 'TypeError'],
    ["op.alter_column('t', 'a', comment=True)", 'AssertionError'],
    ["op.drop_table('t', cascade=True)", 'TypeError'],
    ["op.create_index('ix', 't', ['a'], postgresql_nothing=1)", 'ArgumentError'],
    ["op.create_index('ix', 't', ['a', 'a'])", 'DuplicateColumnError'],
    ["op.create_index('ix', 't', [5])", 'ValueError'],
    ["op.create_foreign_key('fk', 't', 't', ('a',), ['b'])", 'TypeError'],
    ["op.create_foreign_key('fk', 't', 'u', ['a'], ['b', 'c'])", 'ArgumentError'],
    ["op.create_foreign_key('fk', 't', 'u', ['a', 'a'], ['b', 'c'])", 'ArgumentError'],
    ["op.create_foreign_key('fk', 't', 'u', ['a', 'b'], ['c', 'c'])", 'DuplicateColumnError'],
    ["op.create_foreign_key('fk', 't', 'u', [], [])", 'IndexError'],
    ["op.create_table('t', sa.Column('a'), sa.Column('a'))", 'DuplicateColumnError'],
    ["op.create_table('t', sa.Column('a'), sa.UniqueConstraint('b'))", 'ConstraintColumnNotFoundError'],
    ["op.create_table('t', sa.Column('a'), autoload=True)", 'TypeError'],
    ["op.bulk_insert(sa.table('t', sa.column('a')), ({'a': 1},))", 'TypeError'],
    ["op.bulk_insert(sa.table('t', sa.column('a')), [(1,)])", 'TypeError'],
    ["op.bulk_insert(sa.table('t', sa.column('a')), [{'b': 1}])", 'KeyError'],
    ["op.rename_table('a', 'b', 's')", 'TypeError'],
    ["op.execute('select 1', None)", 'TypeError'],
  ])('%s', (call, type) => {
    expect(raised(call)).toBe(type);
  });
});

describe('what is not known', () => {
  it('is opaque, with the reason and the table', () => {
    const [operation] = operations(
      "import os\nop.add_column('t', sa.Column('a', comment=os.environ['A']), schema='s')",
    );
    expect(operation).toMatchObject({ kind: 'opaque', table: { name: 't', schema: 's' } });
    expect(reason("import os\nop.drop_column('t', os.environ['A'])")).toMatch(
      /^`column_name` of op.drop_column is not known: /,
    );
  });

  it('says of a directive that Alembic does not have that it is none', () => {
    expect(reason("op.create_view('v')")).toContain('op.create_view');
  });

  it.each(["op.drop_table(sa.quoted_name('T', False))", "op.create_table('t', schema=sa.quoted_name('s', True))"])(
    'says nothing where quotes are forced or forbidden for what is no column: %s',
    (statement) => {
      expect(reason(statement)).toContain('is not followed');
      const plain = statement.replace(/(?:True|False)/, 'None');
      expect(operations(plain)).toEqual(operations(plain.replace(/sa\.quoted_name\((.*?), None\)/, '$1')));
    },
  );

  it('takes a type of the project, and believes no other call to be without effect', () => {
    const body = (call: string): string => `from project import types\nop.alter_column('t', 'a', type_=${call})`;
    expect(operations(body('types.GUID(as_uuid=True)'))).toMatchObject([
      { kind: 'alterColumn', type: { kind: 'custom' } },
    ]);
    expect(operations(body('types.make()'))).toMatchObject([{ kind: 'opaque' }, { kind: 'alterColumn' }]);
    expect(operations('from project import Helper\nHelper(op)')).toMatchObject([{ kind: 'opaque' }]);
  });
});
