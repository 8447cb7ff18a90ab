import { fc } from '../../support/random';

import { type Text, pick, quoted, mostly, maybe, bool, flag, call, column, name, string } from './pythonTexts';

const LABELS = pick("'a', 'b'", "'new', 'done', 'it\\'s'", "'x'");
const TYPES: readonly Text[] = [
  ...'Integer BigInteger SmallInteger Text Boolean Date DateTime Time Float Numeric LargeBinary JSON Uuid UUID Unicode'
    .split(' ')
    .map((type) => pick(`sa.${type}`, `sa.${type}()`)),
  ...'String INTEGER BIGINT VARCHAR TEXT CHAR DECIMAL REAL DOUBLE DOUBLE_PRECISION Double FLOAT TIMESTAMP DATETIME DATE'
    .split(' ')
    .map((type) => pick(`sa.${type}()`)),
  ...'BLOB CLOB BINARY VARBINARY NCHAR NVARCHAR UnicodeText SMALLINT TIME BOOLEAN PickleType Interval NullType UUID'
    .split(' ')
    .map((type) => pick(`sa.${type}()`)),
  ...'JSONB JSON HSTORE INET CIDR MACADDR MACADDR8 MONEY OID REGCLASS TSVECTOR TSQUERY CITEXT BYTEA UUID INT4RANGE TSTZRANGE NUMMULTIRANGE BIT INTERVAL TIMESTAMP TIME'
    .split(' ')
    .map((type) => pick(`postgresql.${type}()`)),
  pick(
    'sa.String(50)',
    'sa.String(length=255)',
    'sa.String(0)',
    "sa.String(20, collation='C')",
    "sa.Text(collation='de_DE')",
  ),
  pick(
    'sa.Numeric(10)',
    'sa.Numeric(10, 2)',
    'sa.Numeric(precision=8, scale=0)',
    'sa.DECIMAL(5, 3)',
    'sa.Float(24)',
    'sa.Float(53)',
  ),
  pick(
    'sa.DateTime(timezone=True)',
    'sa.DateTime(True)',
    'sa.TIMESTAMP(timezone=True)',
    'sa.Time(timezone=True)',
    'sa.TIME(True)',
  ),
  pick(
    'postgresql.TIMESTAMP(precision=3)',
    'postgresql.TIMESTAMP(timezone=True, precision=0)',
    'postgresql.TIME(precision=2)',
  ),
  pick(
    "postgresql.INTERVAL(fields='YEAR TO MONTH')",
    'postgresql.INTERVAL(precision=3)',
    "postgresql.INTERVAL(2, 'DAY TO SECOND')",
  ),
  pick(
    'postgresql.BIT(3)',
    'postgresql.BIT(varying=True)',
    'postgresql.BIT(8, varying=True)',
    'sa.Interval(second_precision=4)',
    'sa.Interval(native=False)',
  ),
  pick(
    'sa.Uuid(native_uuid=False)',
    'sa.Uuid(as_uuid=False)',
    'postgresql.UUID(as_uuid=True)',
    'sa.LargeBinary(10)',
    'sa.VARBINARY(4)',
  ),
  pick(
    'sa.ARRAY(sa.Integer)',
    'sa.ARRAY(sa.String(10), dimensions=2)',
    'postgresql.ARRAY(sa.Text())',
    "postgresql.ARRAY(sa.String(5, collation='C'))",
  ),
  pick(
    'postgresql.JSONB(astext_type=sa.Text())',
    'sa.JSON(none_as_null=True)',
    'postgresql.HSTORE(text_type=sa.Text())',
  ),
  pick(
    'mysql.TINYINT(1)',
    'mysql.VARCHAR(20)',
    'mysql.INTEGER(display_width=11)',
    'mysql.DATETIME(fsp=3)',
    'mysql.LONGTEXT()',
    "mysql.ENUM('a', 'b')",
    'mysql.DOUBLE(asdecimal=True)',
  ),
  pick(
    "sa.String(5).with_variant(sa.Text(), 'postgresql')",
    "sa.Text().with_variant(mysql.LONGTEXT(), 'mysql')",
    "sa.JSON().with_variant(postgresql.JSONB(), 'postgresql')",
  ),
  pick(
    "sa.BigInteger().with_variant(sa.Integer(), 'sqlite')",
    "sa.String().with_variant(postgresql.ENUM('p', name='pe'), 'postgresql')",
    "sa.Enum('q', name='qe').with_variant(sa.String(3), 'sqlite')",
  ),
  call(
    'sa.Enum',
    LABELS,
    maybe('name', quoted(pick('mood', 'Mood', 'order')), 0),
    maybe('schema', quoted(pick('auth', 'S')), 4),
    maybe('native_enum', bool, 5),
    maybe('create_constraint', bool, 5),
    maybe('inherit_schema', bool, 8),
    maybe('length', pick('40', 'None'), 9),
  ),
  call(
    'sa.Enum',
    LABELS,
    maybe('native_enum', pick('False'), 0),
    maybe('name', quoted(pick('kind', 'Kind')), 1),
    maybe('create_constraint', bool, 1),
  ),
  call(
    'postgresql.ENUM',
    LABELS,
    maybe('name', quoted(pick('mood', 'state')), 0),
    maybe('create_type', bool, 1),
    maybe('schema', quoted(pick('auth')), 5),
    maybe('metadata', pick('sa.MetaData()'), 9),
  ),
  pick(
    "postgresql.ARRAY(sa.Enum('a', 'b', name='arr_mood'))",
    "sa.ARRAY(postgresql.ENUM('a', name='arr2', create_type=False))",
    "sa.Boolean(create_constraint=True, name='ck_b')",
    'sa.Boolean(create_constraint=True)',
  ),
  pick(
    "postgresql.DOMAIN('pos', sa.Integer, check='VALUE > 0', not_null=True)",
    "postgresql.DOMAIN('d', sa.Text(), default='x', constraint_name='c', collation='C')",
    "postgresql.DOMAIN('e', sa.Text(), create_type=False)",
  ),
];
export const anyType = mostly(fc.oneof(...TYPES), fc.oneof(...TYPES));
export const plainType = pick(
  'sa.Integer()',
  'sa.String(50)',
  'sa.Boolean()',
  'sa.DateTime(timezone=True)',
  'sa.BigInteger()',
  'sa.Text()',
);

export const serverDefault = mostly(
  fc.oneof(
    string,
    pick(
      "sa.text('now()')",
      'sa.func.now()',
      "sa.text('0')",
      'sa.false()',
      'sa.true()',
      'sa.text("\'x\'::varchar")',
      "'0'",
    ),
  ),
  pick(
    "sa.text(':x')",
    "sa.text('a%b')",
    "sa.text('\\\\:y')",
    'sa.func.current_timestamp()',
    'sa.func.coalesce(1, 2)',
    'sa.FetchedValue()',
    'sa.null()',
    'sa.literal(5)',
    "sa.cast('a', sa.Text)",
    "sa.literal_column('1 + 1')",
    "sa.func.nextval('s')",
    "sa.text('(now() AT TIME ZONE \\'utc\\')')",
    'sa.DefaultClause("d")',
  ),
);
const identityOptions = [
  maybe('start', pick('1', '10')),
  maybe('increment', pick('2', '-1'), 5),
  maybe('minvalue', pick('0'), 7),
  maybe('maxvalue', pick('99'), 7),
  maybe('cycle', bool, 6),
  maybe('cache', pick('20'), 7),
  maybe('nominvalue', bool, 9),
  maybe('order', bool, 12),
];
export const identity = call('sa.Identity', maybe('always', bool, 1), ...identityOptions);
export const computed = call(
  'sa.Computed',
  pick("'a + b'", "sa.text('lower(name)')", "'x * 2'"),
  maybe('persisted', flag, 1),
);
const ondelete = quoted(
  mostly(pick('CASCADE', 'SET NULL', 'RESTRICT', 'NO ACTION'), pick('set null', 'SET NULL (a)', 'DELETE'), 6),
);
export const rules = [
  maybe('ondelete', ondelete),
  maybe('onupdate', ondelete, 5),
  maybe('deferrable', bool, 6),
  maybe('initially', quoted(mostly(pick('DEFERRED', 'IMMEDIATE'), pick('later'))), 7),
  maybe('match', quoted(pick('FULL', 'SIMPLE')), 9),
];
const foreignKey = call(
  'sa.ForeignKey',
  quoted(
    mostly(pick('parent.id', 'account.id', 'auth.user.id'), pick('Order.Id', 'a.b.c.d', 'parent', 'account.nope')),
  ),
  maybe('name', name),
  ...rules,
  maybe('use_alter', bool, 12),
);
export const condition = mostly(
  quoted(pick('amount > 0', "status IN ('a', 'b')", 'a <> b', "x LIKE '50%'", "y::text = 'a:b'")),
  pick(
    "sa.text('amount > 0')",
    "sa.column('amount') > 0",
    "sa.and_(sa.column('a') == 1, sa.column('b').is_(None))",
    "sa.text('x = :v')",
    "sa.column('s', sa.String).in_(['a', 'b'])",
  ),
  3,
);
export const check = call(
  'sa.CheckConstraint',
  condition,
  maybe('name', name),
  maybe('deferrable', bool, 9),
  maybe('postgresql_not_valid', bool, 9),
);

/** What stands between a column's type and its keywords. */
const columnItem = fc.oneof(
  { weight: 12, arbitrary: fc.constant('') },
  { weight: 4, arbitrary: foreignKey },
  { weight: 1, arbitrary: check },
  { weight: 1, arbitrary: pick("sa.Sequence('s')", "sa.Sequence('s', optional=True)") },
);

/** What columns of all kinds take. */
const columnFlags = [
  maybe('nullable', mostly(bool, pick('None'), 9), 1),
  maybe('primary_key', bool, 6),
  maybe('unique', bool, 8),
  maybe('index', bool, 8),
  maybe('comment', string, 9),
  maybe('quote', bool, 25),
  maybe('system', bool, 40),
];

export function columnCall(named: Text, type: Text): Text {
  const plain = call(
    'sa.Column',
    named,
    type,
    columnItem,
    maybe('server_default', serverDefault, 4),
    maybe('autoincrement', pick('True', 'False', "'auto'", "'ignore_fk'"), 12),
    maybe('default', pick('1', 'uuid.uuid4', "'x'"), 15),
    ...columnFlags,
  );
  const generated = call(
    'sa.Column',
    named,
    type,
    fc.oneof(identity, computed),
    maybe('server_default', serverDefault, 9),
    maybe('autoincrement', bool, 9),
    ...columnFlags,
  );
  const untyped = call('sa.Column', named, foreignKey, ...columnFlags);
  return fc.oneof(
    { weight: 20, arbitrary: plain },
    { weight: 2, arbitrary: generated },
    { weight: 1, arbitrary: untyped },
  );
}

export const columnText = mostly(columnCall(column, plainType), columnCall(column, anyType), 1);
