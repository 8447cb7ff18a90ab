import type { SqlType } from '../../schema/sqlType';

/** How SQLAlchemy's type classes behave in expressions; null is `NullType`. */
export type ElementType = SqlType | null;

/** Classes that share operators and literals. `custom`: nothing is known; `other`: a class on its own, without literals. */
export type TypeFamily =
  | 'null'
  | 'integer'
  | 'numeric'
  | 'string'
  | 'enum'
  | 'boolean'
  | 'date'
  | 'datetime'
  | 'time'
  | 'interval'
  | 'binary'
  | 'json'
  | 'array'
  | 'uuid'
  | 'hstore'
  | 'other'
  | 'custom';

const GENERIC: Partial<Record<TypeFamily, string>> = {
  null: 'NullType',
  integer: 'Integer INTEGER INT SmallInteger SMALLINT BigInteger BIGINT',
  numeric: 'Numeric NUMERIC DECIMAL Float FLOAT REAL Double DOUBLE DOUBLE_PRECISION',
  string: 'String VARCHAR Text TEXT CHAR NCHAR NVARCHAR CLOB Unicode UnicodeText',
  enum: 'Enum',
  boolean: 'Boolean BOOLEAN',
  date: 'Date DATE',
  datetime: 'DateTime DATETIME TIMESTAMP',
  time: 'Time TIME',
  interval: 'Interval',
  binary: 'LargeBinary BLOB BINARY VARBINARY',
  json: 'JSON',
  array: 'ARRAY',
  uuid: 'Uuid UUID',
};

const OF_DIALECT: Readonly<Record<string, Partial<Record<TypeFamily, string>>>> = {
  postgresql: {
    array: 'ARRAY',
    binary: 'BYTEA',
    string: 'CITEXT',
    datetime: 'TIMESTAMP',
    time: 'TIME',
    interval: 'INTERVAL',
    enum: 'ENUM',
    json: 'JSON JSONB',
    hstore: 'HSTORE',
    other:
      'INET CIDR MACADDR MACADDR8 MONEY OID REGCLASS REGCONFIG TSQUERY TSVECTOR BIT DOMAIN ' +
      'INT4RANGE INT8RANGE NUMRANGE DATERANGE TSRANGE TSTZRANGE ' +
      'INT4MULTIRANGE INT8MULTIRANGE NUMMULTIRANGE DATEMULTIRANGE TSMULTIRANGE TSTZMULTIRANGE',
  },
  mysql: {
    integer: 'BIGINT INTEGER MEDIUMINT SMALLINT TINYINT',
    numeric: 'DECIMAL DOUBLE FLOAT NUMERIC REAL',
    string: 'CHAR LONGTEXT MEDIUMTEXT NCHAR NVARCHAR SET TEXT TINYTEXT VARCHAR',
    enum: 'ENUM',
    datetime: 'DATETIME TIMESTAMP',
    time: 'TIME',
    binary: 'LONGBLOB MEDIUMBLOB TINYBLOB',
    json: 'JSON',
    other: 'BIT YEAR INET4 INET6',
  },
  sqlite: { date: 'DATE', datetime: 'DATETIME', time: 'TIME', json: 'JSON' },
};

const FAMILIES: ReadonlyMap<string, TypeFamily> = new Map(
  Object.entries({ sqlalchemy: GENERIC, ...OF_DIALECT }).flatMap(([module, families]) =>
    Object.entries(families).flatMap(([family, names]) =>
      names.split(' ').map((name): [string, TypeFamily] => [`${module}.${name}`, family as TypeFamily]),
    ),
  ),
);

/** The family of a type's class; `custom` also for classes of SQLAlchemy that are not in the table. */
export function familyOf(type: ElementType): TypeFamily {
  if (type === null) return 'null';
  if (type.kind === 'custom') return 'custom';
  return FAMILIES.get(`${type.module}.${type.name}`) ?? 'custom';
}

/** SQLAlchemy's `_type_affinity`, as a word to compare; undefined where the class is not known. */
export function affinityOf(type: ElementType): string | undefined {
  const family = familyOf(type);
  if (type === null || family === 'null') return 'null';
  if (family === 'custom') return undefined;
  if (family === 'other') return type.name.endsWith('RANGE') ? 'range' : type.name;
  if (family !== 'enum') return family;
  return type.kind === 'library' && type.module === 'sqlalchemy' ? 'string' : 'namedType';
}
