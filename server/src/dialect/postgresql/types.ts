import type { LibraryType } from '../../schema/sqlType';
import { refuse } from '../../sqlalchemy/refusal';
import { quoteIdentifier, type QuotingRules } from '../quoting';
import { isNativeEnum } from '../../sqlalchemy/toTable';
import { booleanArgument, integerArgument, stringArgument, typeArgument } from '../../sqlalchemy/typeArguments';
import { GENERIC_TYPES, typeDecorator, type TypeRule } from '../types';
import { QUOTING } from './quoting';

/** Types that are written as they are called. */
const NAMED =
  'TSVECTOR TSQUERY INET CIDR CITEXT MACADDR MACADDR8 MONEY OID REGCONFIG REGCLASS HSTORE JSON JSONB JSONPATH BYTEA ' +
  'INT4RANGE INT8RANGE NUMRANGE DATERANGE TSRANGE TSTZRANGE ' +
  'INT4MULTIRANGE INT8MULTIRANGE NUMMULTIRANGE DATEMULTIRANGE TSMULTIRANGE TSTZMULTIRANGE';

const float: TypeRule = (type) => {
  const precision = integerArgument(type, 'precision');
  return precision === null || precision === 0n ? 'FLOAT' : `FLOAT(${precision})`;
};

function zoned(name: string): TypeRule {
  return (type) => {
    // The others' classes of these names take something else.
    if (type.module === 'mssql' && name === 'TIMESTAMP')
      return refuse("SQL Server's `TIMESTAMP` is none of PostgreSQL.");
    const precision = type.module === 'postgresql' ? integerArgument(type, 'precision') : null;
    const zone = booleanArgument(type, 'timezone', false) ? 'WITH' : 'WITHOUT';
    return `${name}${precision === null ? '' : `(${precision})`} ${zone} TIME ZONE`;
  };
}

const timestamp = zoned('TIMESTAMP');
const time = zoned('TIME');

function own(rule: TypeRule): TypeRule {
  return (type, write) =>
    type.module === 'postgresql'
      ? rule(type, write)
      : refuse(`\`${type.module}.${type.name}\` is no type of PostgreSQL.`);
}

const interval: TypeRule = (type) => {
  const fields = stringArgument(type, 'fields');
  const precision = integerArgument(type, 'precision');
  return `INTERVAL${fields === null ? '' : ` ${fields}`}${precision === null ? '' : ` (${precision})`}`;
};

const bit: TypeRule = (type) => {
  const length = integerArgument(type, 'length');
  if (booleanArgument(type, 'varying', false)) return `BIT VARYING${length === null ? '' : `(${length})`}`;
  return `BIT(${length === null || length === 0n ? 1n : length})`;
};

const array: TypeRule = (type, write) => {
  const dimensions = integerArgument(type, 'dimensions') ?? 1n;
  const brackets = '[]'.repeat(Math.max(0, Number(dimensions)));
  // The brackets stand before a collation.
  return write(typeArgument(type, 'item_type')).replace(/((?: COLLATE.*)?)$/, (collation) => brackets + collation);
};

const nativeInterval: TypeRule = (type) => {
  if (!booleanArgument(type, 'native', true)) return 'TIMESTAMP WITHOUT TIME ZONE';
  const precision = integerArgument(type, 'second_precision');
  return `INTERVAL${precision === null ? '' : ` (${precision})`}`;
};

/** `schema.name` of a type that the database knows by name. @throws Refusal where it has none. */
export function typeName(type: LibraryType, quoting: QuotingRules = QUOTING): string {
  const name = stringArgument(type, 'name');
  if (name === null || name === '') return refuse(`PostgreSQL's type for \`${type.name}\` needs a name.`);
  const schema = stringArgument(type, 'schema');
  const quoted = quoteIdentifier(
    quoting,
    name,
    type.arguments.quote === undefined ? null : booleanArgument(type, 'quote', false),
  );
  return schema === null ? quoted : `${quoteIdentifier(quoting, schema)}.${quoted}`;
}

const generic = GENERIC_TYPES;

/** SQLAlchemy's `PGTypeCompiler`. */
export const TYPES: Readonly<Record<string, TypeRule>> = {
  ...generic,
  ...Object.fromEntries(NAMED.split(' ').map((name) => [name, (): string => name])),
  FLOAT: float,
  float,
  double: () => 'DOUBLE PRECISION',
  datetime: timestamp,
  TIMESTAMP: timestamp,
  time,
  TIME: time,
  INTERVAL: own(interval),
  BIT: own(bit),
  uuid: (type) => (booleanArgument(type, 'native_uuid', true) ? 'UUID' : 'CHAR(32)'),
  large_binary: () => 'BYTEA',
  ARRAY: array,
  enum: (type, write) => (isNativeEnum(type) ? typeName(type) : (generic.enum?.(type, write) ?? '')),
  ENUM: (type) => {
    const name = typeName(type);
    return refuse(`What becomes of MySQL's ENUM \`${name}\` on PostgreSQL is not followed.`);
  },
  DOMAIN: (type) => typeName(type),
  type_decorator: typeDecorator(nativeInterval, () => 'BYTEA'),
};
