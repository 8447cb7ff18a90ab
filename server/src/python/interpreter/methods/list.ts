import { raise } from '../exception';
import { lose } from '../lost';
import { machineOf } from '../machine';
import { pyInt, pyList } from '../make';
import { reverseInPlace, sortItems } from '../values/sort';
import { type CallArguments, PY_NONE, type PyList, type PyValue, type Site, unknownData } from '../value';
import { sameOrEqual } from '../values/equal';
import { integerOf } from '../values/number';
import { placeOf } from '../subscripts';
import { PySlice, placesOf } from '../objects/slice';
import { integerArgument, type Method, methodsOf, only, take } from './method';

type Tuple = Extract<PyValue, { kind: 'tuple' }>;

function find(items: readonly PyValue[], value: PyValue, site: Site, from = 0, to = items.length): number | undefined {
  for (let place = from; place < to; place++) {
    const item = items[place];
    const same = item === undefined ? false : sameOrEqual(item, value, site);
    if (same === undefined) return undefined;
    if (same) return place;
  }
  return -1;
}

function unknownPlace(list: PyValue, site: Site): PyValue {
  machineOf(site).mayRaise();
  if (list.kind === 'list') lose(list, 'It was changed at a place that is not known.');
  return unknownData('It depends on a comparison that is not known.');
}

const index: Method<PyList | Tuple> = {
  keeps: true,
  run({ items }, args, site) {
    const { value = PY_NONE, start, stop } = take(args, 'index', ['value'], ['start', 'stop']);
    const { start: from, stop: to } = placesOf(new PySlice(start ?? PY_NONE, stop ?? PY_NONE, PY_NONE), items.length);
    const place = find(items, value, site, from, to);
    if (place === undefined) {
      machineOf(site).mayRaise();
      return unknownData('It is the place of something that is not known.');
    }
    if (place < 0) raise('ValueError', 'it is not in the list');
    return pyInt(place);
  },
};

const count: Method<PyList | Tuple> = {
  keeps: true,
  run({ items }, args, site) {
    const value = only(args, 'count');
    const answers = items.map((item) => sameOrEqual(item, value, site));
    return answers.includes(undefined) ? undefined : pyInt(answers.filter((same) => same === true).length);
  },
};

/** `list.extend(source)`, also what `+=` does. */
export function extend(list: PyList, source: PyValue, site: Site): void {
  const items: PyValue[] = [];
  const complete = machineOf(site).each(source, site, (item) => {
    items.push(item);
    return true;
  });
  if (complete) for (const item of items) list.items.push(item);
  else lose(list, source.kind === 'unknown' ? source.reason : 'It was given items that are not known.');
}

function insert(list: PyList, args: CallArguments, site: Site): PyValue {
  const { index: at = PY_NONE, object = PY_NONE } = take(args, 'insert', ['index', 'object']);
  if (at.kind === 'unknown') return unknownPlace(list, site);
  const place = integerArgument(at, 0);
  list.items.splice(place < 0 ? Math.max(0, place + list.items.length) : place, 0, object);
  return PY_NONE;
}

function pop(list: PyList, args: CallArguments, site: Site): PyValue {
  const { index: at } = take(args, 'pop', [], ['index']);
  if (at?.kind === 'unknown') return unknownPlace(list, site);
  if (list.items.length === 0 && (at === undefined || integerOf(at) !== undefined)) {
    raise('IndexError', 'pop from empty list', ['LookupError', 'Exception']);
  }
  const place = at === undefined ? list.items.length - 1 : placeOf(at, list.items.length, 'pop');
  return list.items.splice(place, 1)[0] ?? PY_NONE;
}

function removeItem(list: PyList, args: CallArguments, site: Site): PyValue {
  const place = find(list.items, only(args, 'remove'), site);
  if (place === undefined) return unknownPlace(list, site);
  if (place < 0) raise('ValueError', 'list.remove(x): x not in list');
  list.items.splice(place, 1);
  return PY_NONE;
}

/** Methods of lists. */
export const LIST_METHODS = methodsOf<PyList>((value): value is PyList => value.kind === 'list', {
  append: {
    keeps: true,
    run(list, args) {
      list.items.push(only(args, 'append'));
      return PY_NONE;
    },
  },
  extend: {
    keeps: true,
    run(list, args, site) {
      extend(list, only(args, 'extend'), site);
      return PY_NONE;
    },
  },
  insert: { keeps: true, run: insert },
  pop: { keeps: true, run: pop },
  remove: { keeps: true, run: removeItem },
  clear: {
    bare: true,
    run(list) {
      list.items.length = 0;
      return PY_NONE;
    },
  },
  copy: { bare: true, run: ({ items }) => pyList([...items]) },
  reverse: {
    bare: true,
    run(list) {
      reverseInPlace(list);
      return PY_NONE;
    },
  },
  sort: {
    keeps: true,
    run(list, args, site) {
      const { key, reverse } = take({ positional: [], keywords: args.keywords }, 'sort', [], ['key', 'reverse']);
      if (args.positional.length > 0) raise('TypeError', 'sort() takes no positional arguments');
      const sorted = sortItems([...list.items], key, reverse, site);
      if (sorted === undefined) lose(list, 'Its order depends on something that is not known.');
      else list.items.splice(0, list.items.length, ...sorted);
      return PY_NONE;
    },
  },
  index,
  count,
});

/** Methods of tuples. */
export const TUPLE_METHODS = methodsOf<Tuple>((value): value is Tuple => value.kind === 'tuple', { index, count });
