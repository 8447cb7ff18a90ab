import type { Range } from '../common/range';

/** The text of a Python file, and why Python itself would refuse the bytes, when it would. */
export interface DecodedPython {
  /** Without byte order mark; line ends as in the file. */
  readonly text: string;
  readonly fault?: { readonly message: string; readonly range: Range };
}

const COOKIE = /^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)/;
const BLANK = /^[ \t\f]*(?:#.*)?$/;

/** Names of Python's text encodings that the platform may not decode: every one of them holds ASCII as ASCII. */
const PYTHON_FAMILY =
  /^(?:cp-?\d|ibm-?\d|\d+$|windows-|iso-?8859|iso-?2022|iso-ir|latin|l\d+$|mac|euc|x-|shift|sjis|s-jis|ms-?(?:kanji|932)|gb|big-?5|hz|hkscs|koi8|johab|kz|ptcp|tis|hp|roman8|r8$|arabic|cyrillic|greek|hebrew|thai|uhc|ujis|ksc?|korean|chinese|utf|u7$|u8$|csiso|elot|ecma|asmo|us|ansi|646|unicode|raw-unicode|mbcs|oem|pt154|palmos)/;

const strictUtf8 = new TextDecoder('utf-8', { fatal: true });
const laxUtf8 = new TextDecoder('utf-8');

/**
 * Decodes the bytes of a source file as Python does: UTF-8 unless a comment in the first two lines names another
 * encoding (PEP 263; Python language reference, section 2.1.4). Never throws: bytes that Python would refuse come back
 * as the text VS Code would show, with a fault.
 */
export function decodePython(bytes: Uint8Array): DecodedPython {
  const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const cookie = findCookie(bytes);
  if (cookie === undefined) return decodeUtf8(bytes);
  const name = cookie.name.toLowerCase().replaceAll('_', '-');
  const at = { start: { line: cookie.line, character: 0 }, end: { line: cookie.line, character: cookie.length } };
  if (/^(?:utf-?8|u8|utf)(?:-|$)/.test(name)) return decodeUtf8(bytes);
  if (hasMark) {
    const message = `The file begins with a UTF-8 byte order mark but declares the encoding '${cookie.name}': Python cannot read it. Remove the declaration.`;
    return { text: laxUtf8.decode(bytes), fault: { message, range: at } };
  }
  if (/^(?:latin-?1|l1|latin|iso-?8859-1|iso-latin-1|iso8859|cp819|8859)(?:-|$)/.test(name))
    return { text: latin1(bytes) };
  if (/^(?:us-)?ascii$|^646$|^us$|^ansi-x3/.test(name)) {
    const bad = bytes.findIndex((byte) => byte > 0x7f);
    return bad < 0 ? { text: latin1(bytes) } : refused(bytes, bad, `'${cookie.name}' as declared`);
  }
  if (!PYTHON_FAMILY.test(name)) {
    const message = `Python knows no encoding '${cookie.name}'. Save the file as UTF-8 and remove the declaration.`;
    return { text: laxUtf8.decode(bytes), fault: { message, range: at } };
  }
  try {
    return { text: new TextDecoder(name.replace(/^cp-?(125\d)$/, 'windows-$1')).decode(bytes) };
  } catch {
    // An encoding Python may know and the platform does not: letters beyond ASCII are not told apart.
    return { text: latin1(bytes) };
  }
}

function decodeUtf8(bytes: Uint8Array): DecodedPython {
  try {
    return { text: strictUtf8.decode(bytes) };
  } catch {
    return refused(bytes, firstInvalid(bytes), 'UTF-8, and the file declares no other encoding');
  }
}

function refused(bytes: Uint8Array, offset: number, as: string): DecodedPython {
  let line = 0;
  for (let index = 0; index < offset; index++) {
    if (bytes[index] === 10 || (bytes[index] === 13 && bytes[index + 1] !== 10)) line++;
  }
  const start = Math.max(bytes.lastIndexOf(10, offset - 1), bytes.lastIndexOf(13, offset - 1)) + 1;
  const character = offset === 0 ? 0 : laxUtf8.decode(bytes.subarray(start, offset)).length;
  const byte = (bytes[offset] ?? 0).toString(16).padStart(2, '0');
  return {
    text: laxUtf8.decode(bytes),
    fault: {
      message: `Byte 0x${byte} in line ${line + 1} is not ${as}: Python cannot read this file. Save it as UTF-8.`,
      range: { start: { line, character }, end: { line, character: character + 1 } },
    },
  };
}

/** The offset of the first byte that is no UTF-8: where the longest beginning of whole letters ends. */
function firstInvalid(bytes: Uint8Array): number {
  let low = 0;
  let high = bytes.length;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (isUtf8(bytes.subarray(0, middle), true)) low = middle;
    else high = middle - 1;
  }
  while (low > 0 && !isUtf8(bytes.subarray(0, low), false)) low--;
  return low;
}

/** @param cut the last letter may lack bytes. */
function isUtf8(bytes: Uint8Array, cut: boolean): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: cut });
    return true;
  } catch {
    return false;
  }
}

function findCookie(bytes: Uint8Array): { name: string; line: number; length: number } | undefined {
  let from = 0;
  for (let line = 0; line < 2; line++) {
    let to = from;
    while (to < bytes.length && bytes[to] !== 10 && bytes[to] !== 13) to++;
    const text = laxUtf8.decode(bytes.subarray(from, to));
    const name = COOKIE.exec(text)?.[1];
    if (name !== undefined) return { name, line, length: text.length };
    if (!BLANK.test(text)) return undefined;
    from = to + (bytes[to] === 13 && bytes[to + 1] === 10 ? 2 : 1);
  }
  return undefined;
}

function latin1(bytes: Uint8Array): string {
  let text = '';
  for (let from = 0; from < bytes.length; from += 8192) {
    text += String.fromCharCode(...bytes.subarray(from, from + 8192));
  }
  return text;
}
