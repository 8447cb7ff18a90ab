import { noteChange } from './journal';
import { type PyValue, unknownPy } from './value';

/** Holds the place of a name among the others. */
const PENDING = unknownPy('Nobody has asked for it.');

/** Is told what names are bound to that something unknown can reach. */
interface Watcher {
  /** @param isAssigned what reaches the name may assign it, too. */
  bound(names: Names, name: string, value: PyValue, isAssigned: boolean): void;
}

/**
 * Names of which some are found out when they are asked for: what a module of the project takes from others, and functions
 * that nobody calls.
 */
export class Names extends Map<string, PyValue> {
  /** Of a module that outlives a run: is told what a name holds that was asked for. */
  onTaken: ((value: PyValue) => void) | undefined;
  #deferred: Map<string, () => PyValue> | undefined;
  /** Which names are watched, and whether they may be assigned. */
  #watched: Map<string, boolean> | undefined;
  #watcher: Watcher | undefined;
  /** What a name holds is being found out. */
  #finding = 0;

  /** Binds a name to what `find` gives when somebody asks. */
  defer(name: string, find: () => PyValue): void {
    super.set(name, PENDING);
    (this.#deferred ??= new Map<string, () => PyValue>()).set(name, find);
  }

  /** Has something done to what a name holds, once it is known what that is; false: it is known already. */
  whenFound(name: string, act: (value: PyValue) => void): boolean {
    const deferred = this.#deferred;
    const find = deferred?.get(name);
    if (deferred === undefined || find === undefined) return false;
    deferred.set(name, () => {
      const value = find();
      act(value);
      return value;
    });
    noteChange(() => {
      if (deferred.has(name)) deferred.set(name, find);
    });
    return true;
  }

  /** Tells of everything that the name is bound to from here on. */
  watch(name: string, watcher: Watcher, isAssigned: boolean): void {
    const watched = (this.#watched ??= new Map<string, boolean>());
    this.#watcher = watcher;
    const before = watched.get(name);
    if (before === isAssigned || before === true) return;
    watched.set(name, isAssigned);
    noteChange(() => {
      if (before === undefined) watched.delete(name);
      else watched.set(name, before);
    });
  }

  override get(name: string): PyValue | undefined {
    const find = this.#deferred?.get(name);
    if (find !== undefined) this.#find(name, find);
    const value = super.get(name);
    if (value !== undefined) this.onTaken?.(value);
    return value;
  }

  #find(name: string, find: () => PyValue): void {
    this.#deferred?.delete(name);
    this.#finding++;
    try {
      super.set(name, find());
    } catch (error) {
      // At a limit of the run: another one finds it.
      this.#deferred?.set(name, find);
      throw error;
    } finally {
      this.#finding--;
    }
  }

  override set(name: string, value: PyValue): this {
    this.#noteBinding(name);
    this.#deferred?.delete(name);
    super.set(name, value);
    const isAssigned = this.#watched?.get(name);
    if (isAssigned !== undefined) this.#watcher?.bound(this, name, value, isAssigned);
    return this;
  }

  override delete(name: string): boolean {
    this.#noteBinding(name);
    this.#deferred?.delete(name);
    return super.delete(name);
  }

  #noteBinding(name: string): void {
    if (this.onTaken === undefined || this.#finding > 0) return;
    const find = this.#deferred?.get(name);
    const value = super.get(name);
    noteChange(() => {
      if (find !== undefined) this.defer(name, find);
      else if (value !== undefined) super.set(name, value);
      else super.delete(name);
    });
  }

  override [Symbol.iterator](): MapIterator<[string, PyValue]> {
    const asked = this.onTaken === undefined ? [...(this.#deferred?.keys() ?? [])] : [...this.keys()];
    for (const name of asked) this.get(name);
    return super[Symbol.iterator]();
  }
}
