import { applyAddConstraint } from './addConstraint';
import type { AddConstraint } from '../operation';
import { excludeOf } from '../constructed';
import type { OperationSpec } from '../spec';

export const createExcludeConstraint: OperationSpec<AddConstraint> = {
  kind: 'addConstraint',
  name: 'create_exclude_constraint',
  parameters: 'constraint_name table_name *elements =schema? **',
  // A batch takes `schema` among the rest, and sets its own in its place.
  batchParameters: 'constraint_name *elements =schema? **',
  isQueued: true,
  parse(args) {
    args.refuseInBatch(['table_name']);
    const table = args.table();
    return {
      kind: 'addConstraint',
      place: args.place,
      table,
      schema: args.schema(),
      constraint: { ...excludeOf(args, table), name: args.name('constraint_name') },
    };
  },
  apply: applyAddConstraint,
};
