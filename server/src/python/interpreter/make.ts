import { type CallArguments, type PyDict, type PyList, type PySet, type PyValue } from './value';

const TRUE: PyValue = { kind: 'boolean', value: true };
const FALSE: PyValue = { kind: 'boolean', value: false };

export const NOT_IMPLEMENTED: PyValue = { kind: 'notImplemented' };

export const NO_ARGUMENTS: CallArguments = { positional: [], keywords: new Map() };

export function pyBool(value: boolean): PyValue {
  return value ? TRUE : FALSE;
}

export function pyInt(value: bigint | number): PyValue {
  return { kind: 'integer', value: BigInt(value) };
}

export function pyFloat(value: number): PyValue {
  return { kind: 'float', value };
}

export function pyStr(value: string): PyValue {
  return { kind: 'string', value };
}

export function pyTuple(items: readonly PyValue[]): PyValue {
  return { kind: 'tuple', items };
}

export function pyList(items: PyValue[]): PyList {
  return { kind: 'list', items };
}

export function pySet(items: PyValue[], frozen = false): PySet {
  return { kind: 'set', frozen, items };
}

export function pyDict(entries: { key: PyValue; value: PyValue }[]): PyDict {
  return { kind: 'dict', entries };
}

/** A dict with texts for keys. */
export function pyDictOf(entries: Iterable<readonly [string, PyValue]>): PyDict {
  return pyDict([...entries].map(([key, value]) => ({ key: pyStr(key), value })));
}
