import type { Operation } from '../../operations/operation';
import { operationsOfSql } from '../../operations/sqlEffects/operationsOfSql';
import type { Table } from '../../schema/model';
import { type Schema, schemaKey } from '../../schema/schema';
import type { RevisionDocument } from '../../workspace/snapshot';
import type { RevisionReplay } from './schemaReplay';
import { oneByOne } from './touched';

/** A revision that made something. */
export interface Origin {
  readonly id: string;
  readonly document: RevisionDocument;
}

/** Which revisions made a table and its parts. What is not listed was made by none that is sure. */
export interface TableOrigin {
  readonly table: Origin | null;
  readonly columns: ReadonlyMap<string, Origin>;
  /** Constraints and indexes by name. */
  readonly items: ReadonlyMap<string, Origin>;
}

const NOWHERE: TableOrigin = { table: null, columns: new Map(), items: new Map() };

/**
 * Which revision made each table there is after the last of `replayed`, its columns, constraints and indexes; a name that is
 * changed goes on from what had it before. By the keys of the schema.
 */
export function originsOf(replayed: readonly RevisionReplay[]): ReadonlyMap<string, TableOrigin> {
  const origins = new Map<string, TableOrigin>();
  for (const { id, document, before, after, reading } of replayed) {
    if (before.tables === after.tables) continue;
    const renames = renamesOf(oneByOne(reading.operations), before);
    const known = new Map(origins);
    for (const key of before.tables.keys()) if (!after.tables.has(key)) origins.delete(key);
    for (const [key, state] of after.tables) {
      const source = before.tables.has(key) ? key : sourceOf(key, renames.tables, before);
      const old = source === null ? undefined : before.tables.get(source);
      if (old === state) continue;
      const inherited = source === null ? undefined : known.get(source);
      if (state.table === null) origins.set(key, NOWHERE);
      else if (old === undefined) origins.set(key, made(state.table, { id, document }));
      else if (old.table !== null && inherited !== undefined) {
        const oldName = (name: string): string | undefined =>
          renames.columns.get(`${key}\0${name}`) ?? renames.columns.get(`${source ?? key}\0${name}`);
        origins.set(key, changed(inherited, old.table, state.table, { id, document }, oldName));
      }
    }
  }
  return origins;
}

function made(table: Table, origin: Origin): TableOrigin {
  return {
    table: origin,
    columns: new Map(table.columns.map(({ name }) => [name, origin])),
    items: new Map(namesOf(table).map((name) => [name, origin])),
  };
}

function changed(
  known: TableOrigin,
  before: Table,
  after: Table,
  origin: Origin,
  oldName: (name: string) => string | undefined,
): TableOrigin {
  const had = new Set(before.columns.map(({ name }) => name));
  const columns = after.columns.flatMap(({ name }): (readonly [string, Origin])[] => {
    const source = had.has(name) ? name : oldName(name);
    const found = source === undefined || !had.has(source) ? origin : known.columns.get(source);
    return found === undefined ? [] : [[name, found]];
  });
  const named = new Set(namesOf(before));
  const items = namesOf(after).flatMap((name): (readonly [string, Origin])[] => {
    const found = named.has(name) ? known.items.get(name) : origin;
    return found === undefined ? [] : [[name, found]];
  });
  return { table: known.table, columns: new Map(columns), items: new Map(items) };
}

function namesOf({ constraints, indexes }: Table): readonly string[] {
  return [...constraints, ...indexes].flatMap(({ name }) => name?.text ?? []);
}

interface Renames {
  /** New key -> old key. */
  readonly tables: ReadonlyMap<string, string>;
  /** Key of the table and new name -> old name. */
  readonly columns: ReadonlyMap<string, string>;
}

function renamesOf(operations: readonly Operation[], schema: Schema): Renames {
  const tables = new Map<string, string>();
  const columns = new Map<string, string>();
  for (const one of operations) {
    for (const operation of one.kind === 'execute' ? operationsOfSql(one, { schema }) : [one]) {
      if (operation.kind === 'renameTable') {
        const { table, newName, schema: place } = operation;
        tables.set(schemaKey(newName, place), schemaKey(table, place));
      } else if (operation.kind === 'alterColumn' && operation.newName !== null) {
        columns.set(`${schemaKey(operation.table, operation.schema)}\0${operation.newName}`, operation.column);
      }
    }
  }
  return { tables, columns };
}

/** What a table was called before the revision; null: it was not there. */
function sourceOf(key: string, renames: ReadonlyMap<string, string>, { tables }: Schema): string | null {
  const seen = new Set<string>();
  for (let at = renames.get(key); at !== undefined && !seen.has(at); at = renames.get(at)) {
    if (tables.has(at)) return at;
    seen.add(at);
  }
  return null;
}
