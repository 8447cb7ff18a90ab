import { raise } from '../exception';
import { findUnknown } from '../lost';
import { machineOf } from '../machine';
import { pyBool, pyDict, pyFloat, pyInt, pyList, pySet, pyStr, pyTuple } from '../make';
import { callMethod, classHasMethod, hasMethods } from '../methods';
import { update } from '../methods/dict';
import { BuiltinType } from '../objects/builtinType';
import { EnumMember } from '../objects/enumClass';
import { type NativeCall, NativeFunction } from '../objects/native';
import { PySlice } from '../objects/slice';
import { RangeObject } from '../objects/range';
import { UserInstance } from '../objects/userInstance';
import { listOf } from '../subscripts';
import { type CallArguments, PY_NONE, type PyValue, type Site, unknownData } from '../value';
import { addMember, setKey } from '../values/dict';
import { integerOf, toFloat } from '../values/number';
import { str } from '../values/repr';
import { truth } from '../values/truth';
import { typeNameOr } from '../values/typeName';
import { counted } from './arity';

function unknownFrom(value: PyValue, site: Site): PyValue {
  machineOf(site).mayRaise();
  return unknownData(value.kind === 'unknown' ? value.reason : 'It is made of something that is not known.');
}

/** Texts of more letters are not read as numbers. */
const MAX_DIGITS = 4000;

function makeInt({ positional, keywords }: CallArguments, site: Site): PyValue {
  const [value, base = keywords.get('base')] = positional;
  if (value === undefined) return pyInt(0);
  const plain = value instanceof EnumMember ? (value.plain ?? value) : value;
  if (plain.kind === 'string') {
    // Python refuses long numbers of most bases, by a limit of its own.
    if (plain.value.length >= MAX_DIGITS)
      return unknownFrom(unknownData('It is a number too large to be followed.'), site);
    return readInt(plain.value, base === undefined ? 10 : Number(integerOf(base) ?? 10n));
  }
  if (base !== undefined) raise('TypeError', "int() can't convert non-string with explicit base");
  const integer = integerOf(plain);
  if (integer !== undefined) return pyInt(integer);
  if (plain.kind === 'float') {
    if (Number.isNaN(plain.value)) raise('ValueError', 'cannot convert float NaN to integer');
    if (!Number.isFinite(plain.value))
      raise('OverflowError', 'cannot convert float infinity to integer', ['ArithmeticError', 'Exception']);
    return pyInt(BigInt(Math.trunc(plain.value)));
  }
  if (plain.kind === 'host' || plain.kind === 'bytes')
    return unknownData('It is a number made of something that is not known.');
  raise('TypeError', `int() argument must be a string or a real number, not '${typeNameOr(value)}'`);
}

function readInt(text: string, base: number): PyValue {
  // Digits of other scripts count as well, which is not followed.
  if (/[^\0-\x7f]/.test(text)) return unknownData('It is a number written with letters that are not followed.');
  const match = /^\s*([+-]?)(0[bBoOxX])?([0-9a-zA-Z](?:_?[0-9a-zA-Z])*)\s*$/.exec(text.replace(/[\x1c-\x1f]/g, ' '));
  const [, sign = '', prefix = '', digits = ''] = match ?? [];
  const prefixBase = { '': base, b: 2, o: 8, x: 16 }[prefix.slice(1).toLowerCase()] ?? base;
  const radix = base === 0 ? (prefix === '' ? 10 : prefixBase) : base;
  // `0b1` is a number of base 16 as well.
  const all = prefix !== '' && prefixBase !== radix ? prefix + digits : digits;
  let value = 0n;
  let valid = match !== null && radix >= 2 && radix <= 36;
  for (const digit of all.replaceAll('_', '').toLowerCase()) {
    const worth = parseInt(digit, 36);
    if (worth >= radix) valid = false;
    value = value * BigInt(radix) + BigInt(worth);
  }
  if (base === 0 && prefix === '' && /^0+[1-9]/.test(digits)) valid = false;
  if (!valid) raise('ValueError', `invalid literal for int() with base ${base}`);
  return pyInt(sign === '-' ? -value : value);
}

function makeFloat({ positional: [value] }: CallArguments): PyValue {
  if (value === undefined) return pyFloat(0);
  if (value.kind === 'float') return value;
  const integer = integerOf(value);
  if (integer !== undefined) return pyFloat(toFloat(integer));
  if (value.kind === 'host' || value.kind === 'bytes')
    return unknownData('It is a number made of something that is not known.');
  if (value.kind !== 'string')
    raise('TypeError', `float() argument must be a string or a real number, not '${typeNameOr(value)}'`);
  const text = value.value.trim();
  if (/[^\0-\x7f]/.test(text)) return unknownData('It is a number written with letters that are not followed.');
  if (/^[+-]?(?:\d(?:_?\d)*\.?(?:\d(?:_?\d)*)?|\.\d(?:_?\d)*)(?:[eE][+-]?\d(?:_?\d)*)?$/.test(text)) {
    return pyFloat(Number(text.replaceAll('_', '')));
  }
  const special = /^([+-]?)(?:(inf(?:inity)?)|nan)$/i.exec(text);
  if (special === null) raise('ValueError', 'could not convert string to float');
  return pyFloat(special[2] === undefined ? NaN : special[1] === '-' ? -Infinity : Infinity);
}

function makeStr({ positional, keywords }: CallArguments, site: Site): PyValue {
  const [value] = positional;
  if (value === undefined) return pyStr('');
  if (positional.length > 1 || keywords.size > 0) return unknownData('It is text made of bytes.');
  const text = str(value, site);
  return text === undefined ? unknownFrom(value, site) : pyStr(text);
}

function makeDict({ positional, keywords }: CallArguments, site: Site): PyValue {
  const dict = pyDict([]);
  const [source] = positional;
  let known = true;
  if (source !== undefined && !update(dict, source, site)) known = false;
  for (const [key, value] of keywords) if (!setKey(dict, pyStr(key), value, site)) known = false;
  return known ? dict : unknownFrom(source ?? PY_NONE, site);
}

function makeSet(frozen: boolean): (args: CallArguments, site: Site) => PyValue {
  return ({ positional: [source] }, site) => {
    if (source === undefined) return pySet([], frozen);
    const items = source.kind === 'set' ? source.items : listOf(source, site)?.items;
    const members: PyValue[] = [];
    if (!items?.every((item) => addMember(members, item, site))) return unknownFrom(source, site);
    return pySet(members, frozen);
  };
}

function makeRange({ positional }: CallArguments): PyValue {
  const [a, b, c] = positional.map((value) => {
    const integer = integerOf(value);
    if (integer !== undefined) return integer;
    return raise('TypeError', `'${typeNameOr(value)}' object cannot be interpreted as an integer`);
  });
  if (a === undefined) raise('TypeError', 'range expected at least 1 argument, got 0');
  return b === undefined ? new RangeObject(0n, a, 1n) : new RangeObject(a, b, c ?? 1n);
}

function makeSlice({ positional: [a = PY_NONE, b, c = PY_NONE] }: CallArguments): PyValue {
  return b === undefined ? new PySlice(PY_NONE, a, PY_NONE) : new PySlice(a, b, c);
}

function fromItems(make: (items: PyValue[]) => PyValue): (args: CallArguments, site: Site) => PyValue {
  return ({ positional: [source] }, site) => {
    if (source === undefined) return make([]);
    const list = listOf(source, site);
    return list === undefined ? unknownFrom(source, site) : make(list.items);
  };
}

function makeBool({ positional: [value] }: CallArguments, site: Site): PyValue {
  const result = value === undefined ? false : truth(value, site);
  return result === undefined ? unknownFrom(value ?? PY_NONE, site) : pyBool(result);
}

/** A call that needs all its arguments. */
function strict(make: (args: CallArguments, site: Site) => PyValue): (args: CallArguments, site: Site) => PyValue {
  return (args, site) => {
    const unknown = findUnknown([...args.positional, ...args.keywords.values()]);
    return unknown ? unknownFrom(unknown, site) : make(args, site);
  };
}

function builtin(name: string, make: NativeCall): BuiltinType {
  return new BuiltinType(name, counted(name, make));
}

const TYPES: readonly BuiltinType[] = [
  builtin('int', strict(makeInt)),
  builtin('float', strict(makeFloat)),
  builtin('bool', makeBool),
  builtin('str', makeStr),
  builtin('bytes', () => unknownData('It is bytes made by a call.')),
  builtin('list', fromItems(pyList)),
  builtin('tuple', fromItems(pyTuple)),
  builtin('dict', makeDict),
  builtin('set', makeSet(false)),
  builtin('frozenset', makeSet(true)),
  builtin('range', strict(makeRange)),
  builtin('slice', makeSlice),
  builtin('NoneType', () => PY_NONE),
  builtin('complex', () => unknownData('It is a complex number.')),
  builtin('bytearray', () => unknownData('It is bytes made by a call.')),
  builtin('memoryview', () => unknownData('It is bytes made by a call.')),
];

/** Python's own classes of values, by name. */
export const BUILTIN_TYPES: ReadonlyMap<string, BuiltinType> = new Map(TYPES.map((type) => [type.name, type]));

/** `str.upper` and the like: the method, with the object as its first argument. */
export function methodOfType(type: BuiltinType, name: string): PyValue | undefined {
  if (type.name === 'dict' && name === 'fromkeys') {
    return new NativeFunction(
      name,
      ({ positional: [keys = PY_NONE, value = PY_NONE] }, site) => {
        const dict = pyDict([]);
        const items = listOf(keys, site)?.items;
        if (!items?.every((key) => setKey(dict, key, value, site))) return unknownFrom(keys, site);
        return dict;
      },
      true,
    );
  }
  const known = classHasMethod(type.name, name);
  if (known === false) return undefined;
  if (known === undefined) return unknownData(`It is '${type.name}.${name}', which is not followed.`);
  return new NativeFunction(
    name,
    ({ positional: [self, ...rest], keywords }, site) => {
      if (self === undefined) raise('TypeError', `unbound method ${type.name}.${name}() needs an argument`);
      const plain = self instanceof EnumMember ? (self.plain ?? self) : self;
      if (plain instanceof UserInstance || !hasMethods(plain)) {
        return unknownData(`It is the result of the method '${name}' of something that is not known.`);
      }
      return callMethod(plain, name, { positional: rest, keywords }, site);
    },
    true,
  );
}
