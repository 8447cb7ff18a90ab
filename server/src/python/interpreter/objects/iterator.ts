import { lose, seen } from '../lost';
import { machineOf } from '../machine';
import type { PyValue, Site } from '../value';
import { OwnObject } from './own';

/** Something that is gone through once: what `iter`, `map`, `zip` and generators give. */
export abstract class PyIterator extends OwnObject {
  #state: 'fresh' | 'running' | 'over' = 'fresh';

  protected abstract run(site: Site, visit: (item: PyValue) => boolean): boolean;

  /** Whether items can be taken one at a time without anything else happening: true of those over what is there. */
  readonly stepwise: boolean = false;
  override readonly changeable: boolean = true;

  /**
   * Gives what is left to `visit`, which answers false to stop. False: what it goes through is not known.
   */
  each(site: Site, visit: (item: PyValue) => boolean): boolean {
    if (this.#state === 'over') return true;
    if (this.#state === 'running') return false;
    this.#state = 'running';
    const left: PyValue[] = [];
    const complete = this.run(site, (item) => {
      machineOf(site).spend(1, site.place);
      if (visit(item)) return true;
      left.push(item);
      return false;
    });
    const stopped = left.length > 0;
    this.#state = stopped && this.stepwise ? 'fresh' : 'over';
    // Where it goes on after having been left in the middle is not followed.
    if (stopped && !this.stepwise) lose(this, 'It is an iterator of which some items were taken already.');
    return complete;
  }
}

/** An iterator over items that are there; a list may grow meanwhile. */
export class SequenceIterator extends PyIterator {
  override readonly stepwise: boolean = true;
  #next = 0;

  constructor(
    readonly typeName: string,
    readonly items: readonly PyValue[],
    /** What the items belong to. */
    private readonly source?: PyValue,
  ) {
    super();
  }

  protected override run(_site: Site, visit: (item: PyValue) => boolean): boolean {
    if (this.source !== undefined && seen(this.source).kind === 'unknown') return false;
    for (let item = this.items[this.#next]; item !== undefined; item = this.items[this.#next]) {
      this.#next++;
      if (!visit(item)) break;
    }
    return true;
  }

  override children(): Iterable<PyValue> {
    return this.source ? [...this.items, this.source] : this.items;
  }
}

/** An iterator made of others: `map`, `zip`, `enumerate`. */
export class DerivedIterator extends PyIterator {
  constructor(
    readonly typeName: string,
    private readonly go: (site: Site, visit: (item: PyValue) => boolean) => boolean,
    private readonly reaches: readonly PyValue[],
    override readonly stepwise: boolean,
  ) {
    super();
  }

  protected override run(site: Site, visit: (item: PyValue) => boolean): boolean {
    return this.go(site, visit);
  }

  override children(): Iterable<PyValue> {
    return this.reaches;
  }
}
