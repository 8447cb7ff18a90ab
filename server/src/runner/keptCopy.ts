import { maskSecrets } from '../common/secrets';
import type { LiveCopy } from '../dialect/liveCopy';
import type { CopyDemand, CopyEvent } from '../engine/jobs';
import { makeCopy } from './copy';

type Untagged<E> = E extends CopyEvent ? Omit<E, 'id'> : never;

/** A copy that lasts as long as somebody holds our input open: whoever crashes lets go of it. */
export class KeptCopy {
  #copy: Promise<LiveCopy | null> = Promise.resolve(null);

  /** @param tell Ends when the event is written. */
  constructor(private readonly tell: (event: Untagged<CopyEvent>) => Promise<void>) {}

  make(demand: CopyDemand): void {
    this.#copy = this.#make(demand);
  }

  async #make(demand: CopyDemand): Promise<LiveCopy | null> {
    const made = await makeCopy(demand, (output) => void this.tell({ output }));
    if (!made.ok) {
      await this.tell({ made });
      return null;
    }
    const { place, url } = made.value;
    await this.tell({ made: { ok: true, value: { place, url } } });
    return made.value;
  }

  /** Removes it, also one that is being made. */
  async end(): Promise<void> {
    const copy = await this.#copy;
    if (copy === null) return;
    try {
      await copy.drop();
      await this.tell({ gone: { ok: true, value: null } });
    } catch (error) {
      const message = maskSecrets(`The copy could not be removed: ${String(error)}`);
      await this.tell({ gone: { ok: false, error: { code: 'commandFailed', message } } });
    }
  }
}
