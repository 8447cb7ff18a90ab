import { sqlStatements } from '../../operations/sqlEffects/sqlStatements';
import { sqlTokens } from '../../operations/sqlEffects/sqlTokens';
import type { DialectName } from '../../schema/context';

/** Words that begin statements which begin or end a transaction. */
const TRANSACTION = new Set(['BEGIN', 'START', 'COMMIT', 'END', 'ABORT', 'ROLLBACK']);
/** What SQLite does not do inside a transaction; Alembic's driver may not have begun one yet. */
const OUTSIDE_OF_SQLITE = new Set(['VACUUM', 'ATTACH', 'DETACH']);

/**
 * Why a statement cannot be sent inside a transaction that is to stay whole; null: it can. A `PRAGMA foreign_keys` is looked
 * at later (`keyPragmas.ts`).
 */
export function sentAlone(sql: string, dialect: DialectName): string | null {
  const tokens = sqlTokens(sql, dialect);
  if (tokens === null) return `The statement cannot be taken apart: ${firstLine(sql)}`;
  // psycopg2 refuses it, psycopg does not.
  if (tokens.length === 0 && dialect !== 'sqlite')
    return 'The statement is empty: it depends on the driver what becomes of it.';
  for (const [first, second] of sqlStatements(tokens)) {
    const word = first?.kind === 'word' ? first.text : '';
    if (word === 'ROLLBACK' && second?.text === 'TO') continue;
    if (TRANSACTION.has(word)) return `${word} would end the transaction that the run is in.`;
    if (word === 'PREPARE' && second?.text === 'TRANSACTION') {
      return 'PREPARE TRANSACTION would end the transaction that the run is in.';
    }
    if (dialect !== 'sqlite') continue;
    if (OUTSIDE_OF_SQLITE.has(word)) return `SQLite does no ${word} inside a transaction.`;
    if (word === 'PRAGMA' && second?.text.toUpperCase() !== 'FOREIGN_KEYS') {
      return `What PRAGMA ${second?.value ?? ''} does inside a transaction is not followed.`;
    }
  }
  return null;
}

/** Whether there is nothing to send: Python's driver of SQLite does nothing then, ours refuses it. */
export function isNothing(sql: string, dialect: DialectName): boolean {
  if (dialect !== 'sqlite' || /^\s*[^\s;/-]/.test(sql)) return false;
  const tokens = sqlTokens(sql, dialect);
  return tokens !== null && sqlStatements(tokens).length === 0;
}

function firstLine(sql: string): string {
  const [line = ''] = sql.trim().split('\n');
  return line.length > 60 ? `${line.slice(0, 60)}…` : line;
}
