import { listOption } from '../../dialect/ddlOptions';
import type { Statement } from '../../dialect/statement';
import { constraintAgain } from '../../operations/reverse/rebuild';
import type { Operation } from '../../operations/operation';
import type { Column, Constraint, Table } from '../../schema/model';
import { schemaKey } from '../../schema/schema';
import { TERMINATOR } from '../sql/eachRevision';
import { quotedName } from './tableSql';

const NOWHERE = { from: 0, to: 0 };

/** How a table that others give columns to is made: what CREATE TABLE says, and what follows it. */
export interface DerivedTable {
  readonly table: Table;
  readonly operations: readonly Operation[];
  readonly statements: readonly Statement[];
}

/** Tables by their keys. */
export type TablesByKey = ReadonlyMap<string, Table>;

/** Keys of the tables that a table of PostgreSQL is a partition of or inherits from. */
export function parentsOf({ partitionOf, options, schema }: Table): readonly string[] {
  if (partitionOf !== undefined) return [schemaKey(partitionOf.table, partitionOf.schema)];
  return listOption(options, 'postgresql_inherits', true).map((name) => schemaKey(name, schema));
}

/**
 * A table of PostgreSQL without what it has from others: a column that it said itself would stay when theirs is dropped.
 * A partition whose columns stand in another order was made as a table and attached, and is again.
 */
export function derivedTable(table: Table, tables: TablesByKey): DerivedTable {
  const parents = parentsOf(table).flatMap((key) => tables.get(key) ?? []);
  const [first] = parents;
  if (first === undefined) return { table, operations: [], statements: [] };
  if (table.partitionOf === undefined) return inheriting(table, parents);
  return namesOf(first) === namesOf(table) ? { table, operations: [], statements: [] } : attached(table, tables);
}

function inheriting(table: Table, parents: readonly Table[]): DerivedTable {
  const given = new Set(parents.flatMap(({ columns }) => columns.map(({ name }) => name)));
  // Nobody inherits that a column is numbered.
  const isInherited = ({ name, serverDefault }: Column): boolean =>
    given.has(name) && serverDefault?.kind !== 'identity';
  const [inside, later] = [table.constraints.filter((one) => !isKey(one)), table.constraints.filter(isKey)];
  return {
    table: { ...table, columns: table.columns.filter((one) => !isInherited(one)), constraints: inside },
    operations: later.map((one) => constraintAgain(one, { ...table, place: NOWHERE })),
    statements: [],
  };
}

/** Keys name columns, which CREATE TABLE must have. */
function isKey({ kind }: Constraint): boolean {
  return kind === 'primaryKey' || kind === 'unique' || kind === 'exclude';
}

function attached(table: Table, tables: TablesByKey): DerivedTable {
  const { partitionOf, ...rest } = table;
  if (partitionOf === undefined) return { table, operations: [], statements: [] };
  // What numbers the columns of the whole numbers those of its parts (since PostgreSQL 17).
  const columns = table.columns.map((column): Column =>
    column.serverDefault?.kind === 'identity' ? { ...column, serverDefault: null, autoincrement: false } : column,
  );
  const own = { ...rest, columns, constraints: [...table.constraints, ...checksAbove(table, tables)] };
  const name = quotedName(table.name, table.schema);
  const statement = `ALTER TABLE ${quotedName(partitionOf.table, partitionOf.schema)} ATTACH PARTITION ${name} ${partitionOf.bound}`;
  return { table: own, operations: [], statements: [statement + TERMINATOR] };
}

/** A table can only be attached that has the checks of what it becomes a part of. */
function checksAbove(table: Table, tables: TablesByKey): readonly Constraint[] {
  return parentsOf(table).flatMap((key) => {
    const parent = tables.get(key);
    if (parent === undefined) return [];
    return [...parent.constraints.filter(({ kind }) => kind === 'check'), ...checksAbove(parent, tables)];
  });
}

function namesOf({ columns }: Table): string {
  return columns.map(({ name }) => name).join('\0');
}
