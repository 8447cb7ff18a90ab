import type { PyValue, UnknownPyValue } from '../value';

const NAMES = {
  none: 'NoneType',
  ellipsis: 'ellipsis',
  notImplemented: 'NotImplementedType',
  boolean: 'bool',
  integer: 'int',
  float: 'float',
  string: 'str',
  bytes: 'bytes',
  tuple: 'tuple',
  list: 'list',
  dict: 'dict',
} as const satisfies Record<Exclude<PyValue['kind'], 'unknown' | 'host' | 'set'>, string>;

/** `type(value).__name__`. */
export function typeName(value: Exclude<PyValue, UnknownPyValue>): string {
  if (value.kind === 'host') return value.typeName;
  if (value.kind === 'set') return value.frozen ? 'frozenset' : 'set';
  return NAMES[value.kind];
}

/** The same for a message; of an unknown value `object`. */
export function typeNameOr(value: PyValue): string {
  return value.kind === 'unknown' ? 'object' : typeName(value);
}
