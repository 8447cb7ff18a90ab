import { namedForeignKey } from '../apply/conventionNames';
import { keepNumbering } from '../apply/columns';
import { addConstraint } from '../apply/constraints';
import { alterTable, refuseOnSqlite } from '../apply/tableEdit';
import { raise } from '../../python/interpreter/exception';
import { ARGUMENT_ERROR } from '../exceptions';
import type { CreateForeignKey } from '../operation';
import { foreignKeyOptions } from '../constructed';
import type { OperationSpec } from '../spec';

const RULES = '=onupdate? =ondelete? =deferrable? =initially? =match?';

export const createForeignKey: OperationSpec<CreateForeignKey> = {
  kind: 'createForeignKey',
  name: 'create_foreign_key',
  parameters: `constraint_name source_table referent_table local_cols remote_cols ${RULES} =source_schema? =referent_schema? **`,
  batchParameters: `constraint_name referent_table local_cols remote_cols =referent_schema? ${RULES} **`,
  isQueued: true,
  parse(args) {
    args.refuse(['source_table', 'source_schema']);
    const table = args.table('source_table');
    const schema = args.schema('source_schema');
    const referredTable = args.text('referent_table');
    const referredSchema = args.textOrNull('referent_schema');
    const isSelf = table === referredTable && schema === referredSchema;
    const columns = args.texts('local_cols');
    const referredColumns = isSelf ? args.texts('remote_cols') : args.columnNames('remote_cols', referredTable);
    // Both are joined by `+` then, which Python does with two of a kind only.
    if (isSelf) args.refuseMixed('local_cols', 'remote_cols');
    if (new Set(columns).size < columns.length) {
      const message = 'ForeignKeyConstraint with duplicate source column references are not supported.';
      raise('ArgumentError', message, ARGUMENT_ERROR);
    }
    if (columns.length !== referredColumns.length) {
      const message = 'ForeignKeyConstraint number of constrained columns must match the number of referenced columns.';
      raise('ArgumentError', message, ARGUMENT_ERROR);
    }
    if (columns.length === 0) raise('IndexError', 'list index out of range', ['LookupError', 'Exception']);
    const { rules, options } = foreignKeyOptions(args, columns);
    return {
      kind: 'createForeignKey',
      place: args.place,
      name: args.name('constraint_name'),
      table,
      referredTable,
      columns,
      referredColumns,
      schema,
      referredSchema,
      rules,
      options,
    };
  },
  apply: (schema, operation, context) =>
    alterTable(schema, operation, context, (edit, naming) => {
      const constraint = namedForeignKey(operation, naming);
      refuseOnSqlite(edit, 'Alembic adds no constraint to a table of SQLite outside of a batch.');
      keepNumbering(edit, () => {
        addConstraint(edit, constraint);
      });
    }),
};
