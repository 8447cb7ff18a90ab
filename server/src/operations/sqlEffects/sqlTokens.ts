import type { DialectName } from '../../schema/context';

/** One token of SQL; comments and blanks are none. */
export interface SqlToken {
  /** `word`: a keyword or a name without quotes. */
  readonly kind: 'word' | 'quoted' | 'string' | 'number' | 'parameter' | 'symbol';
  /** As written; keywords and symbols in upper case. */
  readonly text: string;
  /** The name as the database takes it, or what a string holds; null: that is not known. */
  readonly value: string | null;
  readonly from: number;
  readonly to: number;
}

/** A kind of token: a pattern that matches at one place, and its value. */
interface TokenRule {
  readonly pattern: RegExp;
  /** Undefined: blanks and comments. */
  readonly kind: SqlToken['kind'] | undefined;
  readonly value?: (text: string) => string | null;
}

const doubled =
  (mark: string) =>
  (text: string): string =>
    text.slice(1, -1).replaceAll(mark + mark, mark);

/** `text()` of SQLAlchemy writes a colon that begins no parameter as `\:`. */
const unescaped = (text: string): string => text.replaceAll('\\:', ':');

const plainString = (text: string): string => unescaped(doubled("'")(text));

const BLANK: TokenRule = { pattern: /\s+|--[^\n]*/y, kind: undefined };
const NUMBER: TokenRule = { pattern: /(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?/iy, kind: 'number' };
const PARAMETER: TokenRule = { pattern: /:[A-Za-z_]\w*|%\(\w+\)s|\$\d+|\?/y, kind: 'parameter' };
const SYMBOL: TokenRule = { pattern: /\\:|::|[^\s\w]/y, kind: 'symbol' };
const STRING: TokenRule = { pattern: /'(?:[^']|'')*'/y, kind: 'string', value: plainString };
const NAME: TokenRule = { pattern: /"(?:[^"]|"")+"/y, kind: 'quoted', value: doubled('"') };

/** By dialect, the first that matches counts. Block comments of PostgreSQL nest, which no pattern can say. */
const RULES: Readonly<Record<DialectName, readonly TokenRule[]>> = {
  postgresql: [
    BLANK,
    // With a backslash before anything but a colon, the value is not read.
    { pattern: /e'(?:[^'\\]|''|\\.)*'/isy, kind: 'string', value: (text) => escapedString(text.slice(1)) },
    { pattern: /[bx]'[^']*'/iy, kind: 'string', value: () => null },
    { pattern: /\$([A-Za-z_]\w*)?\$[\s\S]*?\$\1\$/y, kind: 'string', value: dollarString },
    STRING,
    NAME,
    { pattern: /[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*/y, kind: 'word', value: (text) => text.toLowerCase() },
    NUMBER,
    { ...SYMBOL, pattern: /\\:|::/y },
    PARAMETER,
    SYMBOL,
  ],
  sqlite: [
    BLANK,
    { pattern: /\/\*[\s\S]*?\*\//y, kind: undefined },
    { pattern: /x'[^']*'/iy, kind: 'string', value: () => null },
    STRING,
    NAME,
    { pattern: /`(?:[^`]|``)+`/y, kind: 'quoted', value: doubled('`') },
    { pattern: /\[[^\]]+\]/y, kind: 'quoted', value: (text) => text.slice(1, -1) },
    { pattern: /[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*/y, kind: 'word', value: (text) => text },
    NUMBER,
    { ...SYMBOL, pattern: /\\:/y },
    PARAMETER,
    SYMBOL,
  ],
  mysql: [
    { pattern: /\s+|--(?=\s|$)[^\n]*|#[^\n]*/y, kind: undefined },
    // `/*! ... */` is run.
    { pattern: /\/\*(?![!+])[\s\S]*?\*\//y, kind: undefined },
    { pattern: /[bx]'[^']*'/iy, kind: 'string', value: () => null },
    { pattern: /'(?:[^'\\]|''|\\.)*'/sy, kind: 'string', value: escapedString },
    { pattern: /"(?:[^"\\]|""|\\.)*"/sy, kind: 'string', value: () => null },
    { pattern: /`(?:[^`]|``)+`/y, kind: 'quoted', value: doubled('`') },
    { pattern: /[A-Za-z_$\u0080-\uffff][\w$\u0080-\uffff]*/y, kind: 'word', value: (text) => text },
    NUMBER,
    { ...SYMBOL, pattern: /\\:/y },
    PARAMETER,
    SYMBOL,
  ],
};

/**
 * SQL as `text()` holds it, taken apart into tokens; null where a string, a name or a comment does not end, or something
 * stands there that is not followed.
 */
export function sqlTokens(sql: string, dialect: DialectName): readonly SqlToken[] | null {
  const tokens: SqlToken[] = [];
  for (let at = 0; at < sql.length;) {
    const end = dialect === 'postgresql' && sql.startsWith('/*', at) ? nestedCommentEnd(sql, at) : at;
    if (end === null) return null;
    if (end > at) {
      at = end;
      continue;
    }
    const found = tokenAt(sql, at, dialect);
    if (found === null) return null;
    if (found.token !== null) tokens.push(found.token);
    at = found.to;
  }
  return tokens;
}

function tokenAt(
  sql: string,
  at: number,
  dialect: DialectName,
): { readonly token: SqlToken | null; readonly to: number } | null {
  for (const { pattern, kind, value } of RULES[dialect]) {
    pattern.lastIndex = at;
    const text = pattern.exec(sql)?.[0];
    if (text === undefined) continue;
    const to = at + text.length;
    if (kind === undefined) return { token: null, to };
    if (kind === 'symbol' && /["'`]/.test(text)) return null;
    // A comment that does not end, or one that MySQL runs.
    if (kind === 'symbol' && text === '/' && sql[to] === '*') return null;
    const shown = kind === 'word' ? text.toUpperCase() : text === '\\:' ? ':' : text;
    return { token: { kind, text: shown, value: value === undefined ? text : value(text), from: at, to }, to };
  }
  return null;
}

function nestedCommentEnd(sql: string, from: number): number | null {
  const mark = /\/\*|\*\//g;
  mark.lastIndex = from;
  let depth = 0;
  for (let found = mark.exec(sql); found !== null; found = mark.exec(sql)) {
    depth += found[0] === '/*' ? 1 : -1;
    if (depth === 0) return mark.lastIndex;
  }
  return null;
}

function escapedString(text: string): string | null {
  const content = unescaped(text.slice(1, -1));
  return content.includes('\\') ? null : content.replaceAll("''", "'");
}

function dollarString(text: string): string {
  const mark = text.indexOf('$', 1) + 1;
  return unescaped(text.slice(mark, text.length - mark));
}
