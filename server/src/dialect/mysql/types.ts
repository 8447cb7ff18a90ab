import type { LibraryType } from '../../schema/sqlType';
import { refuse } from '../../sqlalchemy/refusal';
import { isNativeEnum } from '../../sqlalchemy/toTable';
import { booleanArgument, enumLabels, integerArgument, stringArgument } from '../../sqlalchemy/typeArguments';
import { GENERIC_TYPES, typeDecorator, type TypeRule } from '../types';

/** UNSIGNED and ZEROFILL, which only MySQL's own classes have. */
function extendNumber(type: LibraryType, text: string): string {
  if (type.module !== 'mysql') return text;
  const unsigned = booleanArgument(type, 'unsigned', false) ? ' UNSIGNED' : '';
  return `${text}${unsigned}${booleanArgument(type, 'zerofill', false) ? ' ZEROFILL' : ''}`;
}

/** Character set and collation; NATIONAL goes before both. */
function extendString(type: LibraryType, text: string, isNational = false): string {
  const own = (name: string): boolean => type.module === 'mysql' && booleanArgument(type, name, false);
  const charset = type.module === 'mysql' ? stringArgument(type, 'charset') : null;
  const collation = stringArgument(type, 'collation');
  const letters =
    charset !== null && charset !== ''
      ? ` CHARACTER SET ${charset}`
      : own('ascii')
        ? ' ASCII'
        : own('unicode')
          ? ' UNICODE'
          : '';
  const order = collation !== null && collation !== '' ? ` COLLATE ${collation}` : own('binary') ? ' BINARY' : '';
  return isNational || own('national') ? `NATIONAL ${text}${order}` : text + letters + order;
}

function wholeNumber(name: string): TypeRule {
  return (type) => {
    const width = type.module === 'mysql' ? integerArgument(type, 'display_width') : null;
    return extendNumber(type, width === null ? name : `${name}(${width})`);
  };
}

function exactNumber(name: string): TypeRule {
  return (type) => {
    const precision = integerArgument(type, 'precision');
    const scale = integerArgument(type, 'scale');
    if (precision === null) return extendNumber(type, name);
    return extendNumber(type, scale === null ? `${name}(${precision})` : `${name}(${precision}, ${scale})`);
  };
}

/** DOUBLE and REAL: both numbers or none. */
function double(name: string): TypeRule {
  return (type) => {
    const precision = integerArgument(type, 'precision');
    const scale = integerArgument(type, 'scale');
    return extendNumber(type, precision === null || scale === null ? name : `${name}(${precision}, ${scale})`);
  };
}

const float: TypeRule = (type) => {
  const precision = integerArgument(type, 'precision');
  const scale = type.module === 'mysql' ? integerArgument(type, 'scale') : null;
  if (precision === null) return extendNumber(type, 'FLOAT');
  return extendNumber(type, scale === null ? `FLOAT(${precision})` : `FLOAT(${precision}, ${scale})`);
};

/** `fsp`: fractions of a second. */
function moment(name: string): TypeRule {
  return (type) => {
    const fraction = type.module === 'mysql' ? integerArgument(type, 'fsp') : null;
    return fraction === null || fraction === 0n ? name : `${name}(${fraction})`;
  };
}

function letters(name: string, { needsLength = false, isNational = false } = {}): TypeRule {
  return (type) => {
    const length = integerArgument(type, 'length');
    if (length === null && needsLength) refuse(`MySQL's \`VARCHAR\` needs a length, which \`${type.name}\` has not.`);
    return extendString(type, length === null ? name : `${name}(${length})`, isNational);
  };
}

function optionalLength(name: string): TypeRule {
  return (type) => {
    const length = integerArgument(type, 'length');
    return length === null ? name : `${name}(${length})`;
  };
}

function listed(name: string, type: LibraryType, labels: readonly string[]): string {
  const quoted = labels.map((label) => `'${label.replaceAll("'", "''")}'`);
  return extendString(type, `${name}(${quoted.join(',')})`);
}

const named =
  (name: string): TypeRule =>
  () =>
    name;
const varchar = letters('VARCHAR', { needsLength: true });
const text = letters('TEXT');
const blob = optionalLength('BLOB');

/** SQLAlchemy's `MySQLTypeCompiler`. */
export const TYPES: Readonly<Record<string, TypeRule>> = {
  ...GENERIC_TYPES,
  NUMERIC: exactNumber('NUMERIC'),
  numeric: exactNumber('NUMERIC'),
  DECIMAL: exactNumber('DECIMAL'),
  DOUBLE: double('DOUBLE'),
  double: double('DOUBLE'),
  REAL: double('REAL'),
  DOUBLE_PRECISION: double('DOUBLE PRECISION'),
  FLOAT: float,
  float,
  INTEGER: wholeNumber('INTEGER'),
  integer: wholeNumber('INTEGER'),
  BIGINT: wholeNumber('BIGINT'),
  big_integer: wholeNumber('BIGINT'),
  SMALLINT: wholeNumber('SMALLINT'),
  small_integer: wholeNumber('SMALLINT'),
  MEDIUMINT: wholeNumber('MEDIUMINT'),
  TINYINT: wholeNumber('TINYINT'),
  BIT: (type) =>
    type.module === 'mysql'
      ? optionalLength('BIT')(type, () => '')
      : refuse("PostgreSQL's `BIT` is not followed on MySQL."),
  DATETIME: moment('DATETIME'),
  datetime: moment('DATETIME'),
  TIME: moment('TIME'),
  time: moment('TIME'),
  TIMESTAMP: moment('TIMESTAMP'),
  YEAR: (type) => {
    const width = integerArgument(type, 'display_width');
    return width === null ? 'YEAR' : `YEAR(${width})`;
  },
  TEXT: text,
  text,
  unicode_text: text,
  TINYTEXT: (type) => extendString(type, 'TINYTEXT'),
  MEDIUMTEXT: (type) => extendString(type, 'MEDIUMTEXT'),
  LONGTEXT: (type) => extendString(type, 'LONGTEXT'),
  VARCHAR: varchar,
  string: varchar,
  unicode: varchar,
  CHAR: letters('CHAR'),
  NVARCHAR: letters('VARCHAR', { needsLength: true, isNational: true }),
  NCHAR: letters('CHAR', { isNational: true }),
  VARBINARY: (type) => {
    const length = integerArgument(type, 'length');
    return length === null ? refuse("MySQL's `VARBINARY` needs a length.") : `VARBINARY(${length})`;
  },
  JSON: named('JSON'),
  large_binary: blob,
  BLOB: blob,
  TINYBLOB: named('TINYBLOB'),
  MEDIUMBLOB: named('MEDIUMBLOB'),
  LONGBLOB: named('LONGBLOB'),
  enum: (type, write) => (isNativeEnum(type) ? listed('ENUM', type, enumLabels(type)) : notNative(type, write)),
  ENUM: (type) => listed('ENUM', type, enumLabels(type)),
  SET: () => refuse("MySQL's `SET` is not followed."),
  BOOLEAN: named('BOOL'),
  boolean: named('BOOL'),
  type_decorator: typeDecorator(
    () => 'DATETIME',
    () => 'BLOB',
  ),
};

function notNative(type: LibraryType, write: Parameters<TypeRule>[1]): string {
  if (stringArgument(type, 'collation') !== null) return refuse('A collation of an `Enum` is not followed.');
  const generic = GENERIC_TYPES.enum?.(type, write) ?? '';
  return generic === 'VARCHAR'
    ? refuse("MySQL's `VARCHAR` needs a length, which an `Enum` without labels has not.")
    : generic;
}
