import { raise } from '../exception';
import { machineOf } from '../machine';
import { pyInt, pyTuple } from '../make';
import { DerivedIterator, PyIterator, SequenceIterator } from '../objects/iterator';
import { type NativeCall, NativeFunction } from '../objects/native';
import { OwnObject } from '../objects/own';
import { listOf } from '../subscripts';
import { PY_NONE, type PyValue, type Site, unknownPy } from '../value';
import { integerOf } from '../values/number';
import { truth } from '../values/truth';
import { counted } from './arity';

/** Whether taking items one at a time has no effect beside: sequences, and iterators over them. */
export function isStepwise(value: PyValue): boolean {
  if (value.kind !== 'host') return value.kind !== 'unknown';
  return value instanceof PyIterator ? value.stepwise : value instanceof OwnObject && value.typeName !== 'object';
}

function derived(
  name: string,
  sources: readonly PyValue[],
  go: (site: Site, visit: (item: PyValue) => boolean) => boolean,
  steps = false,
): PyValue {
  return new DerivedIterator(name, go, sources, steps && sources.every(isStepwise));
}

const enumerate: NativeCall = ({ positional: [source = PY_NONE, first], keywords }) => {
  const start = first ?? keywords.get('start') ?? pyInt(0);
  const from = integerOf(start);
  if (from === undefined) return unknownPy('It counts from something that is not known.');
  return derived('enumerate', [source], (site, visit) => {
    let next = from;
    return machineOf(site).each(source, site, (item) => visit(pyTuple([pyInt(next++), item])));
  });
};

/** Goes through several at once. `all`: how many of each; undefined when one is not known. */
const zip: NativeCall = ({ positional, keywords }) =>
  derived('zip', positional, (site, visit) => {
    const strict = keywords.get('strict');
    const [first, ...rest] = positional;
    if (first === undefined) return true;
    // Only the first may be one that does something at each step: of the others, one item more or less is taken.
    if (rest.some((source) => !isStepwise(source))) return false;
    const others = rest.map((source) => listOf(source, site)?.items);
    if (others.includes(undefined)) return false;
    let place = 0;
    const complete = machineOf(site).each(first, site, (item) => {
      const row = [item];
      for (const items of others) {
        const other = items?.[place];
        if (other === undefined) return false;
        row.push(other);
      }
      place++;
      return visit(pyTuple(row));
    });
    if (strict !== undefined && truth(strict, site) === true && others.some((items) => items?.length !== place)) {
      raise('ValueError', 'zip() arguments have different lengths');
    }
    return complete;
  });

const map: NativeCall = ({ positional: [callee = PY_NONE, source = PY_NONE, ...more] }) =>
  derived('map', [callee, source, ...more], (site, visit) => {
    const machine = machineOf(site);
    const others = more.map((one) => (isStepwise(one) ? listOf(one, site)?.items : undefined));
    if (others.includes(undefined)) return false;
    let place = 0;
    return machine.each(source, site, (item) => {
      const args = [item];
      for (const items of others) {
        const other = items?.[place];
        if (other === undefined) return false;
        args.push(other);
      }
      place++;
      return visit(machine.call(callee, { positional: args, keywords: new Map() }, site.place));
    });
  });

const filter: NativeCall = ({ positional: [callee = PY_NONE, source = PY_NONE] }) =>
  derived('filter', [callee, source], (site, visit) => {
    const machine = machineOf(site);
    const undecided: PyValue[] = [];
    const complete = machine.each(source, site, (item) => {
      const answer =
        callee.kind === 'none' ? item : machine.call(callee, { positional: [item], keywords: new Map() }, site.place);
      const kept = truth(answer, site);
      if (kept === undefined) undecided.push(item);
      return kept === undefined ? false : kept ? visit(item) : true;
    });
    return complete && undecided.length === 0;
  });

const reversed: NativeCall = ({ positional: [source = PY_NONE] }, site) => {
  if (source.kind === 'set') raise('TypeError', "'set' object is not reversible");
  if (source instanceof PyIterator) raise('TypeError', `'${source.typeName}' object is not reversible`);
  const items = listOf(source, site)?.items;
  if (items === undefined) return unknownPy('It is the reverse of something that is not known.');
  return new SequenceIterator('list_reverseiterator', items.reverse());
};

const iter: NativeCall = ({ positional: [source = PY_NONE, sentinel] }, site) => {
  if (sentinel !== undefined) return unknownPy('It is an iterator that calls a function.');
  if (source instanceof PyIterator) return source;
  if (source.kind === 'list' || source.kind === 'tuple')
    return new SequenceIterator(`${source.kind}_iterator`, source.items, source);
  const items = listOf(source, site)?.items;
  return items ? new SequenceIterator('iterator', items) : unknownPy('It goes through something that is not known.');
};

const next: NativeCall = ({ positional: [source = PY_NONE, otherwise] }, site) => {
  if (source.kind === 'unknown') {
    machineOf(site).mayRaise();
    return source;
  }
  if (!(source instanceof PyIterator)) {
    if (source.kind === 'host') {
      const method = source.getAttribute('__next__', site);
      if (method !== undefined)
        return site.interpreter.call(method, { positional: [], keywords: new Map() }, site.place);
    }
    return raise('TypeError', 'object is not an iterator');
  }
  let found: PyValue | undefined;
  const complete = source.each(site, (item) => {
    found = item;
    return false;
  });
  if (!complete && found === undefined) {
    machineOf(site).mayRaise();
    return unknownPy('It is the first of items that are not known.');
  }
  return found ?? otherwise ?? raise('StopIteration', '');
};

const CALLS: Readonly<Record<string, NativeCall>> = { enumerate, zip, map, filter, reversed, iter, next };

export const ITERATOR_FUNCTIONS: readonly (readonly [string, PyValue])[] = Object.entries(CALLS).map(
  ([name, run]) => [name, new NativeFunction(name, counted(name, run), true)] as const,
);
