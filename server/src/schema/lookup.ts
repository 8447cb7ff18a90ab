import type { DialectName } from './context';
import type { Column, Constraint, ForeignKeyConstraint, Index, Table } from './model';
import { type EnumType, type ItemState, type Schema, schemaKey, type TableState } from './schema';

/** The schema that a connection uses when none is named, where the dialect has a usual one. */
const USUAL_SCHEMA: Readonly<Record<DialectName, string | null>> = {
  postgresql: 'public',
  sqlite: 'main',
  mysql: null,
};

/** Under which names of schemas a database finds what is said to be in one: the usual schema may be left out. */
function spellings(dialect: DialectName, schemaName: string | null): readonly (string | null)[] {
  const usual = USUAL_SCHEMA[dialect];
  return usual !== null && (schemaName === null || schemaName === usual)
    ? [schemaName, schemaName === null ? usual : null]
    : [schemaName];
}

/**
 * The key of a table that a database finds under a name; null where none is listed. Found are also a table of the usual
 * schema when the schema is left out, or named, and other letter cases where the database does not tell them apart.
 */
export function tableKey(schema: Schema, name: string, schemaName: string | null): string | null {
  const keys = spellings(schema.dialect, schemaName).map((one) => schemaKey(name, one));
  const key = keys.find((one) => schema.tables.has(one));
  if (key !== undefined || schema.dialect === 'postgresql') return key ?? null;
  const folded = keys.map((one) => one.toLowerCase());
  return schema.tables.findKey((_state, one) => folded.includes(one.toLowerCase())) ?? null;
}

/** A table by name (as `tableKey` finds it); null where none is listed. */
export function tableAt(schema: Schema, name: string, schemaName: string | null): TableState | null {
  const key = tableKey(schema, name, schemaName);
  return key === null ? null : (schema.tables.get(key) ?? null);
}

/** A column by name; databases other than PostgreSQL do not tell letter cases apart. */
export function columnAt(table: Pick<Table, 'columns'>, name: string, dialect: DialectName): Column | null {
  return (
    table.columns.find((column) => column.name === name) ??
    table.columns.find((column) => sameName(dialect, column.name, name)) ??
    null
  );
}

/** A constraint by the name it has in the database. */
export function constraintNamed(table: Table, name: string, dialect: DialectName): Constraint | null {
  return table.constraints.find((one) => one.name !== null && sameName(dialect, one.name.text, name)) ?? null;
}

/** An index by name. */
export function indexNamed(table: Table, name: string, dialect: DialectName): Index | null {
  return table.indexes.find((one) => one.name !== null && sameName(dialect, one.name.text, name)) ?? null;
}

/** The primary key of a table. */
export function primaryKeyOf(table: Table): Extract<Constraint, { kind: 'primaryKey' }> | null {
  return table.constraints.find((one) => one.kind === 'primaryKey') ?? null;
}

/** Keys of the tables that have an index of a name; a database other than MySQL's has one at most. */
export function tablesOfIndex(schema: Schema, name: string, schemaName: string | null): readonly string[] {
  return spellings(schema.dialect, schemaName)
    .map((one) => schemaKey(name, one))
    .flatMap((key) => (schema.names.get(key) ?? []).flatMap((use) => (use.of === 'index' ? use.table : [])));
}

/** A foreign key of one table to another. */
export interface Reference {
  /** Key of the table that has it. */
  readonly from: string;
  readonly constraint: ForeignKeyConstraint;
}

/** The foreign keys that refer to a table, its own among them. Looks through all tables. */
export function referencesTo(schema: Schema, key: string): readonly Reference[] {
  const found: Reference[] = [];
  for (const [from, { table }] of schema.tables) {
    for (const constraint of table?.constraints ?? []) {
      if (constraint.kind !== 'foreignKey') continue;
      if (keyReferredTo(schema, constraint) === key) found.push({ from, constraint });
    }
  }
  return found;
}

/** As `tableKey`, without looking for other letter cases. */
function keyReferredTo(schema: Schema, { referredTable, referredSchema }: ForeignKeyConstraint): string {
  const keys = spellings(schema.dialect, referredSchema).map((one) => schemaKey(referredTable, one));
  return keys.find((key) => schema.tables.has(key)) ?? schemaKey(referredTable, referredSchema);
}

/** The key of an enum type by name; null where none is listed. */
export function enumKey(schema: Schema, name: string, schemaName: string | null): string | null {
  const keys = spellings(schema.dialect, schemaName).map((one) => schemaKey(name, one));
  return keys.find((key) => schema.enums.has(key)) ?? null;
}

/** An enum type by name; null where none is listed. */
export function enumAt(schema: Schema, name: string, schemaName: string | null): ItemState<EnumType> | null {
  const key = enumKey(schema, name, schemaName);
  return key === null ? null : (schema.enums.get(key) ?? null);
}

/** Whether a database takes two names of columns, constraints or indexes for one. */
export function sameName(dialect: DialectName, a: string, b: string): boolean {
  return a === b || (dialect !== 'postgresql' && a.toLowerCase() === b.toLowerCase());
}
