import { fc } from '../../support/random';
import { anyType, serverDefault, identity, computed, rules, condition, columnText } from './columnTexts';
import {
  type Text,
  pick,
  quoted,
  mostly,
  maybe,
  bool,
  flag,
  call,
  LONG,
  table,
  columnName,
  column,
  schema,
  name,
  columnList,
  string,
} from './pythonTexts';
import { createTable } from './tableTexts';

/** Texts of `upgrade()` bodies for the oracles of the DDL compilers: Python, so that Alembic and ours read the same. */
export interface OperationCase {
  readonly body: readonly string[];
  readonly naming: Readonly<Record<string, string>> | null;
}

const addColumn = call(
  'op.add_column',
  table,
  columnText,
  schema,
  maybe('if_not_exists', bool, 6),
  maybe('inline_references', bool, 6),
  maybe('inline_primary_key', bool, 9),
);
const existingDefault = fc.oneof(serverDefault, identity, computed, pick('None', 'False'));
const change = fc.oneof(
  { weight: 3, arbitrary: anyType.map((type) => `type_=${type}`) },
  { weight: 2, arbitrary: bool.map((value) => `nullable=${value}`) },
  { weight: 2, arbitrary: fc.oneof(serverDefault, pick('None')).map((value) => `server_default=${value}`) },
  { weight: 1, arbitrary: fc.oneof(identity, computed, pick('None')).map((value) => `server_default=${value}`) },
  { weight: 1, arbitrary: string.map((value) => `comment=${value}`) },
  { weight: 1, arbitrary: pick('comment=None') },
  { weight: 1, arbitrary: column.map((value) => `new_column_name=${value}`) },
);
const alterColumn = fc
  .tuple(
    table,
    column,
    fc.uniqueArray(change, { minLength: 1, maxLength: 3, selector: (text) => text.split('=')[0] }),
    maybe('existing_type', anyType, 1),
    maybe('existing_nullable', bool, 1),
    maybe('existing_server_default', existingDefault, 2),
    maybe('existing_comment', string, 9),
    maybe('postgresql_using', pick("'name::integer'", "'x'", "sa.text('a')"), 6),
    maybe('autoincrement', bool, 12),
    schema,
  )
  .map(
    ([where, which, changes, ...others]) =>
      `op.alter_column(${[where, which, ...changes, ...others].filter((part) => part !== '').join(', ')})`,
  );

const indexElement = mostly(
  column,
  pick(
    "sa.text('lower(name)')",
    "sa.text('name DESC')",
    "sa.func.lower(sa.column('name'))",
    "sa.column('name').desc()",
    "sa.desc('name')",
    "sa.nulls_last(sa.desc('My name'))",
    "sa.column('name').desc().nulls_last()",
    "sa.column('a') + sa.column('b')",
    "sa.literal_column('lower(email)')",
    "sa.func.lower(sa.column('name')).label('low')",
    "sa.text('a b')",
    "sa.column('name').collate('C')",
    "sa.cast(sa.column('a'), sa.Integer)",
    "sa.func.coalesce(sa.column('a'), 0)",
    "sa.column('d', postgresql.JSONB)['k'].astext",
    "sa.extract('year', sa.column('d'))",
  ),
  3,
);
const createIndex = call(
  'op.create_index',
  name,
  table,
  fc.uniqueArray(indexElement, { minLength: 1, maxLength: 3 }).map((elements) => `[${elements.join(', ')}]`),
  maybe('unique', bool, 1),
  schema,
  maybe('if_not_exists', bool, 6),
  maybe('postgresql_using', quoted(mostly(pick('gin', 'GIST', 'hash'), pick('no way', 'brin'))), 4),
  maybe('postgresql_concurrently', bool, 4),
  maybe(
    'postgresql_where',
    fc.oneof(
      pick("sa.text('a > 0')", "sa.column('a').is_(None)", 'sa.text("b = \'x%\'")', "sa.column('a') == 'x'"),
      condition,
    ),
    4,
  ),
  maybe('postgresql_include', pick("['a']", "['a', 'B']", '[]'), 6),
  maybe('postgresql_ops', pick("{'name': 'text_pattern_ops'}", "{'low': 'x_ops', 'lower(name)': 'y_ops'}", '{}'), 5),
  maybe('postgresql_with', pick("{'fillfactor': 50}", "{'a': 'b', 'c': 1}"), 9),
  maybe('postgresql_nulls_not_distinct', flag, 9),
  maybe('postgresql_tablespace', pick("'fast'", "'Fast'"), 12),
  maybe('mysql_length', pick("{'name': 10}"), 15),
);
const simple: readonly Text[] = [
  call('op.drop_column', table, column, schema, maybe('if_exists', bool)),
  call('op.drop_table', table, schema, maybe('if_exists', bool)),
  call('op.rename_table', table, table, schema),
  call(
    'op.drop_index',
    name,
    maybe('table_name', table, 1),
    schema,
    maybe('if_exists', bool),
    maybe('postgresql_concurrently', bool),
  ),
  call('op.create_primary_key', name, table, columnList, schema),
  call(
    'op.create_unique_constraint',
    name,
    table,
    columnList,
    schema,
    maybe('deferrable', bool),
    maybe('initially', pick("'DEFERRED'")),
    maybe('postgresql_nulls_not_distinct', bool, 6),
    maybe('postgresql_include', columnList, 12),
  ),
  call(
    'op.create_foreign_key',
    name,
    table,
    table,
    columnList,
    columnList,
    maybe('source_schema', pick("'auth'", "'My'")),
    maybe('referent_schema', pick("'auth'", "'a.b'")),
    ...rules,
    maybe('postgresql_not_valid', bool, 6),
  ),
  call(
    'op.create_foreign_key',
    name,
    table,
    table,
    column.map((one) => `[${one}]`),
    column.map((one) => `[${one}]`),
    ...rules,
  ),
  call(
    'op.create_check_constraint',
    name,
    table,
    condition,
    schema,
    maybe('postgresql_not_valid', bool, 6),
    maybe('deferrable', bool, 9),
  ),
  call(
    'op.create_exclude_constraint',
    name,
    table,
    pick(
      "('period', '&&')",
      "('Group', '=')",
      "(sa.column('x'), '=')",
      "(sa.func.int8range(sa.column('a'), sa.column('b')), '&&')",
      "(sa.text('a || b'), '=')",
      "(sa.literal_column('lower(q)'), '=')",
    ),
    maybe('using', quoted(pick('gist', 'GIN', 'b d'))),
    maybe('where', pick("sa.text('x > 1')", "'x > 1'", "sa.column('x') > 1")),
    maybe('deferrable', bool, 6),
    maybe('initially', pick("'DEFERRED'"), 6),
    schema,
    maybe('ops', pick("{'period': 'p_ops'}"), 9),
  ),
  call(
    'op.drop_constraint',
    name,
    table,
    maybe('type_', quoted(pick('foreignkey', 'primary', 'unique', 'check', 'other')), 1),
    schema,
    maybe('if_exists', bool),
  ),
  call('op.create_table_comment', table, fc.oneof(string, pick('None')), schema, maybe('existing_comment', string)),
  call('op.drop_table_comment', table, schema),
];

const value = mostly(
  pick('1', "'a'", 'None', 'True', '2.5', "'it\\'s'"),
  pick(
    "'100%'",
    "'a\\\\b'",
    'datetime.date(2020, 1, 2)',
    'datetime.datetime(2020, 1, 2, 3, 4, 5)',
    "decimal.Decimal('1.50')",
    "op.inline_literal('x')",
    "uuid.UUID('12345678123456781234567812345678')",
    'sa.func.now()',
    'sa.literal(1)',
    'sa.null()',
    "{'k': 1}",
    '[1, 2]',
    "b'x'",
  ),
  4,
);
const bulkType = mostly(
  pick('sa.Integer', 'sa.String(10)', 'sa.Boolean', 'sa.String'),
  pick(
    'sa.DateTime()',
    'sa.JSON()',
    'sa.Date',
    'sa.Numeric(5, 2)',
    'sa.Uuid()',
    "sa.Enum('a', 'b', name='m')",
    'postgresql.JSONB()',
    'sa.LargeBinary()',
    'sa.Float',
    'sa.ARRAY(sa.Integer)',
    'postgresql.ARRAY(sa.Integer)',
    'sa.types.NullType()',
  ),
  3,
);
const bulkInsert = fc
  .tuple(
    table,
    fc.uniqueArray(columnName, { minLength: 1, maxLength: 3 }),
    schema,
    fc.array(bulkType, { minLength: 3, maxLength: 3 }),
    fc.array(
      fc.array(fc.oneof({ weight: 9, arbitrary: value }, { weight: 1, arbitrary: fc.constant('') }), {
        minLength: 3,
        maxLength: 3,
      }),
      { maxLength: 3 },
    ),
    fc.boolean(),
  )
  .map(([where, names, inSchema, types, rows, reversed]) => {
    const columns = names.map((one, index) => `sa.column(${JSON.stringify(one)}, ${types[index] ?? 'sa.Integer'})`);
    const texts = rows.map((row) => {
      const entries = names.flatMap((one, index) =>
        row[index] === '' ? [] : `${JSON.stringify(one)}: ${row[index] ?? '1'}`,
      );
      return `{${(reversed ? entries.reverse() : entries).join(', ')}}`;
    });
    return `op.bulk_insert(${['sa.table(' + [where, ...columns, inSchema].filter((part) => part !== '').join(', ') + ')', `[${texts.join(', ')}]`].join(', ')})`;
  });
/** `sa.Table(...)`: keys and defaults change what is written. */
const TABLES = [
  "sa.Column('id', sa.Integer, primary_key=True), sa.Column('a', sa.String(5))",
  "sa.Column('id', sa.Integer, primary_key=True), sa.Column('a', sa.String, default='d'), sa.Column('b', sa.DateTime, default=sa.func.now())",
  "sa.Column('id', sa.Integer), sa.Column('a', sa.String(5), primary_key=True, server_default='x')",
  "sa.Column('id', sa.BigInteger, sa.ForeignKey('u.id'), primary_key=True), sa.Column('a', sa.String, onupdate='u')",
  "sa.Column('id', sa.Integer, default=lambda: 5), sa.Column('a', sa.String), sa.PrimaryKeyConstraint('a')",
].map((columns) => `sa.Table('t', sa.MetaData(), ${columns})`);
const execute = call(
  'op.execute',
  fc.oneof(
    quoted(
      pick(
        'SELECT 1',
        "UPDATE t SET a = 'x:y'",
        'SELECT a::int',
        'SELECT \\:x',
        'SELECT :x',
        "LIKE '50%'",
        '  SELECT\t1 ;\n',
        'SELECT 10 % 3',
      ),
    ),
    pick(
      "sa.text('SELECT :x').bindparams(x=5)",
      'sa.text("UPDATE t SET a = :v").bindparams(v="it\'s")',
      "sa.table('t', sa.column('a')).update().values(a='x')",
      "sa.table('t', sa.column('a'), sa.column('b')).update().where(sa.column('a') == 1).values({'b': None})",
      "sa.table('t', sa.column('a')).delete().where(sa.column('a').in_([1, 2]))",
      "sa.table('t', sa.column('a')).insert().values(a=1)",
      "sa.select(sa.column('a')).select_from(sa.table('t'))",
      "sa.text('SELECT :d').bindparams(sa.bindparam('d', datetime.date(2020, 1, 1)))",
      ...TABLES.flatMap((one) => [
        `${one}.insert().values(a='x')`,
        `${one}.insert().values([{'a': 'x'}])`,
        `${one}.insert().values([{'a': 'x', 'id': 1}, {'a': 'y', 'id': 2}])`,
        `${one}.insert().inline().values(id=1)`,
        `${one}.update().values(a='x')`,
        `${one}.update().values(id=2)`,
        `${one}.delete()`,
      ]),
    ),
  ),
);
const enumType = pick(
  "sa.Enum('a', 'b', name='mood')",
  "postgresql.ENUM('a', 'b', name='mood')",
  "postgresql.ENUM('a', name='mood', schema='auth', create_type=False)",
  "sa.Enum('a', native_enum=False)",
  "postgresql.ENUM(name='mood')",
);
const enumCall = fc
  .tuple(enumType, pick('create', 'drop'), pick('', ', checkfirst=True', ', checkfirst=False', ', True'))
  .map(([type, method, more]) => `${type}.${method}(op.get_bind()${more})`);

const single = fc.oneof(
  { weight: 8, arbitrary: createTable },
  { weight: 6, arbitrary: addColumn },
  { weight: 6, arbitrary: alterColumn },
  { weight: 5, arbitrary: createIndex },
  ...simple.map((arbitrary) => ({ weight: 2, arbitrary })),
  { weight: 3, arbitrary: bulkInsert },
  { weight: 2, arbitrary: execute },
  { weight: 1, arbitrary: enumCall },
);

const BATCHED = new Set(
  'add_column alter_column drop_column create_index drop_index create_unique_constraint create_check_constraint create_foreign_key create_primary_key drop_constraint execute'.split(
    ' ',
  ),
);

/** The batch form: the table is the batch's, and no schema is said. */
function batched(text: string): string | undefined {
  const [, directive] = /^op\.(\w+)\(/.exec(text) ?? [];
  if (directive === undefined || !BATCHED.has(directive)) return undefined;
  if (/schema=|if_not_exists|if_exists|table_name=|type_='other'/.test(text.replaceAll(/sa\.(?:Enum|table)\(.*/g, '')))
    return undefined;
  if (directive === 'execute') return `batch_op.${text.slice(3)}`;
  const first = /^op\.(\w+)\(((?:op\.f\("[^"]*"\)|"(?:[^"\\]|\\.)*"|None), )("(?:[^"\\]|\\.)*", )/.exec(text);
  if (directive.startsWith('create_') || directive === 'drop_constraint') {
    if (first?.[2] === undefined || first[3] === undefined) return undefined;
    return `batch_op.${directive}(${first[2]}${text.slice(first[0].length)}`;
  }
  if (directive === 'drop_index') return `batch_op.${text.slice(3)}`;
  const second = /^op\.\w+\("(?:[^"\\]|\\.)*", /.exec(text);
  return second === null ? undefined : `batch_op.${directive}(${text.slice(second[0].length)}`;
}

const batch = fc
  .tuple(
    table,
    schema,
    fc.array(single, { minLength: 1, maxLength: 4 }),
    maybe('recreate', quoted(pick('auto', 'never', 'always')), 6),
    maybe('naming_convention', pick("{'uq': 'uq_%(table_name)s_%(column_0_name)s'}"), 6),
  )
  .map(([where, inSchema, bodies, recreate, convention]) => [
    `with op.batch_alter_table(${[where, inSchema, recreate, convention].filter((part) => part !== '').join(', ')}) as batch_op:`,
    ...bodies.flatMap((text) => batched(text) ?? []).map((text) => `    ${text}`),
    '    pass',
  ]);

const body: fc.Arbitrary<readonly string[]> = fc.oneof(
  { weight: 12, arbitrary: single.map((text) => [text]) },
  { weight: 2, arbitrary: fc.array(single, { minLength: 2, maxLength: 4 }) },
  { weight: 2, arbitrary: batch },
  {
    weight: 1,
    arbitrary: fc
      .array(fc.oneof(execute, createIndex), { minLength: 1, maxLength: 2 })
      .map((texts) => ['with op.get_context().autocommit_block():', ...texts.map((text) => `    ${text}`)]),
  },
);

const CONVENTIONS: readonly (Readonly<Record<string, string>> | null)[] = [
  {
    ix: 'ix_%(column_0_label)s',
    uq: 'uq_%(table_name)s_%(column_0_name)s',
    ck: 'ck_%(table_name)s_%(constraint_name)s',
    fk: 'fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s',
    pk: 'pk_%(table_name)s',
  },
  {
    ix: 'ix_%(table_name)s_%(column_0_N_name)s',
    uq: 'uq_%(table_name)s_%(column_0N_label)s',
    ck: 'ck_%(constraint_name)s',
    fk: 'fk_%(column_0_N_key)s_%(referred_column_0_name)s',
    pk: 'pk_%(table_name)s_%(column_0_name)s',
  },
  { uq: '%(constraint_name)s_uq%%', ix: '%(constraint_name)s_ix', fk: 'fk_%(constraint_name)s_%(column_1_name)s' },
  { uq: `uq_${LONG}_%(column_0_name)s`, ix: `ix_${LONG}_%(column_0_name)s` },
];
const naming = fc.oneof(
  { weight: 4, arbitrary: fc.constant(null) },
  { weight: 1, arbitrary: fc.constantFrom(...CONVENTIONS) },
);

/** Any body, under any naming convention. */
export const operationCase: fc.Arbitrary<OperationCase> = fc.record({ body, naming });
