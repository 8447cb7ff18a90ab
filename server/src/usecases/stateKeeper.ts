import type { PythonSettings } from '../protocol/settings';
import type { ProjectSnapshot } from '../workspace/snapshot';
import type { ProjectRuns } from './projectRuns';
import type { Session } from './session';

/** What the user has allowed, and whether anybody looks. */
export interface Permission {
  trusted: boolean;
  viewOpened: boolean;
}

/**
 * Reads the state of each project's database by itself: once the workspace is trusted, the view was opened and the
 * setting allows it; again when the project comes to name another database. Never while somebody types in the
 * configuration: Alembic reads what is on disk.
 */
export class StateKeeper {
  /** What each project named when it was read. */
  readonly #read = new Map<string, string>();

  constructor(
    private readonly session: Pick<Session, 'settled' | 'settingsOf' | 'isSaved'>,
    private readonly runs: Pick<ProjectRuns, 'refresh'>,
    private readonly permission: Readonly<Permission>,
    private readonly onError: (error: unknown) => void,
    /** Stands for what env.py is given: the target. */
    private readonly environmentOf: (project: ProjectSnapshot) => string = () => '',
  ) {}

  /** Reads what has to be read now. To be called whenever something may have changed. */
  look(): void {
    if (!this.permission.trusted || !this.permission.viewOpened) return;
    for (const project of this.session.settled.projects) {
      const { id } = project.config;
      const { connect, python } = this.session.settingsOf(project);
      const key = databaseKey(project, python, this.environmentOf(project));
      if (connect !== 'onView' || this.#read.get(id) === key || !this.session.isSaved(project)) continue;
      this.#read.set(id, key);
      this.runs.refresh(id, new AbortController().signal).catch(this.onError);
    }
  }

  /** The next look reads every project again: the interpreter or the trust has changed. `projectId`: that one only. */
  forget(projectId?: string): void {
    if (projectId === undefined) this.#read.clear();
    else this.#read.delete(projectId);
  }
}

function databaseKey({ config }: ProjectSnapshot, python: PythonSettings, environment: string): string {
  return JSON.stringify([config.url?.value, config.workingDirectory, config.envPy, python, environment]);
}
