import { machineOf } from '../machine';
import type { PyList, PyValue, Site } from '../value';
import { compareOrder } from './order';
import { truth } from './truth';

/**
 * The items in order, equal ones as they were; undefined when the order is not known.
 * @throws PyRaised TypeError, when Python does not order two of them
 */
export function sortItems(
  items: readonly PyValue[],
  key: PyValue | undefined,
  reverse: PyValue | undefined,
  site: Site,
): PyValue[] | undefined {
  const machine = machineOf(site);
  const backwards = reverse === undefined ? false : truth(reverse, site);
  if (backwards === undefined) return undefined;
  const keyed = items.map((item) => ({
    item,
    key:
      key === undefined || key.kind === 'none'
        ? item
        : machine.call(key, { positional: [item], keywords: new Map() }, site.place),
  }));
  const undecided: PyValue[] = [];
  const before = (a: PyValue, b: PyValue): boolean => {
    machine.spend(1, site.place);
    const less = compareOrder('<', a, b, site);
    if (less === undefined) undecided.push(a);
    return less ?? false;
  };
  // Reversed, equal ones keep their order as well.
  const sorted = mergeSort(keyed, (a, b) => (backwards ? before(a.key, b.key) : before(b.key, a.key)));
  if (undecided.length === 0) return sorted.map(({ item }) => item);
  machine.mayRaise();
  return undefined;
}

/** Stable; `after(a, b)`: b belongs before a. */
function mergeSort<T>(items: readonly T[], after: (a: T, b: T) => boolean): T[] {
  if (items.length < 2) return [...items];
  const middle = items.length >> 1;
  const left = mergeSort(items.slice(0, middle), after);
  const right = mergeSort(items.slice(middle), after);
  const result: T[] = [];
  let i = 0;
  let j = 0;
  for (let a = left[i], b = right[j]; a !== undefined && b !== undefined; a = left[i], b = right[j]) {
    if (after(a, b)) {
      result.push(b);
      j++;
    } else {
      result.push(a);
      i++;
    }
  }
  return [...result, ...left.slice(i), ...right.slice(j)];
}

export function reverseInPlace(list: PyList): void {
  list.items.reverse();
}
