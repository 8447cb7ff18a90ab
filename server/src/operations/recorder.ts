import type { Context } from '../schema/context';
import type { Operation } from './operation';

/** Where operations are written down while a file is interpreted. */
export class Recorder {
  readonly #open: Operation[][] = [[]];

  constructor(readonly context: Context) {}

  record(operation: Operation): void {
    this.#open.at(-1)?.push(operation);
  }

  /** Takes operations of the innermost open block back. */
  withdraw(isMeant: (operation: Operation) => boolean): void {
    const block = this.#open.at(-1);
    if (block !== undefined) removeFrom(block, isMeant);
  }

  /** What is recorded from here on are the children of a block. */
  open(): void {
    this.#open.push([]);
  }

  /** The children of the innermost block, which ends. */
  close(): readonly Operation[] {
    return (this.#open.length > 1 ? this.#open.pop() : undefined) ?? [];
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
