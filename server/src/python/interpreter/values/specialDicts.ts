import type { PyDict, PyValue } from '../value';

/** What a `defaultdict` makes for a key it does not have. */
export const FACTORIES = new WeakMap<PyDict, PyValue>();

const HIDDEN = new WeakSet<PyDict>();

/** The dict is one of `collections`, whose `repr` is not that of a dict. */
export function hideRepr(dict: PyDict): void {
  HIDDEN.add(dict);
}

/** Whether `repr` of the dict is that of a dict. */
export function hasPlainRepr(dict: PyDict): boolean {
  return !HIDDEN.has(dict);
}
