import { pySet } from '../make';
import { type PySet, type PyValue, type Site, unknownData } from '../value';
import { addMember, hasMember } from './dict';

/** The members of both, either or one of them; undefined when it is not known which. */
export function combine(
  operator: string,
  a: readonly PyValue[],
  b: readonly PyValue[],
  site: Site,
): PyValue[] | undefined {
  const result: PyValue[] = [];
  const take = (items: readonly PyValue[], keep: (item: PyValue) => boolean | undefined): boolean => {
    for (const item of items) {
      const kept = keep(item);
      if (kept === undefined || (kept && !addMember(result, item, site))) return false;
    }
    return true;
  };
  const inA = (item: PyValue): boolean | undefined => hasMember(a, item, site);
  const inB = (item: PyValue): boolean | undefined => hasMember(b, item, site);
  const not = (value: boolean | undefined): boolean | undefined => (value === undefined ? undefined : !value);
  const always = (): boolean => true;
  const operators: Readonly<Record<string, () => boolean>> = {
    '|': () => take(a, always) && take(b, always),
    '&': () => take(a, inB),
    '-': () => take(a, (item) => not(inB(item))),
    '^': () => take(a, (item) => not(inB(item))) && take(b, (item) => not(inA(item))),
  };
  return operators[operator]?.() === true ? result : undefined;
}

/** `a operator b` of two sets; undefined when they are none, or the operator is not theirs. */
export function setOperator(operator: string, a: PyValue, b: PyValue, site: Site): PyValue | undefined {
  if (a.kind !== 'set' || b.kind !== 'set' || !'|&-^'.includes(operator)) return undefined;
  const items = combine(operator, a.items, b.items, site);
  return items === undefined ? unknownData('It is a set of members that are not known.') : pySet(items, a.frozen);
}

/** The members of a set in the order in which code goes through them; undefined: Python fixes none. */
export function ordered(set: PySet): readonly PyValue[] | undefined {
  return set.items.length > 1 ? undefined : set.items;
}
