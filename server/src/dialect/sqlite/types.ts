import { GENERIC_TYPES, isType, typeArgument, type TypeRule } from '../types';
import { refuse } from '../ddlRefusal';

/** What SQLAlchemy's type decorators stand for. */
const decorated: TypeRule = (type, write) => {
  if (isType(type, 'sqlalchemy.Interval') && type.module === 'sqlalchemy') return 'DATETIME';
  if (isType(type, 'sqlalchemy.PickleType') && type.arguments.impl === undefined) return 'BLOB';
  return type.arguments.impl === undefined
    ? refuse(`The type \`${type.name}\` is not followed.`)
    : write(typeArgument(type, 'impl'));
};

/** SQLite's own date types take formats, which may change their affinity. */
function dateType(name: string): TypeRule {
  return (type) =>
    type.module === 'sqlite' && (type.arguments.storage_format ?? type.arguments.regexp) !== undefined
      ? refuse(`A storage format of SQLite's \`${name}\` is not followed.`)
      : name;
}

/** SQLAlchemy's `SQLiteTypeCompiler`. */
export const TYPES: Readonly<Record<string, TypeRule>> = {
  ...GENERIC_TYPES,
  DATETIME: dateType('DATETIME'),
  datetime: dateType('DATETIME'),
  DATE: dateType('DATE'),
  date: dateType('DATE'),
  TIME: dateType('TIME'),
  time: dateType('TIME'),
  JSON: () => 'JSON',
  type_decorator: decorated,
};
