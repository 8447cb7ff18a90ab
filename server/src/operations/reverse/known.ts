import { isDeepStrictEqual } from 'node:util';
import { refuse } from '../../sqlalchemy/refusal';
import type { Context } from '../../schema/context';
import type { Column, Table } from '../../schema/model';
import { columnAt, tableAt } from '../../schema/lookup';
import type { Schema } from '../../schema/schema';

/** How a table surely is. @throws Refusal where that is not known, or it is not there. */
export function knownTable(schema: Schema, name: string, schemaName: string | null): Table {
  const state = tableAt(schema, name, schemaName);
  const doubt = state === null ? schema.doubt : state.doubt;
  if (doubt !== null) return refuse(`What the table \`${name}\` was like is not known: ${doubt.reason}`);
  if (state === null) return refuse(`There is no table \`${name}\` at this point.`);
  return state.table ?? refuse(`What the table \`${name}\` was like is not known.`);
}

/** How a table is, where that is surely known. */
export function sureTable(schema: Schema, name: string, schemaName: string | null): Table | undefined {
  const state = tableAt(schema, name, schemaName);
  return state?.doubt === null ? (state.table ?? undefined) : undefined;
}

/** Whether a table is there; undefined where that is not known. */
export function isTableThere(schema: Schema, name: string, schemaName: string | null): boolean | undefined {
  const state = tableAt(schema, name, schemaName);
  if (state === null) return schema.doubt === null ? false : undefined;
  return state.doubt === null ? true : undefined;
}

/** A column of a table. @throws Refusal where there is none. */
export function knownColumn(table: Table, name: string, { dialect }: Context): Column {
  return (
    columnAt(table, name, dialect) ?? refuse(`The table \`${table.name}\` has no column \`${name}\` at this point.`)
  );
}

/** What is in one list and, as it is, not in the other. */
export function missingFrom<T>(list: readonly T[], other: readonly T[]): readonly T[] {
  return list.filter((item) => !other.includes(item) && !other.some((one) => isDeepStrictEqual(one, item)));
}
