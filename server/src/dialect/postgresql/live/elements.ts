import { type SqlToken, sqlTokens } from '../../../operations/sqlEffects/sqlTokens';

/** A part of a definition that PostgreSQL prints, with its tokens. */
export interface PrintedPart {
  readonly text: string;
  readonly tokens: readonly SqlToken[];
}

/** The parts between commas in the first parentheses of a definition (`... USING gist (a, lower(b))`); null: there are none. */
export function printedParts(definition: string): readonly PrintedPart[] | null {
  const tokens = sqlTokens(definition, 'postgresql');
  const open = tokens?.findIndex(({ kind, text }) => kind === 'symbol' && text === '(') ?? -1;
  if (tokens === null || open < 0) return null;
  const parts: PrintedPart[] = [];
  let depth = 0;
  let start = open + 1;
  for (let at = open; at < tokens.length; at += 1) {
    const { kind, text } = tokens[at] ?? { kind: 'symbol', text: '' };
    if (kind !== 'symbol') continue;
    if (text === '(' || text === '[') depth += 1;
    if (text === ')' || text === ']') depth -= 1;
    if (depth === 0 || (depth === 1 && text === ',')) {
      parts.push(part(definition, tokens.slice(start, at)));
      start = at + 1;
    }
    if (depth === 0) return parts;
  }
  return null;
}

/** The tokens of a definition from one to before another one. */
export function part(definition: string, tokens: readonly SqlToken[]): PrintedPart {
  return { text: definition.slice(tokens[0]?.from ?? 0, tokens.at(-1)?.to ?? 0), tokens };
}

/** Behind a column's name: the operator class alone; undefined: something else, `null`: nothing. */
export function operatorClass(text: string, { tokens }: PrintedPart): string | null | undefined {
  const [first, ...rest] = tokens;
  if (first === undefined || rest.length === 0) return null;
  const isClass = rest.every(({ kind, text: word }, index) =>
    index % 2 === 0 ? (kind === 'word' && !NO_CLASS.has(word)) || kind === 'quoted' : word === '.',
  );
  return isClass && rest.length % 2 === 1 ? text.slice((rest[0]?.from ?? 0) - first.from) : undefined;
}

const NO_CLASS: ReadonlySet<string> = new Set(['ASC', 'DESC', 'NULLS', 'COLLATE']);

/** SQL without the parentheses that stand around all of it. */
export function withoutParentheses(sql: string): string {
  const tokens = sqlTokens(sql, 'postgresql');
  if (tokens === null || tokens[0]?.text !== '(') return sql;
  let depth = 0;
  for (const [at, { kind, text }] of tokens.entries()) {
    if (kind !== 'symbol') continue;
    if (text === '(') depth += 1;
    if (text === ')') depth -= 1;
    if (depth === 0) return at === tokens.length - 1 ? sql.slice(1, -1) : sql;
  }
  return sql;
}
