import { raise, UnknownRaised } from '../exception';
import { findUnknown } from '../lost';
import { machineOf } from '../machine';
import { pyBool, pyInt, pyList, pyStr, pyTuple } from '../make';
import { take } from '../methods/method';
import { type NativeCall, NativeFunction } from '../objects/native';
import { EnumClass } from '../objects/enumClass';
import { DictView } from '../objects/dictView';
import { lengthOfNamedTuple } from '../objects/namedTuple';
import { OwnObject } from '../objects/own';
import { RangeObject } from '../objects/range';
import { lengthOfInstance, UserInstance } from '../objects/userInstance';
import { operate } from '../operators';
import { listOf } from '../subscripts';
import { type CallArguments, PY_NONE, type PyValue, type Site, unknownData, unknownPy } from '../value';
import { fixed } from '../values/float';
import { escapeBeyondAscii, lengthOf } from '../values/letters';
import { integerOf, roundInteger } from '../values/number';
import { compareOrder } from '../values/order';
import { replacement } from '../values/replacement';
import { repr } from '../values/repr';
import { sortItems } from '../values/sort';
import { truth } from '../values/truth';
import { typeNameOr } from '../values/typeName';
import { counted } from './arity';

function notKnown(value: PyValue | undefined, site: Site): PyValue {
  machineOf(site).mayRaise();
  return unknownData(value?.kind === 'unknown' ? value.reason : 'It is computed from something that is not known.');
}

function len({ positional: [value = PY_NONE] }: CallArguments, site: Site): PyValue {
  switch (value.kind) {
    case 'string':
      return pyInt(lengthOf(value.value));
    case 'bytes':
      return pyInt(value.value.length);
    case 'tuple':
    case 'list':
    case 'set':
      return pyInt(value.items.length);
    case 'dict':
      return pyInt(value.entries.length);
    case 'unknown':
      return notKnown(value, site);
    case 'host':
      break;
    default:
      raise('TypeError', `object of type '${typeNameOr(value)}' has no len()`);
  }
  if (value instanceof RangeObject) return pyInt(value.length);
  if (value instanceof DictView) return pyInt(value.dict.entries.length);
  if (value instanceof EnumClass) return pyInt(value.distinct.length);
  const named = lengthOfNamedTuple(value);
  if (named) return named;
  if (value instanceof UserInstance) {
    return lengthOfInstance(value, site) ?? raise('TypeError', `object of type '${value.typeName}' has no len()`);
  }
  if (!(value instanceof OwnObject)) {
    const items = value.iterate(site);
    return Array.isArray(items) ? pyInt(items.length) : notKnown(undefined, site);
  }
  return notKnown(undefined, site);
}

function sorted({ positional: [source = PY_NONE], keywords }: CallArguments, site: Site): PyValue {
  const items = source.kind === 'set' ? source.items : listOf(source, site)?.items;
  if (items === undefined) return notKnown(source, site);
  const result = sortItems(items, keywords.get('key'), keywords.get('reverse'), site);
  // Equal members of a set come in the order of the set.
  const tied = source.kind === 'set' && keywords.has('key') && items.length > 1;
  return result === undefined || tied ? notKnown(findUnknown(items), site) : pyList(result);
}

function extreme(operator: '<' | '>'): NativeCall {
  const name = operator === '<' ? 'min' : 'max';
  return ({ positional, keywords }, site) => {
    const [first = PY_NONE] = positional;
    const items =
      positional.length !== 1 ? positional : first.kind === 'set' ? first.items : listOf(first, site)?.items;
    if (items === undefined) return notKnown(first, site);
    const key = keywords.get('key');
    const machine = machineOf(site);
    const keyOf = (item: PyValue): PyValue =>
      key === undefined || key.kind === 'none'
        ? item
        : machine.call(key, { positional: [item], keywords: new Map() }, site.place);
    let best: { item: PyValue; key: PyValue } | undefined;
    for (const item of items) {
      const own = keyOf(item);
      const better = best === undefined ? true : compareOrder(operator, own, best.key, site);
      if (better === undefined) return notKnown(findUnknown(items), site);
      if (better) best = { item, key: own };
    }
    if (first.kind === 'set' && key !== undefined) return notKnown(undefined, site);
    return best?.item ?? keywords.get('default') ?? raise('ValueError', `${name}() arg is an empty sequence`);
  };
}

function sum({ positional: [source = PY_NONE, first], keywords }: CallArguments, site: Site): PyValue {
  const items = source.kind === 'set' ? source.items : listOf(source, site)?.items;
  const start = first ?? keywords.get('start') ?? pyInt(0);
  if (items === undefined) return notKnown(source, site);
  if (start.kind === 'string') raise('TypeError', "sum() can't sum strings [use ''.join(seq) instead]");
  // Python 3.12 adds floats more exactly than versions before it.
  if (items.filter(({ kind }) => kind === 'float').length > 1) return notKnown(undefined, site);
  return items.reduce((total, item) => operate('+', total, item, site), start);
}

/** `all` and `any`. */
function quantified(until: boolean): NativeCall {
  return ({ positional: [source = PY_NONE] }, site) => {
    const answers: (boolean | undefined)[] = [];
    const undecided: PyValue[] = [];
    const visit = (item: PyValue): boolean => {
      const value = truth(item, site);
      answers.push(value);
      if (value === undefined) undecided.push(item);
      return value !== until;
    };
    const complete = source.kind === 'set' ? visitAll(source.items, visit) : machineOf(site).each(source, site, visit);
    if (answers.includes(until)) return pyBool(until);
    return complete && !answers.includes(undefined) ? pyBool(!until) : notKnown(undecided[0] ?? source, site);
  };
}

function visitAll(items: readonly PyValue[], visit: (item: PyValue) => boolean): boolean {
  items.every(visit);
  return true;
}

function absolute({ positional: [value = PY_NONE] }: CallArguments, site: Site): PyValue {
  const integer = integerOf(value);
  if (integer !== undefined) return pyInt(integer < 0n ? -integer : integer);
  if (value.kind === 'float') return { kind: 'float', value: Math.abs(value.value) };
  if (value.kind === 'host') return notKnown(undefined, site);
  raise('TypeError', `bad operand type for abs(): '${typeNameOr(value)}'`);
}

function round(args: CallArguments, site: Site): PyValue {
  const { number = PY_NONE, ndigits } = take(args, 'round', ['number'], ['ndigits']);
  const digits = ndigits === undefined || ndigits.kind === 'none' ? undefined : integerOf(ndigits);
  if (ndigits !== undefined && ndigits.kind !== 'none' && digits === undefined) {
    raise('TypeError', `'${typeNameOr(ndigits)}' object cannot be interpreted as an integer`);
  }
  const integer = integerOf(number);
  if (integer !== undefined) {
    if (digits === undefined || digits >= 0n) return pyInt(integer);
    return digits < -10_000n ? notKnown(undefined, site) : pyInt(roundInteger(integer, -digits));
  }
  if (number.kind !== 'float') {
    if (number.kind === 'host') return notKnown(undefined, site);
    raise('TypeError', `type ${typeNameOr(number)} doesn't define __round__ method`);
  }
  const { value } = number;
  if (!Number.isFinite(value)) {
    if (digits !== undefined) return number;
    raise(Number.isNaN(value) ? 'ValueError' : 'OverflowError', 'cannot convert float to integer');
  }
  if (digits === undefined) return pyInt(BigInt(fixed(value, 0)));
  if (digits < 0n) return notKnown(undefined, site);
  return digits > 300n ? number : { kind: 'float', value: Number(fixed(value, Number(digits))) };
}

function divmod({ positional: [a = PY_NONE, b = PY_NONE] }: CallArguments, site: Site): PyValue {
  return pyTuple([operate('//', a, b, site), operate('%', a, b, site)]);
}

function based(radix: number, prefix: string): NativeCall {
  return ({ positional: [value = PY_NONE] }) => {
    const integer = integerOf(value);
    if (integer === undefined) raise('TypeError', `'${typeNameOr(value)}' object cannot be interpreted as an integer`);
    return pyStr(`${integer < 0n ? '-' : ''}${prefix}${(integer < 0n ? -integer : integer).toString(radix)}`);
  };
}

function chr({ positional: [value = PY_NONE] }: CallArguments): PyValue {
  const code = integerOf(value);
  if (code === undefined) raise('TypeError', `'${typeNameOr(value)}' object cannot be interpreted as an integer`);
  // Beyond what a C `int` holds, versions of Python raise different exceptions.
  if (code < -0x80000000n || code > 0x7fffffffn)
    throw new UnknownRaised('It is the letter of a number that is too large.');
  if (code < 0n || code > 0x10ffffn) raise('ValueError', 'chr() arg not in range(0x110000)');
  return pyStr(String.fromCodePoint(Number(code)));
}

function ord({ positional: [value = PY_NONE] }: CallArguments): PyValue {
  if (value.kind !== 'string' && value.kind !== 'bytes')
    raise('TypeError', `ord() expected string of length 1, but ${typeNameOr(value)} found`);
  if (lengthOf(value.value) !== 1) raise('TypeError', 'ord() expected a character');
  return pyInt(value.value.codePointAt(0) ?? 0);
}

function shown(text: string | undefined, value: PyValue, site: Site): PyValue {
  return text === undefined ? notKnown(findUnknown([value]), site) : pyStr(text);
}

function format({ positional: [value = PY_NONE, spec] }: CallArguments, site: Site): PyValue {
  const text = spec === undefined ? '' : spec.kind === 'string' ? spec.value : undefined;
  return shown(text === undefined ? undefined : replacement(value, undefined, text, site), value, site);
}

/** Functions that need all their arguments; the second list deals with unknown ones itself. */
const STRICT: Readonly<Record<string, NativeCall>> = {
  abs: absolute,
  round,
  bin: based(2, '0b'),
  oct: based(8, '0o'),
  hex: based(16, '0x'),
  chr,
  ord,
  pow: ({ positional: [a = PY_NONE, b = PY_NONE, modulus] }, site) =>
    modulus === undefined ? operate('**', a, b, site) : unknownData('It is a power with a modulus.'),
};

const LENIENT: Readonly<Record<string, NativeCall>> = {
  len,
  sorted,
  min: extreme('<'),
  max: extreme('>'),
  sum,
  all: quantified(false),
  any: quantified(true),
  divmod,
  print: () => PY_NONE,
  repr: ({ positional: [value = PY_NONE] }, site) => shown(repr(value, site), value, site),
  ascii: ({ positional: [value = PY_NONE] }, site) => {
    const text = repr(value, site);
    return shown(text === undefined ? undefined : escapeBeyondAscii(text), value, site);
  },
  format,
  hash: () => unknownData('It is a hash.'),
  id: () => unknownData('It is where something is in memory.'),
  exit: () => raise('SystemExit', '', ['BaseException']),
  quit: () => raise('SystemExit', '', ['BaseException']),
};

export const FUNCTIONS: readonly (readonly [string, PyValue])[] = [
  ...Object.entries(STRICT).map(([name, run]) => [name, new NativeFunction(name, counted(name, run))] as const),
  ...Object.entries(LENIENT).map(([name, run]) => [name, new NativeFunction(name, counted(name, run), true)] as const),
  ['help', unknownPy("It is Python's 'help', which is not followed.")],
];
