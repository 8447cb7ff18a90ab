import { applyAddConstraint } from './addConstraint';
import type { AddConstraint } from '../operation';
import type { OperationSpec } from '../spec';

export const createPrimaryKey: OperationSpec<AddConstraint> = {
  kind: 'addConstraint',
  name: 'create_primary_key',
  parameters: 'constraint_name table_name columns =schema?',
  batchParameters: 'constraint_name columns',
  isQueued: true,
  parse(args) {
    const table = args.table();
    return {
      kind: 'addConstraint',
      place: args.place,
      table,
      schema: args.schema(),
      constraint: {
        kind: 'primaryKey',
        name: args.name('constraint_name'),
        columns: args.columnNames('columns', table),
        deferrable: null,
        initially: null,
        options: {},
      },
    };
  },
  apply: applyAddConstraint,
};
