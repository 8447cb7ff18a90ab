import { raise } from '../exception';
import { machineOf } from '../machine';
import { pyInt, pyTuple } from '../make';
import { isStepwise } from '../builtins/iterators';
import { DerivedIterator } from '../objects/iterator';
import { type NativeCall, NativeFunction } from '../objects/native';
import { operate } from '../operators';
import { listOf } from '../subscripts';
import { PY_NONE, type PyValue, type Site, unknownData } from '../value';
import { integerOf } from '../values/number';
import { moduleOf, unknownFrom } from './native';

type Go = (site: Site, visit: (item: PyValue) => boolean) => boolean;

function iterator(name: string, sources: readonly PyValue[], go: Go): PyValue {
  return new DerivedIterator(name, go, sources, false);
}

/** Over rows worked out of lists that are there. */
function overLists(
  name: string,
  rows: (lists: readonly (readonly PyValue[])[], count: number | undefined) => Generator<readonly PyValue[]>,
): NativeCall {
  return ({ positional, keywords }, site) => {
    const counted = name !== 'product';
    const sources = counted ? positional.slice(0, 1) : positional;
    const given = counted ? (positional[1] ?? keywords.get('r')) : keywords.get('repeat');
    const count = given === undefined || given.kind === 'none' ? undefined : integerOf(given);
    if (given !== undefined && given.kind !== 'none' && count === undefined) return unknownFrom([given], site);
    const lists = sources.map((source) => (isStepwise(source) ? listOf(source, site)?.items : undefined));
    const known = lists.filter((list) => list !== undefined);
    if (known.length < lists.length) return unknownFrom(sources, site);
    if (count !== undefined && (count < 0n || count > 50n)) return unknownData('It repeats more than is followed.');
    return iterator(name, sources, (_at, visit) => {
      for (const row of rows(known, count === undefined ? undefined : Number(count))) if (!visit(pyTuple(row))) break;
      return true;
    });
  };
}

function* product(lists: readonly (readonly PyValue[])[], repeat = 1): Generator<readonly PyValue[]> {
  const all = Array.from({ length: repeat }, () => lists).flat();
  function* from(place: number, row: readonly PyValue[]): Generator<readonly PyValue[]> {
    const list = all[place];
    if (list === undefined) yield row;
    else for (const item of list) yield* from(place + 1, [...row, item]);
  }
  yield* from(0, []);
}

function* combinations([list = []]: readonly (readonly PyValue[])[], size = 0): Generator<readonly PyValue[]> {
  function* from(start: number, row: readonly PyValue[]): Generator<readonly PyValue[]> {
    if (row.length === size) {
      yield row;
      return;
    }
    for (let place = start; place < list.length; place++) {
      const item = list[place];
      if (item !== undefined) yield* from(place + 1, [...row, item]);
    }
  }
  yield* from(0, []);
}

function* permutations(
  [list = []]: readonly (readonly PyValue[])[],
  size = list.length,
): Generator<readonly PyValue[]> {
  function* from(used: ReadonlySet<number>, row: readonly PyValue[]): Generator<readonly PyValue[]> {
    if (row.length === size) {
      yield row;
      return;
    }
    for (const [place, item] of list.entries()) {
      if (!used.has(place)) yield* from(new Set([...used, place]), [...row, item]);
    }
  }
  yield* from(new Set(), []);
}

function chained(sources: readonly PyValue[]): PyValue {
  return iterator('chain', sources, (site, visit) => {
    let going = true;
    return sources.every(
      (source) =>
        !going ||
        machineOf(site).each(source, site, (item) => {
          going = visit(item);
          return going;
        }),
    );
  });
}

const fromIterable: NativeCall = ({ positional: [sources = PY_NONE] }) =>
  iterator('chain', [sources], (site, visit) => {
    let going = true;
    let known = true;
    const outer = machineOf(site).each(sources, site, (source) => {
      known &&= machineOf(site).each(source, site, (item) => {
        going = visit(item);
        return going;
      });
      return going && known;
    });
    return outer && known;
  });

const count: NativeCall = ({ positional: [start = pyInt(0), step = pyInt(1)] }) =>
  iterator('count', [], (site, visit) => {
    for (let value = start; visit(value); value = operate('+', value, step, site)) continue;
    return true;
  });

const repeat: NativeCall = ({ positional: [value = PY_NONE, times], keywords }, site) => {
  const given = times ?? keywords.get('times');
  const most = given === undefined ? undefined : integerOf(given);
  if (given !== undefined && most === undefined) return unknownFrom([given], site);
  return iterator('repeat', [value], (_at, visit) => {
    for (let place = 0n; most === undefined || place < most; place++) if (!visit(value)) break;
    return true;
  });
};

const islice: NativeCall = ({ positional: [source = PY_NONE, ...bounds] }, site) => {
  const numbers = bounds.map((bound) => (bound.kind === 'none' ? undefined : integerOf(bound)));
  if (bounds.some((bound, index) => bound.kind !== 'none' && numbers[index] === undefined))
    return unknownFrom(bounds, site);
  const [start, stop, step] =
    numbers.length === 1 ? [0n, numbers[0], 1n] : [numbers[0] ?? 0n, numbers[1], numbers[2] ?? 1n];
  if (step < 1n) raise('ValueError', 'Step for islice() must be a positive integer or None.');
  return iterator('islice', [source], (at, visit) => {
    if (stop !== undefined && stop <= start && !isStepwise(source)) return false;
    let place = 0n;
    return machineOf(at).each(source, at, (item) => {
      const here = place++;
      if (stop !== undefined && here >= stop) return false;
      const taken = here >= start && (here - start) % step === 0n;
      return (!taken || visit(item)) && (stop === undefined || place < stop);
    });
  });
};

const starmap: NativeCall = ({ positional: [callee = PY_NONE, source = PY_NONE] }) =>
  iterator('starmap', [callee, source], (site, visit) => {
    const machine = machineOf(site);
    let known = true;
    const complete = machine.each(source, site, (row) => {
      const args = listOf(row, site)?.items;
      known = args !== undefined;
      return args !== undefined && visit(machine.call(callee, { positional: args, keywords: new Map() }, site.place));
    });
    return complete && known;
  });

const zipLongest: NativeCall = ({ positional, keywords }, site) => {
  const fill = keywords.get('fillvalue') ?? PY_NONE;
  const lists = positional.map((source) => (isStepwise(source) ? listOf(source, site)?.items : undefined));
  if (lists.includes(undefined)) return unknownFrom(positional, site);
  return iterator('zip_longest', positional, (_at, visit) => {
    const longest = Math.max(0, ...lists.map((list) => list?.length ?? 0));
    for (let place = 0; place < longest; place++) {
      if (!visit(pyTuple(lists.map((list) => list?.[place] ?? fill)))) break;
    }
    return true;
  });
};

/** `itertools.chain`, which has a method of its own. */
class Chain extends NativeFunction {
  constructor() {
    super('chain', ({ positional }) => chained(positional), true);
  }

  override getAttribute(name: string): PyValue | undefined {
    return name === 'from_iterable' ? new NativeFunction(name, fromIterable, true) : super.getAttribute(name);
  }
}

export const ITERTOOLS = moduleOf(
  'itertools',
  {
    product: overLists('product', product),
    combinations: overLists('combinations', combinations),
    permutations: overLists('permutations', permutations),
    count,
    repeat,
    islice,
    starmap,
    zip_longest: zipLongest,
  },
  { chain: new Chain() },
);
