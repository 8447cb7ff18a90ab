import { raise } from './exception';
import { findUnknown, seen } from './lost';
import { machineOf } from './machine';
import { pyBool, pyList, pyStr, pyTuple } from './make';
import { OwnObject } from './objects/own';
import { unionOf } from './objects/union';
import {
  type HostObject,
  type PyValue,
  type Site,
  type UnknownPyValue,
  madeOf,
  unknownData,
  unknownText,
} from './value';
import { findKey, hasMember } from './values/dict';
import { equal, sameOrEqual, some } from './values/equal';
import { letters } from './values/letters';
import { arithmetic, integerOf } from './values/number';
import { compareOrder } from './values/order';
import { percent } from './values/percent';
import { setOperator } from './values/sets';
import { truth } from './values/truth';
import { typeName, typeNameOr } from './values/typeName';

/** Texts and sequences longer than this (letters, items) are not followed: a file of a few lines could fill the memory. */
export const MAX_LENGTH = 1_000_000;

/** What an operation on something unknown gives: unknown as well, and data when that was data. */
export function derived(unknown: UnknownPyValue, site: Site): UnknownPyValue {
  machineOf(site).mayRaise();
  return madeOf(unknown);
}

/** `a operator b` for arithmetic, `&`, `|`, `^`, shifts and `@`. */
export function operate(operator: string, first: PyValue, second: PyValue, site: Site): PyValue {
  const a = seen(first);
  const b = seen(second);
  if (a.kind === 'host' || b.kind === 'host') return hostOperate(operator, a, b, site);
  if (operator === '%' && a.kind === 'string') return limited(percent(a.value, b, site), site);
  if (operator === '+' && b.kind === 'unknown' && a.kind === 'string') {
    machineOf(site).mayRaise();
    return unknownText(a.value + (b.beginning ?? ''), b.reason);
  }
  if (a.kind === 'unknown') {
    const made = derived(a, site);
    return operator === '+' && a.beginning !== undefined ? a : made;
  }
  if (b.kind === 'unknown') return derived(b, site);
  const result =
    arithmetic(operator, a, b) ?? sequenceOperator(operator, a, b, site) ?? setOperator(operator, a, b, site);
  if (result !== undefined) return result;
  if (a.kind === 'bytes' && operator === '%') return unknownData('It is bytes put together with %.');
  if (a.kind === 'dict' && b.kind === 'dict' && operator === '|') {
    const merged: PyValue = { kind: 'dict', entries: a.entries.map((entry) => ({ ...entry })) };
    for (const { key, value } of b.entries) {
      const place = findKey(merged, key, site);
      if (place === undefined) return unknownData('It has a key that is not known.');
      const entry = merged.entries[place];
      if (entry) entry.value = value;
      else merged.entries.push({ key, value });
    }
    return merged;
  }
  raise('TypeError', `unsupported operand type(s) for ${operator}: '${typeName(a)}' and '${typeName(b)}'`);
}

function sequenceOperator(operator: string, a: PyValue, b: PyValue, site: Site): PyValue | undefined {
  if (operator === '+') {
    if ((a.kind === 'string' && b.kind === 'string') || (a.kind === 'bytes' && b.kind === 'bytes')) {
      return limited({ kind: a.kind, value: a.value + b.value }, site);
    }
    if (a.kind === 'list' && b.kind === 'list') return limited(pyList([...a.items, ...b.items]), site);
    if (a.kind === 'tuple' && b.kind === 'tuple') return limited(pyTuple([...a.items, ...b.items]), site);
    return undefined;
  }
  if (operator !== '*') return undefined;
  const left = integerOf(a);
  return left === undefined ? repeat(a, integerOf(b), site) : repeat(b, left, site);
}

function repeat(value: PyValue, count: bigint | undefined, site: Site): PyValue | undefined {
  if (count === undefined) return undefined;
  const times = count < 0n ? 0 : Number(count);
  if (value.kind === 'string' || value.kind === 'bytes') {
    if (value.value.length * times > MAX_LENGTH) return tooLong();
    return limited({ kind: value.kind, value: value.value.repeat(value.value === '' ? 0 : times) }, site);
  }
  if (value.kind !== 'list' && value.kind !== 'tuple') return undefined;
  if (value.items.length * times > MAX_LENGTH) return tooLong();
  const items: PyValue[] = [];
  if (value.items.length > 0) for (let time = 0; time < times; time++) items.push(...value.items);
  return limited({ kind: value.kind, items }, site);
}

function tooLong(): PyValue {
  return unknownData('It is too long to be followed.');
}

/** The value, its length counted as work; unknown when it is too long to be followed. */
export function limited(value: PyValue, site: Site): PyValue {
  const length =
    value.kind === 'string' || value.kind === 'bytes'
      ? value.value.length
      : value.kind === 'list' || value.kind === 'tuple' || value.kind === 'set'
        ? value.items.length
        : 0;
  if (length > MAX_LENGTH) return tooLong();
  machineOf(site).spend(length >> 6, site.place);
  return value;
}

function hostOperate(operator: string, a: PyValue, b: PyValue, site: Site): PyValue {
  if (operator === '%' && a.kind === 'string') return limited(percent(a.value, b, site), site);
  const own = (a.kind !== 'host' || a instanceof OwnObject) && (b.kind !== 'host' || b instanceof OwnObject);
  const unknown = own ? findShallow(a, b) : findUnknown([a, b]);
  if (unknown !== undefined) return derived(unknown, site);
  if (operator === '|') {
    const union = unionOf(a, b);
    if (union !== undefined) return union;
  }
  const result = a.kind === 'host' ? a.binary(operator, b, false, site) : undefined;
  if (result !== undefined && result.kind !== 'notImplemented') return result;
  const reflected = b.kind === 'host' ? b.binary(operator, a, true, site) : undefined;
  if (reflected !== undefined && reflected.kind !== 'notImplemented') return reflected;
  raise('TypeError', `unsupported operand type(s) for ${operator}: '${typeNameOr(a)}' and '${typeNameOr(b)}'`);
}

function findShallow(a: PyValue, b: PyValue): UnknownPyValue | undefined {
  return a.kind === 'unknown' ? a : b.kind === 'unknown' ? b : undefined;
}

const REFLECTED: Readonly<Record<string, string>> = { '<': '>', '>': '<', '<=': '>=', '>=': '<=' };

/** `a operator b` for comparisons, `in` and `is`. */
export function compare(operator: string, first: PyValue, second: PyValue, site: Site): PyValue {
  const a = seen(first);
  const b = seen(second);
  if (operator === 'is' || operator === 'is not') return known(identical(a, b), operator === 'is not', a, b, site);
  if (operator === 'in' || operator === 'not in') return known(contains(b, a, site), operator === 'not in', a, b, site);
  if ((a.kind === 'host' && !(a instanceof OwnObject)) || (b.kind === 'host' && !(b instanceof OwnObject))) {
    return compareForeign(operator, a, b, site);
  }
  if (operator === '==' || operator === '!=' || operator === '<>') {
    const rich = a.kind === 'host' ? a.binary(operator, b, false, site) : undefined;
    if (rich !== undefined && rich.kind !== 'notImplemented') return rich;
    return known(equal(a, b, site), operator !== '==', a, b, site);
  }
  if (a.kind === 'host' || b.kind === 'host') return hostOrder(operator, a, b, site);
  if (a.kind === 'unknown' || b.kind === 'unknown') return known(undefined, false, a, b, site);
  const result = compareOrder(operator, a, b, site);
  return known(result, false, a, b, site);
}

function known(result: boolean | undefined, negated: boolean, a: PyValue, b: PyValue, site: Site): PyValue {
  if (result !== undefined) return pyBool(result !== negated);
  const unknown = findUnknown([a, b]);
  if (unknown !== undefined) machineOf(site).mayRaise();
  return unknownData(unknown?.reason ?? 'It is a comparison whose outcome is not known.');
}

/** Objects of a library make of `==` and the others what they like. */
function compareForeign(operator: string, a: PyValue, b: PyValue, site: Site): PyValue {
  const unknown = findUnknown([a, b]);
  if (unknown !== undefined) return derived(unknown, site);
  const result = a.kind === 'host' ? a.binary(operator, b, false, site) : undefined;
  if (result !== undefined && result.kind !== 'notImplemented') return result;
  const mirrored = REFLECTED[operator] ?? operator;
  const reflected = b.kind === 'host' ? b.binary(mirrored, a, false, site) : undefined;
  if (reflected !== undefined && reflected.kind !== 'notImplemented') return reflected;
  return unknownData('It is a comparison whose outcome is not known.');
}

function hostOrder(operator: string, a: PyValue, b: PyValue, site: Site): PyValue {
  if (a.kind === 'unknown') return derived(a, site);
  if (b.kind === 'unknown') return derived(b, site);
  const result = a.kind === 'host' ? a.binary(operator, b, false, site) : undefined;
  if (result !== undefined && result.kind !== 'notImplemented') return result;
  const reflected = b.kind === 'host' ? b.binary(REFLECTED[operator] ?? operator, a, false, site) : undefined;
  if (reflected !== undefined && reflected.kind !== 'notImplemented') return reflected;
  raise('TypeError', `'${operator}' not supported between instances of '${typeName(a)}' and '${typeName(b)}'`);
}

/** `a is b`; undefined where it depends on how Python keeps the object. */
export function identical(a: PyValue, b: PyValue): boolean | undefined {
  if (a.kind === 'unknown' || b.kind === 'unknown') return undefined;
  if (a.kind !== b.kind) return false;
  switch (a.kind) {
    case 'none':
    case 'ellipsis':
    case 'notImplemented':
      return true;
    case 'boolean':
      return b.kind === 'boolean' && a.value === b.value;
    case 'list':
    case 'dict':
      return a === b;
    case 'set':
      return a === b ? true : a.frozen ? undefined : false;
    case 'host':
      return a === b ? true : isOwn(a) && isOwn(b as HostObject) ? false : undefined;
    default:
      return a === b ? true : differs(a, b) ? false : undefined;
  }
}

function isOwn(object: HostObject): boolean {
  return (
    object instanceof OwnObject && object.typeName !== 'method' && object.typeName !== 'builtin_function_or_method'
  );
}

/** Objects that are not equal are not the same one. */
function differs(a: PyValue, b: PyValue): boolean {
  return 'value' in a && 'value' in b && a.value !== b.value;
}

/** `item in container`; undefined when it is not known. */
export function contains(container: PyValue, item: PyValue, site: Site): boolean | undefined {
  switch (container.kind) {
    case 'unknown':
      return undefined;
    case 'string': {
      if (item.kind === 'unknown') return undefined;
      if (item.kind === 'host') return hostText(item, (text) => container.value.includes(text));
      if (item.kind !== 'string') {
        raise('TypeError', `'in <string>' requires string as left operand, not ${typeName(item)}`);
      }
      return letters(item.value).length === item.value.length || container.value.includes(item.value)
        ? container.value.includes(item.value)
        : false;
    }
    case 'bytes':
      return item.kind === 'bytes' ? container.value.includes(item.value) : undefined;
    case 'tuple':
    case 'list':
      return some(container.items, (other) => sameOrEqual(other, item, site));
    case 'set':
      return hasMember(container.items, item, site);
    case 'dict': {
      const place = findKey(container, item, site);
      return place === undefined ? undefined : place >= 0;
    }
    case 'host':
      return hostContains(container, item, site);
    default:
      raise('TypeError', `argument of type '${typeName(container)}' is not iterable`);
  }
}

/** An object that is a text as well (a member of an enum of texts). */
function hostText(object: HostObject, test: (text: string) => boolean): boolean | undefined {
  const value = object instanceof OwnObject ? object.literal?.() : undefined;
  return value?.kind === 'enumMember' && value.value.kind === 'string' ? test(value.value.value) : undefined;
}

function hostContains(container: HostObject, item: PyValue, site: Site): boolean | undefined {
  if (!container.takesUnknown && findUnknown([item]) !== undefined && !(container instanceof OwnObject))
    return undefined;
  const answer = container.contains(item, site);
  if (answer !== undefined) return truth(answer, site);
  const answers: (boolean | undefined)[] = [];
  const complete = machineOf(site).each(container, site, (other) => {
    const same = sameOrEqual(other, item, site);
    answers.push(same);
    return same !== true;
  });
  if (answers.includes(true)) return true;
  return complete && !answers.includes(undefined) ? false : undefined;
}

/** `-x`, `+x`, `~x`, `not x`. */
export function unary(operator: string, raw: PyValue, site: Site): PyValue {
  const value = seen(raw);
  if (operator === 'not') {
    const result = truth(value, site);
    return result === undefined ? unknownData(reasonOf(value)) : pyBool(!result);
  }
  if (value.kind === 'unknown') return derived(value, site);
  if (value.kind === 'host') {
    const result = value.unary(operator, site);
    if (result !== undefined) return result;
  }
  const integer = integerOf(value);
  if (integer !== undefined) {
    return { kind: 'integer', value: operator === '-' ? -integer : operator === '~' ? ~integer : integer };
  }
  if (value.kind === 'float' && operator !== '~') {
    return { kind: 'float', value: operator === '-' ? -value.value : value.value };
  }
  raise('TypeError', `bad operand type for unary ${operator}: '${typeName(value)}'`);
}

/** Why a value is not known, or that its truth is not. */
export function reasonOf(value: PyValue): string {
  return value.kind === 'unknown' ? value.reason : 'Whether it counts as true is not known.';
}

/** A text, or the unknown value that stands for one. */
export function textOr(text: string | undefined, reason: string): PyValue {
  return text === undefined ? unknownData(reason) : pyStr(text);
}
