import { writeOpenName } from '../../sqlalchemy/python/constraints';
import type { DropConstraint } from '../operation';
import { directive, flagKeyword, schemaKeyword, tableArgument, textKeyword, type WriteOperation } from './parts';

export const writeDropConstraint: WriteOperation<DropConstraint> = (operation, writer) => {
  if (operation.name === null) {
    writer.note(
      `A constraint of the table '${operation.table}' is dropped without a name, which fails when it runs: write its name in.`,
    );
  }
  return directive('drop_constraint', writer, [
    writeOpenName(operation.name, writer),
    tableArgument(operation.table, writer),
    schemaKeyword(operation.schema, writer),
    textKeyword('type_', operation.type),
    flagKeyword('if_exists', operation.ifExists),
  ]);
};
