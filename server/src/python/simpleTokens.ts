import type { Name, StringLiteral } from './ast';
import { readString } from './literals';
import { isTriple, stringEnd } from './stringEnd';

/**
 * Words that are no plain name: keywords of every Python version, and those @lezer/python takes for one in some places.
 */
const KEYWORDS = new Set(
  (
    'False None True and as assert async await break case class continue def del elif else except exec finally for from ' +
    'global if import in is lambda match nonlocal not or pass print raise return try type while with yield'
  ).split(' '),
);

const PREFIXES = new Set(['', 'r', 'R', 'u', 'U', 'b', 'B']);

const NUMBER = /\d+(?:\.\d+)?(?![\w.])/y;

const OPERATOR = /(?:\*\*|\/\/|[=!<>]=|[-+*/%|<>])(?![=<>*/|])/y;

/** Reads the tokens of plain Python one after the other; where the next one is not what is asked for, it stays. */
export class SimpleTokens {
  /** Where the last token ended. */
  end: number;
  /** Within brackets lines do not end. */
  brackets = 0;
  #pos: number;

  constructor(
    readonly text: string,
    from: number,
    private readonly limit: number,
  ) {
    this.#pos = this.end = from;
  }

  /** Where the next token begins: blanks are skipped, within brackets also line ends and comments. */
  start(): number {
    const { text } = this;
    for (;;) {
      const code = text.charCodeAt(this.#pos);
      if (code === 32 || code === 9) this.#pos++;
      else if (this.brackets === 0) break;
      else if (code === 10 || (code === 13 && text.charCodeAt(this.#pos + 1) === 10)) this.#pos++;
      else if (code === 35) {
        const end = text.indexOf('\n', this.#pos);
        this.#pos = end < 0 ? text.length : end;
      } else break;
    }
    return this.#pos;
  }

  atEnd(): boolean {
    return this.start() >= this.limit;
  }

  /** The unit the next token begins with; NaN at the end. */
  peek(): number {
    return this.atEnd() ? NaN : this.text.charCodeAt(this.#pos);
  }

  /** Takes a mark of one unit. */
  take(code: number): boolean {
    if (this.peek() !== code) return false;
    this.#advance(this.#pos + 1);
    return true;
  }

  /** Takes this very word. */
  keyword(word: string): boolean {
    const from = this.start();
    if (!this.text.startsWith(word, from) || this.#wordEnd(from) !== from + word.length) return false;
    this.#advance(from + word.length);
    return true;
  }

  /** Takes a name of ASCII letters that is no keyword. */
  name(): Name | undefined {
    const from = this.start();
    const to = this.#wordEnd(from);
    const name = this.text.slice(from, to);
    if (name === '' || isQuote(this.text.charCodeAt(to)) || KEYWORDS.has(name)) return undefined;
    this.#advance(to);
    return { kind: 'name', name, from, to };
  }

  /** Takes a decimal number without exponent or underscores. */
  number(): string | undefined {
    const from = this.start();
    if (!isDigit(this.text.charCodeAt(from))) return undefined;
    NUMBER.lastIndex = from;
    const number = NUMBER.exec(this.text)?.[0];
    if (number !== undefined) this.#advance(from + number.length);
    return number;
  }

  /** The operator that comes next, if it is one that is known and no part of an assignment; it is not taken. */
  operator(): string | null {
    if (this.atEnd() || !isOperator(this.text.charCodeAt(this.#pos))) return null;
    OPERATOR.lastIndex = this.#pos;
    return OPERATOR.exec(this.text)?.[0] ?? null;
  }

  /** Takes what was seen to come next. */
  skip(seen: string): void {
    this.#advance(this.start() + seen.length);
  }

  /** Takes a string or bytes literal that is no f-string or t-string. */
  string(): StringLiteral | undefined {
    const from = this.start();
    const { text } = this;
    const at = this.#wordEnd(from);
    if (!isQuote(text.charCodeAt(at)) || !PREFIXES.has(text.slice(from, at))) return undefined;
    const to = stringEnd(text, at);
    if (to < 0 || to > this.limit) return undefined;
    // A line that is continued inside single quotes: left to the parser that knows about lines.
    if (!isTriple(text, at) && /[\r\n]/.test(text.slice(at, to))) return undefined;
    this.#advance(to);
    return readString(text, from, to);
  }

  /** Whether a string begins here, perhaps one that is not for us. */
  atString(): boolean {
    return isQuote(this.text.charCodeAt(this.#wordEnd(this.start())));
  }

  #advance(to: number): void {
    this.#pos = this.end = to;
  }

  #wordEnd(from: number): number {
    const { text } = this;
    if (isDigit(text.charCodeAt(from))) return from;
    let to = from;
    while (isWord(text.charCodeAt(to))) to++;
    // Letters beyond ASCII have rules of their own.
    return text.charCodeAt(to) > 127 ? from : to;
  }
}

function isWord(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95 || isDigit(code);
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** `! % * + - / < = > |` */
function isOperator(code: number): boolean {
  return (
    (code >= 60 && code <= 62) ||
    (code >= 42 && code <= 47 && code !== 44 && code !== 46) ||
    code === 33 ||
    code === 37 ||
    code === 124
  );
}

function isQuote(code: number): boolean {
  return code === 34 || code === 39;
}
