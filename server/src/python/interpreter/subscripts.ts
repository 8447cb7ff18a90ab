import { raise, UnknownRaised } from './exception';
import { findUnknown, lose, seen } from './lost';
import { machineOf } from './machine';
import { NO_ARGUMENTS, pyInt, pyList, pyStr } from './make';
import { OwnObject } from './objects/own';
import { placesOf, PySlice } from './objects/slice';
import { derived, limited } from './operators';
import { type PyDict, type PyList, type PyValue, type Site, unknownPy } from './value';
import { deleteKey, getKey, setKey } from './values/dict';
import { letters } from './values/letters';
import { integerOf } from './values/number';
import { repr } from './values/repr';
import { FACTORIES } from './values/specialDicts';
import { typeName } from './values/typeName';

const LOOKUP = ['LookupError', 'Exception'];

/**
 * `object[key]`
 * @throws PyRaised what Python raises
 */
export function getItem(rawObject: PyValue, rawKey: PyValue, site: Site): PyValue {
  const object = seen(rawObject);
  const key = seen(rawKey);
  if (object.kind === 'unknown') return derived(object, site);
  if (object.kind === 'host') {
    const unknown = object.takesUnknown || object instanceof OwnObject ? undefined : findUnknown([key]);
    if (unknown) return derived(unknown, site);
    return seen(object.getItem(key, site) ?? raise('TypeError', `'${object.typeName}' object is not subscriptable`));
  }
  if (key.kind === 'unknown') return derived(key, site);
  switch (object.kind) {
    case 'dict': {
      // Slices are hashable since Python 3.12: a key that is not there, or a type error.
      if (key instanceof PySlice) throw new UnknownRaised('It is a slice of a dictionary.');
      const found = getKey(object, key, site);
      if (found === undefined) return derived(unknownPy('It is an item whose key is not known.'), site);
      if (found === 'absent') return missing(object, key, site);
      return seen(found.value);
    }
    case 'list':
    case 'tuple': {
      if (key instanceof PySlice) {
        const items = placesOf(key, object.items.length).places.flatMap((place) => object.items[place] ?? []);
        return limited({ kind: object.kind, items }, site);
      }
      return seen(object.items[placeOf(key, object.items.length, object.kind)] ?? unknownPy('It is not there.'));
    }
    case 'string': {
      const all = letters(object.value);
      if (key instanceof PySlice)
        return pyStr(
          placesOf(key, all.length)
            .places.map((place) => all[place])
            .join(''),
        );
      return pyStr(all[placeOf(key, all.length, 'string')] ?? '');
    }
    case 'bytes': {
      const { value } = object;
      if (key instanceof PySlice) {
        return {
          kind: 'bytes',
          value: placesOf(key, value.length)
            .places.map((place) => value.charAt(place))
            .join(''),
        };
      }
      return pyInt(value.charCodeAt(placeOf(key, value.length, 'bytes')));
    }
    default:
      raise('TypeError', `'${typeName(object)}' object is not subscriptable`);
  }
}

/** What a dict gives for a key it does not have. @throws PyRaised KeyError */
function missing(dict: PyDict, key: PyValue, site: Site): PyValue {
  const factory = FACTORIES.get(dict);
  if (factory === undefined) raise('KeyError', repr(key, site) ?? '', LOOKUP);
  const value = site.interpreter.call(factory, NO_ARGUMENTS, site.place);
  setKey(dict, key, value, site);
  return value;
}

/** The place an index means. @throws PyRaised TypeError, IndexError */
export function placeOf(key: PyValue, length: number, name: string): number {
  const index = integerOf(key);
  if (index === undefined) {
    const type = key.kind === 'unknown' ? 'object' : typeName(key);
    raise('TypeError', `${name} indices must be integers or slices, not ${type}`);
  }
  const place = index < 0n ? index + BigInt(length) : index;
  if (place < 0n || place >= BigInt(length)) raise('IndexError', `${name} index out of range`, LOOKUP);
  return Number(place);
}

/** `object[key] = value` */
export function setItem(rawObject: PyValue, rawKey: PyValue, value: PyValue, site: Site): void {
  const object = seen(rawObject);
  const key = seen(rawKey);
  const machine = machineOf(site);
  switch (object.kind) {
    case 'unknown':
      machine.mayRaise();
      machine.giveAway([value], 'It is kept by something that is not known.', true);
      return;
    case 'host':
      if (!object.setItem(key, value, site)) {
        raise('TypeError', `'${object.typeName}' object does not support item assignment`);
      }
      return;
    case 'dict':
      if (key.kind === 'unknown' || !setKey(object, key, value, site)) {
        machine.mayRaise();
        lose(object, key.kind === 'unknown' ? key.reason : 'It has a key that is not known.');
      }
      return;
    case 'list':
      if (key.kind === 'unknown') {
        machine.mayRaise();
        lose(object, key.reason);
      } else if (key instanceof PySlice) setSlice(object, key, value, site);
      else object.items[placeOf(key, object.items.length, 'list assignment')] = value;
      return;
    default:
      raise('TypeError', `'${typeName(object)}' object does not support item assignment`);
  }
}

function setSlice(list: PyList, slice: PySlice, value: PyValue, site: Site): void {
  const items: PyValue[] = [];
  const complete = machineOf(site).each(value, site, (item) => {
    items.push(item);
    return true;
  });
  if (!complete) {
    lose(list, 'It was given items that are not known.');
    return;
  }
  const { start, stop, step, places } = placesOf(slice, list.items.length);
  if (step === 1) {
    list.items.splice(start, Math.max(0, stop - start), ...items);
    return;
  }
  if (items.length !== places.length) {
    raise(
      'ValueError',
      `attempt to assign sequence of size ${items.length} to extended slice of size ${places.length}`,
    );
  }
  for (const [index, place] of places.entries()) list.items[place] = items[index] ?? unknownPy('It is not there.');
}

/** `del object[key]` */
export function deleteItem(rawObject: PyValue, rawKey: PyValue, site: Site): void {
  const object = seen(rawObject);
  const key = seen(rawKey);
  const machine = machineOf(site);
  if (object.kind === 'unknown') {
    machine.mayRaise();
    return;
  }
  if (object.kind === 'dict') {
    const found = key.kind === 'unknown' ? undefined : deleteKey(object, key, site);
    if (found === undefined) {
      machine.mayRaise();
      lose(object, 'A key of it was deleted that is not known.');
    } else if (!found) raise('KeyError', repr(key, site) ?? '', LOOKUP);
  } else if (object.kind === 'list') {
    if (key.kind === 'unknown') {
      machine.mayRaise();
      lose(object, key.reason);
    } else if (key instanceof PySlice) {
      const places = new Set(placesOf(key, object.items.length).places);
      const kept = object.items.filter((_, index) => !places.has(index));
      object.items.splice(0, object.items.length, ...kept);
    } else object.items.splice(placeOf(key, object.items.length, 'list assignment'), 1);
  } else if (object.kind === 'host') {
    lose(object, 'An item of it was deleted.');
    machine.mayRaise();
  } else raise('TypeError', `'${typeName(object)}' object doesn't support item deletion`);
}

/** A list of what is gone through; undefined when that is not known. */
export function listOf(value: PyValue, site: Site): PyList | undefined {
  const items: PyValue[] = [];
  const complete = machineOf(site).each(value, site, (item) => {
    items.push(item);
    return true;
  });
  return complete ? pyList(items) : undefined;
}
