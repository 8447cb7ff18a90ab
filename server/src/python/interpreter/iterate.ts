import { raise } from './exception';
import { seen } from './lost';
import type { Machine } from './machine';
import { NO_ARGUMENTS, pyInt, pyStr } from './make';
import { DictView } from './objects/dictView';
import { PyIterator } from './objects/iterator';
import { RangeObject } from './objects/range';
import { UserInstance } from './objects/userInstance';
import { catchesStop } from './objects/exceptions';
import { findAttribute } from './attributes';
import type { PyDict, PyValue, Site } from './value';
import { letters } from './values/letters';
import { typeName } from './values/typeName';
import { ordered } from './values/sets';

type Visit = (item: PyValue) => boolean;

/**
 * Gives every item of a value to `visit`, which answers false to stop. False: what it goes through is not known.
 * @throws PyRaised TypeError, when it cannot be gone through
 */
export function eachItem(machine: Machine, raw: PyValue, site: Site, visit: Visit): boolean {
  const value = seen(raw);
  const counted: Visit = (item) => {
    machine.spend(1, site.place);
    return visit(item);
  };
  switch (value.kind) {
    case 'unknown':
      machine.mayRaise();
      return false;
    case 'tuple':
    case 'list': {
      // A list that grows meanwhile is gone through to its new end.
      for (const item of value.items) {
        if (!counted(item)) break;
        if (seen(value).kind === 'unknown') return false;
      }
      return true;
    }
    case 'set':
      return fromArray(ordered(value), counted);
    case 'dict':
      return eachEntry(value, ({ key }) => key, counted);
    case 'string':
      return fromArray(letters(value.value).map(pyStr), counted);
    case 'bytes':
      return fromArray(
        [...value.value].map((letter) => pyInt(letter.charCodeAt(0))),
        counted,
      );
    case 'host':
      break;
    default:
      raise('TypeError', `'${typeName(value)}' object is not iterable`);
  }
  if (value instanceof PyIterator) return value.each(site, visit);
  if (value instanceof RangeObject) return value.each(counted);
  if (value instanceof DictView) return eachEntry(value.dict, (entry) => value.itemOf(entry), counted);
  if (value instanceof UserInstance) return eachOfInstance(machine, value, site, counted);
  const items = value.iterate(site);
  if (items === undefined) raise('TypeError', `'${value.typeName}' object is not iterable`);
  if (items === 'unknown') {
    machine.mayRaise();
    return false;
  }
  return fromArray(items, counted);
}

function fromArray(items: readonly PyValue[] | undefined, visit: Visit): boolean {
  if (items === undefined) return false;
  for (const item of items) if (!visit(item)) break;
  return true;
}

function eachEntry(dict: PyDict, itemOf: (entry: { key: PyValue; value: PyValue }) => PyValue, visit: Visit): boolean {
  const { length } = dict.entries;
  for (const entry of dict.entries) {
    if (!visit(itemOf(entry))) break;
    if (seen(dict).kind === 'unknown') return false;
    if (dict.entries.length !== length) raise('RuntimeError', 'dictionary changed size during iteration');
  }
  return true;
}

function eachOfInstance(machine: Machine, instance: UserInstance, site: Site, visit: Visit): boolean {
  const iter = findAttribute(instance, '__iter__', site);
  if (iter === undefined) {
    if (findAttribute(instance, '__getitem__', site) !== undefined) return false;
    raise('TypeError', `'${instance.typeName}' object is not iterable`);
  }
  const iterator = machine.call(iter, NO_ARGUMENTS, site.place);
  if (!(iterator instanceof UserInstance)) return machine.each(iterator, site, visit);
  const next = findAttribute(iterator, '__next__', site) ?? raise('TypeError', 'iter() returned non-iterator');
  for (;;) {
    machine.spend(1, site.place);
    let item: PyValue;
    try {
      item = machine.call(next, NO_ARGUMENTS, site.place);
    } catch (error) {
      if (catchesStop(error)) return true;
      throw error;
    }
    if (item.kind === 'unknown' && item.inert !== true) return false;
    if (!visit(item)) return true;
  }
}
