import { fc } from '../../support/random';
import { bool, call, LONG, maybe, mostly, pick, quoted, type Text } from './pythonTexts';

/** A batch on a table of SQLite that `setup` makes, under a naming convention or none. */
export interface BatchCase {
  readonly table: string;
  readonly setup: readonly string[];
  readonly body: readonly string[];
  readonly naming: Readonly<Record<string, string>> | null;
}

const TYPES: Text = mostly(
  pick('sa.Integer()', 'sa.String(50)', 'sa.Boolean()', 'sa.DateTime()', 'sa.Text()', 'sa.String()', 'sa.BigInteger()'),
  pick(
    ...'Date Time Float Numeric LargeBinary JSON Uuid UUID SmallInteger Interval Unicode REAL DOUBLE DECIMAL TIMESTAMP CLOB'
      .split(' ')
      .map((type) => `sa.${type}()`),
    'sa.Numeric(10, 2)',
    'sa.Numeric(precision=10)',
    'sa.Float(24)',
    'sa.CHAR(3)',
    'sa.NVARCHAR(7)',
    "sa.String(9, collation='NOCASE')",
    'sa.Text(40)',
    'sa.LargeBinary(16)',
    'sa.VARBINARY(16)',
    'sa.BINARY(16)',
    'sa.Double()',
    'sa.DOUBLE_PRECISION()',
    "sa.Enum('a', 'bcd', name='mood')",
    "sa.Enum('a', 'bcd', name='mood', create_constraint=True)",
    'sa.Boolean(create_constraint=True)',
    "sa.Boolean(create_constraint=True, name='ck_flag')",
    'sqlite.JSON()',
    "sa.JSON().with_variant(postgresql.JSONB(), 'postgresql')",
    "sa.BigInteger().with_variant(sa.Integer(), 'sqlite')",
    "postgresql.JSONB().with_variant(sa.JSON(), 'sqlite')",
    'mysql.TINYINT(display_width=1)',
  ),
  2,
);
const DEFAULTS = mostly(
  pick("'x'", "'0'", "sa.text('0')", "sa.text('17')", 'sa.false()', 'sa.func.now()', "sa.text('CURRENT_TIMESTAMP')"),
  pick(
    "''",
    "sa.text('(1)')",
    "sa.text('-1')",
    "sa.text('1 + 2')",
    "sa.text('NULL')",
    "sa.text('(1 + 2) ')",
    'sa.text("\'a\'")',
    "'it\\'s'",
    'sa.null()',
    "sa.func.lower('X')",
    "sa.text('1.5')",
    "'a:b'",
    "'a :b'",
    "sa.text('.5')",
    'sa.text("datetime(\'now\')")',
    "'100%'",
    "'two\\nlines'",
  ),
  2,
);
const RULES = [
  maybe('ondelete', pick("'CASCADE'", "'set null'", "'NO ACTION'", "'RESTRICT'"), 1),
  maybe('onupdate', pick("'CASCADE'"), 4),
  maybe('deferrable', pick('True', 'False', "True, initially='DEFERRED'", "False, initially='immediate'"), 3),
  maybe('match', pick("'FULL'"), 12),
];
const NAMES = ['a', 'b', 'c', 'd', 'Mixed', 'order', 'a b'];
const name = pick(...NAMES);
const column = quoted(mostly(name, pick('id', 'nope'), 24));
const newName = quoted(mostly(pick('new_one', 'new_two', 'ck_new'), pick(LONG, 'uq_one'), 6));
const CONDITIONS = ["'a > 0'", "\"b IN ('x', 'y')\"", "'length(c) < 5'", 'sa.text("a <> 1")', "sa.column('a') > 0"];
const condition = pick(...CONDITIONS, "sa.column('gone').is_(None)", "'a = (1)'");

function columnText(named: Text, more: readonly Text[]): Text {
  return call(
    'sa.Column',
    named,
    TYPES,
    ...more,
    maybe('nullable', bool, 1),
    maybe('server_default', DEFAULTS, 2),
    maybe('comment', pick("'note'"), 12),
  );
}

const foreignKey = mostly(
  fc.constant(''),
  call('sa.ForeignKey', pick("'parent.id'", "'parent.code'"), maybe('name', pick("'fk_col'"), 1), ...RULES),
  3,
);
const keyed = pick("['a']", "['b']", "['c', 'd']", "['a', 'b', 'Mixed']", "['order', 'a b']");
const items = fc.uniqueArray(
  fc.oneof(
    call(
      'sa.UniqueConstraint',
      keyed.map((list) => list.slice(1, -1)),
      maybe('name', pick("'uq_one'", "'Odd name'"), 1),
    ),
    call('sa.CheckConstraint', pick(...CONDITIONS), maybe('name', pick("'ck_one'"), 1)),
    call(
      'sa.ForeignKeyConstraint',
      pick("['a'], ['parent.id']", "['a', 'b'], ['pair.x', 'pair.y']", "['c'], ['parent.code']", "['b'], ['TABLE.id']"),
      maybe('name', pick("'fk_one'"), 1),
      ...RULES,
    ),
    call('sa.PrimaryKeyConstraint', pick("'id'", "'id', 'a'"), maybe('name', pick("'pk_one'"), 1)),
  ),
  {
    maxLength: 3,
    selector: (text) => (text.includes('PrimaryKey') ? 'key' : (/'\w+_one'|Odd/.exec(text)?.[0] ?? text)),
  },
);
const INDEXED = mostly(
  pick("['a']", "['b', 'c']", "['Mixed']"),
  pick("[sa.text('lower(b)')]", "[sa.text('b DESC')]", "[sa.desc('d')]", '["a", sa.text("c COLLATE NOCASE")]'),
  2,
);
const setupIndex = call(
  'op.create_index',
  pick("'ix_one'", "'ix_two'", "op.f('Ix')"),
  "'TABLE'",
  INDEXED,
  maybe('unique', bool),
  maybe('sqlite_where', pick("sa.text('a > 0')", "sa.column('b') == 'x'"), 3),
);

/** Foreign keys within their columns, whose names and rules SQLAlchemy does not find. */
const inlineKey = fc.oneof(
  call('sa.ForeignKey', pick("'parent.id'", "'parent.code'"), ...RULES).map(
    (key) => `op.add_column('TABLE', sa.Column('within', sa.Integer(), ${key}), inline_references=True)`,
  ),
  pick(
    'op.execute(\'ALTER TABLE "TABLE" ADD COLUMN within INTEGER REFERENCES parent (id) ON DELETE CASCADE\')',
    'op.execute(\'ALTER TABLE "TABLE" ADD COLUMN within INTEGER CONSTRAINT fk_in REFERENCES parent (id) ON UPDATE CASCADE\')',
  ),
);

const change = fc.oneof(
  { weight: 3, arbitrary: TYPES.map((type) => `type_=${type}`) },
  { weight: 2, arbitrary: bool.map((value) => `nullable=${value}`) },
  { weight: 2, arbitrary: fc.oneof(DEFAULTS, pick('None')).map((value) => `server_default=${value}`) },
  { weight: 2, arbitrary: quoted(pick('renamed', 'Renamed too')).map((value) => `new_column_name=${value}`) },
  { weight: 1, arbitrary: pick('comment="c"') },
);
const place = fc.oneof(
  { weight: 3, arbitrary: fc.constant('') },
  { weight: 1, arbitrary: maybe('insert_before', column, 0) },
  { weight: 1, arbitrary: maybe('insert_after', fc.oneof(column, pick("'n1'")), 0) },
);
const newColumn = columnText(quoted(pick('n1', 'n2', 'n3')), [
  foreignKey,
  maybe('index', bool, 12),
  maybe('unique', bool, 12),
  maybe('primary_key', bool, 25),
]);
const operation = fc.oneof(
  { weight: 4, arbitrary: call('batch_op.add_column', newColumn, place) },
  {
    weight: 5,
    arbitrary: call(
      'batch_op.alter_column',
      column,
      fc
        .uniqueArray(change, { minLength: 1, maxLength: 3, selector: (text) => text.split('=')[0] })
        .map((texts) => texts.join(', ')),
      maybe('existing_type', TYPES, 2),
    ),
  },
  { weight: 3, arbitrary: call('batch_op.drop_column', column, maybe('existing_type', TYPES, 6)) },
  { weight: 1, arbitrary: call('batch_op.drop_index', pick("'ix_one'", "'ix_two'", "'Ix'")) },
  {
    weight: 2,
    arbitrary: call('batch_op.create_index', newName, pick("['a']", "['c', 'b']", "['n1']"), maybe('unique', bool)),
  },
  { weight: 2, arbitrary: call('batch_op.create_unique_constraint', newName, keyed) },
  { weight: 2, arbitrary: call('batch_op.create_check_constraint', newName, condition) },
  {
    weight: 2,
    arbitrary: call(
      'batch_op.create_foreign_key',
      newName,
      pick("'parent', ['a'], ['id']", "'TABLE', ['b'], ['id']"),
      ...RULES,
    ),
  },
  { weight: 1, arbitrary: call('batch_op.create_primary_key', newName, pick("['id']", "['a']", "['id', 'b']")) },
  {
    weight: 3,
    arbitrary: call(
      'batch_op.drop_constraint',
      fc.nat(9).map((index) => `NAME${index}`),
      maybe('type_', quoted(pick('unique', 'check', 'foreignkey', 'primary')), 1),
    ),
  },
  { weight: 1, arbitrary: pick('batch_op.execute("UPDATE TABLE SET a = 1")') },
);

const CONVENTIONS: readonly (Readonly<Record<string, string>> | null)[] = [
  {
    ix: 'ix_%(column_0_label)s',
    uq: 'uq_%(table_name)s_%(column_0_name)s',
    ck: 'ck_%(table_name)s_%(constraint_name)s',
    fk: 'fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s',
    pk: 'pk_%(table_name)s',
  },
  { uq: 'uq_%(table_name)s_%(column_0_name)s', fk: 'fk_%(column_0_N_name)s' },
];

/** Hundreds of different batches. */
export const batchCase: fc.Arbitrary<BatchCase> = fc
  .record({
    table: mostly(pick('account', 'orders'), pick('Order', LONG.slice(0, 48), 'my table'), 4),
    columns: fc.array(columnText(fc.constant(''), [foreignKey]), { minLength: NAMES.length, maxLength: NAMES.length }),
    items,
    indexes: fc.uniqueArray(setupIndex, { maxLength: 2, selector: (text) => text.slice(0, 24) }),
    added: maybe('', columnText(pick("'late'"), []), 4),
    within: mostly(fc.constant(''), inlineKey, 4),
    operations: fc.array(operation, { minLength: 1, maxLength: 4 }),
    options: fc
      .tuple(
        maybe('recreate', quoted(pick('always', 'never')), 2),
        maybe('partial_reordering', pick("[('b', 'a')]", "[('id', 'c', 'a'), ('c', 'd')]"), 9),
        maybe('table_kwargs', pick("{'sqlite_autoincrement': True}"), 12),
        maybe('table_args', pick("[sa.CheckConstraint('a < 9', name='ck_args')]"), 12),
        maybe('naming_convention', pick(...CONVENTIONS.map((one) => JSON.stringify(one))), 5),
      )
      .map((texts) => texts.filter((text) => text !== '')),
    options2: maybe('sqlite_autoincrement', bool, 12),
    naming: fc.oneof(
      { weight: 4, arbitrary: fc.constant(null) },
      { weight: 1, arbitrary: fc.constantFrom(...CONVENTIONS) },
    ),
  })
  .map(({ table, columns, items: constraints, indexes, added, within, operations, options, options2, naming }) => {
    const texts = columns.map((text, index) =>
      text.replace('sa.Column(', `sa.Column(${JSON.stringify(NAMES[index])}, `),
    );
    const first = "sa.Column('id', sa.Integer(), primary_key=True)";
    const known = [...texts, ...constraints].flatMap((text) => /name='[^']*'/.exec(text)?.[0].slice(5) ?? []);
    const named = (_text: string, index: string): string => known[Number(index)] ?? known[0] ?? "'nope'";
    const here = (text: string): string => text.replaceAll('TABLE', table);
    const created = [JSON.stringify(table), first, ...texts, ...constraints, options2].filter((text) => text !== '');
    return {
      table,
      setup: [
        "op.create_table('parent', sa.Column('id', sa.Integer(), primary_key=True), sa.Column('code', sa.String(5)))",
        "op.create_table('pair', sa.Column('x', sa.Integer(), primary_key=True), sa.Column('y', sa.Text(), primary_key=True))",
        `op.create_table(${created.join(', ')})`,
        ...indexes,
        ...(added === '' ? [] : [`op.add_column('TABLE', ${added.slice(1)})`]),
        ...(within === '' ? [] : [within]),
      ].map(here),
      body: [
        `with op.batch_alter_table(${[JSON.stringify(table), ...options].join(', ')}) as batch_op:`,
        ...operations.map((text) => `    ${here(text).replace(/NAME(\d)/, named)}`),
      ],
      naming,
    };
  });
