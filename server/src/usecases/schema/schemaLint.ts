import type { Problem } from '../../common/problem';
import { lintSchema } from '../../lint/lintProject';
import type { DialectName } from '../../schema/context';
import { inTurns, Scheduler, type Timers } from '../../workspace/scheduler';
import type { ProjectSnapshot, RevisionDocument } from '../../workspace/snapshot';
import { type FileContradictions, foundContradictions } from './foundContradictions';
import type { Session } from '../session';
import type { ProjectReadings } from './projectReadings';
import type { SchemaReplay } from './schemaReplay';

/** How long after the last change the schema is replayed: nobody types then. */
const PAUSE = 700;

const DIALECTS: readonly DialectName[] = ['postgresql', 'sqlite', 'mysql'];

/** What a database refuses whichever it is, and which does not hang on names that it makes up. */
const EVERYWHERE = new Set(['no-such-table', 'no-such-column', 'table-exists', 'column-exists']);

const NONE: readonly Problem[] = [];

interface Known {
  readonly project: ProjectSnapshot;
  readonly dialect: DialectName | null;
  readonly found: readonly Found[];
  /** Of one snapshot, so that they are the same list as long as it is. */
  readonly shown: WeakMap<ProjectSnapshot, readonly Problem[]>;
}

interface Found {
  readonly document: RevisionDocument;
  readonly problems: readonly Problem[];
}

/** Problems of projects that their replayed schemas show; found in the background, a revision at a time. */
export class SchemaLint {
  /** By project id. */
  readonly #known = new Map<string, Known>();

  readonly #scheduler: Scheduler;

  /** @param publisher is told when other problems were found. */
  constructor(
    private readonly session: Session,
    private readonly readings: Pick<ProjectReadings, 'knownDialect' | 'replay'>,
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
      const isSame = known?.project === project && known.dialect === this.readings.knownDialect(project);
      if (!isSame && this.session.settingsOf(project).lint.enabled) {
        this.#scheduler.schedule(`schema ${id}`, PAUSE, (signal) => this.#replay(project, signal));
      }
    }
  }

  async #replay(project: ProjectSnapshot, signal: AbortSignal): Promise<void> {
    const dialect = this.readings.knownDialect(project);
    const found = await foundIn(project, dialect, (one) => this.readings.replay(project, one, null), signal);
    const before = this.#known.get(project.config.id)?.found ?? [];
    this.#known.set(project.config.id, { project, dialect, found, shown: new WeakMap() });
    if (
      JSON.stringify(before.map(({ problems }) => problems)) !== JSON.stringify(found.map(({ problems }) => problems))
    ) {
      this.publisher.publish(this.session);
    }
  }
}

async function foundIn(
  project: ProjectSnapshot,
  dialect: DialectName | null,
  replay: (dialect: DialectName) => SchemaReplay,
  signal: AbortSignal,
): Promise<readonly Found[]> {
  const answers: ReadonlyMap<string, FileContradictions>[] = [];
  for (const one of dialect === null ? DIALECTS : [dialect]) {
    const replayed = await inTurns(replay(one).steps(project, 'heads'), signal);
    answers.push(foundContradictions(replayed ?? []));
    // Where one database has nothing against it, nothing is said.
    if (answers.at(-1)?.size === 0) return [];
  }
  const [first = new Map<string, FileContradictions>(), ...others] = answers;
  return [...first].flatMap(
    ([
      file,
      {
        replay: { document },
        contradictions,
      },
    ]): readonly Found[] => {
      const meant = contradictions.filter(
        ({ code, range }) =>
          (dialect !== null || EVERYWHERE.has(code)) &&
          others.every((other) =>
            other
              .get(file)
              ?.contradictions.some((one) => one.code === code && JSON.stringify(one.range) === JSON.stringify(range)),
          ),
      );
      const problems = lintSchema({ file, contradictions: meant });
      return problems.length === 0 ? [] : [{ document, problems }];
    },
  );
}
