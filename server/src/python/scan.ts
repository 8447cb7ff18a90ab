import type { Ranged } from './ast';
import type { Fault } from './fault';
import { formatStringEnd, isTriple, stringEnd } from './stringEnd';

/** A logical line of Python (language reference, section 2.1.5): from its first letter to its last, comments excluded. */
export interface LogicalLine extends Ranged {
  /** Indentation with tabs to every eighth column, and with tabs as one column: CPython compares both. */
  readonly column: number;
  readonly alternative: number;
  /** It ends in a colon outside brackets: an indented block must follow. */
  readonly opensBlock: boolean;
  /** A bracket or string of it is broken: nothing can be said of its inside. */
  readonly broken: boolean;
  /** The deepest nesting of brackets in it. */
  readonly depth: number;
}

/** The line that begins a definition: nothing else in Python begins so, not even inside brackets. */
const DEFINITION = /(?:async[ \t]+def|def|class)[ \t]+[A-Za-z_\u0080-\uffff]/y;

/** What else looks like the beginning of a statement: only asked once a bracket or string is known to be unclosed. */
const STATEMENT =
  /(?:async[ \t]+def|def|class)[ \t]+\w|@[A-Za-z_]|(?:from[ \t]+[\w.]+[ \t]+)?import[ \t]+[\w*(]|[A-Za-z_]\w*[ \t]*(?::[^=\n'"]+)?=(?!=)/y;

const CONFLICT = /(?:<{7}|>{7}|\|{7})(?: [^\r\n]*)?(?=[\r\n]|$)|={7}(?=[\r\n]|$)/y;

const LINE_END = /[\r\n]/g;

const PREFIX = /^(?:[fFtT][rR]?|[rR][fFtT])$/;

const CLOSER: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/** So many f-strings may be broken before the rest is read by the older, simpler rules: keeps the time linear. */
const FORMAT_FAILURES = 16;

/**
 * Splits Python text into logical lines, on demand and in one pass: knows strings, brackets, comments and continuation
 * lines, and recovers behind broken ones at the next line that surely begins a statement. Never throws.
 */
export class Scanner {
  readonly faults: Fault[] = [];
  /** Where a string with triple quotes opens that is never closed: nothing behind it can be judged. */
  lostAt = Infinity;
  /** A string with triple quotes ran to the end of the text: scan again with `strictStrings`. */
  unclosedString = false;
  /** The stretches between conflict markers, markers included. */
  readonly conflicts: { from: number; to: number }[] = [];
  #pos = 0;
  #formatFailures = 0;
  /** Up to here every line that looks like a statement ends what is open before it. */
  #strictUntil = 0;
  /** A fault was told since the last definition began. */
  #faulty = false;
  /** Comments and conflict markers before this were told already: a broken line is read twice. */
  #told = 0;

  /**
   * @param onComment told of every comment, in order.
   * @param strictStrings a string with triple quotes is known to be unclosed: each of them ends at what looks like a statement.
   */
  constructor(
    private readonly text: string,
    private readonly onComment?: (from: number, to: number, alone: boolean) => void,
    private readonly strictStrings = false,
  ) {
    if (text.charCodeAt(0) === 0xfeff) this.#pos = 1;
  }

  /** The next logical line; null at the end. */
  next(): LogicalLine | null {
    const { text } = this;
    let column = 0;
    let alternative = 0;
    let continued = -1;
    let lineStart = true;
    for (;;) {
      if (lineStart && continued < 0) {
        this.skipConflictMarker();
        column = alternative = 0;
        lineStart = false;
      }
      const code = text.charCodeAt(this.#pos);
      if (code === 32) {
        column++;
        alternative++;
      } else if (code === 9) {
        column += 8 - (column % 8);
        alternative++;
      } else if (code === 12) column = alternative = 0;
      else if (code === 35) {
        this.skipComment(true);
        continue;
      } else if (code === 10 || code === 13) {
        lineStart = true;
        continued = -1;
      } else if (code === 92 && isNewline(text.charCodeAt(this.#pos + 1))) {
        if (continued < 0) continued = column;
        this.#pos += text.startsWith('\r\n', this.#pos + 1) ? 2 : 1;
      } else if (Number.isNaN(code)) return null;
      else break;
      this.#pos++;
    }
    if (continued >= 0) column = alternative = continued;
    if (column === 0 && this.looksLike(DEFINITION, this.#pos)) this.#faulty = false;
    return this.scanLine(column, alternative);
  }

  private scanLine(column: number, alternative: number): LogicalLine {
    const { text } = this;
    const from = this.#pos;
    const open: number[] = [];
    let depth = 0;
    let broken = false;
    let end = from;
    let lastCode = 0;
    let wordFrom = -1;
    for (;;) {
      const code = text.charCodeAt(this.#pos);
      if (isWord(code)) {
        wordFrom = this.#pos;
        do this.#pos++;
        while (isWord(text.charCodeAt(this.#pos)));
        end = this.#pos;
        lastCode = code;
        continue;
      }
      if (code === 34 || code === 39) {
        const prefix = wordFrom >= 0 && end === this.#pos ? text.slice(wordFrom, end) : '';
        if (!this.skipString(prefix)) broken = true;
        end = this.#pos;
        lastCode = code;
        wordFrom = -1;
        continue;
      }
      wordFrom = -1;
      if (code === 32 || code === 9 || code === 12) {
        this.#pos++;
        continue;
      }
      if (code === 35) {
        this.skipComment(false);
        continue;
      }
      if (Number.isNaN(code) || isNewline(code)) {
        if (open.length === 0) break;
        if (!Number.isNaN(code)) {
          this.#pos += code === 13 && text.charCodeAt(this.#pos + 1) === 10 ? 2 : 1;
          this.skipConflictMarker();
        }
        const atEnd = this.#pos >= text.length;
        if (!atEnd && !this.looksLike(this.#pos < this.#strictUntil ? STATEMENT : DEFINITION, this.#pos)) continue;
        const opener = open[open.length - 1] ?? from;
        this.report('bracket', opener, opener + 1, `'${text.charAt(opener)}' is never closed.`);
        broken = true;
        if (this.#pos <= this.#strictUntil) break;
        // Read the line again: it ends where the next statement seems to begin.
        this.#strictUntil = this.#pos;
        this.#pos = from;
        open.length = 0;
        end = from;
        continue;
      }
      if (code === 92 && isNewline(text.charCodeAt(this.#pos + 1))) {
        this.#pos += text.startsWith('\r\n', this.#pos + 1) ? 3 : 2;
        continue;
      }
      if (code === 40 || code === 91 || code === 123) {
        open.push(this.#pos);
        if (open.length > depth) depth = open.length;
      } else if (code === 41 || code === 93 || code === 125) {
        if (!this.close(open)) broken = true;
      }
      lastCode = code;
      this.#pos++;
      end = this.#pos;
    }
    return { from, to: end, column, alternative, opensBlock: lastCode === 58 && !broken, broken, depth };
  }

  /** Takes the opener of the closing bracket at the cursor off the stack; false, with a fault, when it does not match. */
  private close(open: number[]): boolean {
    const closer = this.text.charAt(this.#pos);
    const opener = open.pop();
    if (opener === undefined) {
      this.report('bracket', this.#pos, this.#pos + 1, `'${closer}' closes nothing.`);
      return false;
    }
    const expected = CLOSER[this.text.charAt(opener)] ?? '';
    if (expected === closer) return true;
    this.report(
      'bracket',
      this.#pos,
      this.#pos + 1,
      `'${closer}' does not close '${this.text.charAt(opener)}': '${expected}' expected.`,
    );
    // One of the two is a slip; if the bracket closes an outer one, the inner ones were forgotten.
    const outer = open.findLastIndex((at) => CLOSER[this.text.charAt(at)] === closer);
    if (outer >= 0) open.length = outer;
    return false;
  }

  /** Goes behind the string that opens at the cursor; false when it is broken. */
  private skipString(prefix: string): boolean {
    const { text } = this;
    const at = this.#pos;
    const triple = isTriple(text, at);
    let to = -1;
    if (PREFIX.test(prefix) && this.#formatFailures < FORMAT_FAILURES && !this.strictStrings) {
      to = formatStringEnd(text, at, /r/i.test(prefix));
      if (to < 0) this.#formatFailures++;
    }
    if (to < 0) to = stringEnd(text, at);
    if (triple && this.strictStrings) {
      const border = this.statementBefore(at, to < 0 ? text.length : to);
      if (border >= 0 || to < 0) {
        this.report('string', at, at + 3, `${text.slice(at, at + 3)} is never closed.`);
        this.lostAt = Math.min(this.lostAt, at);
        this.#pos = border < 0 ? text.length : border - 1;
        return false;
      }
    }
    if (to >= 0) {
      this.#pos = to;
      return true;
    }
    this.#pos = lineEnd(text, at);
    if (triple) {
      this.unclosedString = true;
      this.#pos = text.length;
    } else {
      this.report('string', at, this.#pos, `The string is not closed in its line: ${text.charAt(at)} is missing.`);
    }
    return false;
  }

  /** The start of the first line between two offsets that looks like a statement at column 0; -1 when there is none. */
  private statementBefore(from: number, to: number): number {
    for (let pos = lineEnd(this.text, from); pos < to; pos = lineEnd(this.text, pos)) {
      pos += this.text.startsWith('\r\n', pos) ? 2 : 1;
      if (pos < to && this.looksLike(STATEMENT, pos)) return pos;
    }
    return -1;
  }

  private skipComment(alone: boolean): void {
    const from = this.#pos;
    this.#pos = lineEnd(this.text, from);
    if (from < this.#told) return;
    this.#told = this.#pos;
    this.onComment?.(from, this.#pos, alone);
  }

  private skipConflictMarker(): void {
    const code = this.text.charCodeAt(this.#pos);
    if (code !== 60 && code !== 62 && code !== 61 && code !== 124) return;
    CONFLICT.lastIndex = this.#pos;
    if (!CONFLICT.test(this.text)) return;
    const from = this.#pos;
    this.#pos = CONFLICT.lastIndex;
    if (from < this.#told) return;
    this.#told = this.#pos;
    this.faults.push({
      kind: 'conflict-marker',
      from,
      to: this.#pos,
      message: 'A marker of a merge conflict: Python cannot read this file.',
    });
    if (code === 60) this.conflicts.push({ from, to: this.text.length });
    const last = this.conflicts.at(-1);
    if (code === 62 && last) last.to = this.#pos;
  }

  private looksLike(pattern: RegExp, at: number): boolean {
    pattern.lastIndex = at;
    return pattern.test(this.text);
  }

  /** Of brackets and strings only the first fault between two definitions is told: the others may be its echo. */
  private report(kind: Fault['kind'], from: number, to: number, message: string): void {
    if (!this.#faulty && from <= this.lostAt) this.faults.push({ kind, from, to, message });
    this.#faulty = true;
  }
}

function lineEnd(text: string, from: number): number {
  LINE_END.lastIndex = from;
  return LINE_END.exec(text)?.index ?? text.length;
}

function isNewline(code: number): boolean {
  return code === 10 || code === 13;
}

function isWord(code: number): boolean {
  return (
    (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57) || code === 95 || code > 127
  );
}
