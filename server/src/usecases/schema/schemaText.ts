import { sequenceOptions } from '../../dialect/sequenceOptions';
import type { Context } from '../../schema/context';
import type { Constraint, Name, Table } from '../../schema/model';
import type { Doubt, Schema, TableState } from '../../schema/schema';
import { tableSql } from './tableSql';

/**
 * A schema as text: for each table, by name, the SQL that would make it, behind what is not sure of it; then enum types and
 * sequences of their own.
 */
export function schemaText(schema: Schema, context: Context): string {
  const blocks: string[] = [];
  if (schema.doubt !== null) blocks.push(comment(`There may be more: ${told(schema.doubt)}`));
  else if (schema.typesDoubt !== null) blocks.push(comment(`There may be more types: ${told(schema.typesDoubt)}`));
  for (const [key, { item, doubt }] of byKey(schema.enums)) {
    const labels = item?.labels.map((label) => `'${label.replaceAll("'", "''")}'`).join(', ');
    const type = labels === undefined ? [] : [`CREATE TYPE ${shownKey(key)} AS ENUM (${labels});`];
    blocks.push([...doubted(`type ${shownKey(key)}`, doubt), ...type].join('\n'));
  }
  for (const [key, { item, doubt }] of byKey(schema.sequences)) {
    // What belongs to a column comes and goes with it.
    if (item?.ownedBy !== undefined) continue;
    const options = item === null ? '' : sequenceOptions(item.options);
    const made = `CREATE SEQUENCE ${shownKey(key)}${options === '' ? '' : ` ${options}`};`;
    blocks.push([...doubted(`sequence ${shownKey(key)}`, doubt), made].join('\n'));
  }
  for (const [key, state] of byKey(schema.tables)) blocks.push(tableText(key, state, context));
  return blocks.map((block) => `${block}\n`).join('\n');
}

/** One table of `schemaText`, without a line end. @param key as the schema has it. */
export function tableText(key: string, { table, doubt }: TableState, context: Context): string {
  const name = `table ${shownKey(key)}`;
  if (table === null) return comment(`${name} is not known: ${doubt === null ? '' : told(doubt)}`);
  const written = tableSql(context.dialect === 'postgresql' ? withNames(table) : table, context);
  const sql = written.ok ? written.value.join('\n') : outline(name, table.columns, written.error);
  return [...doubted(name, doubt), sql].join('\n');
}

/** With the names that the database made up said too: who drops a constraint needs them. */
function withNames(table: Table): Table {
  const said = (name: Name | null): Name | null => name && { text: name.text, final: true };
  return { ...table, constraints: table.constraints.map((one): Constraint => ({ ...one, name: said(one.name) })) };
}

/** Where there is no SQL, the names. */
function outline(name: string, columns: readonly { readonly name: string }[], reason: string): string {
  return comment(`${name} (${columns.map((column) => column.name).join(', ')}): ${reason}`);
}

function doubted(name: string, doubt: Doubt | null): readonly string[] {
  return doubt === null ? [] : [comment(`${name} is not sure: ${told(doubt)}`)];
}

function told({ reason, revision }: Doubt): string {
  return revision === null ? reason : `${reason} (revision ${revision})`;
}

function comment(text: string): string {
  return `-- ${text.replace(/\s+/g, ' ')}`;
}

/** Entries by name, in the same order everywhere. */
export function byKey<T>(map: Iterable<[string, T]>): readonly (readonly [string, T])[] {
  return [...map].sort(([a], [b]) => (shownKey(a) < shownKey(b) ? -1 : 1));
}

/** `schema.name` of a key of `schemaKey`. */
export function shownKey(key: string): string {
  return key.replace('\0', '.');
}
