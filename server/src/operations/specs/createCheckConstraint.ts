import { applyAddConstraint } from './addConstraint';
import type { AddConstraint } from '../operation';
import { checkOf } from '../constructed';
import type { OperationSpec } from '../spec';

export const createCheckConstraint: OperationSpec<AddConstraint> = {
  kind: 'addConstraint',
  name: 'create_check_constraint',
  parameters: 'constraint_name table_name condition =schema? **',
  batchParameters: 'constraint_name condition **',
  isQueued: true,
  parse(args) {
    args.refuseInBatch(['table_name', 'schema']);
    return {
      kind: 'addConstraint',
      place: args.place,
      table: args.table(),
      schema: args.schema(),
      constraint: { ...checkOf(args), name: args.name('constraint_name') },
    };
  },
  apply: applyAddConstraint,
};
