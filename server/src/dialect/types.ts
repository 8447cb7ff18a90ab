import type { LibraryType, SqlType } from '../schema/sqlType';
import { typeFor } from '../schema/sqlType';
import { TYPE_CLASSES } from '../sqlalchemy/typeTable';
import {
  enumLabels,
  integerArgument,
  isType,
  stringArgument,
  typeArgument,
  typeKey,
} from '../sqlalchemy/typeArguments';
import { refuse } from '../sqlalchemy/refusal';

/** Writes types for one dialect. */
interface TypeWriter {
  readonly dialect: string;
  /** By `__visit_name__` of SQLAlchemy's class. */
  readonly rules: Readonly<Record<string, TypeRule>>;
}

export type TypeRule = (type: LibraryType, write: (type: SqlType) => string) => string;

/**
 * A column type as DDL writes it.
 * @throws Refusal for types of the project, and those that SQLAlchemy cannot write for the dialect.
 */
export function typeText(writer: TypeWriter, type: SqlType): string {
  const own = typeFor(type, writer.dialect);
  if (own.kind === 'custom') {
    if (own.text !== undefined) return own.text;
    return own.written === undefined ? refuse(own.reason) : typeText(writer, own.written);
  }
  const rule = writer.rules[visitName(own)];
  if (rule === undefined) return refuse(`SQLAlchemy has no ${writer.dialect} type for \`${own.name}\`.`);
  return rule(own, (inner) => typeText(writer, inner));
}

/** Under what name SQLAlchemy's compilers know a class. */
function visitName(type: LibraryType): string {
  return TYPE_CLASSES[typeKey(type)]?.visit ?? '';
}

function withLength(name: string): TypeRule {
  return (type) => {
    const length = integerArgument(type, 'length');
    const collation = stringArgument(type, 'collation');
    return `${name}${length === null || length === 0n ? '' : `(${length})`}${
      collation === null || collation === '' ? '' : ` COLLATE "${collation}"`
    }`;
  };
}

function withPrecision(name: string): TypeRule {
  return (type) => {
    const precision = integerArgument(type, 'precision');
    const scale = integerArgument(type, 'scale');
    if (precision === null) return name;
    return scale === null ? `${name}(${precision})` : `${name}(${precision}, ${scale})`;
  };
}

function binary(name: string): TypeRule {
  return (type) => {
    const length = integerArgument(type, 'length');
    return length === null || length === 0n ? name : `${name}(${length})`;
  };
}

const always =
  (text: string): TypeRule =>
  () =>
    text;

const varchar = withLength('VARCHAR');
const text = withLength('TEXT');

/** SQLAlchemy's generic rules (`GenericTypeCompiler`), by `__visit_name__`; a dialect adds its own and overrides. */
export const GENERIC_TYPES: Readonly<Record<string, TypeRule>> = {
  FLOAT: always('FLOAT'),
  float: always('FLOAT'),
  DOUBLE: always('DOUBLE'),
  double: always('DOUBLE'),
  DOUBLE_PRECISION: always('DOUBLE PRECISION'),
  REAL: always('REAL'),
  NUMERIC: withPrecision('NUMERIC'),
  numeric: withPrecision('NUMERIC'),
  DECIMAL: withPrecision('DECIMAL'),
  INTEGER: always('INTEGER'),
  integer: always('INTEGER'),
  SMALLINT: always('SMALLINT'),
  small_integer: always('SMALLINT'),
  BIGINT: always('BIGINT'),
  big_integer: always('BIGINT'),
  TIMESTAMP: always('TIMESTAMP'),
  DATETIME: always('DATETIME'),
  datetime: always('DATETIME'),
  DATE: always('DATE'),
  date: always('DATE'),
  TIME: always('TIME'),
  time: always('TIME'),
  CLOB: always('CLOB'),
  NCLOB: always('NCLOB'),
  CHAR: withLength('CHAR'),
  NCHAR: withLength('NCHAR'),
  VARCHAR: varchar,
  string: varchar,
  unicode: varchar,
  NVARCHAR: withLength('NVARCHAR'),
  TEXT: text,
  text,
  unicode_text: text,
  UUID: always('UUID'),
  BLOB: always('BLOB'),
  large_binary: always('BLOB'),
  BINARY: binary('BINARY'),
  VARBINARY: binary('VARBINARY'),
  BOOLEAN: always('BOOLEAN'),
  boolean: always('BOOLEAN'),
  uuid: always('CHAR(32)'),
  enum: (type) => {
    const length = enumLength(type);
    const collation = stringArgument(type, 'collation');
    return `VARCHAR${length === 0n ? '' : `(${length})`}${collation === null ? '' : ` COLLATE "${collation}"`}`;
  },
  null: () => refuse('A column has no type.'),
};

/**
 * SQLAlchemy's own type decorators, and those that name what they stand for.
 * @param interval how `Interval` is written; @param pickled how `PickleType` is.
 */
export function typeDecorator(interval: TypeRule, pickled: TypeRule): TypeRule {
  return (type, write) => {
    const { name } = type;
    if (isType(type, 'sqlalchemy.Interval') && type.module === 'sqlalchemy') return interval(type, write);
    if (type.arguments.impl !== undefined) return write(typeArgument(type, 'impl'));
    if (isType(type, 'sqlalchemy.PickleType')) return pickled(type, write);
    return refuse(`The type \`${name}\` is not followed.`);
  };
}

function enumLength(type: LibraryType): bigint {
  const given = type.arguments.length === undefined ? undefined : integerArgument(type, 'length');
  const longest = enumLabels(type).reduce((most, label) => Math.max(most, [...label].length), 0);
  return given === undefined ? BigInt(longest) : (given ?? 0n);
}
