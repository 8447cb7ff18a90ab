import type { DialectName } from '../../schema/context';
import type { SqlExpression } from '../../schema/expression';
import { sameName } from '../../schema/lookup';

/** A column, and the table whose expressions may name it. */
interface ColumnName {
  readonly table: string;
  readonly column: string;
  readonly dialect: DialectName;
}

/** Whether SQL names a column: `unsure` where a word in a text may be something else. */
export type Mention = 'no' | 'yes' | 'unsure';

/** Whether an expression, or other data with expressions in it, names a column. */
export function mentions(data: unknown, column: ColumnName): Mention {
  let found: Mention = 'no';
  visit(data, (part) => {
    const here = ownMention(part, column);
    if (here === 'unsure' || (here === 'yes' && found === 'no')) found = here;
  });
  return found;
}

/** Data in which a column is called otherwise; null where a text does not tell whether it names it. */
export function renameColumnIn<T>(data: T, column: ColumnName, newName: string): T | null {
  if (mentions(data, column) === 'unsure') return null;
  // The shape stays what it was: only names and texts are exchanged.
  return rename(data, column, newName) as T;
}

function ownMention(part: object, column: ColumnName): Mention {
  if (isKind(part, 'columnName')) return sameName(column.dialect, part.name, column.column) ? 'yes' : 'no';
  if (isKind(part, 'columnReference')) {
    if (part.table !== null && part.table.name !== column.table) return 'no';
    return sameName(column.dialect, part.name, column.column) ? 'yes' : 'no';
  }
  const text = textOf(part);
  if (text === null) return 'no';
  const kinds = wordsOf(text, column).map(({ mention }) => mention);
  return kinds.includes('unsure') ? 'unsure' : kinds.includes('yes') ? 'yes' : 'no';
}

function textOf(part: object): string | null {
  return isKind(part, 'text') || isKind(part, 'literalColumn') ? part.sql : null;
}

function isKind<K extends string>(
  part: object,
  kind: K,
): part is K extends 'columnName' ? { kind: K; name: string } : Extract<SqlExpression, { kind: K }> {
  return 'kind' in part && part.kind === kind && ('name' in part || 'sql' in part);
}

function visit(data: unknown, see: (part: object) => void): void {
  if (typeof data !== 'object' || data === null) return;
  see(data);
  for (const value of Object.values(data)) visit(value, see);
}

function rename(data: unknown, column: ColumnName, newName: string): unknown {
  if (Array.isArray(data)) return data.map((item: unknown) => rename(item, column, newName));
  if (typeof data !== 'object' || data === null) return data;
  if (ownMention(data, column) === 'yes') {
    const text = textOf(data);
    if (text === null) return { ...data, name: newName };
    let sql = text;
    for (const { from, to, quote } of wordsOf(text, column).toReversed()) {
      sql = sql.slice(0, from) + written(newName, quote, column.dialect) + sql.slice(to);
    }
    return { ...data, sql };
  }
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, rename(value, column, newName)]));
}

/** A name in SQL: quoted where it was, or where it could be read otherwise. */
function written(name: string, quote: string, dialect: DialectName): string {
  const mark = quote === '' && !/^[a-z_][a-z0-9_]*$/.test(name) ? (dialect === 'mysql' ? '`' : '"') : quote;
  return mark === '' ? name : `${mark}${name.replaceAll(mark, mark + mark)}${mark}`;
}

interface Word {
  readonly from: number;
  readonly to: number;
  readonly quote: string;
  readonly mention: Mention;
}

/** Strings, comments, quoted names, words, and everything else letter by letter. */
const TOKEN =
  /\s+|--[^\n]*|\/\*[\s\S]*?\*\/|(?<name>"(?:[^"]|"")*"|`(?:[^`]|``)*`)|[eE]?'(?:[^'\\]|''|\\[\s\S])*'|\$(\w*)\$[\s\S]*?\$\2\$|(?<word>[\p{L}_][\p{L}\p{N}_$]*)|\d[\w.]*|::|[\s\S]/gu;

/** The words of a text that are called as the column is. */
function wordsOf(text: string, column: ColumnName): readonly Word[] {
  const tokens = [...text.matchAll(TOKEN)].filter(([token]) => !/^(?:\s|--|\/\*)/.test(token));
  return tokens.flatMap((token, at): readonly Word[] => {
    const { name, word } = token.groups ?? {};
    // A double quote makes a string on MySQL, unless it is told otherwise.
    const isString = column.dialect === 'mysql' && name?.startsWith('"') === true;
    if (!(word !== undefined ? isWord(word, column) : name !== undefined && isQuoted(name, column))) return [];
    const before = tokens[at - 1]?.[0];
    const after = tokens[at + 1]?.[0];
    const qualifier = before === '.' ? tokens[at - 2]?.[0] : undefined;
    const quote = name?.charAt(0) ?? '';
    return [
      {
        from: token.index,
        to: token.index + token[0].length,
        quote,
        mention: isString ? 'no' : mentionOf(before, after, qualifier, quote !== '', column),
      },
    ];
  });
}

function isWord(word: string, { column, dialect }: ColumnName): boolean {
  return dialect === 'postgresql' ? word.toLowerCase() === column : sameName(dialect, word, column);
}

function isQuoted(name: string, { column, dialect }: ColumnName): boolean {
  const quote = name.charAt(0);
  return sameName(dialect, name.slice(1, -1).replaceAll(quote + quote, quote), column);
}

function mentionOf(
  before: string | undefined,
  after: string | undefined,
  qualifier: string | undefined,
  quoted: boolean,
  { table, dialect }: ColumnName,
): Mention {
  // A function, a type, or what a schema or table is called.
  if (after === '(' && !quoted) return 'no';
  if (before === '::') return 'no';
  if (after === '.') return 'unsure';
  if (before === '.') {
    const owner = qualifier?.replaceAll(/^["`]|["`]$/g, '');
    return owner !== undefined && sameName(dialect, owner, table) ? 'yes' : 'unsure';
  }
  if (before !== undefined && /^(?:as|collate|interval)$/i.test(before)) return 'unsure';
  return !quoted && isKeywordLike(before, after) ? 'unsure' : 'yes';
}

/** A word beside another word that is no operator may be part of a type or of a keyword: `timestamp with time zone`. */
function isKeywordLike(before: string | undefined, after: string | undefined): boolean {
  const isOther = (token: string | undefined): boolean =>
    token !== undefined && /^[\p{L}_'"`]/u.test(token) && !OPERATORS.test(token);
  return isOther(before) || isOther(after);
}

const OPERATORS =
  /^(?:and|or|not|is|in|like|ilike|similar|between|case|when|then|else|end|mod|div|regexp|rlike|glob|match|isnull|notnull|asc|desc|nulls|as|collate|distinct)$/i;
