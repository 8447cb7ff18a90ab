import { droppedName } from '../apply/conventionNames';
import { dropConstraint as dropFrom } from '../apply/dropConstraint';
import { alterTable, refuseOnSqlite } from '../apply/tableEdit';
import { raise } from '../../python/interpreter/exception';
import type { DropConstraint } from '../operation';
import type { OperationSpec } from '../spec';

const TYPES: readonly DropConstraint['type'][] = ['foreignkey', 'primary', 'unique', 'check', null];

export const dropConstraint: OperationSpec<DropConstraint> = {
  kind: 'dropConstraint',
  name: 'drop_constraint',
  parameters: 'constraint_name table_name type_? =schema? =if_exists?',
  batchParameters: 'constraint_name type_?',
  isQueued: true,
  parse(args) {
    const given = args.textOrNull('type_');
    const type = TYPES.find((one) => one === given);
    if (type === undefined) {
      raise('TypeError', "'type' can be one of 'check', 'foreignkey', 'primary', 'unique', None");
    }
    return {
      kind: 'dropConstraint',
      place: args.place,
      name: args.name('constraint_name'),
      table: args.table(),
      schema: args.schema(),
      type,
      ifExists: args.flag('if_exists'),
    };
  },
  apply: (schema, operation, context) =>
    alterTable(schema, operation, context, (edit, naming) => {
      const name = droppedName(operation, naming);
      refuseOnSqlite(edit, 'Alembic drops no constraint of a table of SQLite outside of a batch.');
      dropFrom(edit, name, operation.type, operation.ifExists === true);
    }),
};
