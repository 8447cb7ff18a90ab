import type { DialectName } from '../../schema/context';
import { primaryKeyOf } from '../../schema/lookup';
import type { CheckConstraint, Column, Table } from '../../schema/model';
import { schemaKey } from '../../schema/schema';
import { autoincrementColumn } from '../../sqlalchemy/autoincrement';
import { sequenceName } from './assignedNames';
import type { TableEdit } from './tableEdit';

/** A column as the database holds it: what it brings to its table is not in it. */
export function heldColumn(column: Column, dialect: DialectName): Column {
  const comment = dialect === 'sqlite' || column.comment === '' ? null : column.comment;
  const isIdentity = column.serverDefault?.kind === 'identity' && dialect !== 'postgresql';
  return {
    ...column,
    // SQLAlchemy writes identities for PostgreSQL only.
    serverDefault: isIdentity ? null : column.serverDefault,
    unique: false,
    index: false,
    items: [],
    comment,
  };
}

/** A table as the database holds it: what its columns bring is its own. */
export function heldTable(table: Table, dialect: DialectName): Table {
  const key = primaryKeyOf(table)?.columns ?? [];
  return {
    ...table,
    columns: table.columns.map((column) => ({
      ...heldColumn(column, dialect),
      // A key that a batch adds leaves those of the old one as they were written.
      primaryKey: key.includes(column.name),
    })),
    constraints: [...table.constraints, ...table.columns.flatMap(checksInside)],
    comment: dialect === 'sqlite' || table.comment === '' ? null : table.comment,
  };
}

/** The CHECKs inside a column, which databases hold as those of its table. */
export function checksInside({ items }: Column): readonly CheckConstraint[] {
  return items.filter((item) => item.kind === 'check');
}

/**
 * The sequences that SERIAL and IDENTITY make on PostgreSQL. A column that is numbered without being the primary key is
 * held with the default that the database has.
 */
export function makeSequences(edit: TableEdit, columns: readonly Column[], serial: Column | null): void {
  if (edit.dialect !== 'postgresql') return;
  for (const column of columns) {
    const identity = column.serverDefault?.kind === 'identity' ? column.serverDefault : null;
    if (identity === null && column.name !== serial?.name) continue;
    const { name: table, schema } = edit.table;
    const name = sequenceName(edit.schema, edit.key, edit.table, column.name);
    const item = { name, schema, options: identity?.sequence ?? {}, ownedBy: { table, schema, column: column.name } };
    edit.schema = {
      ...edit.schema,
      sequences: edit.schema.sequences.set(schemaKey(name, schema), { item, doubt: null }),
    };
    if (identity === null && !column.primaryKey) edit.updateColumn(column.name, (one) => numbered(one, name));
  }
}

/**
 * Changes constraints of a table without a column's being numbered or not following: it is when the column is made, by the
 * constraints there are then.
 */
export function keepNumbering(edit: TableEdit, change: () => void): void {
  const numbered = (): string | undefined => autoincrementColumn(edit.table, edit.context.sqlalchemy)?.name;
  const before = edit.dialect === 'sqlite' ? undefined : numbered();
  change();
  const after = edit.dialect === 'sqlite' ? undefined : numbered();
  if (before === after) return;
  if (before !== undefined) edit.updateColumn(before, (column) => ({ ...column, autoincrement: 'ignore_fk' }));
  if (after !== undefined) edit.updateColumn(after, (column) => ({ ...column, autoincrement: false }));
}

/** A column that is numbered by a sequence, said as its default. */
export function numbered(column: Column, sequence: string): Column {
  const sql = `nextval('${/^[a-z_][a-z0-9_$]*$/.test(sequence) ? sequence : `"${sequence}"`}'::regclass)`;
  return { ...column, serverDefault: { kind: 'expression', expression: { kind: 'text', sql, binds: {} } } };
}

/** The column that PostgreSQL makes SERIAL in CREATE TABLE or ADD COLUMN (`PGDDLCompiler`). @throws Refusal */
export function serialColumn(edit: TableEdit, table: Parameters<typeof autoincrementColumn>[0]): Column | null {
  if (edit.dialect !== 'postgresql') return null;
  const column = autoincrementColumn(table, edit.context.sqlalchemy);
  if (column === null || !column.primaryKey || column.serverDefault?.kind === 'identity') return null;
  const { default: value } = column;
  if (value === null) return column;
  const optional = value.kind === 'sequence' ? value.options.optional : undefined;
  return optional?.kind === 'boolean' && optional.value ? column : null;
}

/** Sequences that belong to a column, or to all columns of a table (`column` null), follow or go. */
export function changeSequences(
  edit: Pick<TableEdit, 'schema' | 'dialect'>,
  owner: { readonly table: string; readonly schema: string | null; readonly column: string | null },
  to: { readonly table?: string; readonly column?: string } | null,
): void {
  if (edit.dialect !== 'postgresql') return;
  const { sequences } = edit.schema;
  const changed = sequences.withMutations((all) => {
    for (const [key, state] of sequences) {
      const { item } = state;
      if (item === null) continue;
      const owned = item.ownedBy;
      if (owned?.table !== owner.table || owned.schema !== owner.schema) continue;
      if (owner.column !== null && owned.column !== owner.column) continue;
      if (to === null) all.delete(key);
      else all.set(key, { ...state, item: { ...item, ownedBy: { ...owned, ...to } } });
    }
  });
  edit.schema = { ...edit.schema, sequences: changed };
}
