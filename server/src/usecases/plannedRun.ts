import type { DatabaseState, EngineError, ExpectedDatabase, KnownDatabase, WritingCommand } from '../engine/engine';
import type { NativeProgram } from '../engine/native/program';

/** What the user wants to run. */
export interface RunQuestion {
  readonly command: WritingCommand;
  /** One; for a stamp possibly several, for ensure_version none. */
  readonly targets: readonly string[];
  /** Further arguments of the command: `--tag`, `x`, `--purge`. */
  readonly options: readonly string[];
  /** A stamp purges where the database is at a revision that no file has: without that Alembic refuses every stamp. */
  readonly purgesUnknown?: boolean;
  /** The databases the user sees the state of, if any. */
  readonly shown?: readonly KnownDatabase[];
}

/** What a run would do to one database. */
export interface PlannedDatabase extends ExpectedDatabase {
  readonly rowsAfter: readonly string[];
}

/** A run by our own drivers. For memory only: `url` may hold a password. */
export interface NativeRun {
  readonly url: string;
  /** What the program was made from, by paths: files that say something else by now are not run. */
  readonly sources: ReadonlyMap<string, string>;
  /** What the database held, as `schemaJson` writes it; null: there was no file of SQLite. */
  readonly schema: string | null;
  readonly program: NativeProgram;
}

/** What a run would do to which databases: what the user confirms, and what `executeRun` holds the run to. */
export interface PlannedRun {
  readonly command: WritingCommand;
  readonly targets: readonly string[];
  readonly options: readonly string[];
  /** In the order env.py opens them. */
  readonly databases: readonly [PlannedDatabase, ...PlannedDatabase[]];
  readonly engine: 'alembic' | 'native';
  readonly engineDetail: string;
  /** Of the native engine: what it sends, and where. */
  readonly native?: NativeRun;
  /** Name of the target the plan is for; null: none is chosen. */
  readonly target: string | null;
  /** What the user should know of it before. Sentences. */
  readonly notes: readonly string[];
  /** What the user has to type before the run, because a database is protected; null: nothing. */
  readonly phrase: string | null;
}

/** Whether a run would change nothing at all. */
export function isIdle({ command, options, databases }: PlannedRun): boolean {
  if (command === 'ensure_version') return databases.every(({ database }) => database.versionTableExists);
  // With `--purge` the rows go even where no step follows.
  const purged = options.includes('--purge');
  return databases.every(({ database, steps }) => steps.length === 0 && !(purged && database.rows.length > 0));
}

/** Why there is no plan. `state`: what env.py's databases said all the same, to be shown from now on. */
export interface PlanFailure extends EngineError {
  readonly state?: DatabaseState;
}
