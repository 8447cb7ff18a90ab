import { raise } from '../exception';
import { seen } from '../lost';
import type { PyValue, Site } from '../value';
import { every, sameOrEqual } from './equal';
import { hasMember } from './dict';
import { integerOf } from './number';
import { typeName } from './typeName';
import { truth } from './truth';

function decide(operator: string, order: number): boolean {
  if (operator === '<') return order < 0;
  if (operator === '<=') return order <= 0;
  return operator === '>' ? order > 0 : order >= 0;
}

/** By code points, which JavaScript's own comparison of texts is not. */
export function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  const size = Math.min(a.length, b.length);
  for (let index = 0; index < size; index++) {
    if (a.charCodeAt(index) === b.charCodeAt(index)) continue;
    // A surrogate in front: the pair may begin one place earlier, its halves are ordered as the letters are.
    const x = a.charCodeAt(index);
    const y = b.charCodeAt(index);
    const lift = (code: number): number => (code >= 0xd800 && code < 0xe000 ? code + 0x10000 : code);
    return lift(x) - lift(y);
  }
  return a.length - b.length;
}

function isNumber(value: PyValue): value is Extract<PyValue, { kind: 'boolean' | 'integer' | 'float' }> {
  return value.kind === 'boolean' || value.kind === 'integer' || value.kind === 'float';
}

/**
 * `a operator b` for `<`, `<=`, `>`, `>=`; undefined when it is not known.
 * @throws PyRaised TypeError, when Python does not order the two.
 */
export function compareOrder(operator: string, first: PyValue, second: PyValue, site: Site): boolean | undefined {
  const a = seen(first);
  const b = seen(second);
  if (a.kind === 'unknown' || b.kind === 'unknown') return undefined;
  if (isNumber(a) && isNumber(b)) {
    const x = a.kind === 'float' ? a.value : integerOf(a);
    const y = b.kind === 'float' ? b.value : integerOf(b);
    if (x === undefined || y === undefined || Number.isNaN(x) || Number.isNaN(y)) return false;
    return decide(operator, x < y ? -1 : x > y ? 1 : 0);
  }
  if ((a.kind === 'string' && b.kind === 'string') || (a.kind === 'bytes' && b.kind === 'bytes')) {
    return decide(operator, compareTexts(a.value, b.value));
  }
  if ((a.kind === 'list' && b.kind === 'list') || (a.kind === 'tuple' && b.kind === 'tuple')) {
    return compareItems(operator, a.items, b.items, site);
  }
  if (a.kind === 'set' && b.kind === 'set') return compareSets(operator, a.items, b.items, site);
  if (a.kind === 'host' || b.kind === 'host') {
    const object = a.kind === 'host' ? a.binary(operator, b, false, site) : undefined;
    if (object !== undefined && object.kind !== 'notImplemented') return truth(object, site);
    const mirrored = { '<': '>', '>': '<', '<=': '>=', '>=': '<=' }[operator] ?? operator;
    const other = b.kind === 'host' ? b.binary(mirrored, a, false, site) : undefined;
    if (other !== undefined && other.kind !== 'notImplemented') return truth(other, site);
  }
  raise('TypeError', `'${operator}' not supported between instances of '${typeName(a)}' and '${typeName(b)}'`);
}

function compareItems(operator: string, a: readonly PyValue[], b: readonly PyValue[], site: Site): boolean | undefined {
  for (const [index, item] of a.entries()) {
    const other = b[index];
    if (other === undefined) break;
    const same = sameOrEqual(item, other, site);
    if (same === undefined) return undefined;
    if (!same) return compareOrder(operator, item, other, site);
  }
  return decide(operator, a.length - b.length);
}

function compareSets(operator: string, a: readonly PyValue[], b: readonly PyValue[], site: Site): boolean | undefined {
  const within = (small: readonly PyValue[], large: readonly PyValue[]): boolean | undefined =>
    every(small, (item) => hasMember(large, item, site));
  if (operator === '<=') return within(a, b);
  if (operator === '>=') return within(b, a);
  if (operator === '<') return a.length < b.length ? within(a, b) : false;
  return a.length > b.length ? within(b, a) : false;
}
