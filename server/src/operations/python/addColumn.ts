import { writeColumn } from '../../sqlalchemy/python/columns';
import type { AddColumn } from '../operation';
import { directive, flagKeyword, schemaKeyword, tableArgument, textKeyword, type WriteOperation } from './parts';

export const writeAddColumn: WriteOperation<AddColumn> = (operation, writer) =>
  directive('add_column', writer, [
    tableArgument(operation.table, writer),
    writeColumn(operation.column, [], writer),
    schemaKeyword(operation.schema, writer),
    flagKeyword('if_not_exists', operation.ifNotExists),
    flagKeyword('inline_references', operation.inlineReferences),
    flagKeyword('inline_primary_key', operation.inlinePrimaryKey),
    textKeyword('insert_before', operation.insertBefore),
    textKeyword('insert_after', operation.insertAfter),
  ]);
