import { applyAddConstraint } from './addConstraint';
import type { AddConstraint } from '../operation';
import { uniqueOf } from '../constructed';
import type { OperationSpec } from '../spec';

export const createUniqueConstraint: OperationSpec<AddConstraint> = {
  kind: 'addConstraint',
  name: 'create_unique_constraint',
  parameters: 'constraint_name table_name columns =schema? **',
  // A batch takes `schema` among the rest, and sets its own in its place.
  batchParameters: 'constraint_name columns =schema? **',
  isQueued: true,
  parse(args) {
    args.refuseInBatch(['table_name']);
    const table = args.table();
    const columns = args.columnNames('columns', table);
    const { kind, deferrable, initially, options } = uniqueOf(args, columns);
    const name = args.name('constraint_name');
    return {
      kind: 'addConstraint',
      place: args.place,
      table,
      schema: args.schema(),
      constraint: { kind, name, columns, deferrable, initially, options },
    };
  },
  apply: applyAddConstraint,
};
