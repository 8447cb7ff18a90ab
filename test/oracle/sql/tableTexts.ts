import { fc } from '../../support/random';
import { anyType, plainType, rules, check, columnCall } from './columnTexts';
import { pick, quoted, mostly, maybe, bool, call, table, columnName, schema, name, string } from './pythonTexts';

const tableColumns = fc
  .uniqueArray(columnName, { minLength: 1, maxLength: 4 })
  .chain((names) =>
    fc.tuple(...names.map((one) => columnCall(fc.constant(JSON.stringify(one)), mostly(plainType, anyType, 2)))),
  );
const keyColumn = mostly(
  pick("sa.Column('pk', sa.Integer(), nullable=False)", "sa.Column('pk', sa.Integer(), primary_key=True)"),
  columnCall(fc.constant("'pk'"), fc.oneof(plainType, anyType)).map((text) =>
    text.replace(/\)$/, ', **{"primary_key": True})'),
  ),
  3,
);
const tableConstraint = fc.oneof(
  call('sa.PrimaryKeyConstraint', "'pk'", maybe('name', name, 1), maybe('postgresql_include', pick("['pk']"), 15)),
  call(
    'sa.UniqueConstraint',
    "'pk'",
    maybe('name', name, 1),
    maybe('deferrable', bool, 6),
    maybe('postgresql_nulls_not_distinct', bool, 6),
    maybe('postgresql_include', pick("['pk']", "['zz']"), 9),
  ),
  call(
    'sa.ForeignKeyConstraint',
    "['pk']",
    pick("['parent.id']", "['auth.parent.id']", "['Other.Id']"),
    maybe('name', name, 1),
    ...rules,
    maybe('use_alter', bool, 9),
    maybe('postgresql_not_valid', bool, 12),
  ),
  check,
  call(
    'sa.Index',
    name,
    "'pk'",
    maybe('unique', bool),
    maybe('postgresql_using', pick("'hash'"), 6),
    maybe('postgresql_where', pick("sa.text('pk > 0')"), 6),
  ),
  call(
    'postgresql.ExcludeConstraint',
    pick("('pk', '=')", "(sa.column('pk'), '&&')", "(sa.text('lower(pk)'), '=')"),
    maybe('name', name, 1),
    maybe('using', quoted(pick('gist', 'btree'))),
    maybe('where', pick("sa.text('pk > 1')", "'pk > 2'")),
  ),
);
/** `op.create_table(...)` */
export const createTable = call(
  'op.create_table',
  table,
  keyColumn,
  fc.tuple(tableColumns, fc.array(tableConstraint, { maxLength: 3 }), fc.boolean()).map(([columns, items, isWide]) => {
    const second = /^sa\.Column\(("(?:[^"\\]|\\.)*")/.exec(columns[0] ?? '')?.[1];
    const constraints = items.map((item) =>
      isWide && second !== undefined
        ? item.replace(/^(sa\.(?:PrimaryKey|Unique)Constraint\('pk')/, `$1, ${second}`)
        : item,
    );
    return [...columns, ...constraints].join(', ');
  }),
  schema,
  maybe('comment', string, 8),
  maybe('if_not_exists', bool, 9),
  maybe('prefixes', pick("['TEMPORARY']", "['UNLOGGED', 'X']"), 15),
  maybe('postgresql_partition_by', pick("'RANGE (pk)'"), 15),
  maybe('postgresql_inherits', pick("'parent'", "('a', 'B')"), 15),
  maybe('postgresql_with_oids', bool, 20),
  maybe('postgresql_on_commit', pick("'DROP'", "'preserve_rows'"), 20),
  maybe('postgresql_tablespace', pick("'fast'", "'Fast'"), 20),
  maybe('postgresql_using', pick("'heap'"), 20),
  maybe('mysql_engine', pick("'InnoDB'"), 15),
);
