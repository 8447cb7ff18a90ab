import type { Batch, Operation } from '../operation';

/**
 * Puts changes of one table that follow each other into a batch of it, as `render_as_batch` does. What a batch cannot say
 * stays outside: `if_exists` and schemas that are not the table's own.
 */
export function inBatches(operations: readonly Operation[]): readonly Operation[] {
  const grouped: Operation[] = [];
  // What stands in the batch that was opened last; another operation closes it.
  let open: { readonly table: TableName; readonly children: Operation[] } | null = null;
  for (const operation of operations) {
    const table = batchedTable(operation);
    if (table === null) {
      grouped.push(operation);
      open = null;
    } else if (open !== null && open.table.name === table.name && open.table.schema === table.schema) {
      open.children.push(operation);
    } else {
      open = { table, children: [operation] };
      grouped.push(batchOf(operation, table, open.children));
    }
  }
  return grouped;
}

function batchOf({ place }: Operation, { name, schema }: TableName, children: readonly Operation[]): Batch {
  return {
    kind: 'batch',
    place,
    table: name,
    schema,
    recreate: 'auto',
    partialReordering: [],
    copyFrom: null,
    tableItems: [],
    tableOptions: {},
    namingConvention: null,
    children,
  };
}

interface TableName {
  readonly name: string;
  readonly schema: string | null;
}

/** The table whose batch an operation can stand in. */
function batchedTable(operation: Operation): TableName | null {
  switch (operation.kind) {
    case 'addColumn':
    case 'alterColumn':
    case 'dropColumn':
    case 'createIndex':
    case 'addConstraint':
    case 'createForeignKey':
    case 'createTableComment':
    case 'dropTableComment':
      return { name: operation.table, schema: operation.schema };
    case 'dropIndex':
      return operation.table === null ? null : { name: operation.table, schema: operation.schema };
    case 'dropConstraint':
      return operation.ifExists === null ? { name: operation.table, schema: operation.schema } : null;
    default:
      return null;
  }
}
