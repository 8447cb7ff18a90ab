import type { AddColumn, Batch, Operation } from '../operation';

/** Columns that SQLite cannot add to a table with rows in place, in a batch, which copies the table. */
export function forSqlite(operations: readonly Operation[]): readonly Operation[] {
  return operations.map((operation) => (isRefused(operation) ? inBatch(operation) : operation));
}

/** "ALTER TABLE ADD COLUMN" of SQLite's manual: no default that is computed, no column that is stored. */
function isRefused(operation: Operation): operation is AddColumn {
  if (operation.kind !== 'addColumn') return false;
  const { serverDefault } = operation.column;
  if (serverDefault?.kind === 'computed') return serverDefault.persisted === true;
  if (serverDefault?.kind !== 'expression') return false;
  const { expression } = serverDefault;
  return expression.kind !== 'text' || /\(|\bcurrent_/i.test(expression.sql);
}

function inBatch(operation: AddColumn): Batch {
  return {
    kind: 'batch',
    place: operation.place,
    table: operation.table,
    schema: operation.schema,
    recreate: 'auto',
    partialReordering: [],
    copyFrom: null,
    tableItems: [],
    tableOptions: {},
    namingConvention: null,
    children: [operation],
  };
}
