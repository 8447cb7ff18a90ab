import type { TypeArgument, SqlType, LibraryType } from '../schema/sqlType';
import { typeFor } from '../schema/sqlType';
import { TYPE_CLASSES } from '../sqlalchemy/typeTable';
import type { TypeKey } from '../sqlalchemy/typeTable';
import { refuse } from './ddlRefusal';

/** Writes types for one dialect. */
interface TypeWriter {
  readonly dialect: string;
  /** By `__visit_name__` of SQLAlchemy's class. */
  readonly rules: Readonly<Record<string, TypeRule>>;
}

export type TypeRule = (type: LibraryType, write: (type: SqlType) => string) => string;

/**
 * A column type as DDL writes it.
 * @throws DdlRefusal for types of the project, and those that SQLAlchemy cannot write for the dialect.
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

/** Whether a type's class is, or derives from, one of SQLAlchemy's generic classes (or a dialect's: `postgresql.ENUM`). */
export function isType(type: SqlType, ...keys: readonly TypeKey[]): type is LibraryType {
  if (type.kind === 'custom') return false;
  const own = typeKey(type);
  return keys.some((key) => key === own || TYPE_CLASSES[own]?.bases.includes(key) === true);
}

function typeKey(type: LibraryType): TypeKey {
  return `${type.module}.${type.name}`;
}

/** A number given to a type; null where there is none. @throws DdlRefusal where it is something else. */
export function integerArgument(type: LibraryType, name: string): bigint | null {
  const value = argument(type, name);
  if (value === null) return null;
  return 'kind' in value && value.kind === 'integer'
    ? value.value
    : refuse(`\`${name}\` of the type \`${type.name}\` is not a number.`);
}

/** A string given to a type; null where there is none. @throws DdlRefusal where it is something else. */
export function stringArgument(type: LibraryType, name: string): string | null {
  const value = argument(type, name);
  if (value === null) return null;
  return 'kind' in value && value.kind === 'string'
    ? value.value
    : refuse(`\`${name}\` of the type \`${type.name}\` is not a string.`);
}

/** A flag given to a type. @throws DdlRefusal where it is something else. */
export function booleanArgument(type: LibraryType, name: string, unsaid: boolean): boolean {
  if (type.arguments[name] === undefined) return unsaid;
  const value = argument(type, name);
  if (value === null) return false;
  return 'kind' in value && value.kind === 'boolean' && typeof value.value === 'boolean'
    ? value.value
    : refuse(`\`${name}\` of the type \`${type.name}\` is not \`True\` or \`False\`.`);
}

/** A type given to a type. @throws DdlRefusal where there is none. */
export function typeArgument(type: LibraryType, name: string): SqlType {
  const value = argument(type, name);
  return value !== null && 'kind' in value && (value.kind === 'library' || value.kind === 'custom')
    ? value
    : refuse(`\`${name}\` of the type \`${type.name}\` is not a type.`);
}

/** What was given to a type; null where nothing was, or `None`. */
export function argument(type: LibraryType, name: string): TypeArgument | null {
  const value = type.arguments[name];
  return value === undefined || ('kind' in value && value.kind === 'none') ? null : value;
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

/** The labels of an `Enum`. @throws DdlRefusal where they are not strings. */
export function enumLabels(type: LibraryType): readonly string[] {
  const value = type.arguments.labels ?? type.arguments.enums;
  if (value === undefined) return [];
  const items =
    'kind' in value ? (value.kind === 'list' || value.kind === 'tuple') && 'items' in value && value.items : value;
  if (items === false) return refuse('The labels of an `Enum` are not known.');
  return items.map((item) =>
    'kind' in item && item.kind === 'string' ? item.value : refuse('The labels of an `Enum` are not strings.'),
  );
}

function enumLength(type: LibraryType): bigint {
  const given = type.arguments.length === undefined ? undefined : integerArgument(type, 'length');
  const longest = enumLabels(type).reduce((most, label) => Math.max(most, [...label].length), 0);
  return given === undefined ? BigInt(longest) : (given ?? 0n);
}
