import { PyRaised, raise } from '../exception';
import { machineOf } from '../machine';
import type { PyValue, Site } from '../value';
import type { UserFunction } from './function';
import { PyIterator } from './iterator';

/** Leaves a generator at its `yield`, as `close` does: its `finally` blocks run. */
export class GeneratorExit extends Error {}

/** What goes through a generator raises outside of it: its `except` does not see that. */
function tried(visit: (item: PyValue) => boolean, value: PyValue, thrown: Error[]): boolean {
  try {
    return visit(value);
  } catch (error) {
    if (!(error instanceof PyRaised) && !(error instanceof GeneratorExit)) throw error;
    thrown.push(error);
    return false;
  }
}

/**
 * A call of a generator function. It runs when something goes through it, all at once: `visit` is called at each
 * `yield`, so that everything happens in Python's order.
 */
export class PyGenerator extends PyIterator {
  readonly typeName = 'generator';

  constructor(
    readonly name: string,
    /** Undefined: a generator expression. */
    readonly definition: UserFunction | undefined,
    readonly execute: (onYield: (value: PyValue) => PyValue) => PyValue,
    private readonly reaches: readonly PyValue[] = [],
  ) {
    super();
  }

  protected override run(site: Site, visit: (item: PyValue) => boolean): boolean {
    const exit = new GeneratorExit();
    machineOf(site).spend(1, site.place);
    const thrown: Error[] = [];
    try {
      this.execute((value) => {
        if (!tried(visit, value, thrown)) throw exit;
        return { kind: 'none' };
      });
    } catch (error) {
      if (error !== exit) throw error;
    }
    const [first] = thrown;
    if (first !== undefined) throw first;
    return true;
  }

  /**
   * `with contextmanager(...)()`: runs up to the one `yield`, there the block, then the rest.
   * @throws PyRaised RuntimeError, when it does not yield exactly once.
   */
  around(block: (value: PyValue) => void): void {
    let times = 0;
    this.execute((value) => {
      times++;
      if (times > 1) raise('RuntimeError', "generator didn't stop");
      block(value);
      return { kind: 'none' };
    });
    if (times === 0) raise('RuntimeError', "generator didn't yield");
  }

  override children(): Iterable<PyValue> {
    return this.definition ? [this.definition, ...this.reaches] : this.reaches;
  }
}
