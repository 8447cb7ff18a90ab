import { alterTable, refuseOnSqlite } from '../apply/tableEdit';
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
  apply: (schema, operation, context) =>
    alterTable(schema, operation, context, (edit) => {
      refuseOnSqlite(edit, 'SQLite has no comments on tables.');
      if (edit.dialect !== 'sqlite') edit.table = { ...edit.table, comment: operation.comment || null };
    }),
};
