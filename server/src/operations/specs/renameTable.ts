import { applyRenameTable } from '../apply/wholeTable';
import type { RenameTable } from '../operation';
import type { OperationSpec } from '../spec';

export const renameTable: OperationSpec<RenameTable> = {
  kind: 'renameTable',
  name: 'rename_table',
  parameters: 'old_table_name new_table_name =schema?',
  batchParameters: null,
  isQueued: false,
  parse: (args) => ({
    kind: 'renameTable',
    place: args.place,
    table: args.text('old_table_name'),
    newName: args.text('new_table_name'),
    schema: args.schema(),
  }),
  apply: applyRenameTable,
};
