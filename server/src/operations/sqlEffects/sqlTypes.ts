import type { Schema } from '../../schema/schema';
import { enumAt } from '../../schema/lookup';
import { type CustomType, libraryType, type SqlType, type TypeArgument, type TypeModule } from '../../schema/sqlType';
import { notRead, type SqlReader } from './sqlReader';

/** A type as a column definition says it. */
export interface ReadType {
  readonly type: SqlType;
  /** `serial` and its like: the column is numbered by a sequence. */
  readonly isSerial: boolean;
}

/** A class of SQLAlchemy's, and which of its parameters the numbers behind the name are. */
type Row = readonly [
  module: TypeModule,
  name: string,
  numbers?: readonly string[],
  extra?: Readonly<Record<string, TypeArgument>>,
];

const TIMEZONE = { timezone: { kind: 'boolean', value: true } } as const;
const LENGTH = ['length'];
const DECIMALS = ['precision', 'scale'];

/** PostgreSQL's names and their synonyms (its manual, "Data Types"). */
const POSTGRESQL: Readonly<Record<string, Row>> = {
  SMALLINT: ['sqlalchemy', 'SMALLINT'],
  INT2: ['sqlalchemy', 'SMALLINT'],
  INTEGER: ['sqlalchemy', 'INTEGER'],
  INT: ['sqlalchemy', 'INTEGER'],
  INT4: ['sqlalchemy', 'INTEGER'],
  BIGINT: ['sqlalchemy', 'BIGINT'],
  INT8: ['sqlalchemy', 'BIGINT'],
  REAL: ['sqlalchemy', 'REAL'],
  FLOAT4: ['sqlalchemy', 'REAL'],
  FLOAT8: ['sqlalchemy', 'DOUBLE_PRECISION'],
  FLOAT: ['sqlalchemy', 'DOUBLE_PRECISION'],
  'DOUBLE PRECISION': ['sqlalchemy', 'DOUBLE_PRECISION'],
  NUMERIC: ['sqlalchemy', 'NUMERIC', DECIMALS],
  DECIMAL: ['sqlalchemy', 'NUMERIC', DECIMALS],
  VARCHAR: ['sqlalchemy', 'VARCHAR', LENGTH],
  'CHARACTER VARYING': ['sqlalchemy', 'VARCHAR', LENGTH],
  CHAR: ['sqlalchemy', 'CHAR', LENGTH],
  CHARACTER: ['sqlalchemy', 'CHAR', LENGTH],
  TEXT: ['sqlalchemy', 'TEXT'],
  BOOLEAN: ['sqlalchemy', 'BOOLEAN'],
  BOOL: ['sqlalchemy', 'BOOLEAN'],
  DATE: ['sqlalchemy', 'DATE'],
  TIMESTAMP: ['postgresql', 'TIMESTAMP', ['precision']],
  TIMESTAMPTZ: ['postgresql', 'TIMESTAMP', ['precision'], TIMEZONE],
  TIME: ['postgresql', 'TIME', ['precision']],
  TIMETZ: ['postgresql', 'TIME', ['precision'], TIMEZONE],
  INTERVAL: ['postgresql', 'INTERVAL', ['precision']],
  UUID: ['sqlalchemy', 'UUID'],
  BIT: ['postgresql', 'BIT', LENGTH],
  ...Object.fromEntries(
    (
      'JSON JSONB BYTEA INET CIDR MACADDR MACADDR8 MONEY OID TSVECTOR TSQUERY HSTORE CITEXT JSONPATH REGCLASS INT4RANGE ' +
      'INT8RANGE NUMRANGE DATERANGE TSRANGE TSTZRANGE'
    )
      .split(' ')
      .map((name) => [name, ['postgresql', name] as const]),
  ),
};

const SERIAL: Readonly<Record<string, string>> = {
  SMALLSERIAL: 'SMALLINT',
  SERIAL2: 'SMALLINT',
  SERIAL: 'INTEGER',
  SERIAL4: 'INTEGER',
  BIGSERIAL: 'BIGINT',
  SERIAL8: 'BIGINT',
};

/** What SQLite is told is kept as it is; these are written the same way by SQLAlchemy's classes. */
const SQLITE: Readonly<Record<string, Row>> = {
  ...Object.fromEntries(
    'INTEGER BIGINT SMALLINT REAL FLOAT TEXT BOOLEAN BLOB TIMESTAMP'
      .split(' ')
      .map((name) => [name, ['sqlalchemy', name] as const]),
  ),
  VARCHAR: ['sqlalchemy', 'VARCHAR', LENGTH],
  CHAR: ['sqlalchemy', 'CHAR', LENGTH],
  NUMERIC: ['sqlalchemy', 'NUMERIC', DECIMALS],
  DECIMAL: ['sqlalchemy', 'DECIMAL', DECIMALS],
  DATE: ['sqlite', 'DATE'],
  DATETIME: ['sqlite', 'DATETIME'],
  TIME: ['sqlite', 'TIME'],
  JSON: ['sqlite', 'JSON'],
};

const WIDTH = ['display_width'];
const FSP = ['fsp'];

const MYSQL: Readonly<Record<string, Row>> = {
  TINYINT: ['mysql', 'TINYINT', WIDTH],
  BOOL: ['mysql', 'TINYINT', [], { display_width: { kind: 'integer', value: 1n } }],
  BOOLEAN: ['mysql', 'TINYINT', [], { display_width: { kind: 'integer', value: 1n } }],
  SMALLINT: ['mysql', 'SMALLINT', WIDTH],
  MEDIUMINT: ['mysql', 'MEDIUMINT', WIDTH],
  INT: ['mysql', 'INTEGER', WIDTH],
  INTEGER: ['mysql', 'INTEGER', WIDTH],
  BIGINT: ['mysql', 'BIGINT', WIDTH],
  DECIMAL: ['mysql', 'DECIMAL', DECIMALS],
  NUMERIC: ['mysql', 'DECIMAL', DECIMALS],
  FLOAT: ['mysql', 'FLOAT', DECIMALS],
  DOUBLE: ['mysql', 'DOUBLE', DECIMALS],
  VARCHAR: ['mysql', 'VARCHAR', LENGTH],
  CHAR: ['mysql', 'CHAR', LENGTH],
  DATE: ['sqlalchemy', 'DATE'],
  DATETIME: ['mysql', 'DATETIME', FSP],
  TIMESTAMP: ['mysql', 'TIMESTAMP', FSP],
  TIME: ['mysql', 'TIME', FSP],
  YEAR: ['mysql', 'YEAR'],
  JSON: ['mysql', 'JSON'],
  BLOB: ['sqlalchemy', 'BLOB'],
  BINARY: ['sqlalchemy', 'BINARY', LENGTH],
  VARBINARY: ['sqlalchemy', 'VARBINARY', LENGTH],
  ...Object.fromEntries(
    'TEXT TINYTEXT MEDIUMTEXT LONGTEXT TINYBLOB MEDIUMBLOB LONGBLOB'
      .split(' ')
      .map((name) => [name, ['mysql', name] as const]),
  ),
};

/** The type of a column. @throws NotRead */
export function sqlType(reader: SqlReader, schema: Schema): ReadType {
  if (reader.dialect === 'postgresql') return postgresqlType(reader, schema);
  const word = reader.next;
  const name = word?.text ?? '';
  if (reader.dialect === 'sqlite' && (word?.kind !== 'word' || STARTS_CONSTRAINT.test(name))) {
    if (word?.kind === 'quoted' || word?.kind === 'string') notRead('a type that is quoted');
    // SQLite needs none.
    return { type: { ...ownWords(''), reason: 'The column has no type.' }, isSerial: false };
  }
  reader.name();
  if (reader.dialect === 'sqlite') return { type: sqliteType(reader, name), isSerial: false };
  if (name === 'ENUM') {
    const enums = reader.list(() => ({ kind: 'string', value: reader.string() }) as const);
    return { type: libraryType('mysql', 'ENUM', { enums, labels: enums }), isSerial: false };
  }
  const type = classOf(MYSQL, name, numbers(reader));
  const isUnsigned = reader.take('UNSIGNED');
  if (reader.is('ZEROFILL') || reader.is('CHARACTER') || reader.is('CHARSET')) notRead('an attribute of a type');
  const args = isUnsigned ? { ...type.arguments, unsigned: { kind: 'boolean', value: true } as const } : type.arguments;
  return { type: { ...type, arguments: args }, isSerial: false };
}

const STARTS_CONSTRAINT = /^(?:CONSTRAINT|PRIMARY|NOT|NULL|UNIQUE|CHECK|DEFAULT|COLLATE|REFERENCES|GENERATED|AS)$/;

/** Any words are a type there; what SQLAlchemy has no class for keeps its words. */
function sqliteType(reader: SqlReader, first: string): SqlType {
  const words = [first];
  while (reader.next?.kind === 'word' && !STARTS_CONSTRAINT.test(reader.next.text))
    words.push(reader.name().toUpperCase());
  const name = words.join(' ');
  const args = numbers(reader);
  const row = SQLITE[name];
  if (row !== undefined && args.length <= (row[2]?.length ?? 0)) return classOf(SQLITE, name, args);
  return ownWords(`${name}${args.length === 0 ? '' : `(${args.join(', ')})`}`);
}

function postgresqlType(reader: SqlReader, schema: Schema): ReadType {
  const isQuoted = reader.next?.kind === 'quoted';
  const { name: given, schema: inSchema } = reader.qualified();
  const name = isQuoted || (inSchema !== null && inSchema !== 'pg_catalog') ? null : given.toUpperCase();
  const serial = name === null ? undefined : SERIAL[name];
  if (serial !== undefined) return { type: libraryType('sqlalchemy', serial), isSerial: true };
  const known = name === null ? null : knownType(reader, name);
  const type = arrayOf(reader, known ?? namedType(reader, given, inSchema, schema));
  return { type, isSerial: false };
}

/** A type of PostgreSQL's own, whose first word is read. */
function knownType(reader: SqlReader, first: string): SqlType | null {
  let name = first === 'DEC' ? 'DECIMAL' : first;
  const second = { DOUBLE: 'PRECISION', CHARACTER: 'VARYING', CHAR: 'VARYING', BIT: 'VARYING' }[name];
  const isLong = second !== undefined && reader.take(second);
  if (name === 'DOUBLE' && !isLong) return null;
  if (isLong) name = name === 'DOUBLE' ? 'DOUBLE PRECISION' : name === 'BIT' ? 'BIT' : 'CHARACTER VARYING';
  if (!Object.hasOwn(POSTGRESQL, name)) return null;
  const fields = name === 'INTERVAL' && reader.next?.kind === 'word' && INTERVAL_FIELDS.has(reader.next.text);
  if (fields) notRead('the fields of an interval');
  const args = numbers(reader);
  if (name === 'FLOAT' && args.length > 0) {
    return libraryType('sqlalchemy', (args[0] ?? 0n) < 25n ? 'REAL' : 'DOUBLE_PRECISION');
  }
  const type = classOf(POSTGRESQL, name, args);
  if (isLong && name === 'BIT') {
    return { ...type, arguments: { ...type.arguments, varying: { kind: 'boolean', value: true } } };
  }
  // CHAR alone is one letter.
  if (type.name === 'CHAR' && args.length === 0) {
    return { ...type, arguments: { length: { kind: 'integer', value: 1n } } };
  }
  if (name !== 'TIMESTAMP' && name !== 'TIME') return type;
  if (reader.take('WITH', 'TIME', 'ZONE')) return { ...type, arguments: { ...type.arguments, ...TIMEZONE } };
  reader.take('WITHOUT', 'TIME', 'ZONE');
  return type;
}

const INTERVAL_FIELDS = new Set(['YEAR', 'MONTH', 'DAY', 'HOUR', 'MINUTE', 'SECOND']);

/** An enum type that is listed, or the words of another type, which is all that is known of it. */
function namedType(reader: SqlReader, name: string, inSchema: string | null, schema: Schema): SqlType {
  const known = enumAt(schema, name, inSchema);
  if (known?.item) {
    const labels = known.item.labels.map((value) => ({ kind: 'string', value }) as const);
    const place = known.item.schema === null ? {} : { schema: { kind: 'string', value: known.item.schema } as const };
    return libraryType('postgresql', 'ENUM', {
      enums: labels,
      labels,
      name: { kind: 'string', value: known.item.name },
      // SQL makes no type on the way.
      create_type: { kind: 'boolean', value: false },
      ...place,
    });
  }
  if (!/^[a-z_][a-z0-9_]*$/.test(name)) return notRead('a type that is quoted');
  const args = reader.is('(') ? reader.list(() => typeWord(reader)) : [];
  const written = inSchema === null ? name : `${inSchema}.${name}`;
  return ownWords(`${written}${args.length === 0 ? '' : `(${args.join(', ')})`}`);
}

function typeWord(reader: SqlReader): string {
  return reader.next?.kind === 'number' ? String(reader.integer()) : reader.name();
}

function ownWords(text: string): CustomType {
  return { kind: 'custom', name: text, reason: `SQLAlchemy has no class for the type \`${text}\`.`, text };
}

function classOf(
  table: Readonly<Record<string, Row>>,
  name: string,
  given: readonly bigint[],
): ReturnType<typeof libraryType> {
  const row = Object.hasOwn(table, name) ? table[name] : undefined;
  if (row === undefined) return notRead(`the type ${name}`);
  const [module, className, parameters = [], extra = {}] = row;
  if (given.length > parameters.length) notRead(`what the type ${name} is given`);
  const args = given.map((value, index) => [parameters[index] ?? '', { kind: 'integer', value } as const] as const);
  return libraryType(module, className, { ...Object.fromEntries(args), ...extra });
}

function numbers(reader: SqlReader): readonly bigint[] {
  return reader.is('(') ? reader.list(() => reader.integer()) : [];
}

/** `integer[][]`, `integer ARRAY`. */
function arrayOf(reader: SqlReader, item: SqlType): SqlType {
  let dimensions = reader.take('ARRAY') ? 1n : 0n;
  while (reader.take('[')) {
    if (!reader.is(']')) reader.integer();
    reader.expect(']');
    dimensions++;
  }
  if (dimensions === 0n) return item;
  const deep = dimensions === 1n ? {} : { dimensions: { kind: 'integer', value: dimensions } as const };
  return libraryType('postgresql', 'ARRAY', { item_type: item, ...deep });
}
