import { fc } from '../../support/random';
import { anyType, plainType } from '../sql/columnTexts';
import { bool, call, column, columnList, columnName, maybe, pick, quoted, type Text } from '../sql/pythonTexts';

/** Calls of what Alembic's autogenerate renders whole: it leaves out what it never finds in a database or in models. */
const table = quoted(pick('account', 'Order', "it's"));
const schema = maybe('schema', quoted(pick('auth', 'My')));
const name = fc.oneof(quoted(pick('ix_a', 'uq "b"', "it's")), pick('op.f("the_final_name")'));
const text = quoted(
  pick('a', "it's", 'say "so"', 'both \' and "', 'back\\slash', 'line\nbreak', 'ü 漢', '\u200b', 'tab\t'),
);
const sql = pick("'now()'", "'lower(name)'", '"x = \'y\'"', "'a > 0 AND b < 3'").map((one) => `sa.text(${one})`);

const NOT_RENDERED =
  /NullType|DOMAIN|inherit_schema|create_type|native=|second_precision|metadata|with_variant|fsp|length=None|ARRAY\((?:sa|postgresql)\.(?:Enum|ENUM)/;

/** Made, as models make them: classes stand for their types only in revision files. */
const type: Text = fc
  .oneof(
    { weight: 2, arbitrary: plainType },
    {
      weight: 3,
      // What has no public name in `sqlalchemy`, or loses arguments in its `repr`, or takes them from its table, Alembic does not render right.
      arbitrary: anyType.filter((one) => !NOT_RENDERED.test(one)),
    },
    pick(
      "sa.String(5).with_variant(sa.Text(), 'postgresql')",
      "sa.Text().with_variant(mysql.LONGTEXT(), 'mysql').with_variant(sa.String(9), 'sqlite')",
      "sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), 'postgresql')",
      "mysql.VARCHAR(20, charset='utf8', collation='x')",
      'mysql.DECIMAL(10, 2, unsigned=True)',
      'mysql.DATETIME(fsp=3)',
      'mysql.INTEGER(display_width=11, unsigned=True)',
      "mysql.SET('a', 'b')",
      'mysql.NVARCHAR(5)',
      'sqlite.JSON()',
      'postgresql.ARRAY(sa.String(5), dimensions=2)',
    ),
  )
  .map((one) => (one.endsWith(')') ? one : `${one}()`));
const identityOptions = [
  maybe('start', pick('1', '10')),
  maybe('increment', pick('2', '-1'), 5),
  maybe('minvalue', pick('0'), 7),
  maybe('maxvalue', pick('99'), 7),
  maybe('cycle', bool, 6),
  maybe('cache', pick('20'), 7),
  maybe('order', bool, 12),
];
const identity = call('sa.Identity', pick('always=True', 'always=False'), ...identityOptions);
const computed = call('sa.Computed', pick("'a + b'", '"x || \'y\'"'), maybe('persisted', bool, 1));
const serverDefault = fc.oneof(
  text.filter((one) => !/^"'|'"$/.test(one)),
  sql,
  pick('sa.FetchedValue()'),
);
const rules = [
  maybe('onupdate', quoted(pick('CASCADE', 'SET NULL')), 3),
  maybe('ondelete', quoted(pick('CASCADE', 'RESTRICT')), 2),
  maybe('initially', quoted(pick('DEFERRED')), 5),
  maybe('deferrable', pick('True'), 5),
  maybe('match', quoted(pick('FULL')), 7),
];

function columnText(named: Text): Text {
  return call(
    'sa.Column',
    named,
    type,
    fc.oneof({ weight: 6, arbitrary: pick('') }, identity, computed),
    pick(''),
    bool.map((value) => `nullable=${value}`),
    maybe(
      'comment',
      text.filter((one) => one !== "''"),
      5,
    ),
    maybe('system', pick('True'), 20),
    maybe('sqlite_on_conflict_not_null', pick("'FAIL'"), 20),
  ).chain((whole) =>
    /Identity|Computed/.test(whole)
      ? fc.constant(whole)
      : fc
          .tuple(maybe('server_default', serverDefault, 2), maybe('autoincrement', bool, 7))
          .map((more) => whole.replace(/\)$/, more.map((one) => (one === '' ? '' : `, ${one}`)).join('') + ')')),
  );
}

const timing = [maybe('deferrable', pick('True'), 6), maybe('initially', pick("'DEFERRED'"), 6)];
const uniqueOptions = [
  maybe('postgresql_nulls_not_distinct', bool, 6),
  maybe('postgresql_include', pick("['pk']", "['pk', 'b']"), 9),
];
const tableConstraints: readonly Text[] = [
  call('sa.PrimaryKeyConstraint', pick("'pk'"), maybe('name', name, 1)),
  call('sa.UniqueConstraint', pick("'pk'"), maybe('name', name, 1), ...timing, ...uniqueOptions),
  call(
    'sa.ForeignKeyConstraint',
    pick("['pk']"),
    pick("['parent.id']", "['auth.parent.id']"),
    maybe('name', name, 1),
    ...rules,
    maybe('use_alter', pick('True'), 9),
  ),
  call('sa.CheckConstraint', text, maybe('name', name, 1)),
  call(
    'postgresql.ExcludeConstraint',
    pick("('pk', '=')", "(sa.column('pk'), '&&')", "(sa.text('lower(pk)'), '=')", "(sa.literal_column('x'), '&&')"),
    maybe('where', sql, 2),
    maybe('using', quoted(pick('gist', 'btree'))),
    maybe('name', name, 1),
  ),
];
const createTable = fc
  .tuple(
    table,
    fc
      .uniqueArray(columnName, { minLength: 1, maxLength: 3 })
      .chain((names) => fc.tuple(...names.map((one) => columnText(fc.constant(JSON.stringify(one)))))),
    fc
      .uniqueArray(fc.nat(tableConstraints.length - 1), { maxLength: 3 })
      .chain((which) => fc.tuple(...which.map((one) => tableConstraints[one] ?? fc.constant('')))),
    schema,
    maybe('comment', text, 5),
    maybe('mysql_engine', pick("'InnoDB'"), 9),
    maybe('mysql_charset', pick("'utf8'"), 9),
    maybe('prefixes', pick("['TEMPORARY']", "['A', 'B']"), 15),
    maybe('if_not_exists', bool, 9),
  )
  .map(([where, columns, constraints, ...more]) => {
    const items = ["sa.Column('pk', sa.Integer(), nullable=False)", ...columns, ...constraints];
    return `op.create_table(${[where, ...items, ...more].filter((one) => one !== '').join(', ')})`;
  });

const existingDefault = fc.oneof(serverDefault, identity, computed);
const alterColumn = fc
  .tuple(
    table,
    column,
    fc.record({ existing: fc.option(type), changed: fc.option(type), renamed: fc.option(column) }),
    fc.oneof(
      bool.map((value) => `nullable=${value}`),
      bool.map((value) => `existing_nullable=${value}`),
      pick(''),
    ),
    fc.oneof(
      fc.oneof(serverDefault, identity, computed, pick('None')).map((value) => `server_default=${value}`),
      existingDefault.map((value) => `existing_server_default=${value}`),
      pick('', ''),
    ),
    maybe('comment', fc.oneof(text, pick('None')), 4),
    maybe('existing_comment', text, 4),
    maybe('autoincrement', bool, 8),
    schema,
  )
  .map(([where, which, { existing, changed, renamed }, ...more]) => {
    const types = [
      existing === null ? '' : `existing_type=${existing}`,
      changed === null ? '' : `type_=${changed}`,
      renamed === null ? '' : `new_column_name=${renamed}`,
    ];
    return `op.alter_column(${[where, which, ...types, ...more].filter((one) => one !== '').join(', ')})`;
  });

const createIndex = call(
  'op.create_index',
  name,
  table,
  fc
    .uniqueArray(
      fc.oneof(
        column,
        column,
        sql.map((one) => one.replace('sa.text', 'sa.literal_column')),
      ),
      {
        minLength: 1,
        maxLength: 3,
      },
    )
    .map((elements) => `[${elements.join(', ')}]`),
  maybe('unique', bool, 1),
  schema,
  maybe('if_not_exists', bool, 6),
  fc.oneof(
    { weight: 3, arbitrary: pick('') },
    maybe('postgresql_using', quoted(pick('gin')), 1),
    maybe('postgresql_where', sql, 1),
    maybe('postgresql_include', pick("['a']", "('a', 'B')"), 1),
    maybe('postgresql_ops', pick("{'name': 'text_pattern_ops'}"), 1),
    maybe('postgresql_with', pick("{'fillfactor': 50}"), 1),
  ),
);
const comments: readonly Text[] = [
  call('op.create_table_comment', quoted(pick('account')), text, maybe('existing_comment', text), schema),
  call('op.drop_table_comment', quoted(pick('account')), maybe('existing_comment', text), schema),
];
const one: Text = fc.oneof(
  { weight: 6, arbitrary: createTable },
  { weight: 4, arbitrary: call('op.add_column', table, columnText(column), schema, maybe('if_not_exists', bool, 6)) },
  { weight: 5, arbitrary: alterColumn },
  { weight: 3, arbitrary: createIndex },
  call('op.drop_column', table, column, schema, maybe('if_exists', bool)),
  call('op.drop_table', table, schema, maybe('if_exists', bool)),
  call(
    'op.drop_index',
    name,
    table.map((where) => `table_name=${where}`),
    schema,
    maybe('if_exists', bool),
  ),
  call('op.create_unique_constraint', name, table, columnList, schema, ...timing, ...uniqueOptions),
  call(
    'op.create_foreign_key',
    fc.oneof(name, pick('None')),
    table,
    table,
    column.map((own) => `[${own}]`),
    column.map((own) => `[${own}]`),
    maybe('source_schema', pick("'auth'", "'My'")),
    maybe('referent_schema', pick("'auth'")),
    ...rules,
  ),
  call('op.create_check_constraint', name, table, text, schema),
  call(
    'op.drop_constraint',
    name,
    table,
    maybe('type_', quoted(pick('foreignkey', 'unique', 'check')), 1),
    schema,
    maybe('if_exists', bool, 6),
  ),
  call('op.execute', text),
  ...comments,
);

/** In a batch, Alembic does not render these, though the directives of a batch take them. */
const LOST_IN_BATCH = /^op\.(?:(?:add|drop)_column|drop_constraint)\(.*\bif_(?:not_)?exists=/s;

/** Some calls, rendered as they are or as batches. */
export const renderedCase = fc
  .record({ body: fc.array(one, { minLength: 1, maxLength: 3 }), batch: fc.boolean() })
  .map(({ body, batch }) => ({ body, batch: batch && !body.some((line) => LOST_IN_BATCH.test(line)) }));
