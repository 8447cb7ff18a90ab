import { sqlTokens, type SqlToken } from '../../../operations/sqlEffects/sqlTokens';
import type { SqliteLink } from './connect';

/**
 * What makes a table of SQLite what it is, in parts that can be compared: what its PRAGMAs say, and of the text of its
 * CREATE TABLE what they do not.
 */
export function tableShape(link: Pick<SqliteLink, 'send'>, table: string): ReadonlyMap<string, string> {
  const name = `'${table.replaceAll("'", "''")}'`;
  const rows = (sql: string): readonly unknown[][] => link.send(sql).rows.map((row) => Object.values(row).map(asKnown));
  const shown = (found: readonly unknown[][]): string => JSON.stringify(found.map((row) => JSON.stringify(row)).sort());
  const [text = ''] = rows(
    `SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ${name} COLLATE NOCASE`,
  ).flat();
  const own = rows(
    `SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ${name} COLLATE NOCASE AND sql IS NOT NULL`,
  );
  const automatic = rows(
    `SELECT l."unique", l.origin, group_concat(x.name || x.coll, ' ')
     FROM pragma_index_list(${name}) l, pragma_index_xinfo(l.name) x WHERE l.origin <> 'c' AND x.key GROUP BY l.name`,
  );
  return new Map([
    ['columns', JSON.stringify(rows(`SELECT * FROM pragma_table_xinfo(${name})`))],
    [
      'foreign keys',
      shown(
        rows(`SELECT group_concat("from"), "table", group_concat("to"), on_update, on_delete
              FROM pragma_foreign_key_list(${name}) GROUP BY id`),
      ),
    ],
    ['keys', shown(automatic)],
    ['indexes', shown(own)],
    ['checks and names of constraints', JSON.stringify(textParts(String(text)))],
  ]);
}

/** Parts of SQL are compared by their tokens. */
function asKnown(value: unknown): unknown {
  return typeof value === 'string' ? plain(sqlTokens(value, 'sqlite'), value) : value;
}

/** SQLite puts names in quotes where it changes a text. */
function plain(tokens: readonly SqlToken[] | null, text: string): string {
  return tokens === null ? text : tokens.map(wordOf).join(' ');
}

function wordOf({ kind, text, value }: SqlToken): string {
  return kind === 'word' || kind === 'quoted' ? (value ?? text).toLowerCase() : text;
}

/** Words of CREATE TABLE that the PRAGMAs do not tell of, with what stands behind them. */
const UNTOLD = new Set([
  'constraint',
  'collate',
  'autoincrement',
  'conflict',
  'deferrable',
  'rowid',
  'strict',
  'match',
]);

/** CHECKs with their names, names of constraints, and what else only the text says; in no order. */
function textParts(normal: string): readonly string[] {
  const tokens = sqlTokens(normal, 'sqlite') ?? [];
  const parts: string[] = [];
  for (const [index, token] of tokens.entries()) {
    const word = token.kind === 'word' ? token.text.toLowerCase() : '';
    if (word === 'check') parts.push(`check ${bracketed(tokens.slice(index + 1))}`);
    else if (UNTOLD.has(word))
      parts.push(
        `${word} ${tokens
          .slice(index + 1, index + 3)
          .map(wordOf)
          .join(' ')}`,
      );
  }
  return parts.sort();
}

function bracketed(tokens: readonly SqlToken[]): string {
  let depth = 0;
  const inside: string[] = [];
  for (const token of tokens) {
    if (token.text === '(') depth++;
    if (token.text === ')') depth--;
    inside.push(wordOf(token));
    if (depth === 0) break;
  }
  return inside.join(' ');
}
