import { fc } from '../../support/random';
import { mostly, pick, type Text } from '../sql/pythonTexts';

// Generated tables of PostgreSQL, as the statements that make them. What a server refuses is left out by whoever runs them, so
// that nothing here has to know which combinations are allowed.

/** Comes before the tables. */
export const BEFORE: readonly string[] = [
  'CREATE EXTENSION IF NOT EXISTS btree_gist',
  'CREATE EXTENSION IF NOT EXISTS pg_trgm',
  'CREATE EXTENSION IF NOT EXISTS citext',
  'CREATE EXTENSION IF NOT EXISTS hstore',
  'CREATE SCHEMA auth',
  'CREATE SCHEMA "Odd One"',
  "CREATE TYPE mood AS ENUM ('sad', 'it''s ok', 'a:b', '100%')",
  'CREATE TYPE auth."Kind Of" AS ENUM (\'x\')',
  'CREATE SEQUENCE shared START 5',
  'CREATE SEQUENCE auth."Odd Seq" INCREMENT 3',
  'CREATE TABLE target (id integer PRIMARY KEY, a integer, b text, UNIQUE (a, b))',
  'CREATE TABLE auth."Target" ("Id" bigint PRIMARY KEY, self bigint REFERENCES auth."Target")',
];

/** A type, and defaults that it takes. */
type Typed = readonly [type: string, ...defaults: string[]];

const NUMBERS: readonly Typed[] = [
  ['smallint', '0', '-1'],
  ['integer', '0', '1 + 2', "nextval('shared')", 'nextval(\'auth."Odd Seq"\')'],
  ['bigint', '9223372036854775807', '(-5)', "nextval('shared'::regclass)"],
  ['numeric', '1.50', 'NULL'],
  ['numeric(10, 2)', '0', '12.3'],
  ['numeric(5)', '7'],
  ['real', '1.5', "'NaN'"],
  ['double precision', 'pi()', "'Infinity'"],
  ['money', '1'],
];
const TEXTS: readonly Typed[] = [
  ['text', "''", "'it''s'", '\'a:b %s \\ "q"\'', "E'tab\\t'", "lower('X')", "'a' || 'b'", 'CURRENT_USER'],
  ['varchar', "'x'"],
  ['varchar(50)', "'x'", 'NULL', "'y'::text"],
  ['char(3)', "'abc'"],
  ['char', "'a'"],
  ['name', "'n'"],
  ['citext', "'C'"],
  ['text COLLATE "C"', "'c'"],
  ['varchar(9) COLLATE "POSIX"', "'c'"],
];
const TIMES: readonly Typed[] = [
  ['date', 'CURRENT_DATE', "'2024-01-02'"],
  ['time', "'10:00'", 'LOCALTIME'],
  ['time(3)', 'CURRENT_TIME'],
  ['time with time zone'],
  ['time(0) with time zone'],
  ['timestamp', 'now()', 'CURRENT_TIMESTAMP', "timezone('utc', now())", "'2024-01-02 03:04'"],
  ['timestamp(0)', 'LOCALTIMESTAMP(0)'],
  ['timestamptz', 'now()', "now() + '1 day'::interval", 'clock_timestamp()'],
  ['timestamptz(6)', 'CURRENT_TIMESTAMP(3)'],
  ['interval', "'1 day'", 'make_interval(days => 2)'],
  ['interval(3)'],
  ['interval year to month'],
  ['interval day to second(2)'],
  ['interval hour'],
  ['interval second(1)'],
];
const OTHERS: readonly Typed[] = [
  ['boolean', 'true', 'false', 'NOT true', "'t'"],
  ['uuid', "'00000000-0000-0000-0000-000000000000'"],
  ['json', "'{}'", '\'{"a": [1, 2]}\''],
  ['jsonb', "'{}'::jsonb", "'[]'", "jsonb_build_object('a', 1)"],
  ['bytea', "'\\x00'", "decode('AA==', 'base64')"],
  ['inet', "'10.0.0.1'"],
  ['cidr'],
  ['macaddr'],
  ['macaddr8'],
  ['bit', "B'1'"],
  ['bit(4)', "B'1010'"],
  ['bit varying', "B''"],
  ['bit varying(8)'],
  ['tsvector', "to_tsvector('simple', 'x')"],
  ['tsquery'],
  ['int4range', "'[1,2)'"],
  ['numrange'],
  ['tsrange'],
  ['tstzrange', 'tstzrange(now(), NULL)'],
  ['daterange'],
  ['point', 'point(1, 2)'],
  ['line'],
  ['lseg'],
  ['box'],
  ['path'],
  ['polygon'],
  ['circle'],
  ['oid', '0'],
  ['regclass'],
  ['pg_lsn'],
  ['xml'],
  ['"char"', "'x'"],
  ['hstore'],
  ['int8multirange'],
  ['mood', "'sad'", "'a:b'::mood"],
  ['auth."Kind Of"', "'x'"],
  ['jsonpath'],
  ['txid_snapshot'],
];
const ALL: readonly Typed[] = [...NUMBERS, ...TEXTS, ...TIMES, ...OTHERS];

const ODD = ['Mixed', 'a b', 'select', 'x"y', 'per%cent', 'co:lon', '1st', 'naïve', 'a.b', "quo'te", 'back\\slash'];
const COLUMNS = ['id', 'name', 'amount', 'status', 'at', 'data', 'tags'];
const LONG = 'a_name_that_is_as_long_as_postgresql_lets_names_be_or_a_bit_more_than_that';

function q(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

const columnName = mostly(pick(...COLUMNS), pick(...ODD, LONG), 4);

/** `text` in one of `of` cases, else nothing. */
export function perhaps(text: Text, of: number): Text {
  return fc.oneof({ weight: of - 1, arbitrary: fc.constant('') }, { weight: 1, arbitrary: text });
}

/** Texts with blanks between them, without those that are empty. */
export function words(...parts: readonly (Text | string)[]): Text {
  const texts = parts.map((part) => (typeof part === 'string' ? fc.constant(part) : part));
  return fc.tuple(...texts).map((values) => values.filter((value) => value !== '').join(' '));
}

const SEQUENCE = perhaps(
  pick('(START 10)', '(INCREMENT -1)', '(START 3 INCREMENT 2 MINVALUE 1 MAXVALUE 99 CACHE 5 CYCLE)', '(MINVALUE -5)'),
  3,
);

interface Column {
  readonly name: string;
  /** Of its type, without modifiers. */
  readonly type: string;
  readonly text: string;
}

const usualColumn = fc
  .tuple(columnName, fc.constantFrom(...ALL), fc.nat(20), fc.nat(9), fc.nat(5), pick('', '', '', ' UNIQUE'), fc.nat(12))
  .map(([name, [type, ...defaults], array, by, required, unique, checked]): Column => {
    const [base = type] = type.split(' COLLATE');
    const isArray = array < 2;
    const written = isArray ? `${base}${'[]'.repeat(array + 1)}` : type;
    const given = isArray ? "'{}'" : defaults[by % Math.max(1, defaults.length)];
    const value = by < 5 && given !== undefined ? ` DEFAULT ${given}` : '';
    const check = checked === 0 ? ` CHECK (${q(name)} IS NOT NULL)` : '';
    return {
      name,
      type: written,
      text: `${q(name)} ${written}${required < 2 ? ' NOT NULL' : ''}${value}${unique}${check}`,
    };
  });

const numberedColumn = fc
  .tuple(
    columnName,
    fc.oneof(
      pick('serial', 'bigserial', 'smallserial', 'serial NOT NULL'),
      words(
        pick('integer', 'bigint', 'smallint'),
        pick('GENERATED ALWAYS AS IDENTITY', 'GENERATED BY DEFAULT AS IDENTITY'),
        SEQUENCE,
      ),
    ),
    pick('', '', ' PRIMARY KEY'),
  )
  .map(([name, kind, key]): Column => ({ name, type: 'integer', text: `${q(name)} ${kind}${key}` }));

const computedColumn = fc
  .tuple(
    columnName,
    pick(
      "text GENERATED ALWAYS AS ('a' || 'b') STORED",
      'integer GENERATED ALWAYS AS (pk * 2) STORED',
      "tsvector GENERATED ALWAYS AS (to_tsvector('simple'::regconfig, 'x:y')) STORED",
      'numeric(9, 2) GENERATED ALWAYS AS ((pk)::numeric / 3) STORED NOT NULL',
      'integer GENERATED ALWAYS AS (pk + 1) VIRTUAL',
      'boolean GENERATED ALWAYS AS (pk IN (1, 2)) STORED',
    ),
  )
  .map(([name, kind]): Column => ({ name, type: 'generated', text: `${q(name)} ${kind}` }));

const column = fc.oneof(
  { weight: 9, arbitrary: usualColumn },
  { weight: 1, arbitrary: numberedColumn },
  { weight: 1, arbitrary: computedColumn },
);

const deferral = perhaps(pick('DEFERRABLE', 'DEFERRABLE INITIALLY DEFERRED', 'NOT DEFERRABLE'), 5);
const action = pick('CASCADE', 'SET NULL', 'SET DEFAULT', 'RESTRICT', 'NO ACTION');
const constraintName = (prefix: string, number: number): Text =>
  perhaps(
    pick(`${prefix}_${number}`, `Odd ${prefix} ${number}`, `per%cent_${prefix}_${number}`, `${LONG}${number}`),
    2,
  ).map((name) => (name === '' ? '' : `CONSTRAINT ${q(name)}`));

function constraint(number: number, names: readonly string[]): Text {
  const some = fc
    .subarray([...names], { minLength: 1, maxLength: Math.min(3, names.length) })
    .map((list) => list.map(q).join(', '));
  const include = perhaps(
    some.map((list) => `INCLUDE (${list})`),
    6,
  );
  const [first = 'pk'] = names;
  return fc.oneof(
    words(
      constraintName('uq', number),
      'UNIQUE',
      perhaps(pick('NULLS NOT DISTINCT'), 4),
      some.map((list) => `(${list})`),
      include,
      perhaps(pick('WITH (fillfactor = 80)'), 8),
      deferral,
    ),
    words(
      constraintName('pk', number),
      'PRIMARY KEY',
      some.map((list) => `(${list})`),
      include,
      deferral,
    ),
    words(
      constraintName('ck', number),
      'CHECK',
      pick(
        '(pk > 0)',
        '(pk IN (1, 2, 3))',
        `(${q(first)} IS NOT NULL OR (pk > 1 AND pk < 5))`,
        "(('a:b' || pk) LIKE '%x_\\%')",
        '((pk BETWEEN 1 AND 10) AND NOT pk = ANY (ARRAY[4, 5]))',
        "(CASE WHEN pk = 1 THEN 'x'::varchar ELSE 'y' END IN ('x', 'y'))",
        '(true)',
        '(COALESCE(pk, 0) >= (-1)::integer)',
      ),
      perhaps(pick('NO INHERIT', 'NOT ENFORCED'), 12),
    ),
    words(
      constraintName('fk', number),
      'FOREIGN KEY (pk)',
      pick('REFERENCES target', 'REFERENCES target (id)', 'REFERENCES auth."Target" ("Id")'),
      perhaps(pick('MATCH FULL'), 6),
      perhaps(
        action.map((one) => `ON DELETE ${one}`),
        2,
      ),
      perhaps(
        action.map((one) => `ON UPDATE ${one}`),
        3,
      ),
      deferral,
      perhaps(pick('NOT ENFORCED'), 15),
    ),
    words(
      constraintName('ex', number),
      'EXCLUDE USING gist',
      pick(
        '(pk WITH =)',
        '(int4range(pk, pk + 1) WITH &&)',
        '(pk gist_int4_ops WITH <>)',
        '((pk * 2) WITH =, pk WITH =)',
      ),
      perhaps(pick('INCLUDE (pk)'), 8),
      // Of two that say the same CREATE TABLE makes one.
      pick(`WHERE (pk > ${number})`, `WHERE (('a:b' <> 'c') AND pk = ${number})`),
      deferral,
    ),
  );
}

function index(table: string, number: number, columns: readonly Column[]): Text {
  const names = ['pk', ...columns.map(({ name }) => name)];
  const texts = columns.filter(({ type }) => /^(?:text|varchar)/.test(type)).map(({ name }) => q(name));
  const documents = columns.filter(({ type }) => /^(?:jsonb|tsvector|.*\[\]$)/.test(type)).map(({ name }) => q(name));
  const [some = '(pk::text)'] = texts;
  const [document = '(ARRAY[pk])'] = documents;
  const ordered = words(
    pick(...names.map(q)),
    perhaps(pick('DESC', 'ASC', 'DESC NULLS LAST', 'ASC NULLS FIRST', 'NULLS FIRST'), 3),
  );
  const elements = fc.oneof(
    { weight: 4, arbitrary: fc.array(ordered, { minLength: 1, maxLength: 3 }).map((list) => list.join(', ')) },
    {
      weight: 3,
      arbitrary: pick(
        `lower(${some})`,
        `(${some} || 'x:y')`,
        '(pk + 1) DESC',
        '(pk % 2), pk',
        `${some} text_pattern_ops`,
        `${some} varchar_pattern_ops DESC`,
        `${some} COLLATE "C"`,
        `${some} COLLATE "C" text_pattern_ops NULLS FIRST`,
        `lower(${some}) text_pattern_ops`,
        "date_part('year', '2020-01-01'::date), pk",
        '(CASE WHEN pk > 1 THEN 1 ELSE 0 END)',
      ),
    },
  );
  const using = fc.oneof(
    { weight: 6, arbitrary: elements.map((list) => `(${list})`) },
    {
      weight: 3,
      arbitrary: pick(
        'USING hash (pk)',
        `USING gin (${document})`,
        `USING gin (${document} jsonb_path_ops)`,
        `USING gin (${some} gin_trgm_ops)`,
        `USING gist (${some} gist_trgm_ops)`,
        `USING gist (${some} gist_trgm_ops(siglen = 32))`,
        'USING gist (pk)',
        'USING brin (pk)',
        'USING brin (pk int4_minmax_multi_ops(values_per_range = 16))',
        `USING spgist (${some})`,
        `USING hash (${some} text_pattern_ops)`,
      ),
    },
  );
  const name = mostly(
    fc.constant(`ix_${table}_${number}`),
    pick(`Odd Ix ${table} ${number}`, `per%ix_${table}_${number}`),
  );
  return words(
    pick('CREATE INDEX', 'CREATE INDEX', 'CREATE UNIQUE INDEX'),
    name.map(q),
    'ON TABLE_NAME',
    using,
    perhaps(
      pick(...names).map((one) => `INCLUDE (${q(one)})`),
      7,
    ),
    perhaps(pick('NULLS NOT DISTINCT'), 8),
    perhaps(pick('WITH (fillfactor = 70)', 'WITH (deduplicate_items = off)', 'WITH (fastupdate = off)'), 8),
    perhaps(pick('WHERE pk > 5', "WHERE (pk = 1 OR 'a:b' = 'c')", `WHERE ${q(names.at(-1) ?? 'pk')} IS NOT NULL`), 4),
  );
}

/** Changes of a table that leave traces. */
function change(column: Column): Text {
  const name = q(column.name);
  return pick(
    `ALTER TABLE TABLE_NAME DROP COLUMN ${name}`,
    `ALTER TABLE TABLE_NAME RENAME COLUMN ${name} TO "re named"`,
    `ALTER TABLE TABLE_NAME ALTER COLUMN ${name} DROP DEFAULT`,
    `ALTER TABLE TABLE_NAME ALTER COLUMN ${name} SET NOT NULL`,
    `ALTER TABLE TABLE_NAME ALTER COLUMN ${name} SET STATISTICS 50`,
    `ALTER TABLE TABLE_NAME ALTER COLUMN ${name} SET STORAGE EXTERNAL`,
    `ALTER TABLE TABLE_NAME ALTER COLUMN ${name} SET (n_distinct = 5)`,
    `ALTER TABLE TABLE_NAME ADD COLUMN "added later" ${column.type}`,
    'ALTER TABLE TABLE_NAME ADD CONSTRAINT "not valid" CHECK (pk <> 7) NOT VALID',
    'ALTER TABLE TABLE_NAME ADD CONSTRAINT "fk not valid" FOREIGN KEY (pk) REFERENCES target NOT VALID',
    'ALTER TABLE TABLE_NAME ALTER COLUMN pk TYPE bigint',
    'ALTER TABLE TABLE_NAME REPLICA IDENTITY FULL',
    'ALTER TABLE TABLE_NAME SET (fillfactor = 55)',
    'ALTER TABLE TABLE_NAME SET UNLOGGED',
    `COMMENT ON COLUMN TABLE_NAME.${name} IS 'said: it''s %s'`,
    "COMMENT ON TABLE TABLE_NAME IS 'said: it''s \\ %s'",
    `CREATE SEQUENCE owned OWNED BY TABLE_NAME.${name}`,
    'ALTER TABLE TABLE_NAME RENAME TO "now called OLD_NAME"',
    'ALTER TABLE TABLE_NAME SET SCHEMA "Odd One"',
  );
}

const PARTITIONING: readonly (readonly [by: string, ...bounds: string[]])[] = [
  ['', ''],
  ['PARTITION BY RANGE (pk)', 'FOR VALUES FROM (1) TO (10)', 'FOR VALUES FROM (MINVALUE) TO (0)', 'DEFAULT'],
  ['PARTITION BY LIST (pk)', 'FOR VALUES IN (1, 2)', 'FOR VALUES IN (NULL)', 'DEFAULT'],
  ['PARTITION BY HASH (pk)', 'FOR VALUES WITH (modulus 2, remainder 0)', 'FOR VALUES WITH (modulus 2, remainder 1)'],
  ['PARTITION BY RANGE (((pk + 1)))', 'FOR VALUES FROM (1) TO (10)'],
];

function derivedTables(table: string, partitioning: number): Text {
  const [by = '', ...bounds] = PARTITIONING[partitioning] ?? [];
  const child = (suffix: string): string => q(`${table} ${suffix}`);
  if (by === '') {
    return perhaps(
      pick(
        `CREATE TABLE ${child('child')} () INHERITS (TABLE_NAME)`,
        `CREATE TABLE ${child('child')} (more text DEFAULT 'm', UNIQUE (more)) INHERITS (TABLE_NAME)`,
        `CREATE TABLE ${child('child')} (more integer, PRIMARY KEY (pk), CHECK (pk < 1000)) INHERITS (TABLE_NAME)`,
        `CREATE TABLE ${child('child')} (LIKE TABLE_NAME INCLUDING ALL)`,
      ),
      5,
    );
  }
  return fc
    .tuple(pick('', ' PARTITION BY LIST (pk)'), pick('', '(pk NOT NULL)', '(CONSTRAINT own CHECK (pk < 500))'))
    .map(([more, own]) =>
      bounds
        .map(
          (bound, at) =>
            `CREATE TABLE ${child(`part ${at}`)} PARTITION OF TABLE_NAME ${own} ${bound}${at === 0 ? more : ''}`,
        )
        .join(';;'),
    );
}

/** The statements that make the table of a number and what hangs on it; with names of other schemas now and then. */
export function generatedTable(number: number): fc.Arbitrary<readonly string[]> {
  const place = mostly(fc.constant(''), pick('auth.', '"Odd One".'), 6);
  const base = mostly(
    fc.constant(`t${number}`),
    pick(`T ${number}`, `per%cent${number}`, `${number}st`, `qu"ote${number}`),
    5,
  );
  const columns = fc.uniqueArray(column, { selector: ({ name }) => name, maxLength: 6 });
  return fc
    .tuple(
      place,
      base,
      columns,
      fc.oneof({ weight: 6, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(4) }),
    )
    .chain(([where, name, list, partitioning]) => {
      const table = `${where}${q(name)}`;
      const names = ['pk', ...list.map((one) => one.name)];
      const [by = ''] = PARTITIONING[partitioning] ?? [];
      const key = pick(
        'pk integer PRIMARY KEY',
        'pk integer NOT NULL',
        'pk integer',
        'pk bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY',
        'pk serial PRIMARY KEY',
      );
      const changes = fc.array(
        list[0] === undefined ? fc.constant('SELECT 1') : fc.constantFrom(...list).chain(change),
        { maxLength: 2 },
      );
      return fc
        .tuple(
          key,
          fc.array(
            fc.nat(999).chain((at) => constraint(at, names)),
            { maxLength: 3 },
          ),
          fc.array(
            fc.nat(999).chain((at) => index(String(number), at, list)),
            { maxLength: 3 },
          ),
          changes,
          derivedTables(name, partitioning),
          mostly(fc.constant('CREATE TABLE'), pick('CREATE UNLOGGED TABLE'), 12),
          perhaps(
            pick(
              'WITH (fillfactor = 70)',
              'WITH (autovacuum_enabled = false, toast.autovacuum_enabled = off)',
              'USING heap',
            ),
            10,
          ),
        )
        .map(([pk, constraints, indexes, later, derived, create, storage]) => {
          const items = [pk, ...list.map(({ text }) => text)];
          const tail = [by, storage].filter((one) => one !== '').join(' ');
          const inPlace = (text: string): string =>
            text.replaceAll('TABLE_NAME', table).replaceAll('OLD_NAME', String(number));
          return [
            `${create} ${table} (${items.join(', ')}) ${tail}`,
            ...constraints.map((one) => `ALTER TABLE ${table} ADD ${one}`),
            ...indexes.map(inPlace),
            ...inPlace(derived).split(';;'),
            ...later.map(inPlace),
          ].filter((one) => one !== '');
        });
    });
}
