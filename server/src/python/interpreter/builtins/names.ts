import { NOT_IMPLEMENTED } from '../make';
import { EXCEPTION_NAMES } from '../objects/exceptions';
import { Descriptor } from '../objects/userClass';
import { NativeFunction } from '../objects/native';
import { TypingName } from '../objects/typing';
import { type PyValue, unknownData, unknownPy } from '../value';
import { FUNCTIONS } from './functions';
import { ITERATOR_FUNCTIONS } from './iterators';
import { OBJECT_FUNCTIONS } from './objects';
import { SCOPED_FUNCTIONS } from './scoped';
import { BUILTIN_TYPES } from './types';

function descriptor(name: 'staticmethod' | 'classmethod' | 'property'): [string, PyValue] {
  const make = new NativeFunction(
    name,
    ({ positional: [callee, setter] }) =>
      callee === undefined || (setter !== undefined && name !== 'property')
        ? unknownPy(`It is made by '${name}' in a way that is not followed.`)
        : new Descriptor(name, callee, setter),
    true,
  );
  return [name, make];
}

/** Python's own names (library reference, "Built-in Functions"). */
const NAMES: ReadonlyMap<string, PyValue> = new Map<string, PyValue>([
  ...[...BUILTIN_TYPES].filter(([name]) => name !== 'NoneType'),
  ...FUNCTIONS,
  ...ITERATOR_FUNCTIONS,
  ...OBJECT_FUNCTIONS,
  ...SCOPED_FUNCTIONS,
  ...EXCEPTION_NAMES,
  descriptor('staticmethod'),
  descriptor('classmethod'),
  descriptor('property'),
  ['object', new TypingName('object')],
  ['NotImplemented', NOT_IMPLEMENTED],
  ['Ellipsis', { kind: 'ellipsis' }],
  ['__debug__', { kind: 'boolean', value: true }],
]);

/** Builtins that reach the machine, or whose results are not followed. */
const NOT_FOLLOWED = new Set([
  'input',
  'compile',
  '__import__',
  'breakpoint',
  'aiter',
  'anext',
  '__build_class__',
  '__loader__',
  '__spec__',
]);

/** What one of Python's own names holds; undefined: there is none of that name. */
export function builtinNamed(name: string): PyValue | undefined {
  const value = NAMES.get(name);
  if (value !== undefined) return value;
  if (name === 'open') return unknownData('It comes from a file.');
  return NOT_FOLLOWED.has(name) ? unknownPy(`It is Python's '${name}', which is not followed.`) : undefined;
}
