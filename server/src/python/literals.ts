import type { StringLiteral } from './ast';

const SIMPLE_ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

const ESCAPE = /\\(\r\n|[0-7]{1,3}|[^])/g;

/**
 * Reads one string or bytes literal (not an f-string) that stands at `from`..`to` of `text`. Its value is null when it
 * is malformed or uses `\N{...}`, whose names we do not carry. Python language reference, section 2.4.1.
 */
export function readString(text: string, from: number, to: number): StringLiteral {
  let start = from;
  while (isLetter(text.charCodeAt(start))) start++;
  const prefix = text.slice(from, start).toLowerCase();
  const quote = text.charAt(start);
  const long = text.startsWith(quote.repeat(3), start) && to - start >= 6;
  const size = long ? 3 : 1;
  const contentFrom = Math.min(start + size, to);
  const closed = to - size >= contentFrom && text.startsWith(quote.repeat(size), to - size);
  const contentTo = closed ? to - size : to;
  const content = text.slice(contentFrom, contentTo);
  const bytes = prefix.includes('b');
  const known = closed && !prefix.includes('t') && prefix !== 'ur';
  const value = known ? unescape(content, prefix.includes('r'), bytes) : null;
  return { kind: 'string', from, to, value, bytes, contentFrom, contentTo, plain: value === content };
}

/**
 * The value of what stands between the quotes: line ends become `\n`, and escapes are resolved unless the literal is
 * raw. Null when an escape is malformed or not known to us.
 */
export function unescape(content: string, raw: boolean, bytes: boolean): string | null {
  if (!content.includes('\\') && !content.includes('\r')) return content;
  if (raw) return content.replace(/\r\n?/g, '\n');
  let value = '';
  let last = 0;
  ESCAPE.lastIndex = 0;
  for (let match = ESCAPE.exec(content); match !== null; match = ESCAPE.exec(content)) {
    value += content.slice(last, match.index).replace(/\r\n?/g, '\n');
    const code = match[1] ?? '';
    last = ESCAPE.lastIndex;
    const simple = SIMPLE_ESCAPES[code];
    if (simple !== undefined) value += simple;
    else if (code === '\n' || code === '\r' || code === '\r\n') continue;
    else if (/^[0-7]/.test(code)) value += String.fromCharCode(parseInt(code, 8) & (bytes ? 0xff : 0x1ff));
    else if (code === 'x' || (!bytes && (code === 'u' || code === 'U'))) {
      const length = code === 'x' ? 2 : code === 'u' ? 4 : 8;
      const digits = content.slice(last, last + length);
      const number = parseInt(digits, 16);
      if (digits.length < length || !/^[0-9a-fA-F]+$/.test(digits) || number > 0x10ffff) return null;
      value += String.fromCodePoint(number);
      last += length;
      ESCAPE.lastIndex = last;
    } else if (code === 'N' && !bytes) return null;
    else value += `\\${code}`;
  }
  return value + content.slice(last).replace(/\r\n?/g, '\n');
}

/** The value of an integer literal; undefined for floats, imaginary numbers and what Python 3 refuses (`0777`, `10L`). */
export function readInteger(literal: string): bigint | undefined {
  if (!/^(?:0(?:_?0)*|[1-9](?:_?\d)*|0[xX](?:_?[0-9a-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+)$/.test(literal)) {
    return undefined;
  }
  return BigInt(literal.replaceAll('_', ''));
}

function isLetter(code: number): boolean {
  return (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
}
