import type { Constraint, Table } from '../schema/model';
import type { CreateTable } from '../operations/operation';
import { columnChecks } from './ddlColumn';
import { refuse } from '../sqlalchemy/refusal';
import type { Ddl } from './ddl';
import type { RunMemo } from './statement';
import { toTable } from '../sqlalchemy/toTable';

/** CREATE TABLE with what comes before and behind it: types, indexes, comments (`DefaultImpl.create_table`). */
export function createTable(ddl: Ddl, operation: CreateTable, memo: RunMemo): readonly string[] {
  const table = toTable({ ...operation, name: operation.table }, ddl.context);
  return [...ddl.rules.typesOfTable(ddl, table, memo), ...createdTable(ddl, table, operation.ifNotExists === true)];
}

/** CREATE TABLE with its indexes and comments. */
export function createdTable(ddl: Ddl, table: Table, ifNotExists: boolean): readonly string[] {
  return [
    createTableText(ddl, table, ifNotExists),
    ...table.indexes.map((index) => ddl.rules.createIndex(ddl, index, table, false)),
    ...comments(ddl, table),
  ];
}

/** CREATE TABLE alone. */
function createTableText(ddl: Ddl, table: Table, ifNotExists: boolean): string {
  const prefixes = table.prefixes.map((prefix) => `${prefix} `).join('');
  const columns = table.columns
    .filter(({ system }) => !system)
    .map((column) => ddl.rules.columnSpecification(ddl, column, table) + columnChecks(ddl, column));
  for (const constraint of table.constraints) missingColumn(constraint, table);
  const constraints = table.constraints
    .filter((constraint) => !isAddedLater(ddl, constraint))
    .flatMap((constraint) => ddl.rules.constraint(ddl, constraint, table) ?? []);
  const lines = [...columns, ...constraints].map((line) => `\n\t${line}`).join(', ');
  const name = ddl.table(table);
  return `CREATE ${prefixes}TABLE ${ifNotExists ? 'IF NOT EXISTS ' : ''}${name} (${lines}\n)${ddl.rules.tableOptions(ddl, table)}`;
}

function isAddedLater(ddl: Ddl, constraint: Constraint): boolean {
  return ddl.rules.canAlter && constraint.kind === 'foreignKey' && constraint.rules.useAlter;
}

/** Alembic makes up the columns that foreign keys refer to; in the table itself they would be columns without a type. */
function missingColumn(constraint: Constraint, table: Table): void {
  if (constraint.kind !== 'foreignKey') return;
  if (constraint.referredTable !== table.name || constraint.referredSchema !== table.schema) return;
  const missing = constraint.referredColumns.find((name) => !table.columns.some((column) => column.name === name));
  if (missing !== undefined)
    refuse(`The table \`${table.name}\` refers to its own column \`${missing}\`, which it has not.`);
}

function comments(ddl: Ddl, table: Table): readonly string[] {
  if (ddl.rules.comments !== 'statement') return [];
  const ofTable = table.comment === null || table.comment === '' ? [] : [tableComment(ddl, table, table.comment)];
  return [...ofTable, ...table.columns.flatMap((column) => columnComment(ddl, column, table))];
}

/** COMMENT ON TABLE; `comment` null takes it away. */
export function tableComment(ddl: Ddl, table: Pick<Table, 'name' | 'schema'>, comment: string | null): string {
  return `COMMENT ON TABLE ${ddl.table(table)} IS ${comment === null ? 'NULL' : ddl.string(comment)}`;
}

/** COMMENT ON COLUMN of a column that is made with one. */
export function columnComment(
  ddl: Ddl,
  column: Table['columns'][number],
  table: Pick<Table, 'name' | 'schema'>,
): readonly string[] {
  if (column.comment === null || column.comment === '') return [];
  return [`COMMENT ON COLUMN ${ddl.table(table)}.${ddl.column(column)} IS ${ddl.string(column.comment)}`];
}
