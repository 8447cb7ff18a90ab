import { pyStr } from '../make';
import { limited } from '../operators';
import { take, textArgument } from '../methods/method';
import type { NativeCall } from '../objects/native';
import { type PyValue, unknownData } from '../value';
import { truth } from '../values/truth';
import { moduleOf, strict } from './native';

/** Blanks that the versions of `textwrap` treat differently. */
const ODD_BLANKS = /[\v\f\r\x1c-\x1f\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;

/** `textwrap.dedent(text)`: takes away what blanks all lines begin with in common; blank lines become empty. */
export function dedent(text: string): string {
  const lines = text.split('\n').map((line) => (/^[ \t]*$/.test(line) ? '' : line));
  let margin: string | undefined;
  for (const line of lines) {
    if (line === '') continue;
    const indent = /^[ \t]*/.exec(line)?.[0] ?? '';
    let common = margin === undefined ? indent.length : Math.min(indent.length, margin.length);
    while (margin !== undefined && indent.slice(0, common) !== margin.slice(0, common)) common--;
    margin = indent.slice(0, common);
  }
  return lines.map((line) => line.slice(line === '' ? 0 : (margin?.length ?? 0))).join('\n');
}

const dedentCall: NativeCall = (args, site) => {
  const { text } = take(args, 'dedent', ['text']);
  const value = textArgument(text, '');
  return ODD_BLANKS.test(value)
    ? unknownData('It is a text with unusual blanks.')
    : limited(pyStr(dedent(value)), site);
};

const indentCall: NativeCall = (args, site) => {
  const { text, prefix, predicate } = take(args, 'indent', ['text', 'prefix'], ['predicate']);
  const value = textArgument(text, '');
  if (ODD_BLANKS.test(value)) return unknownData('It is a text with unusual blanks.');
  const mark = textArgument(prefix, '');
  const lines = value.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const undecided: string[] = [];
  const indented = lines.map((line) => {
    const chosen =
      predicate === undefined || predicate.kind === 'none'
        ? line.trim() !== ''
        : truth(site.interpreter.call(predicate, { positional: [pyStr(line)], keywords: new Map() }, site.place), site);
    if (chosen === undefined) undecided.push(line);
    return chosen === true ? mark + line : line;
  });
  if (undecided.length > 0) return unknownData('It is a text of which lines are not known.');
  return limited(pyStr(indented.join('')), site);
};

const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const UPPER = LOWER.toUpperCase();
const DIGITS = '0123456789';
const PUNCTUATION = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';
const BLANKS = ' \t\n\r\v\f';

const constants: Readonly<Record<string, PyValue>> = {
  ascii_lowercase: pyStr(LOWER),
  ascii_uppercase: pyStr(UPPER),
  ascii_letters: pyStr(LOWER + UPPER),
  digits: pyStr(DIGITS),
  hexdigits: pyStr(`${DIGITS}abcdefABCDEF`),
  octdigits: pyStr('01234567'),
  punctuation: pyStr(PUNCTUATION),
  whitespace: pyStr(BLANKS),
  printable: pyStr(DIGITS + LOWER + UPPER + PUNCTUATION + BLANKS),
};

export const TEXTS = [
  moduleOf('textwrap', { dedent: strict(dedentCall), indent: strict(indentCall) }),
  moduleOf('string', {}, constants),
];
