import { writeText } from '../../python/write/literal';
import type { ServerDefault } from '../../schema/model';
import type { SqlType } from '../../schema/sqlType';
import { isGenerated, writeServerDefault } from '../../sqlalchemy/python/defaults';
import { writeType, writeTypeClass } from '../../sqlalchemy/python/types';
import { writeOptions } from '../../sqlalchemy/python/values';
import { keyword, type PythonWriter } from '../../sqlalchemy/python/writer';
import { Refusal } from '../../sqlalchemy/refusal';
import type { AlterColumn } from '../operation';
import { flagKeyword, openText, schemaKeyword, tableArgument, textKeyword, type WriteOperation } from './parts';

/** Every keyword in its own line, as far to the right as Alembic sets it. */
const BETWEEN = `,\n${' '.repeat(11)}`;

export const writeAlterColumn: WriteOperation<AlterColumn> = (operation, writer) => {
  const { type, isTypeClass = false, nullable, serverDefault } = operation;
  const first = [tableArgument(operation.table, writer), writeText(operation.column)].filter((one) => one !== null);
  const changes = [
    keyword('existing_type', existingType(operation, writer)),
    keyword('server_default', openDefault(serverDefault, writer)),
    textKeyword('new_column_name', operation.newName),
    keyword('type_', type && (isTypeClass ? writeTypeClass(type, writer) : writeType(type, writer))),
    flagKeyword('nullable', nullable),
    keyword('comment', operation.comment === undefined ? null : openText(operation.comment)),
    textKeyword('existing_comment', operation.existingComment),
    // What it was says nothing where it is said what it becomes.
    flagKeyword('existing_nullable', nullable === null ? operation.existingNullable : null),
    flagKeyword('autoincrement', operation.autoincrement),
    flagKeyword('existing_autoincrement', operation.existingAutoincrement),
    keyword('existing_server_default', existingDefault(operation, writer)),
    ...writeOptions(operation.options, writer),
    textKeyword('insert_before', operation.insertBefore),
    textKeyword('insert_after', operation.insertAfter),
    schemaKeyword(operation.schema, writer),
  ].filter((one) => one !== null);
  return `${writer.directive('alter_column')}(${[first.join(', '), ...changes].join(BETWEEN)})`;
};

function openDefault(value: ServerDefault | null | undefined, writer: PythonWriter): string | null {
  if (value === undefined) return null;
  return value === null ? 'None' : writeServerDefault(value, writer);
}

/** Said of a column that gets another default only where one of both is numbered or computed: that changes the SQL. */
function existingDefault({ serverDefault, existingServerDefault }: AlterColumn, writer: PythonWriter): string | null {
  if (existingServerDefault === undefined) return null;
  const isEitherGenerated = [existingServerDefault, serverDefault ?? null].some(
    (one) => one !== null && isGenerated(one),
  );
  const counts = isEitherGenerated || (serverDefault === undefined && existingServerDefault !== null);
  return counts ? openDefault(existingServerDefault, writer) : null;
}

/** A type that cannot be written is left out where it only says what the column had. */
function existingType(operation: AlterColumn, writer: PythonWriter): string | null {
  const { existingType: type, isTypeClass = false } = operation;
  if (type === null) return null;
  return leftOutIfUnknown(type, operation.column, writer, () =>
    isTypeClass && operation.type === null ? writeTypeClass(type, writer) : writeType(type, writer),
  );
}

/** @returns null, and a note, where `write` refuses a type of the project. */
export function leftOutIfUnknown(
  type: SqlType,
  column: string,
  writer: PythonWriter,
  write: () => string = () => writeType(type, writer),
): string | null {
  if (type.kind !== 'custom') return write();
  try {
    return write();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    writer.note(`The existing type of the column '${column}' is left out: ${error.reason}`);
    return null;
  }
}
