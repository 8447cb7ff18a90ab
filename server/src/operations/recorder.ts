import type { Context } from '../schema/context';
import type { Schema } from '../schema/schema';
import type { LiveSchema } from './liveSchema';
import type { Opaque, Operation, Place } from './operation';

/** Where operations are written down while a file is interpreted. */
export class Recorder {
  #open: Operation[][] = [[]];
  #blind = 0;
  #steered: Place | null = null;
  #live: LiveSchema | null = null;

  constructor(readonly context: Context) {}

  /**
   * Begins with nothing.
   * @param live null: nothing is known of the database.
   */
  restart(live: LiveSchema | null): void {
    this.#open = [[]];
    this.#steered = null;
    this.#live = live;
  }

  /** The file does something with the connection besides sending statements: it steers transactions, or the driver. */
  steer(place: Place): void {
    this.#steered ??= place;
  }

  /** Where it did so first; null: nowhere. */
  get steered(): Place | null {
    return this.#steered;
  }

  record(operation: Operation): void {
    this.#open.at(-1)?.push(operation);
  }

  /** Takes operations of the innermost open block back. */
  withdraw(isMeant: (operation: Operation) => boolean): void {
    const block = this.#open.at(-1);
    if (block !== undefined) removeFrom(block, isMeant);
  }

  /** An operation of the innermost open block concerns what was recorded there since, and nothing later. */
  bound(opaque: Opaque): void {
    const block = this.#open.at(-1) ?? [];
    const index = block.indexOf(opaque);
    if (index >= 0) block[index] = { ...opaque, mayEnd: block.length - index - 1 };
  }

  /** What is recorded from here on are the children of a block. */
  open(): void {
    this.#open.push([]);
  }

  /** The children of the innermost block, which ends. */
  close(): readonly Operation[] {
    return (this.#open.length > 1 ? this.#open.pop() : undefined) ?? [];
  }

  /**
   * What is recorded while something runs that may not run: it is given back, and not kept. `again`: it may have run
   * before, so that nothing is known of the database meanwhile.
   */
  apart(run: () => void, again: boolean): readonly Operation[] {
    const depth = this.#open.length;
    const done: Operation[] = [];
    this.#open.push([]);
    if (again) this.#blind++;
    try {
      run();
    } finally {
      if (again) this.#blind--;
      done.push(...this.#open.splice(depth).flat());
    }
    return done;
  }

  /** The schema after everything recorded so far; null where nothing is known of the database. */
  schema(): Schema | null {
    return this.#blind > 0 ? null : (this.#live?.after(this.#open.flat()) ?? null);
  }

  /** Everything recorded outside blocks. */
  get operations(): readonly Operation[] {
    return this.#open[0] ?? [];
  }
}

/** Removes items in place. */
export function removeFrom(operations: Operation[], isMeant: (operation: Operation) => boolean): void {
  const kept = operations.filter((operation) => !isMeant(operation));
  operations.splice(0, operations.length, ...kept);
}
