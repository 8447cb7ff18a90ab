import { groupBy } from '../../../common/collections';
import { applyStatement } from '../../../operations/sqlEffects/applyStatement';
import { primaryKeyOf, tableAt } from '../../../schema/lookup';
import type { Column, Table } from '../../../schema/model';
import { type Doubt, emptySchema, type Schema, withTable } from '../../../schema/schema';
import { rawSql } from '../../expressions/rawSql';
import type { ApplyContext } from '../../../operations/applied';
import type { ColumnRow, IndexTextRow, SqliteCatalogue, TextRow } from './catalogue';
import { listedTable } from './listedTable';
import { printedDefault } from './printedDefault';

const CONTEXT: ApplyContext = {
  dialect: 'sqlite',
  mode: 'online',
  sqlalchemy: '2.0',
  naming: null,
  revision: null,
};
const NOWHERE = { from: 0, to: 0 };

/**
 * What a SQLite database holds: what the texts of CREATE TABLE and CREATE INDEX say, which SQLite keeps up through ALTER
 * TABLE, held against what its pragmas list. A table whose text is not followed is as the pragmas list it, which is less,
 * and in doubt.
 * @param versionTable Alembic's own, which is left out.
 */
export function sqliteSchema(catalogue: SqliteCatalogue, versionTable: string): Schema {
  const isOwn = (name: string): boolean => name.toLowerCase() === versionTable.toLowerCase();
  const columns = groupBy(catalogue.columns, ({ table }) => table);
  const references = groupBy(catalogue.references, ({ table }) => table);
  const texts = catalogue.tables.filter(({ name }) => !isOwn(name));
  const read = readTables(texts, (name) => columns.get(name) ?? []);
  const listed = texts.reduce((schema, { name }) => {
    const known = schema.tables.get(name);
    const rows = columns.get(name) ?? [];
    if (known?.table && known.doubt === null) return schema;
    const doubt: Doubt = { reason: 'What its CREATE TABLE says is not all followed.', revision: null };
    return withTable(schema, name, { table: listedTable(name, rows, references.get(name) ?? [], schema), doubt });
  }, read);
  return catalogue.indexes.filter(({ table }) => !isOwn(table)).reduce(withIndex, listed);
}

/** Those whose text is followed, and says what is listed. A foreign key may leave out the columns of a table that comes later. */
function readTables(texts: readonly TextRow[], columnsOf: (table: string) => readonly ColumnRow[]): Schema {
  let schema = emptySchema('sqlite');
  for (let left = texts; left.length > 0;) {
    const failed: TextRow[] = [];
    for (const text of left) {
      const rows = columnsOf(text.name);
      const after = applied(schema, text.sql);
      const state = after?.tables.get(text.name);
      if (after && state?.table && state.doubt === null && isAsListed(state.table, rows)) {
        schema = withTable(after, text.name, { table: withDefaults(state.table, rows), doubt: null });
      } else failed.push(text);
    }
    if (failed.length === left.length) break;
    left = failed;
  }
  return schema;
}

/** A schema with what a statement makes; null where nothing is known of it. */
function applied(schema: Schema, sql: string): Schema | null {
  const text = rawSql(sql);
  if (text.kind !== 'text') return null;
  const after = applyStatement(schema, text, NOWHERE, CONTEXT);
  return after.schema.doubt === null && after.contradictions.length === 0 ? after.schema : null;
}

function isAsListed(table: Table, rows: readonly ColumnRow[]): boolean {
  const keys = rows.filter(({ key }) => key > 0).toSorted((a, b) => a.key - b.key);
  return (
    table.columns.length === rows.length &&
    table.columns.every(({ name, nullable, serverDefault }, at) => {
      const row = rows[at];
      if (row?.name !== name || (serverDefault?.kind === 'computed') !== row.hidden > 0) return false;
      // Without row ids the key takes no NULL, whatever is said.
      return (nullable === false) === (row.required === 1) || (row.withoutRowId === 1 && row.key > 0);
    }) &&
    (primaryKeyOf(table)?.columns ?? []).join('\0').toLowerCase() ===
      keys
        .map(({ name }) => name)
        .join('\0')
        .toLowerCase()
  );
}

/** With defaults as SQLite says them. */
function withDefaults(table: Table, rows: readonly ColumnRow[]): Table {
  const columns = table.columns.map((column, at): Column => {
    const printed = rows[at]?.default ?? null;
    const isPrinted = column.serverDefault?.kind === 'expression' && printed !== null;
    return isPrinted ? { ...column, serverDefault: printedDefault(printed) } : column;
  });
  return { ...table, columns };
}

function withIndex(schema: Schema, { name, table, sql }: IndexTextRow): Schema {
  const after = applied(schema, sql);
  const before = tableAt(schema, table, null);
  const count = (all: Schema | null): number => (all && tableAt(all, table, null)?.table?.indexes.length) ?? 0;
  if (after !== null && count(after) === count(schema) + 1 && tableAt(after, table, null)?.doubt === before?.doubt) {
    return after;
  }
  const doubt: Doubt = before?.doubt ?? { reason: `The index \`${name}\` is not followed.`, revision: null };
  return before === null ? schema : withTable(schema, table, { ...before, doubt });
}
