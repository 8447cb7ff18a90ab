import { NOTHING, type SqlEffect } from './sqlEffect';
import { isKeyword, mayChangeSchema } from './sqlFunctions';
import { everything } from './sqlOthers';
import type { SqlToken } from './sqlTokens';

/** A query changes nothing, unless it makes a table or calls what may do anything. */
export function query(tokens: readonly SqlToken[]): readonly SqlEffect[] {
  // With rows that are written, it is no other than INSERT, UPDATE or DELETE.
  if (tokens.some((token) => isWord(token, 'INSERT', 'UPDATE', 'DELETE') && !isOfLock(tokens, token))) return NOTHING;
  if (tokens.some((token) => isWord(token, 'INTO'))) {
    return [{ kind: 'mentioned', tokens, reason: 'What table `SELECT INTO` makes is not followed.' }];
  }
  const name = unknownCall(tokens);
  return name === null ? NOTHING : everything(`What the function \`${name}\` does is not known.`);
}

/** A function that is called and may change a schema; null: there is none. */
export function unknownCall(tokens: readonly SqlToken[]): string | null {
  for (const [index, token] of tokens.entries()) {
    if (tokens[index + 1]?.text !== '(' || (token.kind !== 'word' && token.kind !== 'quoted')) continue;
    if (token.kind === 'word' && isKeyword(token.text)) continue;
    if (namesColumns(tokens, index)) continue;
    const name = token.value ?? '';
    const isQualified = tokens[index - 1]?.text === '.' && tokens[index - 2]?.value !== 'pg_catalog';
    if (isQualified || token.kind === 'quoted' || mayChangeSchema(name)) return name;
  }
  return null;
}

/** `WITH name (a, b) AS`, `AS name (a, b)`. */
function namesColumns(tokens: readonly SqlToken[], index: number): boolean {
  const before = tokens[index - 1];
  if (before !== undefined && isWord(before, 'AS', 'WITH', 'RECURSIVE')) return true;
  let depth = 0;
  for (let at = index + 1; at < tokens.length; at++) {
    if (tokens[at]?.text === '(') depth++;
    if (tokens[at]?.text === ')' && --depth === 0) {
      return before?.text === ',' && tokens[at + 1]?.text === 'AS' && tokens[at + 2]?.text === '(';
    }
  }
  return false;
}

/** `FOR UPDATE`, `FOR NO KEY UPDATE`. */
function isOfLock(tokens: readonly SqlToken[], token: SqlToken): boolean {
  const at = tokens.indexOf(token);
  return token.text === 'UPDATE' && /^(?:FOR|KEY)$/.test(tokens[at - 1]?.text ?? '');
}

function isWord({ kind, text }: SqlToken, ...words: readonly string[]): boolean {
  return kind === 'word' && words.includes(text);
}
