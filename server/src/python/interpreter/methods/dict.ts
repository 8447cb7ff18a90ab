import { raise } from '../exception';
import { lose } from '../lost';
import { machineOf } from '../machine';
import { pyDict, pyStr, pyTuple } from '../make';
import { DictView } from '../objects/dictView';
import { type CallArguments, PY_NONE, type PyDict, type PyValue, type Site, unknownData } from '../value';
import { deleteKey, getKey, setKey } from '../values/dict';
import { repr } from '../values/repr';
import { listOf } from '../subscripts';
import { methodsOf, take } from './method';

const LOOKUP = ['LookupError', 'Exception'];

function unknownKey(dict: PyDict, changes: boolean, site: Site): PyValue {
  machineOf(site).mayRaise();
  if (changes) lose(dict, 'It was changed at a key that is not known.');
  return unknownData('It is an item whose key is not known.');
}

/** `dict.update(source)`; false when what it takes over is not known. @throws PyRaised */
export function update(dict: PyDict, source: PyValue, site: Site): boolean {
  if (source.kind === 'dict') {
    return source.entries.map((entry) => setKey(dict, entry.key, entry.value, site)).every(Boolean);
  }
  if (source.kind === 'unknown') return false;
  if (source.kind === 'host' && source.getAttribute('keys', site) !== undefined) return false;
  const pairs = listOf(source, site);
  if (pairs === undefined) return false;
  let known = true;
  for (const pair of pairs.items) {
    const items = listOf(pair, site)?.items;
    if (items === undefined) return false;
    const [key, value] = items;
    if (key === undefined || value === undefined || items.length !== 2) {
      raise('ValueError', `dictionary update sequence element has length ${items.length}; 2 is required`);
    }
    if (!setKey(dict, key, value, site)) known = false;
  }
  return known;
}

function get(dict: PyDict, args: CallArguments, site: Site): PyValue {
  const { key = PY_NONE, default: otherwise = PY_NONE } = take(args, 'get', ['key'], ['default']);
  const found = getKey(dict, key, site);
  if (found === undefined) return unknownKey(dict, false, site);
  return found === 'absent' ? otherwise : found.value;
}

function pop(dict: PyDict, args: CallArguments, site: Site): PyValue {
  const { key = PY_NONE, default: otherwise } = take(args, 'pop', ['key'], ['default']);
  const found = getKey(dict, key, site);
  if (found === undefined) return unknownKey(dict, true, site);
  if (found === 'absent') return otherwise ?? raise('KeyError', repr(key, site) ?? '', LOOKUP);
  deleteKey(dict, key, site);
  return found.value;
}

function setDefault(dict: PyDict, args: CallArguments, site: Site): PyValue {
  const { key = PY_NONE, default: otherwise = PY_NONE } = take(args, 'setdefault', ['key'], ['default']);
  const found = getKey(dict, key, site);
  if (found === undefined) return unknownKey(dict, true, site);
  if (found !== 'absent') return found.value;
  setKey(dict, key, otherwise, site);
  return otherwise;
}

/** Methods of dictionaries. */
export const DICT_METHODS = methodsOf<PyDict>((value): value is PyDict => value.kind === 'dict', {
  get: { keeps: true, run: get },
  pop: { keeps: true, run: pop },
  setdefault: { keeps: true, run: setDefault },
  keys: { bare: true, run: (dict) => new DictView('dict_keys', dict) },
  values: { bare: true, run: (dict) => new DictView('dict_values', dict) },
  items: { bare: true, run: (dict) => new DictView('dict_items', dict) },
  copy: { bare: true, run: ({ entries }) => pyDict(entries.map((entry) => ({ ...entry }))) },
  clear: {
    bare: true,
    run(dict) {
      dict.entries.length = 0;
      return PY_NONE;
    },
  },
  popitem: {
    bare: true,
    run(dict, _args, site) {
      const last = dict.entries.at(-1);
      if (last === undefined) raise('KeyError', "'popitem(): dictionary is empty'", LOOKUP);
      deleteKey(dict, last.key, site);
      return pyTuple([last.key, last.value]);
    },
  },
  update: {
    keeps: true,
    run(dict, { positional, keywords }, site) {
      if (positional.length > 1) raise('TypeError', 'update expected at most 1 argument');
      const sources = positional.map((source) => update(dict, source, site));
      const named = [...keywords].map(([key, value]) => setKey(dict, pyStr(key), value, site));
      if (![...sources, ...named].every(Boolean)) unknownKey(dict, true, site);
      return PY_NONE;
    },
  },
});
