import { Map, Set } from 'immutable';
import type { DialectName } from './context';
import type { Constraint, Index, SequenceOptions, Table } from './model';

/** Why something is not known, and which revision made it so. */
export interface Doubt {
  /** One sentence for the user. */
  readonly reason: string;
  /** Null: not said by a revision. */
  readonly revision: string | null;
}

/** A table of a schema: as it surely is, or with what makes it unsure. */
export interface TableState {
  /** As it was last known; null where only its name is known. */
  readonly table: Table | null;
  /** Set: it may be otherwise, or not be there. */
  readonly doubt: Doubt | null;
}

/** An enum type of the database (PostgreSQL's CREATE TYPE). */
export interface EnumType {
  readonly name: string;
  readonly schema: string | null;
  readonly labels: readonly string[];
  /** A `create_table` made it, which Alembic does once a run: whether it makes the type again depends on the run. */
  readonly byTable?: boolean;
}

export interface Sequence {
  readonly name: string;
  readonly schema: string | null;
  readonly options: SequenceOptions;
  /** The column that numbers its rows by it, and takes it along when it is dropped (SERIAL, IDENTITY). */
  readonly ownedBy?: { readonly table: string; readonly schema: string | null; readonly column: string };
}

/** An item besides tables; `doubt` as for tables. */
export interface ItemState<T> {
  readonly item: T | null;
  readonly doubt: Doubt | null;
}

/** Something of a table that has a name of its own in the table's schema. */
export interface NameUse {
  /** Key of the table. */
  readonly table: string;
  /** `key`: a constraint with an index of the same name. */
  readonly of: 'index' | 'key' | 'constraint';
}

/**
 * What a database holds after migrations. Immutable: a change makes a new one that shares the rest. Keys are of
 * `schemaKey`. Tables are changed by `withTable` and `withoutTable`, which keep `names`.
 */
export interface Schema {
  readonly dialect: DialectName;
  readonly tables: Map<string, TableState>;
  readonly enums: Map<string, ItemState<EnumType>>;
  readonly sequences: Map<string, ItemState<Sequence>>;
  /** Set: there may be things that are not listed. */
  readonly doubt: Doubt | null;
  /** Set: there may be enum types that are not listed. */
  readonly typesDoubt: Doubt | null;
  /** Which tables have an index or a constraint of a name. */
  readonly names: Map<string, readonly NameUse[]>;
  /** Keys of tables that were dropped or renamed: they surely are not there, whatever else may be. */
  readonly gone: Set<string>;
}

export function emptySchema(dialect: DialectName): Schema {
  return {
    dialect,
    tables: Map(),
    enums: Map(),
    sequences: Map(),
    doubt: null,
    typesDoubt: null,
    names: Map(),
    gone: Set(),
  };
}

/** A schema of these tables, which is made at once. */
export function schemaOf(dialect: DialectName, tables: readonly (readonly [key: string, state: TableState])[]): Schema {
  const names = new globalThis.Map<string, NameUse[]>();
  for (const [key, { table }] of tables) {
    for (const [name, of] of namesOf(table)) {
      const uses = names.get(name);
      if (uses) uses.push({ table: key, of });
      else names.set(name, [{ table: key, of }]);
    }
  }
  return { ...emptySchema(dialect), tables: Map(tables), names: Map(names) };
}

/** A schema with a table put in the place of what stood under the key. */
export function withTable(schema: Schema, key: string, state: TableState): Schema {
  const before = schema.tables.get(key)?.table ?? null;
  return {
    ...schema,
    tables: schema.tables.set(key, state),
    names: renamed(schema.names, key, before, state.table),
    gone: schema.gone.delete(key),
  };
}

/** A schema without a table, which surely is not there. */
export function withoutTable(schema: Schema, key: string): Schema {
  const before = schema.tables.get(key)?.table ?? null;
  return {
    ...schema,
    tables: schema.tables.delete(key),
    names: renamed(schema.names, key, before, null),
    gone: schema.gone.add(key),
  };
}

function renamed(names: Schema['names'], key: string, before: Table | null, after: Table | null): Schema['names'] {
  if (before?.constraints === after?.constraints && before?.indexes === after?.indexes) return names;
  return names.withMutations((changed) => {
    for (const [name] of namesOf(before)) {
      const others = changed.get(name)?.filter(({ table }) => table !== key) ?? [];
      if (others.length === 0) changed.delete(name);
      else changed.set(name, others);
    }
    for (const [name, of] of namesOf(after)) changed.set(name, [...(changed.get(name) ?? []), { table: key, of }]);
  });
}

function namesOf(table: Table | null): readonly (readonly [string, NameUse['of']])[] {
  if (table === null) return [];
  const named = [...table.constraints, ...table.indexes].flatMap((item) =>
    item.name === null ? [] : [[schemaKey(item.name.text, table.schema), useOf(item.kind)] as const],
  );
  return named;
}

function useOf(kind: Constraint['kind'] | Index['kind']): NameUse['of'] {
  if (kind === 'index') return 'index';
  return kind === 'check' || kind === 'foreignKey' ? 'constraint' : 'key';
}

/** One key for `schema.name`; a missing schema is the connection's default. */
export function schemaKey(name: string, schema: string | null): string {
  return schema === null || schema === '' ? name : `${schema}\u0000${name}`;
}
