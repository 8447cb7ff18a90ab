import { changeColumn } from '../apply/changeColumn';
import { alterTable, refuseOnSqlite } from '../apply/tableEdit';
import { raise } from '../../python/interpreter/exception';
import type { AlterColumn } from '../operation';
import type { OperationSpec } from '../spec';

const CHANGES =
  '=nullable? =comment? =server_default? =new_column_name? =type_? =existing_type? =existing_server_default? =existing_nullable? =existing_comment?';

/** Names that Alembic itself hands on besides `**kw`. */
const TAKEN = ['name', 'modify_name', 'modify_type', 'modify_server_default', 'modify_nullable', 'modify_comment'];

export const alterColumn: OperationSpec<AlterColumn> = {
  kind: 'alterColumn',
  name: 'alter_column',
  parameters: `table_name column_name ${CHANGES} =schema? **`,
  batchParameters: `column_name ${CHANGES} =insert_before? =insert_after? **`,
  isQueued: true,
  parse(args) {
    args.refuse(TAKEN);
    args.refuseInBatch(['table_name', 'schema']);
    const serverDefault = args.serverDefault('server_default');
    const existingServerDefault = args.serverDefault('existing_server_default');
    if (args.isTrue('existing_server_default') || args.isTrue('comment')) raise('AssertionError', '');
    const isTypeClass = args.isTypeClass(args.type('type_') === null ? 'existing_type' : 'type_');
    return {
      kind: 'alterColumn',
      place: args.place,
      table: args.table(),
      schema: args.schema(),
      column: args.text('column_name'),
      nullable: args.flag('nullable'),
      comment: args.isAbsentOrFalse('comment') ? undefined : args.textOrNull('comment'),
      serverDefault,
      newName: args.textOrNull('new_column_name'),
      type: args.type('type_'),
      existingType: args.type('existing_type'),
      ...(isTypeClass ? { isTypeClass } : {}),
      existingServerDefault,
      existingNullable: args.flag('existing_nullable'),
      existingComment: args.textOrNull('existing_comment'),
      autoincrement: args.otherFlag('autoincrement'),
      existingAutoincrement: args.otherFlag('existing_autoincrement'),
      options: args.dialectOptions(),
      insertBefore: args.textOrNull('insert_before'),
      insertAfter: args.textOrNull('insert_after'),
    };
  },
  apply: (schema, operation, context) =>
    alterTable(schema, operation, context, (edit) => {
      const { nullable, type, serverDefault, comment } = operation;
      const isMore = nullable !== null || type !== null || serverDefault !== undefined || comment !== undefined;
      if (isMore)
        refuseOnSqlite(edit, `SQLite only renames columns: the column \`${operation.column}\` needs a batch.`);
      changeColumn(edit, operation);
    }),
};
