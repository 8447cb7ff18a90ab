import { writeText } from '../../python/write/literal';
import { writeOptions } from '../../sqlalchemy/python/values';
import { keyword } from '../../sqlalchemy/python/writer';
import type { DropColumn } from '../operation';
import { leftOutIfUnknown } from './alterColumn';
import { directive, flagKeyword, schemaKeyword, tableArgument, type WriteOperation } from './parts';

export const writeDropColumn: WriteOperation<DropColumn> = (operation, writer) => {
  const { table, column, schema, existingType, ifExists, options } = operation;
  return directive('drop_column', writer, [
    tableArgument(table, writer),
    writeText(column),
    schemaKeyword(schema, writer),
    flagKeyword('if_exists', ifExists),
    keyword('existing_type', existingType && leftOutIfUnknown(existingType, column, writer)),
    ...writeOptions(options, writer),
  ]);
};
