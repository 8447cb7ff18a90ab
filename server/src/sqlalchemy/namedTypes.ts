import { type LibraryType, type SqlType, typeFor } from '../schema/sqlType';
import { isType, typeArgument } from './typeArguments';

/** The types of a column that PostgreSQL may have to be told of before: its own, and those in arrays. */
export function namedTypes(type: SqlType): readonly LibraryType[] {
  if (type.kind === 'custom') return [];
  const inner = isType(type, 'sqlalchemy.ARRAY') ? namedTypes(typeArgument(type, 'item_type')) : [];
  const isNamed = isType(type, 'sqlalchemy.Enum', 'postgresql.DOMAIN');
  return [...(isNamed ? [type] : []), ...inner];
}

/** Whether a class is PostgreSQL's own: those are made whether they are meant for PostgreSQL or not. */
export function isPostgresqlsOwn(type: LibraryType): boolean {
  return isType(type, 'postgresql.ENUM', 'postgresql.DOMAIN');
}

/** The named types that a table is attached to by a column's type, its variants among them. */
export function attachedTypes(type: SqlType): readonly LibraryType[] {
  if (type.kind === 'custom') return [];
  const meant = typeFor(type, 'postgresql');
  return [type, ...Object.values(type.variants)].flatMap((one) =>
    namedTypes(one).filter((named) => one === meant || isPostgresqlsOwn(named)),
  );
}

/** Whether a type has named types within it: in an array, or as a variant. */
export function holdsNamedTypes(type: SqlType): boolean {
  if (type.kind === 'custom') return false;
  return [type, ...Object.values(type.variants)].some((one) => namedTypes(one).some((named) => named !== type));
}
