import type { PyValue } from '../value';
import { OwnObject } from './own';

/** `int | None` and the like, in annotations. */
class UnionType extends OwnObject {
  readonly typeName = 'UnionType';
}

/** `a | b` of two classes. */
export function unionOf(a: PyValue, b: PyValue): PyValue | undefined {
  const isType = (value: PyValue): boolean =>
    value.kind === 'host' && value instanceof OwnObject && (value.typeName === 'type' || value instanceof UnionType);
  const fits = (value: PyValue): boolean => value.kind === 'none' || isType(value);
  return fits(a) && fits(b) && (isType(a) || isType(b)) ? new UnionType() : undefined;
}
