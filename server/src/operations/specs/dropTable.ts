import { applyDropTable } from '../apply/wholeTable';
import type { DropTable } from '../operation';
import { tableOptions } from '../constructed';
import type { OperationSpec } from '../spec';

export const dropTable: OperationSpec<DropTable> = {
  kind: 'dropTable',
  name: 'drop_table',
  // `comment`, `prefixes` and `info` are taken and change nothing.
  parameters: 'table_name =schema? =if_exists? =comment? =prefixes? =info? **',
  batchParameters: null,
  isQueued: false,
  parse(args) {
    return {
      kind: 'dropTable',
      place: args.place,
      table: args.table(),
      schema: args.schema(),
      ifExists: args.flag('if_exists'),
      options: tableOptions(args),
    };
  },
  apply: applyDropTable,
};
