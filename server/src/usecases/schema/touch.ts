import type { Operation, OperationKind, OperationOf } from '../../operations/operation';
import { sqlTokens } from '../../operations/sqlEffects/sqlTokens';
import type { DialectName } from '../../schema/context';
import type { FromItem, SqlExpression } from '../../schema/expression';
import type { Column, Constraint, Index } from '../../schema/model';
import { type Schema, schemaKey } from '../../schema/schema';

/** A table, or a column of one. */
export interface TouchTarget {
  readonly table: string;
  readonly schema: string | null;
  /** Null: the table as a whole. */
  readonly column: string | null;
}

/** What is known where an operation stands. */
export interface TouchScope {
  /** The schema before its revision. */
  readonly before: Schema;
  /** Everything its revision does, one by one. */
  readonly operations: readonly Operation[];
}

/** Null: it surely touches; a sentence: why it may; undefined: it does not. */
type Answer = string | null | undefined;

type Touches<O extends Operation> = (operation: O, target: TouchTarget, scope: TouchScope) => Answer;

/** By kind. `Opaque` and raw SQL may touch what they do not name. */
const TOUCHES: { readonly [K in OperationKind]: Touches<OperationOf<K>> } = {
  addColumn: (operation, target) => when(isOn(operation, target) && isColumn(operation.column.name, target)),
  alterColumn: (operation, target) =>
    when(isOn(operation, target) && (isColumn(operation.column, target) || isColumn(operation.newName ?? '', target))),
  dropColumn: (operation, target) => when(isOn(operation, target) && isColumn(operation.column, target)),
  createTable: (operation, target) =>
    when(isOn(operation, target) && operation.items.some((item) => names(item, target))),
  dropTable: (operation, target) => when(isOn(operation, target)),
  renameTable: (operation, target, scope) =>
    when(
      (isOn(operation, target) || isOn({ ...operation, table: operation.newName }, target)) &&
        mayHave(operation, target, scope),
    ),
  createIndex: (operation, target) => when(isOn(operation, target) && names({ ...operation, kind: 'index' }, target)),
  dropIndex: (operation, target, scope) => droppedIndex(operation, target, scope),
  addConstraint: (operation, target) => when(isOn(operation, target) && names(operation.constraint, target)),
  createForeignKey: (operation, target) =>
    when(isOn(operation, target) && (target.column === null || operation.columns.includes(target.column))),
  dropConstraint: (operation, target, scope) => droppedConstraint(operation, target, scope),
  createTableComment: (operation, target) => when(isOn(operation, target) && target.column === null),
  dropTableComment: (operation, target) => when(isOn(operation, target) && target.column === null),
  bulkInsert: ({ table, rows }, target) =>
    when(
      isOn({ table: table.name, schema: table.schema }, target) &&
        (target.column === null || rows.some((row) => row.some(([column]) => column === target.column))),
    ),
  execute: ({ statement }, target, { before }) => executed(statement, target, before.dialect),
  createEnum: () => undefined,
  dropEnum: () => undefined,
  batch: (operation, target) => when(isOn(operation, target) && target.column === null),
  autocommitBlock: () => undefined,
  opaque: ({ table, reason }, target) =>
    table === null || isOn({ table: table.name, schema: table.schema }, target) ? reason : undefined,
};

/** Whether an operation touches a table or column: null surely, a sentence why perhaps, undefined not. */
export function touchOf(operation: Operation, target: TouchTarget, scope: TouchScope): Answer {
  // The table is by kind, which the compiler cannot follow through the lookup.
  return (TOUCHES[operation.kind] as Touches<Operation>)(operation, target, scope);
}

function when(touches: boolean): Answer {
  return touches ? null : undefined;
}

function isOn(
  { table, schema }: { readonly table: string; readonly schema: string | null },
  target: Pick<TouchTarget, 'table' | 'schema'>,
): boolean {
  return schemaKey(table, schema) === schemaKey(target.table, target.schema);
}

/** Whether a table that is renamed may have the column then: it is not one that is added later. */
function mayHave({ table, schema }: OperationOf<'renameTable'>, { column }: TouchTarget, scope: TouchScope): boolean {
  const known = scope.before.tables.get(schemaKey(table, schema));
  if (column === null || known?.table == null || known.doubt !== null) return true;
  const old = { table, schema, column };
  return (
    known.table.columns.some(({ name }) => name === column) ||
    scope.operations.some((one) => one.kind === 'addColumn' && isOn(one, old) && one.column.name === column)
  );
}

function isColumn(name: string, { column }: TouchTarget): boolean {
  return column === null || column === name;
}

/** Whether a part of a table concerns the column asked for. */
function names(item: Column | Constraint | Pick<Index, 'kind' | 'elements'>, { column }: TouchTarget): boolean {
  if (column === null) return true;
  switch (item.kind) {
    case 'column':
      return item.name === column;
    case 'primaryKey':
    case 'unique':
    case 'foreignKey':
      return item.columns.includes(column);
    case 'index':
    case 'check':
    case 'exclude':
      return speaksOf(item.kind === 'check' ? item.condition : item.elements, column);
  }
}

/** Whether an expression names a column, as data or as a word of its SQL. */
function speaksOf(part: unknown, column: string): boolean {
  if (typeof part !== 'object' || part === null) return false;
  if (Array.isArray(part)) return part.some((one) => speaksOf(one, column));
  if ('kind' in part && (part.kind === 'columnName' || part.kind === 'columnReference')) {
    return 'name' in part && part.name === column;
  }
  if ('sql' in part && typeof part.sql === 'string') return hasWord(part.sql, column);
  return Object.values(part).some((one) => speaksOf(one, column));
}

/** Whether a name stands in SQL as a word of its own; letters as any database may fold them. */
function hasWord(sql: string, name: string): boolean {
  const escaped = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`(?<![\\w$])${escaped}(?![\\w$])`, 'i').test(sql);
}

function droppedIndex(operation: OperationOf<'dropIndex'>, target: TouchTarget, scope: TouchScope): Answer {
  const { table, schema, name } = operation;
  if (table !== null && !isOn({ table, schema }, target)) return undefined;
  const isIt = (index: { readonly name: { readonly text: string } | null }): boolean => index.name?.text === name.text;
  const own = scope.before.tables.get(schemaKey(target.table, target.schema));
  const made = scope.operations.flatMap((one) =>
    one.kind === 'createIndex' && isIt(one) && isOn(one, target) ? [{ ...one, kind: 'index' as const }] : [],
  );
  const found = [...(own?.table?.indexes.filter(isIt) ?? []), ...made];
  if (found.length > 0) return when(found.some((index) => names(index, target)));
  if (table === null) return undefined;
  return target.column === null ? null : `Which columns the index \`${name.text}\` was on is not known.`;
}

function droppedConstraint(operation: OperationOf<'dropConstraint'>, target: TouchTarget, scope: TouchScope): Answer {
  if (!isOn(operation, target)) return undefined;
  if (target.column === null) return null;
  const name = operation.name?.text;
  const own = scope.before.tables.get(schemaKey(target.table, target.schema))?.table;
  const found = own?.constraints.find((one) => name !== undefined && one.name?.text === name);
  if (found !== undefined) return when(names(found, target));
  return `Which columns the constraint ${name === undefined ? '' : `\`${name}\` `}was on is not known.`;
}

/** Statements that read or write rows touch the tables they name; of text, the names in it count. */
function executed(statement: SqlExpression, target: TouchTarget, dialect: DialectName): Answer {
  if (statement.kind === 'text') {
    const isNamed = (name: string): boolean => namesIn(statement.sql, dialect).has(name.toLowerCase());
    return when(isNamed(target.table) && (target.column === null || isNamed(target.column)));
  }
  if (statement.kind === 'insert' || statement.kind === 'update' || statement.kind === 'delete') {
    const { name: table, schema } = statement.table;
    if (!isOn({ table, schema }, target)) return undefined;
    return when(target.column === null || speaksOf([written(statement), statement], target.column));
  }
  if (statement.kind !== 'select') return undefined;
  return when(
    statement.from.some((item) => readsFrom(item, target)) &&
      (target.column === null || speaksOf(statement, target.column)),
  );
}

/** Every name in a text, in lower case; of one that cannot be taken apart, every word. */
function namesIn(sql: string, dialect: DialectName): ReadonlySet<string> {
  const tokens = sqlTokens(sql, dialect);
  if (tokens === null) return new Set(sql.toLowerCase().match(/[\w$]+/g));
  const names = tokens.flatMap(({ kind, value }) => (kind === 'word' || kind === 'quoted' ? (value ?? []) : []));
  return new Set(names.map((name) => name.toLowerCase()));
}

/** The columns that INSERT or UPDATE write, as names. */
function written(statement: SqlExpression): unknown {
  const columns =
    statement.kind === 'insert'
      ? [...(statement.rows?.flat().map(([column]) => column) ?? []), ...(statement.fromSelect?.columns ?? [])]
      : statement.kind === 'update'
        ? statement.values.map(([column]) => column)
        : [];
  return columns.map((name) => ({ kind: 'columnName', name }));
}

function readsFrom(item: FromItem, target: TouchTarget): boolean {
  if (item.kind === 'table') return isOn({ table: item.table.name, schema: item.table.schema }, target);
  if (item.kind === 'join') return readsFrom(item.left, target) || readsFrom(item.right, target);
  return item.select.from.some((one) => readsFrom(one, target));
}
