import { writeName } from '../../sqlalchemy/python/constraints';
import { writeOptions } from '../../sqlalchemy/python/values';
import type { DropIndex } from '../operation';
import { directive, flagKeyword, openText, schemaKeyword, type WriteOperation } from './parts';

export const writeDropIndex: WriteOperation<DropIndex> = (operation, writer) =>
  directive('drop_index', writer, [
    writeName(operation.name, writer),
    writer.batch === null ? `table_name=${openText(operation.table)}` : null,
    schemaKeyword(operation.schema, writer),
    ...writeOptions(operation.options, writer),
    flagKeyword('if_exists', operation.ifExists),
  ]);
