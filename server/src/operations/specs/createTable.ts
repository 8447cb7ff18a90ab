import { applyCreateTable } from '../apply/newTable';
import type { CreateTable } from '../operation';
import { checkItems, createdTable, tableItems, tableOptions } from '../constructed';
import type { OperationSpec } from '../spec';

export const createTable: OperationSpec<CreateTable> = {
  kind: 'createTable',
  name: 'create_table',
  parameters: 'table_name *columns =if_not_exists? =schema? =comment? =prefixes? =info? **',
  batchParameters: null,
  isQueued: false,
  parse(args) {
    const items = tableItems(args.rest('columns'));
    checkItems(items, args.table());
    return {
      kind: 'createTable',
      place: args.place,
      table: args.table(),
      schema: args.schema(),
      items,
      ifNotExists: args.flag('if_not_exists'),
      comment: args.textOrNull('comment'),
      prefixes: args.textsOrNone('prefixes'),
      options: tableOptions(args),
    };
  },
  result: createdTable,
  apply: applyCreateTable,
};
