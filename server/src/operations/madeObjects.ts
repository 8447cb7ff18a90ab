import type { Column, Constraint, Index } from '../schema/model';
import type { SqlType } from '../schema/sqlType';
import { isType } from '../sqlalchemy/typeArguments';

/** A constraint, an index or a table that an operation makes. */
export interface MadeObject {
  /** As the operation gives it; null: it gives none. */
  readonly name: string | null;
  readonly table: string;
  readonly schema: string | null;
}

type Where = Pick<MadeObject, 'table' | 'schema'>;

/** The constraints or indexes of one kind that a column brings along; `unknown`: there may be some that are not known. */
export function madeByColumn(
  kind: (Constraint | Index)['kind'],
  column: Column,
  { table, schema }: Where,
): readonly MadeObject[] | 'unknown' {
  const unnamed: MadeObject = { name: null, table, schema };
  switch (kind) {
    case 'primaryKey':
      return column.primaryKey ? [unnamed] : [];
    case 'foreignKey':
      return column.items.flatMap((item) =>
        item.kind === 'foreignKeyItem' || item.kind === 'foreignKey'
          ? [{ name: item.name?.text ?? null, table, schema }]
          : [],
      );
    case 'unique':
      if (column.items.some((item) => item.kind === 'unique')) return 'unknown';
      return column.unique && !column.index ? [unnamed] : [];
    case 'index':
      return column.index ? [unnamed] : [];
    case 'check':
      // It is attached to the column, not to the table.
      if (column.items.some((item) => item.kind === 'check')) return 'unknown';
      return isChecked(column.type) ? madeByType(column.type, { table, schema }) : [];
    case 'exclude':
      return [];
  }
}

/** The CHECK of a type. One without a name has a stand-in for it, of which a listener may think anything. */
export function madeByType(type: SqlType, { table, schema }: Where): readonly MadeObject[] | 'unknown' {
  if (type.kind === 'custom' || Object.keys(type.variants).length > 0) return 'unknown';
  const { name } = type.arguments;
  const isKnown = isType(type, 'sqlalchemy.Enum', 'sqlalchemy.Boolean');
  if (!isKnown || name === undefined || !('kind' in name) || name.kind !== 'string') return 'unknown';
  return [{ name: name.value, table, schema }];
}

/** A type may bring a CHECK along: one of the project, or where anything is said of it. */
export function isChecked(type: SqlType): boolean {
  if (type.kind === 'custom') return type.written === undefined && type.text === undefined;
  if (type.arguments.create_constraint !== undefined) return true;
  const inner = [...Object.values(type.variants), type.arguments.item_type].filter(
    (one): one is SqlType => one !== undefined && 'kind' in one && (one.kind === 'library' || one.kind === 'custom'),
  );
  return inner.some(isChecked);
}
