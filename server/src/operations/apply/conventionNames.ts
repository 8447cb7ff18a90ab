import type { Context } from '../../schema/context';
import type { Constraint, ForeignKeyConstraint, Index, IndexElement, Name } from '../../schema/model';
import { conventionName, type NamedKind } from '../../sqlalchemy/naming';
import { checkName, refuseColumnTokens } from '../../sqlalchemy/toTable';
import type { AddConstraint, CreateForeignKey, DropConstraint } from '../operation';

/** The constraint of an operation, with the name the convention gives (schemaobj.py of Alembic). @throws Refusal */
export function namedConstraint(operation: AddConstraint, context: Context): Constraint {
  const { constraint, table, schema } = operation;
  const name = (kind: NamedKind, columns: readonly string[]): Name | null =>
    conventionName(context.naming, kind, constraint.name, { table, schema, columns });
  switch (constraint.kind) {
    case 'primaryKey':
      return { ...constraint, name: name('pk', constraint.columns) };
    case 'unique':
      return { ...constraint, name: name('uq', constraint.columns) };
    case 'check':
      return { ...constraint, name: checkName(constraint, { name: (kind) => name(kind, []), context }) };
    case 'exclude':
      return constraint;
  }
}

/** The foreign key of an operation, named as above. @throws Refusal */
export function namedForeignKey(operation: CreateForeignKey, context: Context): ForeignKeyConstraint {
  const { table, schema, columns, referredTable, referredSchema, referredColumns, rules, options } = operation;
  const referred = { table: referredTable, schema: referredSchema, columns: referredColumns };
  const name = conventionName(context.naming, 'fk', operation.name, { table, schema, columns, referred });
  return { kind: 'foreignKey', name, columns, referredTable, referredSchema, referredColumns, rules, options };
}

const KINDS = { foreignkey: 'fk', primary: 'pk', unique: 'uq', check: 'ck' } as const;

/** The name of a constraint to drop: conventions that elaborate names elaborate this one too. @throws Refusal */
export function droppedName({ name, type, table, schema }: DropConstraint, context: Context): Name | null {
  if (type === null) return name;
  return conventionName(context.naming, KINDS[type], name, { table, schema, columns: [] });
}

/** Columns that Alembic puts into the stand-in for the table: those named, and one for each `text()`. */
export function indexedColumns(elements: readonly IndexElement[]): readonly string[] {
  return elements.flatMap((element) =>
    element.kind === 'columnName' ? element.name : element.kind === 'text' ? element.sql : [],
  );
}

/** The name of an index on a stand-in for its table. @throws Refusal */
export function indexName(
  name: Index['name'],
  { table, schema }: { readonly table: string; readonly schema: string | null },
  elements: readonly IndexElement[],
  context: Context,
): Index['name'] {
  const columns = indexedColumns(elements);
  // Without a column of the table SQLAlchemy does not tell the naming convention of the index.
  if (columns.length === 0) return name;
  if (columns.length < elements.length) refuseColumnTokens(context, name);
  return conventionName(context.naming, 'ix', name, { table, schema, columns });
}

/** The name of an index to drop, of whose columns Alembic makes one up. @throws Refusal */
export function droppedIndexName(
  name: Name,
  table: string | null,
  schema: string | null,
  context: Context,
): Index['name'] {
  return indexName(name, { table: table ?? 'no_table', schema }, [{ kind: 'columnName', name: 'x' }], context);
}
