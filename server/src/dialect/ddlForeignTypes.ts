import type { DdlRules } from './ddl';
import { refuse } from '../sqlalchemy/refusal';
import { argument, booleanArgument, isType, typeArgument } from '../sqlalchemy/typeArguments';
import type { LibraryType, SqlType } from '../schema/sqlType';
import type { TypeKey } from '../sqlalchemy/typeTable';

/**
 * What CREATE TABLE of another dialect does with PostgreSQL's named types: SQLAlchemy makes them there, too, be they only
 * variants for PostgreSQL (`NamedType._on_table_create`), and has no words for it.
 * @param classes those it tries to make for the dialect: enums only where the dialect has some of its own.
 */
export function refuseNamedTypes(...classes: readonly TypeKey[]): DdlRules['typesOfTable'] {
  return ({ context }, table) => {
    for (const type of table.columns.flatMap((column) => parts(column.type))) {
      const inMetaData = context.sqlalchemy === '2.0' && argument(type, 'metadata') !== null;
      if (!isType(type, ...classes) || inMetaData || !booleanArgument(type, 'create_type', true)) continue;
      refuse(`SQLAlchemy cannot make PostgreSQL's \`${type.name}\` for a table of ${context.dialect}.`);
    }
    return [];
  };
}

/** A type, its variants, and what arrays are of. */
function parts(type: SqlType): readonly LibraryType[] {
  if (type.kind === 'custom') return [];
  const items = isType(type, 'sqlalchemy.ARRAY') ? parts(typeArgument(type, 'item_type')) : [];
  return [type, ...items, ...Object.values(type.variants).flatMap(parts)];
}
