import { PLAIN_TYPE_NAMES } from '../../plainValue';
import type { PyValue, UnknownPyValue } from '../value';

/** `type(value).__name__`. */
export function typeName(value: Exclude<PyValue, UnknownPyValue>): string {
  if (value.kind === 'host') return value.typeName;
  if (value.kind === 'set') return value.frozen ? 'frozenset' : 'set';
  return value.kind === 'notImplemented' ? 'NotImplementedType' : PLAIN_TYPE_NAMES[value.kind];
}

/** The same for a message; of an unknown value `object`. */
export function typeNameOr(value: PyValue): string {
  return value.kind === 'unknown' ? 'object' : typeName(value);
}
