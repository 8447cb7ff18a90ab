import { sqlStatements } from '../../operations/sqlEffects/sqlStatements';
import { sqlTokens } from '../../operations/sqlEffects/sqlTokens';
import type { DialectName } from '../../schema/context';

/** What follows `ALTER TABLE name` since SQLite 3.53, and was an error before (sqlite.org/lang_altertable.html). */
const SINCE_3_53 = /^(?:ALTER|ADD (?:CONSTRAINT|CHECK)|DROP CONSTRAINT)\b/;

/**
 * Why a statement does on the SQLite that the native engine has what Python's may refuse; null: it does not. A revision may
 * catch that error, or count on it: what it leaves is then another thing.
 */
export function newerSqlite(sql: string, dialect: DialectName): string | null {
  if (dialect !== 'sqlite') return null;
  for (const statement of sqlStatements(sqlTokens(sql, dialect) ?? [])) {
    const [first, second, , dot] = statement;
    if (first?.text !== 'ALTER' || second?.text !== 'TABLE') continue;
    const change = statement.slice(dot?.text === '.' ? 5 : 3, dot?.text === '.' ? 7 : 5);
    const words = change.map(({ kind, text }) => (kind === 'word' ? text : '')).join(' ');
    if (!SINCE_3_53.test(words)) continue;
    return 'SQLite before 3.53 refuses this statement, and Alembic may have such a one: write it in `op.batch_alter_table`.';
  }
  return null;
}
