import { lose } from '../lost';
import { machineOf } from '../machine';
import type { PyValue, Site } from '../value';
import { OwnObject } from './own';

/** Something that is gone through once: what `iter`, `map`, `zip` and generators give. */
export abstract class PyIterator extends OwnObject {
  #state: 'fresh' | 'running' | 'over' = 'fresh';

  protected abstract run(site: Site, visit: (item: PyValue) => boolean): boolean;

  /** Whether items can be taken one at a time without anything else happening: true of those over what is there. */
  get stepwise(): boolean {
    return false;
  }

  /**
   * Gives what is left to `visit`, which answers false to stop. False: what it goes through is not known.
   */
  each(site: Site, visit: (item: PyValue) => boolean): boolean {
    if (this.#state === 'over') return true;
    if (this.#state === 'running') return false;
    this.#state = 'running';
    let stopped = false;
    const complete = this.run(site, (item) => {
      machineOf(site).spend(1, site.place);
      if (visit(item)) return true;
      stopped = true;
      return false;
    });
    this.#state = stopped && this.stepwise ? 'fresh' : 'over';
    // Where it goes on after having been left in the middle is not followed.
    if (stopped && !this.stepwise) lose(this, 'It is an iterator of which some items were taken already.');
    return complete;
  }

  override get changeable(): boolean {
    return true;
  }
}

/** An iterator over items that are there; a list may grow meanwhile. */
export class SequenceIterator extends PyIterator {
  #next = 0;

  constructor(
    readonly typeName: string,
    readonly items: readonly PyValue[],
  ) {
    super();
  }

  override get stepwise(): boolean {
    return true;
  }

  protected override run(_site: Site, visit: (item: PyValue) => boolean): boolean {
    for (let item = this.items[this.#next]; item !== undefined; item = this.items[this.#next]) {
      this.#next++;
      if (!visit(item)) break;
    }
    return true;
  }

  override children(): Iterable<PyValue> {
    return this.items;
  }
}

/** An iterator made of others: `map`, `zip`, `enumerate`. */
export class DerivedIterator extends PyIterator {
  constructor(
    readonly typeName: string,
    private readonly go: (site: Site, visit: (item: PyValue) => boolean) => boolean,
    private readonly reaches: readonly PyValue[],
    private readonly steps: boolean,
  ) {
    super();
  }

  override get stepwise(): boolean {
    return this.steps;
  }

  protected override run(site: Site, visit: (item: PyValue) => boolean): boolean {
    return this.go(site, visit);
  }

  override children(): Iterable<PyValue> {
    return this.reaches;
  }
}
