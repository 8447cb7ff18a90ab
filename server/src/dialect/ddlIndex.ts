import { droppedIndexName, indexedColumns, indexName } from '../operations/apply/conventionNames';
import type { CreateIndex, DropIndex } from '../operations/operation';
import type { Column, Index, IndexElement, Table } from '../schema/model';
import { libraryType } from '../schema/sqlType';
import { refuse } from '../sqlalchemy/refusal';
import type { Ddl } from './ddl';
import { bareTable, toTable } from '../sqlalchemy/toTable';

/** CREATE INDEX on a table of which Alembic knows only the indexed columns. */
export function createIndex(ddl: Ddl, operation: CreateIndex): readonly string[] {
  const { index, table } = createdIndex(ddl, operation);
  return [ddl.rules.createIndex(ddl, index, table, operation.ifNotExists === true)];
}

/** An index with its name, and the stand-in for its table. @throws Refusal */
export function createdIndex(ddl: Ddl, operation: CreateIndex): { readonly index: Index; readonly table: Table } {
  const { elements, unique, options } = operation;
  const table = placeholder(ddl, operation.table, operation.schema, indexedColumns(elements));
  const name = indexName(operation.name, operation, elements, ddl.context);
  return { index: { kind: 'index', name, elements, unique, options }, table };
}

/** DROP INDEX; Alembic makes up a table and a column where none is named. */
export function dropIndex(ddl: Ddl, operation: DropIndex): readonly string[] {
  const { index, table } = droppedIndex(ddl, operation);
  return [ddl.rules.dropIndex(ddl, index, table, operation.ifExists === true)];
}

/** An index to drop with its name, and the stand-in for its table. @throws Refusal */
export function droppedIndex(ddl: Ddl, operation: DropIndex): { readonly index: Index; readonly table: Table } {
  const elements: readonly IndexElement[] = [{ kind: 'columnName', name: 'x' }];
  const table = placeholder(ddl, operation.table ?? 'no_table', operation.schema, ['x']);
  const name = droppedIndexName(operation.name, operation.table, operation.schema, ddl.context);
  return { index: { kind: 'index', name, elements, unique: false, options: operation.options }, table };
}

/** A table that stands in for one in the database, with columns that have no type. */
export function placeholder(ddl: Ddl, name: string, schema: string | null, columns: readonly string[]): Table {
  return toTable(bareTable(name, schema, columns.map(untyped)), ddl.context);
}

function untyped(name: string): Column {
  return {
    kind: 'column',
    name,
    quote: null,
    type: libraryType('sqlalchemy', 'NullType'),
    primaryKey: false,
    nullable: null,
    autoincrement: 'auto',
    unique: false,
    index: false,
    default: null,
    serverDefault: null,
    items: [],
    comment: null,
    system: false,
    options: {},
  };
}

/** What an element of an index is called where options are given by element; null: nothing. */
export function elementKey(element: IndexElement): string | null {
  switch (element.kind) {
    case 'columnName':
    case 'columnReference':
    case 'label':
      return element.name;
    case 'text':
    case 'literalColumn':
      return element.sql;
    default:
      return null;
  }
}

/** The name of an index in a statement, with its schema where wanted. */
export function indexReference(ddl: Ddl, index: Index, table: Table, withSchema: boolean): string {
  const name = ddl.name(index.name ?? refuse('An index has no name.'), 'index');
  return withSchema && table.schema !== null && table.schema !== '' ? `${ddl.quote(table.schema)}.${name}` : name;
}

/** CREATE INDEX as SQLAlchemy writes it without a dialect of its own. */
export function genericCreateIndex(ddl: Ddl, index: Index, table: Table, ifNotExists: boolean): string {
  const elements = index.elements.map((element) =>
    element.kind === 'columnName' ? ddl.columns([element.name], table) : ddl.expression(element),
  );
  return (
    `CREATE ${index.unique ? 'UNIQUE ' : ''}INDEX ${ifNotExists ? 'IF NOT EXISTS ' : ''}` +
    `${indexReference(ddl, index, table, false)} ON ${ddl.table(table)} (${elements.join(', ')})`
  );
}

/** DROP INDEX as SQLAlchemy writes it without a dialect of its own. */
export function genericDropIndex(ddl: Ddl, index: Index, table: Table, ifExists: boolean): string {
  return `DROP INDEX ${ifExists ? 'IF EXISTS ' : ''}${indexReference(ddl, index, table, true)}`;
}
