import { seen } from '../lost';
import type { HostObject, PyDict, PyValue, Site } from '../value';
import { truth } from './truth';

/** Values nested deeper than this are not compared. */
const MAX_DEPTH = 100;

/** `a == b`; undefined when it is not known. */
export function equal(first: PyValue, second: PyValue, site: Site, depth = 0): boolean | undefined {
  const a = seen(first);
  const b = seen(second);
  if (a.kind === 'unknown' || b.kind === 'unknown' || depth > MAX_DEPTH) return undefined;
  if (a.kind === 'host') return hostEqual(a, b, site);
  if (b.kind === 'host') return hostEqual(b, a, site);
  const x = numberOf(a);
  const y = numberOf(b);
  // Whole numbers and floats are compared by their exact value, in Python as in JavaScript.
  if (x !== undefined && y !== undefined) return x == y;
  if (a.kind !== b.kind) return false;
  if ((a.kind === 'string' || a.kind === 'bytes') && (b.kind === 'string' || b.kind === 'bytes'))
    return a.value === b.value;
  if (a.kind === 'set' && b.kind === 'set') return equalSets(a.items, b.items, site, depth);
  if (a.kind === 'dict' && b.kind === 'dict') return equalDicts(a, b, site, depth);
  if ('items' in a && 'items' in b) return equalItems(a.items, b.items, site, depth);
  return true;
}

function numberOf(value: PyValue): bigint | number | undefined {
  if (value.kind === 'integer' || value.kind === 'float') return value.value;
  return value.kind === 'boolean' ? BigInt(value.value) : undefined;
}

function hostEqual(object: HostObject, other: PyValue, site: Site): boolean | undefined {
  const result = object.binary('==', other, false, site);
  if (result === undefined || result.kind === 'notImplemented') {
    const reflected = other.kind === 'host' ? other.binary('==', object, true, site) : undefined;
    return reflected === undefined || reflected.kind === 'notImplemented' ? object === other : truth(reflected, site);
  }
  return truth(result, site);
}

function equalItems(a: readonly PyValue[], b: readonly PyValue[], site: Site, depth: number): boolean | undefined {
  if (a.length !== b.length) return false;
  let all: boolean | undefined = true;
  for (const [index, item] of a.entries()) {
    const other = b[index];
    const same = other === undefined ? false : sameOrEqual(item, other, site, depth + 1);
    if (same === false) return false;
    if (same === undefined) all = undefined;
  }
  return all;
}

/** What containers ask: identical, or equal. */
export function sameOrEqual(a: PyValue, b: PyValue, site: Site, depth = 0): boolean | undefined {
  if (a === b && a.kind !== 'unknown') return true;
  return equal(a, b, site, depth);
}

function equalSets(a: readonly PyValue[], b: readonly PyValue[], site: Site, depth: number): boolean | undefined {
  if (a.length !== b.length) return false;
  return every(a, (item) => some(b, (other) => sameOrEqual(item, other, site, depth + 1)));
}

function equalDicts(a: PyDict, b: PyDict, site: Site, depth: number): boolean | undefined {
  if (a.entries.length !== b.entries.length) return false;
  return every(a.entries, ({ key, value }) =>
    some(b.entries, (other) => {
      const same = sameOrEqual(key, other.key, site, depth + 1);
      return same === true ? sameOrEqual(value, other.value, site, depth + 1) : same;
    }),
  );
}

/** Whether all are; undefined when that is not known. */
export function every<T>(items: Iterable<T>, test: (item: T) => boolean | undefined): boolean | undefined {
  let all: boolean | undefined = true;
  for (const item of items) {
    const result = test(item);
    if (result === false) return false;
    if (result === undefined) all = undefined;
  }
  return all;
}

/** Whether one is; undefined when that is not known. */
export function some<T>(items: Iterable<T>, test: (item: T) => boolean | undefined): boolean | undefined {
  let any: boolean | undefined = false;
  for (const item of items) {
    const result = test(item);
    if (result === true) return true;
    if (result === undefined) any = undefined;
  }
  return any;
}
