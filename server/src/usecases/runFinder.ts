import type { RunKeeper } from '../engine/keeper/runKeeper';
import type { RunsUnderWay } from './runsUnderWay';
import type { Session } from './session';
import type { Permission } from './stateKeeper';

/** Looks for runs that a server before this one, or another window, began: of each project once, and when one may have begun. */
export class RunFinder {
  readonly #looked = new Set<string>();

  constructor(
    private readonly session: Pick<Session, 'settled'>,
    private readonly runs: Pick<RunsUnderWay, 'look'>,
    private readonly permission: Readonly<Permission>,
    keeper: RunKeeper,
    log: (text: string) => void,
  ) {
    try {
      keeper.cleanUp();
    } catch (error) {
      log(`old journals of runs: ${String(error)}`);
    }
    keeper.watch(() => {
      this.#looked.clear();
      this.look();
    });
  }

  /** Looks for the runs of new projects, once the workspace is trusted. Cheap where there are none. */
  look(): void {
    if (!this.permission.trusted) return;
    for (const { config } of this.session.settled.projects) {
      if (this.#looked.has(config.id)) continue;
      this.#looked.add(config.id);
      this.runs.look(config.id);
    }
  }
}
