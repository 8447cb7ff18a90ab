import { applyDropIndex } from '../apply/dropIndex';
import { notKnown } from '../../sqlalchemy/notKnown';
import { indexOptions } from '../constructed';
import type { DropIndex } from '../operation';
import type { OperationSpec } from '../spec';

export const dropIndex: OperationSpec<DropIndex> = {
  kind: 'dropIndex',
  name: 'drop_index',
  parameters: 'index_name table_name? =schema? =if_exists? **',
  batchParameters: 'index_name =if_exists? **',
  isQueued: true,
  parse(args) {
    args.refuseInBatch(['schema', 'table_name']);
    return {
      kind: 'dropIndex',
      place: args.place,
      name: args.name('index_name') ?? notKnown('An index without a name is not followed.'),
      table: args.tableOrNull(),
      schema: args.schema(),
      ifExists: args.flag('if_exists'),
      options: indexOptions(args),
    };
  },
  apply: applyDropIndex,
};
