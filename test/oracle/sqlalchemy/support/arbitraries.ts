import { fc } from '../../../support/random';
import { TYPE_CLASSES } from '../../../../server/src/sqlalchemy/typeTable';
import type { Case } from './compare';

/** Python text. */
type Text = fc.Arbitrary<string>;

const oneOf = (...texts: readonly string[]): Text => fc.constantFrom(...texts);
const sometimes = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(arbitrary, { freq: 2 });

const integer = fc.integer({ min: 0, max: 300 }).map(String);
const boolean = oneOf('True', 'False');
const word = oneOf("'a'", "'Ab'", "'order'", "'a b'", "'x_1'", '"it\'s"', "'%(x)s'", "'ä'");
const labels = fc.uniqueArray(word, { minLength: 1, maxLength: 4 });

/** What a parameter of a type takes, by its name. */
const VALUES: Readonly<Record<string, Text>> = {
  asdecimal: boolean,
  as_uuid: boolean,
  as_tuple: boolean,
  ascii: boolean,
  astext_type: oneOf('sa.Text()', 'sa.String(5)'),
  binary: boolean,
  charset: oneOf("'utf8'", "'latin1'"),
  check: oneOf("'VALUE > 1'", "sa.text('VALUE > 1')"),
  collation: oneOf("'C'", "'de_DE'"),
  constraint_name: oneOf("'ck'"),
  convert_int: boolean,
  create_constraint: boolean,
  create_type: boolean,
  data_type: oneOf('sa.Integer', 'sa.String(5)', 'sa.Numeric(10, 2)'),
  default: oneOf("'1'", "sa.text('1')"),
  fields: oneOf("'YEAR'", "'DAY TO SECOND'"),
  filestream: oneOf('False'),
  impl: oneOf('sa.LargeBinary', 'sa.LargeBinary(5)'),
  inherit_schema: boolean,
  item_type: oneOf('sa.Integer', 'sa.String(5)', "sa.Enum('a', name='e')"),
  local_timezone: oneOf('False'),
  metadata: oneOf('None', 'sa.MetaData()'),
  name: oneOf("'e'", "'My Type'"),
  national: boolean,
  native: boolean,
  native_enum: boolean,
  native_uuid: boolean,
  none_as_null: boolean,
  not_null: boolean,
  omit_aliases: boolean,
  quote: boolean,
  schema: oneOf("'s'", 'None'),
  text_type: oneOf('sa.Text()', 'sa.String(5)'),
  timezone: boolean,
  unicode: boolean,
  unsigned: boolean,
  validate_strings: boolean,
  varying: boolean,
  zero_indexes: boolean,
  zerofill: boolean,
};

/** Not to be made by themselves, or of no use in a column. */
const ODD = new Set('TypeEngine TypeDecorator UserDefinedType Variant NullType TableValueType TupleType'.split(' '));
const NEVER = new Set(
  'pickler comparator values_callable sort_key_function storage_format regexp storage_type dim'.split(' '),
);

function typeText(key: string): Text {
  const [module = '', name = ''] = key.split('.');
  const place = module === 'sqlalchemy' ? 'sa.types' : module;
  const row = Object.entries(TYPE_CLASSES).find(([one]) => one === key)?.[1];
  if (row === undefined) throw new Error(key);
  const all = row.parameters === '' ? [] : row.parameters.split(' ').filter((one) => one !== '**');
  const more = row.bases.includes('sqlalchemy.Enum') || name === 'Enum' ? ['=name?', '=schema?', '=metadata?'] : [];
  const given = [...new Set([...all, ...more])].filter((one) => !NEVER.has(one.replace(/[=?*]/g, '')));
  const parts = given.map((one): fc.Arbitrary<string | null> => {
    const parameter = one.replace(/[=?*]/g, '');
    if (one.startsWith('*')) return labels.map((words) => words.join(', '));
    const value = VALUES[parameter] ?? integer;
    if (one.endsWith('?')) return sometimes(value.map((text) => `${parameter}=${text}`));
    return value;
  });
  return fc.tuple(...parts).map((texts) => `${place}.${name}(${texts.filter((text) => text !== null).join(', ')})`);
}

const PUBLIC: readonly string[] = Object.keys(TYPE_CLASSES).filter((key) => {
  const [, name = ''] = key.split('.');
  return !ODD.has(name) && !/^(?:MS|PG|Abstract|JSON.+Type$|NamedType|MatchType)/.test(name) && name !== 'JSONPathType';
});

/** Any type of any dialect with any of its arguments. */
export const type: Text = fc.oneof(
  { weight: 1, arbitrary: fc.constantFrom(...PUBLIC).chain(typeText) },
  {
    weight: 1,
    arbitrary: oneOf(
      'sa.Integer',
      'sa.Integer()',
      'sa.String(50)',
      'sa.Text()',
      'sa.Boolean()',
      'sa.DateTime(timezone=True)',
    ),
  },
);

const COLUMNS = [
  "sa.column('a')",
  "sa.column('B', sa.Integer)",
  "sa.column('c', sa.String(5))",
  'users.c.id',
  'users.c.name',
  "sa.column('d', sa.Boolean)",
];
const LITERALS = [
  '1',
  '-5',
  "'x'",
  '"it\'s 5%"',
  'None',
  'True',
  'False',
  '1.5',
  '2 ** 40',
  "sa.literal('y')",
  'sa.null()',
  'sa.true()',
];

/** Expressions of Core. */
export const { expression, condition } = fc.letrec<{
  expression: string;
  condition: string;
  operand: string;
  value: string;
}>((tie) => ({
  operand: fc.oneof({ maxDepth: 3, depthIdentifier: 'sql' }, oneOf(...COLUMNS), tie('value')),
  value: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'sql' },
    oneOf(...COLUMNS, "sa.literal_column('z')", "sa.literal('q')", 'sa.func.now()'),
    fc
      .tuple(tie('value'), oneOf('+', '-', '*', '/', '%'), fc.oneof(oneOf('2', "'x'", '1.5'), tie('value')))
      .map(([a, o, b]) => `(${a} ${o} ${b})`),
    fc.tuple(tie('value'), tie('value')).map(([a, b]) => `sa.func.coalesce(${a}, ${b})`),
    tie('value').map((a) => `sa.func.lower(${a})`),
    fc.tuple(tie('value'), type).map(([a, t]) => `sa.cast(${a}, ${t})`),
    fc.tuple(tie('condition'), tie('value'), tie('value')).map(([a, b, c]) => `sa.case((${a}, ${b}), else_=${c})`),
    fc.tuple(tie('value'), oneOf("'->>'", "'||'", "'&'"), tie('value')).map(([a, o, b]) => `${a}.op(${o})(${b})`),
    fc.tuple(tie('value'), oneOf("'x'")).map(([a, b]) => `${a}.concat(${b})`),
  ),
  condition: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'sql' },
    fc
      .tuple(tie('value'), oneOf('==', '!=', '<', '<=', '>', '>='), fc.oneof(oneOf("'x'", '1'), tie('value')))
      .map(([a, o, b]) => `(${a} ${o} ${b})`),
    fc.tuple(tie('value'), oneOf('==', '!='), oneOf(...LITERALS)).map(([a, o, b]) => `(${a} ${o} ${b})`),
    fc
      .tuple(tie('value'), oneOf('is_', 'is_not', 'isnot'), oneOf('None', 'True', 'False'))
      .map(([a, m, b]) => `${a}.${m}(${b})`),
    fc
      .tuple(tie('value'), oneOf('in_', 'notin_', 'not_in'), fc.array(oneOf('1', "'x'", 'None'), { maxLength: 3 }))
      .map(([a, m, b]) => `${a}.${m}([${b.join(', ')}])`),
    fc
      .tuple(
        tie('value'),
        oneOf('like', 'ilike', 'not_like', 'notilike', 'startswith', 'contains', 'endswith'),
        oneOf("'x%'", "'%y'"),
      )
      .map(([a, m, b]) => `${a}.${m}(${b})`),
    fc.tuple(tie('value'), oneOf('1', "'a'"), oneOf('2', "'b'")).map(([a, b, c]) => `${a}.between(${b}, ${c})`),
    fc
      .tuple(oneOf('and_', 'or_'), fc.array(tie('condition'), { minLength: 1, maxLength: 3 }))
      .map(([m, b]) => `sa.${m}(${b.join(', ')})`),
    tie('condition').map((a) => `sa.not_(${a})`),
    tie('condition').map((a) => `~(${a})`),
    fc.tuple(tie('condition'), oneOf('&', '|'), tie('condition')).map(([a, o, b]) => `(${a} ${o} ${b})`),
    oneOf("sa.text('a > 1')"),
  ),
  expression: fc.oneof(tie('value'), tie('condition')),
}));

const rules = fc
  .tuple(
    sometimes(oneOf("name='fk'", "name=sa.schema.conv('fk')")),
    sometimes(oneOf("ondelete='CASCADE'", "ondelete='SET NULL'")),
    sometimes(oneOf("onupdate='CASCADE'")),
    sometimes(oneOf('deferrable=True', 'deferrable=False')),
    sometimes(oneOf("initially='DEFERRED'")),
    sometimes(oneOf("match='FULL'")),
    sometimes(oneOf('use_alter=True')),
  )
  .map((parts) => parts.filter((part) => part !== null));

const foreignKey = fc
  .tuple(oneOf("'t.a'", "'s.t.a'", "'d.s.t.a'", "'t'"), rules)
  .map(([target, given]) => `sa.ForeignKey(${[target, ...given].join(', ')})`);

const check = fc
  .tuple(fc.oneof(oneOf("'a > 1'", "sa.text('a > 1')"), condition), sometimes(oneOf("name='ck'")))
  .map((parts) => `sa.CheckConstraint(${parts.filter((part) => part !== null).join(', ')})`);

const sequenceOptions = fc
  .tuple(
    ...['start', 'increment', 'minvalue', 'maxvalue', 'cache'].map((name) =>
      sometimes(integer.map((value) => `${name}=${value}`)),
    ),
    ...['cycle', 'nominvalue', 'nomaxvalue', 'order'].map((name) =>
      sometimes(boolean.map((value) => `${name}=${value}`)),
    ),
  )
  .map((parts) => parts.filter((part) => part !== null).join(', '));

const item: Text = fc.oneof(
  foreignKey,
  check,
  sequenceOptions.map((given) => `sa.Identity(${given})`),
  sequenceOptions.map((given) => `sa.Sequence('s'${given === '' ? '' : `, ${given}`})`),
  fc
    .tuple(oneOf("'a + 1'", "sa.text('a')"), sometimes(boolean))
    .map(([sql, kept]) => `sa.Computed(${sql}${kept === null ? '' : `, persisted=${kept}`})`),
);

const serverDefault: Text = fc.oneof(
  word,
  oneOf('sa.func.now()', "sa.text('now()')", 'sa.false()', 'None', '1', 'True', 'sa.FetchedValue()'),
  expression,
);

/** `sa.Column(...)` with whatever it takes. */
export const column: Text = fc
  .tuple(
    sometimes(word),
    sometimes(type),
    fc.array(item, { maxLength: 2 }),
    fc.tuple(
      sometimes(boolean.map((value) => `nullable=${value}`)),
      sometimes(boolean.map((value) => `primary_key=${value}`)),
      sometimes(oneOf("'auto'", 'True', 'False', "'ignore_fk'").map((value) => `autoincrement=${value}`)),
      sometimes(boolean.map((value) => `unique=${value}`)),
      sometimes(boolean.map((value) => `index=${value}`)),
      sometimes(serverDefault.map((value) => `server_default=${value}`)),
      sometimes(oneOf('5', "'x'", 'None', 'sa.func.now()', "sa.Sequence('q')").map((value) => `default=${value}`)),
      sometimes(word.map((value) => `comment=${value}`)),
      sometimes(boolean.map((value) => `quote=${value}`)),
      sometimes(boolean.map((value) => `system=${value}`)),
    ),
  )
  .map(([name, made, items, given]) => {
    const parts = [name ?? "name='n'", made, ...items, ...given].filter((part) => part !== null);
    // A keyword cannot stand before the others.
    const [first, ...rest] = parts;
    return name === null ? `sa.Column(${[...rest, first].join(', ')})` : `sa.Column(${parts.join(', ')})`;
  });

const columns = fc.uniqueArray(oneOf("'a'", "'b'", "'C'"), { minLength: 1, maxLength: 3 });
const name = sometimes(oneOf("name='n'", 'name=None', "name=sa.schema.conv('n')"));
const timing = [
  sometimes(oneOf('deferrable=True', 'deferrable=None')),
  sometimes(oneOf("initially='IMMEDIATE'")),
] as const;

/** Constraints and indexes. */
export const constraint: Text = fc.oneof(
  fc
    .tuple(oneOf('PrimaryKeyConstraint', 'UniqueConstraint'), columns, name, ...timing)
    .map(([kind, names, ...given]) => `sa.${kind}(${[...names, ...given].filter((part) => part !== null).join(', ')})`),
  fc.tuple(columns, rules).map(([names, given]) => {
    const targets = names.map((one) => `'t.' + ${one}`).join(', ');
    return `sa.ForeignKeyConstraint([${names.join(', ')}], [${targets}]${given.map((part) => `, ${part}`).join('')})`;
  }),
  check,
  foreignKey,
  fc
    .tuple(
      columns,
      sometimes(oneOf('unique=True')),
      sometimes(oneOf("postgresql_using='gin'")),
      sometimes(condition.map((value) => `postgresql_where=${value}`)),
      sometimes(oneOf("postgresql_ops={'a': 'x_ops'}")),
      sometimes(oneOf("postgresql_include=['b']", "mysql_length={'a': 5}", 'sqlite_x=1')),
    )
    .map(([names, ...given]) => `sa.Index('ix', ${[...names, ...given].filter((part) => part !== null).join(', ')})`),
  expression.map((value) => `sa.Index('ix', ${value})`),
);

export const SETUP = "users = sa.table('users', sa.column('id', sa.Integer), sa.column('name', sa.String))\n";

const pairs = fc
  .uniqueArray(fc.tuple(oneOf('id', 'name'), fc.oneof(oneOf(...LITERALS), expression)), {
    maxLength: 2,
    minLength: 1,
    selector: ([key]) => key,
  })
  .map((given) => given.map(([key, value]) => `${key}=${value}`).join(', '));

/** SELECT, INSERT, UPDATE, DELETE. */
export const statement: Text = fc.oneof(
  fc
    .tuple(
      fc.array(expression, { minLength: 1, maxLength: 2 }),
      sometimes(condition),
      sometimes(expression),
      sometimes(integer),
      boolean,
    )
    .map(
      ([shown, where, order, limit, distinct]) =>
        `sa.select(${shown.join(', ')})${where === null ? '' : `.where(${where})`}${order === null ? '' : `.order_by(${order})`}` +
        `${limit === null ? '' : `.limit(${limit})`}${distinct === 'True' ? '.distinct()' : ''}.select_from(users)`,
    ),
  pairs.map((given) => `users.insert().values(${given})`),
  fc
    .tuple(pairs, sometimes(condition))
    .map(([given, where]) => `users.update().values(${given})${where === null ? '' : `.where(${where})`}`),
  fc
    .array(condition, { maxLength: 2 })
    .map((given) => `sa.delete(users)${given.map((one) => `.where(${one})`).join('')}`),
);

export function sample(text: Text, count: number, seed: number): readonly Case[] {
  return fc.sample(text, { numRuns: count, seed }).map((source) => ({ source, setup: SETUP }));
}
