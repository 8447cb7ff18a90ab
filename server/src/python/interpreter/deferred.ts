import { type PyValue, unknownPy } from './value';

/** Holds the place of a name among the others. */
const PENDING = unknownPy('Nobody has asked for it.');

/**
 * Names of which some are found out when they are asked for: what a module of the project takes from others, and functions
 * that nobody calls.
 */
export class Names extends Map<string, PyValue> {
  readonly #deferred = new Map<string, () => PyValue>();

  /** Binds a name to what `find` gives when somebody asks. */
  defer(name: string, find: () => PyValue): void {
    super.set(name, PENDING);
    this.#deferred.set(name, find);
  }

  /** Has something done to what a name holds, once it is known what that is; false: it is known already. */
  whenFound(name: string, act: (value: PyValue) => void): boolean {
    const find = this.#deferred.get(name);
    if (find === undefined) return false;
    this.#deferred.set(name, () => {
      const value = find();
      act(value);
      return value;
    });
    return true;
  }

  override get(name: string): PyValue | undefined {
    const find = this.#deferred.get(name);
    if (find !== undefined) {
      this.#deferred.delete(name);
      super.set(name, find());
    }
    return super.get(name);
  }

  override set(name: string, value: PyValue): this {
    // The constructor of Map may come before the field.
    this.#deferred.delete(name);
    return super.set(name, value);
  }

  override has(name: string): boolean {
    return super.has(name);
  }

  override delete(name: string): boolean {
    this.#deferred.delete(name);
    return super.delete(name);
  }

  override [Symbol.iterator](): MapIterator<[string, PyValue]> {
    for (const name of [...this.#deferred.keys()]) this.get(name);
    return super[Symbol.iterator]();
  }
}
