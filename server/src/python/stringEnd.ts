const NEWLINE = 10;
const RETURN = 13;
const BACKSLASH = 92;
const BRACE_OPEN = 123;
const BRACE_CLOSE = 125;
const HASH = 35;
const COLON = 58;
const QUOTE = 39;
const DOUBLE_QUOTE = 34;

/** f-strings inside f-strings beyond this depth are taken for plain strings. CPython allows 150. */
const MAX_FORMAT_DEPTH = 150;

/** Whether three equal quotes open at `at`. */
export function isTriple(text: string, at: number): boolean {
  const quote = text.charCodeAt(at);
  return text.charCodeAt(at + 1) === quote && text.charCodeAt(at + 2) === quote;
}

/**
 * The offset behind the string whose opening quote stands at `at`, or -1 when it does not end: at its line's end for one
 * with single quotes, at the text's end for one with triple quotes.
 */
export function stringEnd(text: string, at: number): number {
  const quote = text.charCodeAt(at);
  const triple = isTriple(text, at);
  let pos = at + (triple ? 3 : 1);
  if (triple) {
    // A docstring is long: what the engine finds by itself costs nothing.
    const end = text.indexOf(text.slice(at, pos), pos);
    if (end < 0) return -1;
    if (!text.slice(pos, end).includes('\\')) return end + 3;
  }
  for (;;) {
    const code = text.charCodeAt(pos);
    if (code === quote) {
      if (!triple) return pos + 1;
      if (isTriple(text, pos)) return pos + 3;
      pos++;
    } else if (code === BACKSLASH) pos = afterEscape(text, pos);
    else if (Number.isNaN(code) || (!triple && (code === NEWLINE || code === RETURN))) return -1;
    else pos++;
  }
}

/**
 * The same for an f-string or t-string, whose replacement fields may hold any quotes since Python 3.12 (PEP 701); -1 when
 * it does not end by those rules. Before 3.12 the rules of `stringEnd` held: whoever asks tries both.
 */
export function formatStringEnd(text: string, at: number, raw: boolean, depth = 0): number {
  const quote = text.charCodeAt(at);
  const triple = isTriple(text, at);
  let pos = at + (triple ? 3 : 1);
  for (;;) {
    const code = text.charCodeAt(pos);
    if (code === quote && (!triple || isTriple(text, pos))) return pos + (triple ? 3 : 1);
    if (code === BACKSLASH) pos = afterFormatEscape(text, pos, raw);
    else if (code === BRACE_OPEN) {
      if (text.charCodeAt(pos + 1) === BRACE_OPEN) pos += 2;
      else {
        pos = replacementEnd(text, pos + 1, quote, triple, depth);
        if (pos < 0) return -1;
      }
    } else if (Number.isNaN(code) || (!triple && (code === NEWLINE || code === RETURN))) return -1;
    else pos++;
  }
}

/** The offset behind the `}` of the replacement field whose expression begins at `pos`; -1 when there is none. */
function replacementEnd(text: string, pos: number, quote: number, triple: boolean, depth: number): number {
  if (depth > MAX_FORMAT_DEPTH) return -1;
  let brackets = 0;
  for (;;) {
    const code = text.charCodeAt(pos);
    if (Number.isNaN(code)) return -1;
    if (code === QUOTE || code === DOUBLE_QUOTE) {
      pos = nestedEnd(text, pos, depth);
      if (pos < 0) return -1;
    } else if (code === BRACE_CLOSE && brackets === 0) return pos + 1;
    else if (code === COLON && brackets === 0) return specEnd(text, pos + 1, quote, triple, depth);
    else if (code === HASH) {
      while (
        !Number.isNaN(text.charCodeAt(pos)) &&
        text.charCodeAt(pos) !== NEWLINE &&
        text.charCodeAt(pos) !== RETURN
      ) {
        pos++;
      }
    } else {
      if (code === 40 || code === 91 || code === BRACE_OPEN) brackets++;
      else if (code === 41 || code === 93 || code === BRACE_CLOSE) brackets--;
      if (brackets < 0) return -1;
      pos++;
    }
  }
}

/** The same from behind the colon of a format specification, which is text with replacement fields of its own. */
function specEnd(text: string, pos: number, quote: number, triple: boolean, depth: number): number {
  for (;;) {
    const code = text.charCodeAt(pos);
    if (code === BRACE_CLOSE) return pos + 1;
    if (code === BRACE_OPEN) {
      pos = replacementEnd(text, pos + 1, quote, triple, depth + 1);
      if (pos < 0) return -1;
    } else if (code === BACKSLASH) pos += 2;
    else if (Number.isNaN(code) || (code === quote && (!triple || isTriple(text, pos)))) return -1;
    else if (!triple && (code === NEWLINE || code === RETURN)) return -1;
    else pos++;
  }
}

function nestedEnd(text: string, at: number, depth: number): number {
  const prefix = /[a-zA-Z]{0,2}$/.exec(text.slice(Math.max(0, at - 2), at))?.[0].toLowerCase() ?? '';
  return /[ft]/.test(prefix) ? formatStringEnd(text, at, prefix.includes('r'), depth + 1) : stringEnd(text, at);
}

/** A backslash takes the next character with it, and a whole CRLF. */
function afterEscape(text: string, pos: number): number {
  return text.charCodeAt(pos + 1) === RETURN && text.charCodeAt(pos + 2) === NEWLINE ? pos + 3 : pos + 2;
}

/** In an f-string a backslash does not take a brace with it, but `\N{...}` is one escape. */
function afterFormatEscape(text: string, pos: number, raw: boolean): number {
  const next = text.charCodeAt(pos + 1);
  if (next === BRACE_OPEN || next === BRACE_CLOSE) return pos + 1;
  if (!raw && next === 78 && text.charCodeAt(pos + 2) === BRACE_OPEN) {
    const end = /[^}\r\n'"]*\}/y;
    end.lastIndex = pos + 3;
    if (end.test(text)) return end.lastIndex;
  }
  return afterEscape(text, pos);
}
