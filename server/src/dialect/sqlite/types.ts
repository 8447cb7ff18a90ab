import { GENERIC_TYPES, typeDecorator, type TypeRule } from '../types';
import { refuse } from '../../sqlalchemy/refusal';

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
  type_decorator: typeDecorator(
    () => 'DATETIME',
    () => 'BLOB',
  ),
};
