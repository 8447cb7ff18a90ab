import { ContextManager } from './objects/contextManager';
import { UserFunction } from './objects/function';
import { PyIterator } from './objects/iterator';
import { OwnObject } from './objects/own';
import { UserClass } from './objects/userClass';
import { UserInstance } from './objects/userInstance';
import type { PyDict, PyValue } from './value';

/** Whether something still holds what it held. */
type Check = () => boolean;

/**
 * What a run takes out of modules that outlive it, to tell afterwards whether the run changed any of it: lists, dicts,
 * sets, classes and objects, with what they reach.
 */
export class TakenValues {
  /** By what was taken, in whichever run; null: what it reaches changes when it is used. */
  readonly #checks = new Map<PyValue, readonly Check[] | null>();
  readonly #ofRun = new Set<Check>();
  #isUsedUp = false;

  take(value: PyValue): void {
    if (!mayChange(value)) return;
    let checks = this.#checks.get(value);
    if (checks === undefined) this.#checks.set(value, (checks = checksOf(value)));
    if (checks === null) this.#isUsedUp = true;
    else for (const check of checks) this.#ofRun.add(check);
  }

  /** Whether everything taken since it was asked last is as it was. */
  areUnchanged(): boolean {
    const unchanged = !this.#isUsedUp && [...this.#ofRun].every((check) => check());
    this.#ofRun.clear();
    return unchanged;
  }
}

function mayChange({ kind }: PyValue): boolean {
  return kind === 'tuple' || kind === 'list' || kind === 'set' || kind === 'dict' || kind === 'host';
}

function checksOf(taken: PyValue): readonly Check[] | null {
  const checks: Check[] = [];
  const stack = [taken];
  const visited = new Set<unknown>();
  const holds = (map: ReadonlyMap<string, PyValue>): void => {
    if (visited.has(map)) return;
    visited.add(map);
    const before = flat(map);
    checks.push(() => areSame(before, flat(map)));
    stack.push(...map.values());
  };
  for (let value = stack.pop(); value !== undefined; value = stack.pop()) {
    if (!mayChange(value) || visited.has(value)) continue;
    visited.add(value);
    if (value.kind === 'tuple' || value.kind === 'list' || value.kind === 'set') {
      const { items } = value;
      const before = [...items];
      if (value.kind !== 'tuple') checks.push(() => areSame(before, items));
      stack.push(...before);
    } else if (value.kind === 'dict') {
      const dict = value;
      const before = entriesOf(dict);
      checks.push(() => areSame(before, entriesOf(dict)));
      stack.push(...before);
    } else if (value instanceof PyIterator || value instanceof ContextManager) {
      return null;
    } else if (value instanceof OwnObject) {
      if (value instanceof UserInstance) holds(value.attributes);
      if (value instanceof UserClass) for (const { namespace } of value.mro) holds(namespace);
      if (value instanceof UserFunction) {
        holds(value.attributes);
        // What a module binds is taken when it is asked for; what functions around bind is not.
        for (let { scope } = value; scope.outer !== undefined; scope = scope.outer) holds(scope.names);
      }
      stack.push(...value.children());
    }
  }
  return checks;
}

function flat(map: ReadonlyMap<string, PyValue>): readonly unknown[] {
  return [...map].flat();
}

function entriesOf({ entries }: PyDict): readonly PyValue[] {
  return entries.flatMap(({ key, value }) => [key, value]);
}

function areSame(before: readonly unknown[], now: readonly unknown[]): boolean {
  return before.length === now.length && before.every((one, place) => one === now[place]);
}
