import type { Problem } from '../../common/problem';
import { Scheduler, type Timers } from '../../workspace/scheduler';
import type { ProjectSnapshot } from '../../workspace/snapshot';
import type { Session } from '../session';
import { type ProblemReadings, type RevisionProblems, schemaProblems } from './schemaProblems';

/** How long after the last change the schema is replayed: nobody types then. */
const PAUSE = 700;

const NONE: readonly Problem[] = [];

interface Known {
  /** Null: what its revisions import may be something else since. */
  readonly project: ProjectSnapshot | null;
  /** Of each database. */
  readonly dialects: string;
  readonly found: readonly RevisionProblems[];
  /** Of one snapshot, so that they are the same list as long as it is. */
  readonly shown: WeakMap<ProjectSnapshot, readonly Problem[]>;
}

/** Problems of projects that their replayed schemas show; found in the background, a revision at a time. */
export class SchemaLint {
  /** By project id. */
  readonly #known = new Map<string, Known>();

  readonly #scheduler: Scheduler;

  /** @param publisher is told when other problems were found. */
  constructor(
    private readonly session: Session,
    private readonly readings: ProblemReadings,
    private readonly publisher: { publish(session: Session): void },
    log: (message: string) => void,
    timers?: Timers,
  ) {
    this.#scheduler = new Scheduler((error) => {
      log(error instanceof Error ? (error.stack ?? error.message) : String(error));
    }, timers);
  }

  dispose(): void {
    this.#scheduler.dispose();
  }

  /** What was found, of the files that are still the same. */
  of(project: ProjectSnapshot): readonly Problem[] {
    const known = this.#known.get(project.config.id);
    if (known === undefined || known.found.length === 0) return NONE;
    let shown = known.shown.get(project);
    if (shown === undefined) {
      const same = known.found.filter(({ document }) => project.documents.get(document.path) === document);
      shown = same.flatMap(({ problems }) => problems);
      known.shown.set(project, shown);
    }
    return shown;
  }

  /** Something may have changed: replays the projects that are not the same as before, once nothing happens any more. */
  look(projects: readonly ProjectSnapshot[]): void {
    for (const project of projects) {
      const { id } = project.config;
      const known = this.#known.get(id);
      const isSame = known?.project === project && known.dialects === this.#dialects(project);
      if (!isSame && this.session.settingsOf(project).lint.enabled) {
        this.#scheduler.schedule(`schema ${id}`, PAUSE, (signal) => this.#replay(project, signal));
      }
    }
  }

  /** A module that revisions import changed: the same as `look`, also of projects whose own files are the same. */
  modulesChanged(projects: readonly ProjectSnapshot[]): void {
    for (const [id, known] of this.#known) this.#known.set(id, { ...known, project: null });
    this.look(projects);
  }

  #dialects(project: ProjectSnapshot): string {
    const { readings } = this;
    return JSON.stringify(readings.engines(project).map((engine) => readings.knownDialect(project, engine)));
  }

  async #replay(project: ProjectSnapshot, signal: AbortSignal): Promise<void> {
    const dialects = this.#dialects(project);
    const found = await schemaProblems(project, this.readings, signal);
    const before = this.#known.get(project.config.id)?.found ?? [];
    this.#known.set(project.config.id, { project, dialects, found, shown: new WeakMap() });
    if (
      JSON.stringify(before.map(({ problems }) => problems)) !== JSON.stringify(found.map(({ problems }) => problems))
    ) {
      this.publisher.publish(this.session);
    }
  }
}
