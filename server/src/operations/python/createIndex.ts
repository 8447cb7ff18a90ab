import { writeFlag } from '../../python/write/literal';
import { writeIndexElement, writeOpenName } from '../../sqlalchemy/python/constraints';
import { writeOptions } from '../../sqlalchemy/python/values';
import type { CreateIndex } from '../operation';
import { directive, flagKeyword, schemaKeyword, tableArgument, type WriteOperation } from './parts';

export const writeCreateIndex: WriteOperation<CreateIndex> = (operation, writer) =>
  directive('create_index', writer, [
    writeOpenName(operation.name, writer),
    tableArgument(operation.table, writer),
    `[${operation.elements.map((element) => writeIndexElement(element, writer)).join(', ')}]`,
    `unique=${writeFlag(operation.unique)}`,
    schemaKeyword(operation.schema, writer),
    ...writeOptions(operation.options, writer),
    flagKeyword('if_not_exists', operation.ifNotExists),
  ]);
