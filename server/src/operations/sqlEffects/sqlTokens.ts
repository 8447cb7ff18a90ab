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
  /** What it may begin with, of ASCII; absent: anything. Only rules that may match are tried: SQL is read by the megabyte. */
  readonly first?: RegExp;
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

const BLANK: TokenRule = { pattern: /\s+|--[^\n]*/y, first: /[\s-]/, kind: undefined };
const NUMBER: TokenRule = { pattern: /(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?/iy, first: /[\d.]/, kind: 'number' };
const PARAMETER: TokenRule = { pattern: /:[A-Za-z_]\w*|%\(\w+\)s|\$\d+|\?/y, first: /[:%$?]/, kind: 'parameter' };
const SYMBOL: TokenRule = { pattern: /\\:|::|[^\s\w]/y, kind: 'symbol' };
const STRING: TokenRule = { pattern: /'(?:[^']|'')*'/y, first: /'/, kind: 'string', value: plainString };
const NAME: TokenRule = { pattern: /"(?:[^"]|"")+"/y, first: /"/, kind: 'quoted', value: doubled('"') };

/** By dialect, the first that matches counts. Block comments of PostgreSQL nest, which no pattern can say. */
const RULES: Readonly<Record<DialectName, readonly TokenRule[]>> = {
  postgresql: [
    BLANK,
    // With a backslash before anything but a colon, the value is not read.
    { pattern: /e'(?:[^'\\]|''|\\.)*'/isy, first: /e/i, kind: 'string', value: (text) => escapedString(text.slice(1)) },
    { pattern: /[bx]'[^']*'/iy, first: /[bx]/i, kind: 'string', value: () => null },
    { pattern: /\$([A-Za-z_]\w*)?\$[\s\S]*?\$\1\$/y, first: /\$/, kind: 'string', value: dollarString },
    STRING,
    NAME,
    {
      pattern: /[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*/y,
      first: /[A-Za-z_]/,
      kind: 'word',
      value: (text) => text.toLowerCase(),
    },
    NUMBER,
    { ...SYMBOL, pattern: /\\:|::/y },
    PARAMETER,
    SYMBOL,
  ],
  sqlite: [
    BLANK,
    { pattern: /\/\*[\s\S]*?\*\//y, first: /\//, kind: undefined },
    { pattern: /x'[^']*'/iy, first: /x/i, kind: 'string', value: () => null },
    STRING,
    NAME,
    { pattern: /`(?:[^`]|``)+`/y, first: /`/, kind: 'quoted', value: doubled('`') },
    { pattern: /\[[^\]]+\]/y, first: /\[/, kind: 'quoted', value: (text) => text.slice(1, -1) },
    { pattern: /[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*/y, first: /[A-Za-z_]/, kind: 'word', value: (text) => text },
    NUMBER,
    { ...SYMBOL, pattern: /\\:/y },
    PARAMETER,
    SYMBOL,
  ],
  mysql: [
    { pattern: /\s+|--(?=\s|$)[^\n]*|#[^\n]*/y, kind: undefined },
    // `/*! ... */` is run.
    { pattern: /\/\*(?![!+])[\s\S]*?\*\//y, kind: undefined },
    { pattern: /[bx]'[^']*'/iy, first: /[bx]/i, kind: 'string', value: () => null },
    { pattern: /'(?:[^'\\]|''|\\.)*'/sy, kind: 'string', value: escapedString },
    { pattern: /"(?:[^"\\]|""|\\.)*"/sy, kind: 'string', value: () => null },
    { pattern: /`(?:[^`]|``)+`/y, first: /`/, kind: 'quoted', value: doubled('`') },
    { pattern: /[A-Za-z_$\u0080-\uffff][\w$\u0080-\uffff]*/y, kind: 'word', value: (text) => text },
    NUMBER,
    { ...SYMBOL, pattern: /\\:/y },
    PARAMETER,
    SYMBOL,
  ],
};

/** Of some rules those that may match, by the code of a character of ASCII. */
function byCharacter(rules: readonly TokenRule[]): readonly (readonly TokenRule[])[] {
  return Array.from({ length: 128 }, (_, code) =>
    rules.filter(({ first }) => first === undefined || first.test(String.fromCharCode(code))),
  );
}

const CANDIDATES: Readonly<Record<DialectName, readonly (readonly TokenRule[])[]>> = {
  postgresql: byCharacter(RULES.postgresql),
  sqlite: byCharacter(RULES.sqlite),
  mysql: byCharacter(RULES.mysql),
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
  for (const { pattern, kind, value } of CANDIDATES[dialect][sql.charCodeAt(at)] ?? RULES[dialect]) {
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
