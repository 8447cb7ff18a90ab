import { indexName } from '../apply/conventionNames';
import { addIndex } from '../apply/constraints';
import { alterTable } from '../apply/tableEdit';
import type { CreateIndex } from '../operation';
import { indexElements, indexOptions } from '../constructed';
import type { OperationSpec } from '../spec';

export const createIndex: OperationSpec<CreateIndex> = {
  kind: 'createIndex',
  name: 'create_index',
  parameters: 'index_name table_name columns =schema? =unique? =if_not_exists? **',
  batchParameters: 'index_name columns =unique? =if_not_exists? **',
  isQueued: true,
  parse(args) {
    args.refuseInBatch(['schema', 'table_name']);
    const table = args.table();
    return {
      kind: 'createIndex',
      place: args.place,
      name: args.name('index_name'),
      table,
      schema: args.schema(),
      elements: indexElements(args, 'columns', table),
      unique: args.flag('unique') ?? false,
      ifNotExists: args.flag('if_not_exists'),
      options: indexOptions(args),
    };
  },
  apply: (schema, operation, context) =>
    alterTable(schema, operation, context, (edit, naming) => {
      const { elements, unique, options } = operation;
      const name = indexName(operation.name, operation, elements, naming);
      addIndex(edit, { kind: 'index', name, elements, unique, options }, operation.ifNotExists === true);
    }),
};
