import type { BulkInsert } from '../operation';
import { checkColumns, insertedRows, insertedTable } from '../rows';
import type { OperationSpec } from '../spec';

export const bulkInsert: OperationSpec<BulkInsert> = {
  kind: 'bulkInsert',
  name: 'bulk_insert',
  parameters: 'table rows =multiinsert?',
  batchParameters: null,
  isQueued: false,
  parse(args) {
    const rows = insertedRows(args, 'rows');
    const table = insertedTable(args, 'table');
    checkColumns(rows, table);
    return {
      kind: 'bulkInsert',
      place: args.place,
      table,
      rows,
      multiinsert: args.flag('multiinsert') ?? true,
    };
  },
  apply: (schema) => ({ schema, contradictions: [] }),
};
