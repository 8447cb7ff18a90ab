import type { PythonWriter } from '../../sqlalchemy/python/writer';
import type { CreateTableComment, DropTableComment } from '../operation';
import { openText, tableArgument, type WriteOperation } from './parts';

export const writeCreateTableComment: WriteOperation<CreateTableComment> = (operation, writer) =>
  inLines('create_table_comment', writer, [
    tableArgument(operation.table, writer),
    openText(operation.comment),
    `existing_comment=${openText(operation.existingComment)}`,
    schemaArgument(operation.schema, writer),
  ]);

export const writeDropTableComment: WriteOperation<DropTableComment> = (operation, writer) =>
  inLines('drop_table_comment', writer, [
    tableArgument(operation.table, writer),
    `existing_comment=${openText(operation.existingComment)}`,
    schemaArgument(operation.schema, writer),
  ]);

function schemaArgument(schema: string | null, { batch }: PythonWriter): string | null {
  return batch === null ? `schema=${openText(schema)}` : null;
}

/** Alembic writes every argument of these in its own line. */
function inLines(name: string, writer: PythonWriter, args: readonly (string | null)[]): string {
  const lines = args.filter((one) => one !== null).map((one) => `    ${one}`);
  return `${writer.directive(name)}(\n${lines.join(',\n')}\n)`;
}
