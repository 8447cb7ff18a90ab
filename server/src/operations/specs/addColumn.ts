import { addColumn as addTo } from '../apply/addColumn';
import { alterTable } from '../apply/tableEdit';
import type { AddColumn } from '../operation';
import type { OperationSpec } from '../spec';

export const addColumn: OperationSpec<AddColumn> = {
  kind: 'addColumn',
  name: 'add_column',
  parameters: 'table_name column =schema? =if_not_exists? =inline_references? =inline_primary_key?',
  batchParameters: 'column =insert_before? =insert_after? =if_not_exists? =inline_references? =inline_primary_key?',
  isQueued: true,
  parse: (args) => ({
    kind: 'addColumn',
    place: args.place,
    table: args.table(),
    schema: args.schema(),
    column: args.column('column'),
    ifNotExists: args.flag('if_not_exists'),
    inlineReferences: args.flag('inline_references'),
    inlinePrimaryKey: args.flag('inline_primary_key'),
    // Alembic takes an empty name for none.
    insertBefore: args.textOrNull('insert_before') || null,
    insertAfter: args.textOrNull('insert_after') || null,
  }),
  apply: (schema, operation, context) =>
    alterTable(schema, operation, context, (edit, naming) => {
      addTo(edit, operation, naming);
    }),
};
