import { writeFlag, writeText } from '../../python/write/literal';
import { keyword, type PythonWriter, writeCall } from '../../sqlalchemy/python/writer';

/** The text of one operation. @throws Refusal where there is none. */
export type WriteOperation<O> = (operation: O, writer: PythonWriter) => string;

/** `name='text'`; null where there is nothing to say. */
export function textKeyword(name: string, value: string | null | undefined): string | null {
  return keyword(name, value === null || value === undefined ? null : writeText(value));
}

/** `name=True`; null where there is nothing to say. */
export function flagKeyword(name: string, value: boolean | null): string | null {
  return keyword(name, value === null ? null : writeFlag(value));
}

/** A text or `None`. */
export function openText(value: string | null): string {
  return value === null ? 'None' : writeText(value);
}

/** The table as the first argument: a batch has its own. */
export function tableArgument(table: string, { batch }: PythonWriter): string | null {
  return batch === null ? writeText(table) : null;
}

/** `schema=`: a batch has its own. */
export function schemaKeyword(schema: string | null, { batch }: PythonWriter): string | null {
  return batch === null ? textKeyword('schema', schema) : null;
}

/** A directive with its arguments on one line. */
export function directive(name: string, writer: PythonWriter, args: readonly (string | null)[]): string {
  return writeCall(writer.directive(name), args);
}
