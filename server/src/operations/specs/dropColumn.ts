import { dropColumn as dropFrom } from '../apply/dropColumn';
import { alterTable } from '../apply/tableEdit';
import type { DropColumn } from '../operation';
import type { OperationSpec } from '../spec';

export const dropColumn: OperationSpec<DropColumn> = {
  kind: 'dropColumn',
  name: 'drop_column',
  // `if_exists` is one of Alembic's `**kw` here, as is everything SQL Server needs.
  parameters: 'table_name column_name =schema? =if_exists? **',
  batchParameters: 'column_name =if_exists? **',
  isQueued: true,
  parse(args) {
    args.refuseInBatch(['table_name', 'schema']);
    return {
      kind: 'dropColumn',
      place: args.place,
      table: args.table(),
      schema: args.schema(),
      column: args.text('column_name'),
      ifExists: args.flag('if_exists'),
      existingType: args.otherType('existing_type'),
      options: args.dialectOptions(),
    };
  },
  apply: (schema, operation, context) =>
    alterTable(schema, operation, context, (edit) => {
      if (operation.ifExists === true && edit.column(operation.column) === null) return;
      dropFrom(edit, operation.column);
    }),
};
