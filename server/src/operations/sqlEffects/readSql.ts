import type { DialectName } from '../../schema/context';
import { doBlock } from './sqlBlocks';
import { query } from './sqlQueries';
import type { SqlEffect, SqlScope } from './sqlEffect';
import { NotRead, SqlReader } from './sqlReader';
import { everything } from './sqlOthers';
import { sqlStatements } from './sqlStatements';
import { type SqlToken, sqlTokens } from './sqlTokens';
import { STATEMENTS } from './statementTable';

/** A statement of a text. */
export interface SqlStatementText {
  readonly sql: string;
  readonly tokens: readonly SqlToken[];
}

/** The statements of a text as `text()` holds it; null where it cannot be taken apart. */
export function statementsOfSql(sql: string, dialect: DialectName): readonly SqlStatementText[] | null {
  const tokens = sqlTokens(sql, dialect);
  return tokens && sqlStatements(tokens).map((one) => ({ sql, tokens: one }));
}

/** What a statement does. What is not read leaves in doubt what it names, or everything. */
export function readStatement(
  statement: SqlStatementText,
  dialect: DialectName,
  scope: SqlScope,
): readonly SqlEffect[] {
  const { sql, tokens } = statement;
  const first = tokens[0]?.text ?? '';
  if (first === 'SELECT' || first === 'WITH' || first === '(') return query(tokens);
  if (first === 'DO' && dialect === 'postgresql') return doBlock(tokens, scope);
  const reader = new SqlReader(sql, tokens, dialect);
  const row = STATEMENTS.find(([words]) => reader.take(...words.split(' ')));
  const shown = beginning(statement);
  if (row === undefined) return everything(`What \`${shown}\` does is not known.`);
  try {
    return row[1](reader, scope);
  } catch (error) {
    if (!(error instanceof NotRead)) throw error;
    const reason = `What \`${shown}\` does is not followed.`;
    if (cascades(tokens)) return everything(reason);
    return [{ kind: 'mentioned', tokens, reason, isNew: row[0] === 'CREATE TABLE' }];
  }
}

/** The first words of a statement, for messages. */
function beginning({ sql, tokens }: SqlStatementText): string {
  const [first, last] = [tokens[0], tokens[Math.min(tokens.length, SHOWN) - 1]];
  const text = sql.slice(first?.from, last?.to).replace(/\s+/g, ' ').replaceAll('`', "'");
  return tokens.length > SHOWN ? `${text} ...` : text;
}

const SHOWN = 5;

/** Whether things that are not named may go too. */
function cascades(tokens: readonly SqlToken[]): boolean {
  return tokens.some(
    ({ kind, text }, index) => kind === 'word' && text === 'CASCADE' && tokens[index - 2]?.text !== 'ON',
  );
}
