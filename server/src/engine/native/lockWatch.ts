import type { TableLock } from '../engine';

/** Which locks each statement takes beyond those that its transaction holds already. */
export class LockWatch {
  readonly #told = new Set<string>();

  /** @param held What the open transaction holds now. */
  constructor(private readonly held: () => Promise<readonly TableLock[]>) {}

  /** A transaction has ended: it holds nothing any more. */
  forget(): void {
    this.#told.clear();
  }

  async newLocks(): Promise<readonly TableLock[]> {
    const locks = (await this.held()).filter(({ table, mode }) => !this.#told.has(`${mode} ${table}`));
    for (const { table, mode } of locks) this.#told.add(`${mode} ${table}`);
    return locks;
  }
}
