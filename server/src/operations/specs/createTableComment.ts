import type { CreateTableComment } from '../operation';
import type { OperationSpec } from '../spec';

export const createTableComment: OperationSpec<CreateTableComment> = {
  kind: 'createTableComment',
  name: 'create_table_comment',
  parameters: 'table_name comment =existing_comment? =schema?',
  batchParameters: 'comment =existing_comment?',
  isQueued: true,
  parse: (args) => ({
    kind: 'createTableComment',
    place: args.place,
    table: args.table(),
    schema: args.schema(),
    comment: args.textOrNull('comment'),
    existingComment: args.textOrNull('existing_comment'),
  }),
};
