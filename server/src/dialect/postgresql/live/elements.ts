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

/**
 * An expression as PostgreSQL prints it once it was read again: `x IN ('a')` of a VARCHAR is first printed with the cast of
 * a whole array, `(ARRAY['a'::character varying])::text[]`, which is read as one of each item.
 */
export function settled(sql: string): string {
  return flattened(withCastItems(sql));
}

/**
 * `((a AND b) AND c)`, which is how BETWEEN is printed at first, is read as one AND of three (makeAndExpr of PostgreSQL's
 * grammar).
 */
function flattened(sql: string): string {
  const tokens = /\(\(.*\) (?:AND|OR) /s.test(`(${sql}`) ? sqlTokens(sql, 'postgresql') : null;
  for (const [at, { kind, text, from }] of tokens?.entries() ?? []) {
    if (tokens === null || kind !== 'symbol' || text !== '(' || (at > 0 && tokens[at - 1]?.text !== '(')) continue;
    const words = joined(tokens, at);
    const close = words?.close ?? at;
    const next = tokens[close + 1];
    if (words === null || next?.kind !== 'word' || next.text !== words.word) continue;
    const end = tokens[close];
    return flattened(sql.slice(0, from) + sql.slice(from + 1, end?.from ?? from) + sql.slice(end?.to ?? from));
  }
  return sql;
}

/** The end of a group in parentheses, and the one of AND and OR that joins what is in it; null: neither does. */
function joined(tokens: readonly SqlToken[], open: number): { readonly close: number; readonly word: string } | null {
  let depth = 0;
  let word: string | null = null;
  for (let at = open; at < tokens.length; at += 1) {
    const { kind, text } = tokens[at] ?? { kind: 'symbol', text: '' };
    if (kind === 'symbol' && /^[([]$/.test(text)) depth += 1;
    if (kind === 'symbol' && /^[)\]]$/.test(text)) depth -= 1;
    if (depth === 0) return word === null ? null : { close: at, word };
    if (depth !== 1 || kind !== 'word') continue;
    if (text === 'CASE') return null;
    if (text === 'AND' || text === 'OR') word = text;
  }
  return null;
}

function withCastItems(sql: string): string {
  const tokens = sql.includes(')::') && sql.includes('(ARRAY[') ? sqlTokens(sql, 'postgresql') : null;
  const at = tokens?.findIndex((_token, index) => castArrayEnd(tokens, index) !== null) ?? -1;
  if (tokens === null || at < 0) return sql;
  const close = castArrayEnd(tokens, at) ?? at;
  const typeEnd = typeEndOf(tokens, close + 3);
  const type = part(sql, tokens.slice(close + 3, typeEnd));
  const items = itemsOf(sql, tokens.slice(at + 2, close));
  if (items === null) return sql;
  const [from, to] = [tokens[at]?.from ?? 0, tokens[typeEnd + 1]?.to ?? sql.length];
  const cast = items.map((item) => `(${item})::${type.text}`).join(', ');
  return withCastItems(`${sql.slice(0, from)}ARRAY[${cast}]${sql.slice(to)}`);
}

/** Where `(ARRAY[...])::type[]` begins: the place of its `]`; null elsewhere. */
function castArrayEnd(tokens: readonly SqlToken[], at: number): number | null {
  if (tokens[at]?.text !== '(' || tokens[at + 1]?.text !== 'ARRAY' || tokens[at + 2]?.text !== '[') return null;
  let depth = 0;
  for (let place = at + 2; place < tokens.length; place += 1) {
    const { kind, text } = tokens[place] ?? { kind: 'symbol', text: '' };
    if (kind === 'symbol' && /^[([]$/.test(text)) depth += 1;
    if (kind === 'symbol' && /^[)\]]$/.test(text)) depth -= 1;
    if (depth > 0) continue;
    const isCast = tokens[place + 1]?.text === ')' && tokens[place + 2]?.text === '::';
    const end = isCast ? typeEndOf(tokens, place + 3) : place;
    return isCast && tokens[end]?.text === '[' && tokens[end + 1]?.text === ']' ? place : null;
  }
  return null;
}

/** Behind the words of a type. */
function typeEndOf(tokens: readonly SqlToken[], from: number): number {
  let at = from;
  while (tokens[at]?.kind === 'word' || tokens[at]?.kind === 'quoted' || tokens[at]?.text === '.') at += 1;
  return at;
}

/** The items of `[a, b`; null where one of them is an array itself. */
function itemsOf(sql: string, tokens: readonly SqlToken[]): readonly string[] | null {
  const items: string[] = [];
  let depth = 0;
  let start = 1;
  for (let at = 1; at <= tokens.length; at += 1) {
    const token = tokens[at];
    if (token?.kind === 'word' && token.text === 'ARRAY' && depth === 0) return null;
    if (token?.kind === 'symbol' && /^[([]$/.test(token.text)) depth += 1;
    if (token?.kind === 'symbol' && /^[)\]]$/.test(token.text)) depth -= 1;
    if (token !== undefined && (depth > 0 || token.kind !== 'symbol' || token.text !== ',')) continue;
    items.push(part(sql, tokens.slice(start, at)).text);
    start = at + 1;
  }
  return items;
}

/** SQL without the parentheses that stand around all of it. */
export function withoutParentheses(sql: string): string {
  const tokens = sql.startsWith('(') ? sqlTokens(sql, 'postgresql') : null;
  if (tokens === null) return sql;
  let depth = 0;
  for (const [at, { kind, text }] of tokens.entries()) {
    if (kind !== 'symbol') continue;
    if (text === '(') depth += 1;
    if (text === ')') depth -= 1;
    if (depth === 0) return at === tokens.length - 1 ? sql.slice(1, -1) : sql;
  }
  return sql;
}
