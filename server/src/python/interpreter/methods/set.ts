import { raise } from '../exception';
import { lose } from '../lost';
import { machineOf } from '../machine';
import { pyBool, pySet } from '../make';
import { listOf } from '../subscripts';
import { PY_NONE, type PySet, type PyValue, type Site, unknownData } from '../value';
import { addMember, hasMember } from '../values/dict';
import { every } from '../values/equal';
import { repr } from '../values/repr';
import { combine } from '../values/sets';
import { type Method, methodsOf, only } from './method';

/** The members an argument has: any order will do. */
function members(value: PyValue, site: Site): readonly PyValue[] | undefined {
  return value.kind === 'set' ? value.items : listOf(value, site)?.items;
}

/** The result of an operator with one argument after the other. */
function combined(set: PySet, operator: string, others: readonly PyValue[], site: Site): PyValue[] | undefined {
  let items: PyValue[] | undefined = [...set.items];
  for (const other of others) {
    const more = members(other, site);
    items = items && more && combine(operator, items, more, site);
  }
  return items;
}

function operation(operator: string, inPlace: boolean): Method<PySet> {
  return {
    keeps: true,
    run(set, { positional }, site) {
      const items = combined(set, operator, positional, site);
      if (!inPlace) return items === undefined ? unknownMembers(site) : pySet(items, set.frozen);
      if (set.frozen) raise('AttributeError', "'frozenset' object has no such method");
      if (items === undefined) lose(set, 'It was changed by members that are not known.');
      else set.items.splice(0, set.items.length, ...items);
      return PY_NONE;
    },
  };
}

function unknownMembers(site: Site): PyValue {
  machineOf(site).mayRaise();
  return unknownData('It is a set of members that are not known.');
}

function removal(must: boolean): Method<PySet> {
  return {
    keeps: true,
    run(set, args, site) {
      const item = only(args, 'remove');
      const there = hasMember(set.items, item, site);
      if (there === undefined) {
        machineOf(site).mayRaise();
        lose(set, 'A member was taken out of it that is not known.');
      } else if (there) {
        const kept = set.items.filter((member) => hasMember([member], item, site) !== true);
        set.items.splice(0, set.items.length, ...kept);
      } else if (must) raise('KeyError', repr(item, site) ?? '', ['LookupError', 'Exception']);
      return PY_NONE;
    },
  };
}

function comparison(
  test: (a: readonly PyValue[], b: readonly PyValue[], site: Site) => boolean | undefined,
): Method<PySet> {
  return {
    keeps: true,
    run(set, args, site) {
      const others = members(only(args, 'issubset'), site);
      const answer = others && test(set.items, others, site);
      return answer === undefined ? unknownMembers(site) : pyBool(answer);
    },
  };
}

const within = (a: readonly PyValue[], b: readonly PyValue[], site: Site): boolean | undefined =>
  every(a, (item) => hasMember(b, item, site));

/** Methods of sets. */
export const SET_METHODS = methodsOf<PySet>((value): value is PySet => value.kind === 'set', {
  add: {
    keeps: true,
    run(set, args, site) {
      if (!addMember(set.items, only(args, 'add'), site)) lose(set, 'It has a member that is not known.');
      return PY_NONE;
    },
  },
  remove: removal(true),
  discard: removal(false),
  pop: {
    bare: true,
    run(set) {
      const [first] = set.items;
      if (first === undefined) raise('KeyError', "'pop from an empty set'", ['LookupError', 'Exception']);
      if (set.items.length > 1) {
        lose(set, 'Python does not fix which member of a set is taken out.');
        return unknownData('Python does not fix which member of a set is taken out.');
      }
      set.items.length = 0;
      return first;
    },
  },
  clear: {
    bare: true,
    run(set) {
      set.items.length = 0;
      return PY_NONE;
    },
  },
  copy: { bare: true, run: ({ items, frozen }) => pySet([...items], frozen) },
  union: operation('|', false),
  intersection: operation('&', false),
  difference: operation('-', false),
  symmetric_difference: operation('^', false),
  update: operation('|', true),
  intersection_update: operation('&', true),
  difference_update: operation('-', true),
  symmetric_difference_update: operation('^', true),
  issubset: comparison(within),
  issuperset: comparison((a, b, site) => within(b, a, site)),
  isdisjoint: comparison((a, b, site) => {
    const common = combine('&', a, b, site);
    return common === undefined ? undefined : common.length === 0;
  }),
});
