import { raise } from '../exception';
import { machineOf } from '../machine';
import { pyBool, pyInt, pyList, pyStr, pyTuple } from '../make';
import { limited, MAX_LENGTH } from '../operators';
import { PySlice, placesOf } from '../objects/slice';
import { type CallArguments, PY_NONE, type PyValue, type Site, unknownData } from '../value';
import { formatMethod } from '../values/formatMethod';
import { lengthOf, letters } from '../values/letters';
import { typeNameOr } from '../values/typeName';
import { integerArgument, type Method, methodsOf, only, take, textArgument } from './method';

type Text = Extract<PyValue, { kind: 'string' | 'bytes' }>;
type TextMethod = Method<Text>;

/** What Python takes for blanks (`str.isspace`). */
const BLANK = '\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';
const WORD = new RegExp(`[^${BLANK}]+`, 'gu');
const LEADING = new RegExp(`^[${BLANK}]+`, 'u');
const TRAILING = new RegExp(`[${BLANK}]+$`, 'u');
const LINE_END = /\r\n|[\n\v\f\r\x1c-\x1e\x85\u2028\u2029]/g;

const ASCII = /^[\0-\x7f]*$/;

function mapped(change: (text: string) => string, pattern = ASCII): TextMethod {
  return { bare: true, run: ({ value }) => (pattern.test(value) ? pyStr(change(value)) : undefined) };
}

function tested(test: (text: string) => boolean): TextMethod {
  return { bare: true, run: ({ value }) => (ASCII.test(value) ? pyBool(test(value)) : undefined) };
}

function strip(start: boolean, end: boolean): TextMethod {
  return {
    run({ value }, args) {
      const { chars } = take(args, 'strip', [], ['chars']);
      if (chars === undefined || chars.kind === 'none') {
        const text = start ? value.replace(LEADING, '') : value;
        return pyStr(end ? text.replace(TRAILING, '') : text);
      }
      const set = new Set(letters(textArgument(chars, '')));
      const all = letters(value);
      let from = 0;
      let to = all.length;
      while (start && from < to && set.has(all[from] ?? '')) from++;
      while (end && to > from && set.has(all[to - 1] ?? '')) to--;
      return pyStr(all.slice(from, to).join(''));
    },
  };
}

function split(fromEnd: boolean): TextMethod {
  return {
    run({ value }, args, site) {
      const { sep, maxsplit } = take(args, 'split', [], ['sep', 'maxsplit']);
      const most = integerArgument(maxsplit, -1);
      const limit = most < 0 ? Infinity : most;
      const parts =
        sep === undefined || sep.kind === 'none'
          ? byBlanks(value, limit, fromEnd)
          : bySeparator(value, textArgument(sep, ''), limit, fromEnd);
      return limited(pyList(parts.map(pyStr)), site);
    },
  };
}

function byBlanks(text: string, limit: number, fromEnd: boolean): string[] {
  const words = [...text.matchAll(WORD)];
  const first = words[0];
  const last = words.at(-1);
  if (first === undefined || last === undefined) return [];
  const shown = (list: typeof words): string[] => list.map(([word]) => word);
  if (words.length <= limit) return shown(words);
  if (fromEnd) {
    const kept = limit === 0 ? [] : words.slice(-limit);
    const end = words[words.length - limit - 1] ?? last;
    return [text.slice(0, end.index + end[0].length), ...shown(kept)];
  }
  const rest = words[limit] ?? first;
  return [...shown(words.slice(0, limit)), text.slice(rest.index)];
}

function bySeparator(text: string, separator: string, limit: number, fromEnd: boolean): string[] {
  if (separator === '') raise('ValueError', 'empty separator');
  const all = text.split(separator);
  if (all.length - 1 <= limit) return all;
  if (fromEnd) {
    const kept = limit === 0 ? [] : all.slice(-limit);
    return [all.slice(0, all.length - limit).join(separator), ...kept];
  }
  return [...all.slice(0, limit), all.slice(limit).join(separator)];
}

function pad(place: 'left' | 'right' | 'both', name: string): TextMethod {
  return {
    run({ value }, args, site) {
      const { width, fillchar } = take(args, name, ['width'], ['fillchar']);
      const fill = textArgument(fillchar, ' ');
      if (lengthOf(fill) !== 1) raise('TypeError', 'The fill character must be exactly one character long');
      const wanted = integerArgument(width, 0);
      if (wanted > MAX_LENGTH) return undefined;
      const missing = Math.max(0, wanted - lengthOf(value));
      // CPython puts the odd one in front when the width is odd.
      const before = place === 'left' ? missing : place === 'right' ? 0 : (missing >> 1) + (missing & wanted & 1);
      return limited(pyStr(fill.repeat(before) + value + fill.repeat(missing - before)), site);
    },
  };
}

/** The part of a text that `start` and `end` name, and how many letters stand before it. */
function window(
  value: string,
  start: PyValue | undefined,
  end: PyValue | undefined,
): { text: string; from: number } | undefined {
  const all = letters(value);
  const slice = new PySlice(start ?? PY_NONE, end ?? PY_NONE, PY_NONE);
  const { start: from, stop } = placesOf(slice, all.length);
  const beyond = start?.kind === 'integer' && start.value > BigInt(all.length);
  return beyond || from > stop ? undefined : { text: all.slice(from, stop).join(''), from };
}

function find(name: string, last: boolean, must: boolean): TextMethod {
  return {
    run({ value }, args) {
      const { sub, start, end } = take(args, name, ['sub'], ['start', 'end']);
      const wanted = textArgument(sub, '');
      const part = window(value, start, end);
      const at = part === undefined ? -1 : last ? part.text.lastIndexOf(wanted) : part.text.indexOf(wanted);
      if (part === undefined || at < 0) {
        if (must) raise('ValueError', 'substring not found');
        return pyInt(-1);
      }
      return pyInt(part.from + lengthOf(part.text.slice(0, at)));
    },
  };
}

function affix(name: string, test: (text: string, part: string) => boolean): TextMethod {
  return {
    run({ value }, args) {
      const { prefix, start, end } = take(args, name, ['prefix'], ['start', 'end']);
      const wanted = prefix?.kind === 'tuple' ? prefix.items : prefix ? [prefix] : [];
      const part = window(value, start, end);
      return pyBool(wanted.some((one) => part !== undefined && test(part.text, textArgument(one, ''))));
    },
  };
}

function partition(last: boolean): TextMethod {
  return {
    run({ value }, args) {
      const separator = textArgument(only(args, 'partition'), '');
      if (separator === '') raise('ValueError', 'empty separator');
      const at = last ? value.lastIndexOf(separator) : value.indexOf(separator);
      if (at < 0) return pyTuple((last ? ['', '', value] : [value, '', '']).map(pyStr));
      return pyTuple([value.slice(0, at), separator, value.slice(at + separator.length)].map(pyStr));
    },
  };
}

function join({ value }: Text, args: CallArguments, site: Site): PyValue | undefined {
  const source = only(args, 'join');
  const parts: string[] = [];
  let unknown: PyValue | undefined;
  const complete = machineOf(site).each(source, site, (item) => {
    if (item.kind === 'string') parts.push(item.value);
    else if (item.kind === 'unknown') unknown ??= item;
    else if (item.kind === 'host') {
      const text = item.literal?.();
      if (text?.kind === 'enumMember' && text.value.kind === 'string') parts.push(text.value.value);
      else unknown ??= unknownData('It joins something that is not known.');
    } else raise('TypeError', `sequence item ${parts.length}: expected str instance, ${typeNameOr(item)} found`);
    return true;
  });
  if (unknown) {
    machineOf(site).mayRaise();
    return unknownData(unknown.kind === 'unknown' ? unknown.reason : '');
  }
  if (!complete)
    return unknownData(source.kind === 'unknown' ? source.reason : 'It joins items whose order Python does not fix.');
  // The length first: a text may be too long to be made at all.
  const length = parts.reduce((sum, part) => sum + value.length + part.length, 0);
  return length > MAX_LENGTH ? undefined : limited(pyStr(parts.join(value)), site);
}

function replace({ value }: Text, args: CallArguments, site: Site): PyValue | undefined {
  const { old, new: by, count } = take(args, 'replace', ['old', 'new'], ['count']);
  const from = textArgument(old, '');
  const to = textArgument(by, '');
  const most = integerArgument(count, -1);
  const parts = from === '' ? ['', ...letters(value), ''] : value.split(from);
  const limit = most < 0 ? Infinity : most;
  const times = Math.min(limit, parts.length - 1);
  if (value.length + times * to.length > MAX_LENGTH) return undefined;
  return limited(pyStr(parts.reduce((text, part, index) => text + (index <= limit ? to : from) + part)), site);
}

function splitlines({ value }: Text, args: CallArguments): PyValue {
  const { keepends } = take(args, 'splitlines', [], ['keepends']);
  const keep = keepends !== undefined && !(keepends.kind === 'boolean' && !keepends.value);
  const lines: PyValue[] = [];
  let last = 0;
  for (const match of value.matchAll(LINE_END)) {
    lines.push(pyStr(value.slice(last, keep ? match.index + match[0].length : match.index)));
    last = match.index + match[0].length;
  }
  if (last < value.length) lines.push(pyStr(value.slice(last)));
  return pyList(lines);
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1).toLowerCase();

/** Methods of texts (library reference, "String Methods"). */
export const TEXT_METHODS = methodsOf<Text>((value): value is Text => value.kind === 'string', {
  upper: mapped(
    (text) => text.toUpperCase(),
    /^[\0-\xb4\xb6-\xde\xe0-\u0148\u014a-\u017f\u0391-\u03a9\u03b1-\u03c1\u03c3-\u03c9\u0400-\u045f]*$/,
  ),
  lower: mapped(
    (text) => text.toLowerCase(),
    /^[\0-\u012f\u0131-\u017f\u0391-\u03a1\u03a4-\u03a9\u03b1-\u03c9\u0400-\u045f]*$/,
  ),
  capitalize: mapped(capital),
  title: mapped((text) => text.replace(/[a-zA-Z]+/g, capital)),
  swapcase: mapped((text) =>
    text.replace(/[a-zA-Z]/g, (letter) => (letter < 'a' ? letter.toLowerCase() : letter.toUpperCase())),
  ),
  casefold: mapped((text) => text.toLowerCase()),
  isalpha: tested((text) => /^[a-zA-Z]+$/.test(text)),
  isdigit: tested((text) => /^[0-9]+$/.test(text)),
  isnumeric: tested((text) => /^[0-9]+$/.test(text)),
  isdecimal: tested((text) => /^[0-9]+$/.test(text)),
  isalnum: tested((text) => /^[a-zA-Z0-9]+$/.test(text)),
  isidentifier: tested((text) => /^[a-zA-Z_][a-zA-Z0-9_]*$/.test(text)),
  isspace: tested((text) => /^[\t-\r\x1c-\x20]+$/.test(text)),
  isupper: tested((text) => /[A-Z]/.test(text) && !/[a-z]/.test(text)),
  islower: tested((text) => /[a-z]/.test(text) && !/[A-Z]/.test(text)),
  isascii: { bare: true, run: ({ value }) => pyBool(ASCII.test(value)) },
  strip: strip(true, true),
  lstrip: strip(true, false),
  rstrip: strip(false, true),
  split: split(false),
  rsplit: split(true),
  splitlines: { run: splitlines },
  partition: partition(false),
  rpartition: partition(true),
  join: { run: join, keeps: true },
  replace: { run: replace },
  format: {
    keeps: true,
    run: ({ value }, { positional, keywords }, site) => formatMethod(value, positional, keywords, site),
  },
  startswith: affix('startswith', (text, part) => text.startsWith(part)),
  endswith: affix('endswith', (text, part) => text.endsWith(part)),
  removeprefix: {
    run({ value }, args) {
      const prefix = textArgument(only(args, 'removeprefix'), '');
      return pyStr(value.startsWith(prefix) ? value.slice(prefix.length) : value);
    },
  },
  removesuffix: {
    run({ value }, args) {
      const suffix = textArgument(only(args, 'removesuffix'), '');
      return pyStr(suffix !== '' && value.endsWith(suffix) ? value.slice(0, -suffix.length) : value);
    },
  },
  find: find('find', false, false),
  rfind: find('rfind', true, false),
  index: find('index', false, true),
  rindex: find('rindex', true, true),
  count: {
    run({ value }, args) {
      const { sub, start, end } = take(args, 'count', ['sub'], ['start', 'end']);
      const wanted = textArgument(sub, '');
      const part = window(value, start, end);
      if (part === undefined) return pyInt(0);
      return pyInt(wanted === '' ? lengthOf(part.text) + 1 : part.text.split(wanted).length - 1);
    },
  },
  ljust: pad('right', 'ljust'),
  rjust: pad('left', 'rjust'),
  center: pad('both', 'center'),
  zfill: {
    run({ value }, args, site) {
      const width = integerArgument(only(args, 'zfill'), 0);
      if (width > MAX_LENGTH) return undefined;
      const sign = /^[+-]/.exec(value)?.[0] ?? '';
      const missing = Math.max(0, width - lengthOf(value));
      return limited(pyStr(sign + '0'.repeat(missing) + value.slice(sign.length)), site);
    },
  },
  expandtabs: {
    run({ value }, args) {
      const { tabsize } = take(args, 'expandtabs', [], ['tabsize']);
      const size = integerArgument(tabsize, 8);
      if (size < 1 || size > 1000 || /[\r\ud800-\udfff]/.test(value)) return undefined;
      const lines = value.split('\n').map((line) => {
        let text = '';
        for (const letter of line) text += letter === '\t' ? ' '.repeat(size - (text.length % size)) : letter;
        return text;
      });
      return pyStr(lines.join('\n'));
    },
  },
  encode: {
    run({ value }, args) {
      const { encoding, errors } = take(args, 'encode', [], ['encoding', 'errors']);
      const name = textArgument(encoding, 'utf-8').toLowerCase().replace('_', '-');
      if (errors !== undefined || /[\ud800-\udfff]/.test(value)) return undefined;
      if (ASCII.test(value) && /^(?:utf-?8|ascii|latin-?1)$/.test(name)) return { kind: 'bytes', value };
      if (!/^utf-?8$/.test(name)) return undefined;
      return { kind: 'bytes', value: String.fromCharCode(...new TextEncoder().encode(value.slice(0, 10_000))) };
    },
  },
});
