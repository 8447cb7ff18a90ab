const PAIRS = /[\ud800-\udfff]/;

/** The code points of a text: what Python counts and indexes by. */
export function letters(text: string): readonly string[] {
  return PAIRS.test(text) ? [...text] : text.split('');
}

/** `len(text)`. */
export function lengthOf(text: string): number {
  return PAIRS.test(text) ? [...text].length : text.length;
}

/**
 * Letters of which every Python since 3.8 says that they are printable, besides ASCII: blocks that have been full since
 * Unicode 12, and none of their format characters.
 */
const SURELY_PRINTABLE =
  /^[\x20-\x7e\xa1-\xac\xae-\u0377\u037a-\u037f\u0384-\u038a\u0400-\u052f\u05d0-\u05ea\u0621-\u064a\u0904-\u0939\u0e01-\u0e3a\u1e00-\u1f15\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u2100-\u218b\u2190-\u2426\u2500-\u2b73\u3001-\u303f\u3041-\u3096\u30a1-\u30ff\u4e00-\u9fa5\uac00-\ud7a3\uff01-\uff5e\u{1f300}-\u{1f64f}]$/u;
const SURELY_NOT_PRINTABLE =
  /^[\0-\x1f\x7f-\xa0\xad\u061c\u200b-\u200f\u2028-\u202f\u2060-\u2064\u3000\ud800-\udfff\ue000-\uf8ff\ufeff]$/u;

/** `letter.isprintable()`; undefined where it depends on the version of Python. */
function isPrintable(letter: string): boolean | undefined {
  if (SURELY_PRINTABLE.test(letter)) return true;
  return SURELY_NOT_PRINTABLE.test(letter) ? false : undefined;
}

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function escaped(letter: string): string {
  const code = letter.codePointAt(0) ?? 0;
  const [mark, width] = code < 0x100 ? ['x', 2] : code < 0x10000 ? ['u', 4] : ['U', 8];
  return ESCAPES[letter] ?? `\\${mark}${code.toString(16).padStart(width, '0')}`;
}

function quoted(text: string, show: (letter: string) => string | undefined): string | undefined {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  let body = '';
  for (const letter of text) {
    const shown = letter === quote || letter === '\\' ? `\\${letter}` : show(letter);
    if (shown === undefined) return undefined;
    body += shown;
  }
  return quote + body + quote;
}

/** `repr(text)`; undefined where it depends on the version of Python. */
export function reprText(text: string): string | undefined {
  if (/^[\x20-\x7e]*$/.test(text) && !/['\\]/.test(text)) return `'${text}'`;
  return quoted(text, (letter) => {
    const printable = isPrintable(letter);
    return printable === undefined ? undefined : printable ? letter : escaped(letter);
  });
}

/** A literal of the text: `repr(text)`, where letters that only some versions of Python print are escaped. */
export function literalText(text: string): string {
  return quoted(text, (letter) => (isPrintable(letter) === true ? letter : escaped(letter))) ?? '';
}

/** What `ascii` makes of a `repr`: letters beyond ASCII are escaped. */
export function escapeBeyondAscii(text: string): string {
  return text.replace(/[^\x20-\x7e]/gu, escaped);
}

/** `repr(bytes)`. */
export function reprBytes(bytes: string): string {
  return `b${quoted(bytes, (letter) => (/^[\x20-\x7e]$/.test(letter) ? letter : escaped(letter))) ?? ''}`;
}
