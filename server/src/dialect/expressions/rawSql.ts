import type { SqlExpression } from '../../schema/expression';
import { PARAMETER, printedPlainly } from './printText';

/** SQL as a database prints it, so that it is written again letter by letter: `text()` takes what follows a colon for a parameter. */
export function rawSql(sql: string): Extract<SqlExpression, { kind: 'text' | 'literalColumn' }> {
  if (!sql.includes(':')) return { kind: 'text', sql, binds: {} };
  const escaped = sql.replace(/\\(?=:)/g, '\\\\');
  const candidates = [sql, escaped.replace(PARAMETER, '\\:$1'), escaped.replaceAll(':', '\\:')];
  const found = candidates.find((text) => printedPlainly(text) === sql);
  // What `text()` can say in no way at all.
  return found === undefined ? { kind: 'literalColumn', sql, type: null } : { kind: 'text', sql: found, binds: {} };
}
