import { raise } from '../exception';
import { seen } from '../lost';
import type { PyDict, PyValue, Site } from '../value';
import { sameOrEqual } from './equal';
import { typeName } from './typeName';

/** Whether a text or number is a key, and which: equal keys have the same word. Undefined: it must be compared. */
function wordOf(key: PyValue): string | undefined {
  switch (key.kind) {
    case 'string':
      return `s${key.value}`;
    case 'bytes':
      return `b${key.value}`;
    case 'none':
      return 'none';
    case 'boolean':
      return key.value ? 'n1' : 'n0';
    case 'integer':
      return `n${key.value.toString()}`;
    case 'float':
      return Number.isInteger(key.value) ? `n${BigInt(key.value).toString()}` : `f${key.value}`;
    default:
      return undefined;
  }
}

/** Where the keys of a dict stand; made anew when it no longer fits, since libraries change the entries too. */
const INDEX = new WeakMap<PyDict, Map<string, number>>();
const SMALL = 8;

/**
 * The place of a key among the entries, -1 when it is not there, undefined when that is not known.
 * @throws PyRaised TypeError, when the key is not hashable.
 */
export function findKey(dict: PyDict, key: PyValue, site: Site): number | undefined {
  checkHashable(key);
  const word = wordOf(key);
  const { entries } = dict;
  if (word !== undefined && entries.length > SMALL) {
    const place = indexed(dict, word);
    if (place !== undefined) return place;
  }
  let unknown = false;
  for (const [place, entry] of entries.entries()) {
    const other = wordOf(entry.key);
    const same = word !== undefined && other !== undefined ? word === other : sameOrEqual(entry.key, key, site);
    if (same === true) return place;
    if (same === undefined) unknown = true;
  }
  return unknown ? undefined : -1;
}

function indexed(dict: PyDict, word: string): number | undefined {
  let index = INDEX.get(dict);
  if (index?.size !== dict.entries.length) {
    index = new Map();
    for (const [place, { key }] of dict.entries.entries()) {
      const other = wordOf(key);
      if (other === undefined) return undefined;
      index.set(other, place);
    }
    INDEX.set(dict, index);
  }
  const place = index.get(word);
  if (place === undefined) return -1;
  const entry = dict.entries[place];
  if (entry !== undefined && wordOf(entry.key) === word) return place;
  INDEX.delete(dict);
  return undefined;
}

/** The value of a key; `absent` when there is none, undefined when that is not known. */
export function getKey(dict: PyDict, key: PyValue, site: Site): { value: PyValue } | 'absent' | undefined {
  const place = findKey(dict, key, site);
  if (place === undefined) return undefined;
  const entry = dict.entries[place];
  return entry === undefined ? 'absent' : { value: entry.value };
}

/** `dict[key] = value`; false when it is not known whether the key is there already. */
export function setKey(dict: PyDict, key: PyValue, value: PyValue, site: Site): boolean {
  const place = findKey(dict, key, site);
  if (place === undefined) return false;
  const entry = dict.entries[place];
  if (entry !== undefined) entry.value = value;
  else {
    dict.entries.push({ key, value });
    const word = wordOf(key);
    if (word !== undefined) INDEX.get(dict)?.set(word, dict.entries.length - 1);
  }
  return true;
}

/** Takes a key out; true when it was there, undefined when that is not known. */
export function deleteKey(dict: PyDict, key: PyValue, site: Site): boolean | undefined {
  const place = findKey(dict, key, site);
  if (place === undefined) return undefined;
  if (place < 0) return false;
  dict.entries.splice(place, 1);
  INDEX.delete(dict);
  return true;
}

const UNHASHABLE = new Set(['dict', 'dict_keys', 'dict_items']);

/** Says of a list, dict or set that it cannot be a key. */
export function checkHashable(raw: PyValue): void {
  const value = seen(raw);
  if (value.kind === 'list' || value.kind === 'dict' || (value.kind === 'set' && !value.frozen)) {
    raise('TypeError', `unhashable type: '${typeName(value)}'`);
  }
  if (value.kind === 'tuple') for (const item of value.items) checkHashable(item);
  if (value.kind === 'host' && UNHASHABLE.has(value.typeName))
    raise('TypeError', `unhashable type: '${value.typeName}'`);
}

/** Adds a member to those of a set; false when it is not known whether it is there already. */
export function addMember(items: PyValue[], item: PyValue, site: Site): boolean {
  const there = hasMember(items, item, site);
  if (there === undefined) return false;
  if (!there) items.push(item);
  return true;
}

/** Whether an item is among the members of a set; undefined when that is not known. */
export function hasMember(items: readonly PyValue[], item: PyValue, site: Site): boolean | undefined {
  checkHashable(item);
  const word = wordOf(item);
  let unknown = false;
  for (const member of items) {
    const other = wordOf(member);
    const same = word !== undefined && other !== undefined ? word === other : sameOrEqual(member, item, site);
    if (same === true) return true;
    if (same === undefined) unknown = true;
  }
  return unknown ? undefined : false;
}
