import type { SqlExpression } from '../../schema/expression';
import type { DialectName } from '../../schema/context';
import type { SqlToken } from './sqlTokens';

/** A table, type or sequence as a statement names it. */
export interface SqlName {
  readonly name: string;
  readonly schema: string | null;
}

/** Thrown where a statement says something that is not read. */
export class NotRead extends Error {}

/** @throws NotRead */
export function notRead(what: string): never {
  throw new NotRead(what);
}

/** Goes through the tokens of one statement. What must be there and is not ends the reading by `NotRead`. */
export class SqlReader {
  #at = 0;

  /** @param sql the text that the tokens are of. */
  constructor(
    private readonly sql: string,
    private readonly tokens: readonly SqlToken[],
    readonly dialect: DialectName,
  ) {}

  get isDone(): boolean {
    return this.#at >= this.tokens.length;
  }

  /** The next token. */
  get next(): SqlToken | undefined {
    return this.tokens[this.#at];
  }

  /** Whether these keywords or symbols follow. */
  is(...words: readonly string[]): boolean {
    return words.every((word, index) => {
      const token = this.tokens[this.#at + index];
      return token?.text === word && (token.kind === 'word' || token.kind === 'symbol');
    });
  }

  /** Takes these keywords or symbols if they follow. */
  take(...words: readonly string[]): boolean {
    if (!this.is(...words)) return false;
    this.#at += words.length;
    return true;
  }

  /** Takes one of these, and says which. */
  takeOne<W extends string>(...words: readonly W[]): W | null {
    const found = words.find((word) => this.is(word));
    if (found !== undefined) this.#at++;
    return found ?? null;
  }

  expect(...words: readonly string[]): void {
    if (!this.take(...words)) notRead(words.join(' '));
  }

  expectEnd(): void {
    if (!this.isDone) notRead(this.next?.text ?? '');
  }

  /** Passes over a token. */
  skip(): void {
    this.#at++;
  }

  /** `IF EXISTS`, or nothing. */
  ifExists(): boolean {
    return this.take('IF', 'EXISTS');
  }

  /** `IF NOT EXISTS`, or nothing. */
  ifNotExists(): boolean {
    return this.take('IF', 'NOT', 'EXISTS');
  }

  /** A name without a schema. */
  name(): string {
    const token = this.next;
    if ((token?.kind !== 'word' && token?.kind !== 'quoted') || token.value === null) return notRead('a name');
    this.#at++;
    return token.value;
  }

  /** `name`, `schema.name`. */
  qualified(): SqlName {
    const first = this.name();
    if (!this.take('.')) return { name: first, schema: null };
    const second = this.name();
    return this.is('.') ? notRead('a name with a database') : { name: second, schema: first };
  }

  /** What a string literal holds. */
  string(): string {
    const token = this.next;
    if (token?.kind !== 'string' || token.value === null) return notRead('a string');
    this.#at++;
    return token.value;
  }

  integer(): bigint {
    const isNegative = this.take('-');
    const token = this.next;
    if (token?.kind !== 'number' || !/^\d+$/.test(token.text)) return notRead('a number');
    this.#at++;
    return isNegative ? -BigInt(token.text) : BigInt(token.text);
  }

  /** `(a, b)`, each read by `item`. */
  list<T>(item: () => T): readonly T[] {
    this.expect('(');
    const items = this.commas(item);
    this.expect(')');
    return items;
  }

  /** `a, b`, each read by `item`. */
  commas<T>(item: () => T): readonly T[] {
    const items = [item()];
    while (this.take(',')) items.push(item());
    return items;
  }

  /** What stands between parentheses, as SQL. */
  parenthesised(): SqlExpression {
    this.expect('(');
    const inner = this.until((token) => token.text === ')');
    this.expect(')');
    return inner;
  }

  /**
   * SQL up to a token outside parentheses at which `ends` holds, a comma, a closing parenthesis, or the end. The first token
   * belongs to it whatever it is.
   */
  until(ends: (token: SqlToken) => boolean): SqlExpression {
    const from = this.next;
    if (from === undefined || (from.kind === 'symbol' && (from.text === ')' || from.text === ','))) {
      return notRead('an expression');
    }
    let depth = 0;
    let last = from;
    for (let token = this.next; token !== undefined; token = this.next) {
      const isSymbol = token.kind === 'symbol';
      if (depth === 0 && token !== from && ends(token)) break;
      if (depth === 0 && isSymbol && (token.text === ',' || token.text === ')')) break;
      if (isSymbol && /^[([]$/.test(token.text)) depth++;
      if (isSymbol && /^[)\]]$/.test(token.text)) depth--;
      if (token.kind === 'parameter') notRead('a parameter');
      last = token;
      this.#at++;
    }
    return { kind: 'text', sql: this.sql.slice(from.from, last.to), binds: {} };
  }

  /** A reader of its own for what stands before the next `;`, which is passed over. */
  statement(): SqlReader {
    const end = this.tokens.findIndex(({ text }, index) => index >= this.#at && text === ';');
    const inner = new SqlReader(this.sql, this.tokens.slice(this.#at, end < 0 ? undefined : end), this.dialect);
    this.#at = end < 0 ? this.tokens.length : end;
    return inner;
  }

  /** Tries to read something; goes back where it cannot. */
  attempt<T>(read: () => T): T | null {
    const at = this.#at;
    try {
      return read();
    } catch (error) {
      if (!(error instanceof NotRead)) throw error;
      this.#at = at;
      return null;
    }
  }
}
