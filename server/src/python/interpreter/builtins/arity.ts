import { raise } from '../exception';
import type { NativeCall } from '../objects/native';

/** How many arguments by position Python's functions take: at least, at most. */
const ARITY: Readonly<Record<string, readonly [number, number]>> = {
  abs: [1, 1],
  all: [1, 1],
  any: [1, 1],
  ascii: [1, 1],
  bin: [1, 1],
  bool: [0, 1],
  callable: [1, 1],
  chr: [1, 1],
  delattr: [2, 2],
  dict: [0, 1],
  divmod: [2, 2],
  enumerate: [0, 2],
  filter: [2, 2],
  float: [0, 1],
  format: [1, 2],
  frozenset: [0, 1],
  getattr: [2, 3],
  hasattr: [2, 2],
  hash: [1, 1],
  hex: [1, 1],
  id: [1, 1],
  int: [0, 2],
  isinstance: [2, 2],
  issubclass: [2, 2],
  iter: [1, 2],
  len: [1, 1],
  list: [0, 1],
  map: [2, Infinity],
  max: [1, Infinity],
  min: [1, Infinity],
  next: [1, 2],
  oct: [1, 1],
  ord: [1, 1],
  pow: [2, 3],
  range: [1, 3],
  repr: [1, 1],
  reversed: [1, 1],
  set: [0, 1],
  setattr: [3, 3],
  slice: [1, 3],
  sorted: [1, 1],
  sum: [1, 2],
  tuple: [0, 1],
  type: [1, 3],
};

/** Functions that take arguments by name; the others take none. */
const NAMED = new Set([
  'dict',
  'enumerate',
  'int',
  'max',
  'min',
  'pow',
  'print',
  'round',
  'sorted',
  'str',
  'sum',
  'zip',
]);

/** The function with its arguments counted first. @throws PyRaised TypeError */
export function counted(name: string, run: NativeCall): NativeCall {
  const [least, most] = ARITY[name] ?? [0, Infinity];
  return (args, site) => {
    const { length } = args.positional;
    if (length < least || length > most)
      raise('TypeError', `${name}() takes another number of arguments than ${length}`);
    if (args.keywords.size > 0 && !NAMED.has(name)) raise('TypeError', `${name}() takes no keyword arguments`);
    return run(args, site);
  };
}
