import { writeText, writeTexts } from '../../python/write/literal';
import { writeOpenName, writeRules } from '../../sqlalchemy/python/constraints';
import { writeOptions } from '../../sqlalchemy/python/values';
import type { CreateForeignKey } from '../operation';
import { directive, tableArgument, textKeyword, type WriteOperation } from './parts';

export const writeCreateForeignKey: WriteOperation<CreateForeignKey> = (operation, writer) =>
  directive('create_foreign_key', writer, [
    writeOpenName(operation.name, writer),
    tableArgument(operation.table, writer),
    writeText(operation.referredTable),
    writeTexts(operation.columns),
    writeTexts(operation.referredColumns),
    writer.batch === null ? textKeyword('source_schema', operation.schema) : null,
    textKeyword('referent_schema', operation.referredSchema),
    ...writeRules(operation.rules),
    ...writeOptions(operation.options, writer),
  ]);
