import type { DialectName } from '../../schema/context';
import { unknownCall } from './sqlQueries';
import { sqlTokens } from './sqlTokens';

const NAME = '(?:[\\w$]+|"[^"]+"|`[^`]+`)';

/** A statement that writes rows of a table, up to behind the table's name. */
const WRITES = new RegExp(
  `^\\s*(?:INSERT\\s+(?:IGNORE\\s+|OR\\s+\\w+\\s+)?INTO|UPDATE|DELETE\\s+FROM)\\s+${NAME}(?:\\.${NAME})?[\\s(]`,
  'i',
);

/** Whether a statement that begins like this reads or writes rows, whatever values and conditions follow. */
export function beginsOnRows(beginning: string, dialect: DialectName): boolean {
  if (beginning.includes(';')) return false;
  if (WRITES.test(beginning)) return true;
  // It may end inside a string.
  const tokens = sqlTokens(beginning, dialect) ?? sqlTokens(`${beginning}'`, dialect);
  if (tokens?.[0]?.text !== 'SELECT' || unknownCall(tokens) !== null) return false;
  let depth = 0;
  let isRead = false;
  for (const { kind, text } of tokens) {
    if (text === '(') depth++;
    if (text === ')') depth--;
    if (kind === 'word' && text === 'INTO') return false;
    isRead ||= kind === 'word' && text === 'FROM' && depth === 0;
  }
  return isRead;
}
