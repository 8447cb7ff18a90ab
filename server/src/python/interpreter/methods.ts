import { raise } from './exception';
import { findUnknown, seen } from './lost';
import { machineOf } from './machine';
import { BYTES_METHODS } from './methods/bytes';
import { DICT_METHODS } from './methods/dict';
import { LIST_METHODS, TUPLE_METHODS } from './methods/list';
import type { Methods } from './methods/method';
import { NUMBER_METHODS } from './methods/number';
import { SET_METHODS } from './methods/set';
import { TEXT_METHODS } from './methods/text';
import { NativeFunction } from './objects/native';
import { type CallArguments, type PyValue, type Site, unknownData } from './value';
import { typeName } from './values/typeName';

const BY_KIND: Partial<Record<PyValue['kind'], Methods>> = {
  string: TEXT_METHODS,
  bytes: BYTES_METHODS,
  list: LIST_METHODS,
  tuple: TUPLE_METHODS,
  dict: DICT_METHODS,
  set: SET_METHODS,
  integer: NUMBER_METHODS,
  boolean: NUMBER_METHODS,
  float: NUMBER_METHODS,
};

/** Whether the methods of a value are those of its kind. */
export function hasMethods(value: PyValue): boolean {
  return value.kind in BY_KIND;
}

/**
 * `value.name(...)` of a value of a plain kind.
 * @throws PyRaised what Python raises
 */
export function callMethod(value: PyValue, name: string, args: CallArguments, site: Site): PyValue {
  const methods = BY_KIND[value.kind];
  const method = methods && Object.hasOwn(methods, name) ? methods[name] : undefined;
  if (method === undefined) {
    const bound = boundMethod(value, name);
    if (bound === undefined) {
      const type = value.kind === 'unknown' ? 'object' : typeName(value);
      raise('AttributeError', `'${type}' object has no attribute '${name}'`);
    }
    return machineOf(site).call(bound, args, site.place);
  }
  if (method.bare === true && args.positional.length + args.keywords.size > 0) {
    raise('TypeError', `${name}() takes no arguments (${args.positional.length + args.keywords.size} given)`);
  }
  // Containers keep what they are given; everything else must know it.
  if (method.keeps !== true) {
    const unknown = findUnknown([...args.positional, ...args.keywords.values()]);
    if (unknown) {
      machineOf(site).mayRaise();
      return unknownData(unknown.reason);
    }
  }
  return (
    method.run(value, args, site) ?? unknownData(`It is the result of the method '${name}', which is not followed.`)
  );
}

/** `value.name` of a value of a plain kind; undefined: it has none. */
export function boundMethod(value: PyValue, name: string): PyValue | undefined {
  const methods = BY_KIND[value.kind];
  if (methods !== undefined && Object.hasOwn(methods, name)) {
    return new NativeFunction(name, (args, site) => callMethod(seen(value), name, args, site), true);
  }
  if (value.kind === 'integer' || value.kind === 'boolean') {
    if (name === 'real' || name === 'numerator') return { kind: 'integer', value: BigInt(value.value) };
    if (name === 'imag') return { kind: 'integer', value: 0n };
    if (name === 'denominator') return { kind: 'integer', value: 1n };
  }
  // A method Python has and that is not followed here.
  return isPythonMethod(value, name) ? unknownData(`It is the method '${name}', which is not followed.`) : undefined;
}

/** The kinds of values by the name of their class. */
const KINDS: Readonly<Record<string, PyValue['kind']>> = {
  str: 'string',
  bytes: 'bytes',
  list: 'list',
  tuple: 'tuple',
  dict: 'dict',
  set: 'set',
  frozenset: 'set',
  int: 'integer',
  bool: 'boolean',
  float: 'float',
};

/** Whether a class of Python's own has a method of this name; undefined when that is not known. */
export function classHasMethod(className: string, name: string): boolean | undefined {
  const kind = KINDS[className];
  if (kind === undefined || /^__\w+__$/.test(name)) return undefined;
  if (BY_KIND[kind] !== undefined && Object.hasOwn(BY_KIND[kind], name)) return true;
  return (OTHER_METHODS[kind] ?? '').split(' ').includes(name) ? undefined : false;
}

function isPythonMethod(value: PyValue, name: string): boolean {
  if (/^__\w+__$/.test(name)) return true;
  return (OTHER_METHODS[value.kind] ?? '').split(' ').includes(name);
}

/** Methods that are not followed. */
const OTHER_METHODS: Partial<Record<PyValue['kind'], string>> = {
  string:
    'casefold encode expandtabs format_map isdecimal isidentifier isnumeric isprintable istitle maketrans translate swapcase',
  bytes:
    'capitalize center count endswith expandtabs find fromhex index isalnum isalpha isascii isdigit islower isspace istitle isupper join ljust lower lstrip maketrans partition removeprefix removesuffix replace rfind rindex rjust rpartition rsplit rstrip split splitlines startswith strip swapcase title translate upper zfill',
  integer: 'as_integer_ratio conjugate from_bytes to_bytes bit_count is_integer',
  boolean: 'as_integer_ratio conjugate from_bytes to_bytes bit_count is_integer',
  float: 'as_integer_ratio conjugate fromhex hex real imag',
};
