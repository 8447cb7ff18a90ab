import { alterTable, refuseOnSqlite } from '../apply/tableEdit';
import type { DropTableComment } from '../operation';
import type { OperationSpec } from '../spec';

export const dropTableComment: OperationSpec<DropTableComment> = {
  kind: 'dropTableComment',
  name: 'drop_table_comment',
  parameters: 'table_name =existing_comment? =schema?',
  batchParameters: '=existing_comment?',
  isQueued: true,
  parse: (args) => ({
    kind: 'dropTableComment',
    place: args.place,
    table: args.table(),
    schema: args.schema(),
    existingComment: args.textOrNull('existing_comment'),
  }),
  apply: (schema, operation, context) =>
    alterTable(schema, operation, context, (edit) => {
      refuseOnSqlite(edit, 'SQLite has no comments on tables.');
      if (edit.dialect !== 'sqlite') edit.table = { ...edit.table, comment: null };
    }),
};
