import { noteChange } from './journal';
import { HostObject, type PyValue, type UnknownPyValue, unknownPy } from './value';

/** Lists, dicts, sets and instances that something unknown may have changed: what they hold is not known any more. */
const LOST = new WeakMap<object, UnknownPyValue>();

type Changeable = Extract<PyValue, { kind: 'list' | 'dict' | 'set' }> | HostObject;

/** From here on, the contents of the object are not known. */
export function lose(object: Changeable, reason: string): void {
  if (LOST.has(object)) return;
  LOST.set(object, unknownPy(reason));
  noteChange(() => LOST.delete(object));
}

/** The value, or the unknown one it has become. */
export function seen(value: PyValue): PyValue {
  switch (value.kind) {
    case 'list':
    case 'dict':
    case 'set':
    case 'host':
      return LOST.get(value) ?? value;
    default:
      return value;
  }
}

/** The first unknown value among these or anywhere inside them. */
export function findUnknown(values: Iterable<PyValue>): UnknownPyValue | undefined {
  const stack = [...values];
  const visited = new Set<PyValue>();
  for (let raw = stack.pop(); raw !== undefined; raw = stack.pop()) {
    const value = seen(raw);
    if (value.kind === 'unknown') return value;
    if (value.kind === 'tuple' || value.kind === 'list' || value.kind === 'set') {
      if (visited.has(value)) continue;
      visited.add(value);
      for (const item of value.items) if (!isScalar(item)) stack.push(item);
    } else if (value.kind === 'dict') {
      if (visited.has(value)) continue;
      visited.add(value);
      for (const entry of value.entries) {
        if (!isScalar(entry.key)) stack.push(entry.key);
        if (!isScalar(entry.value)) stack.push(entry.value);
      }
    }
  }
  return undefined;
}

function isScalar(value: PyValue): boolean {
  return value.kind === 'string' || value.kind === 'integer' || value.kind === 'none' || value.kind === 'boolean';
}
