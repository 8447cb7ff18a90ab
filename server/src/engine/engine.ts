import type { Result } from '../common/result';

/** An expected failure of an engine or of the processes behind it. `message` is for the user, with the next step. */
export interface EngineError {
  readonly code:
    | 'noInterpreter'
    | 'alembicMissing'
    | 'driverMissing'
    | 'environmentFailed'
    | 'connectionFailed'
    | 'databaseMissing'
    | 'databaseLocked'
    | 'commandFailed'
    | 'changedDatabase'
    | 'changedPlan'
    | 'unsupported'
    | 'cancelled'
    | 'timeout'
    | 'notTrusted'
    | 'processFailed';
  readonly message: string;
  /** Traceback or statement, secrets already masked. */
  readonly details?: string;
  /** The revision that was running. */
  readonly revision?: string;
}

/** A database as shown to the user: never with a password. */
export interface DatabaseIdentity {
  /** SQLAlchemy's dialect name: `sqlite`, `postgresql`, `mysql`. */
  readonly dialect: string;
  /** URL with the password masked. */
  readonly url: string;
  /** Short name for the status bar: file name, or database@host. */
  readonly label: string;
  /** Equal for two ways to name the same database, whatever driver and user; null where that cannot be known. */
  readonly key: string | null;
}

/** What the version table of a database says. */
export type DatabaseState =
  | {
      readonly kind: 'known';
      readonly database: DatabaseIdentity;
      /** The rows of `alembic_version`; empty when the table is there without rows or is missing. */
      readonly rows: readonly string[];
      readonly versionTableExists: boolean;
      /** Who said so: the URL of the configuration read by our runner, or env.py itself through the bridge. */
      readonly source: 'runner' | 'bridge';
    }
  | { readonly kind: 'unavailable'; readonly error: EngineError };

/** A database that env.py opened, as it was at that moment. */
export interface OpenedDatabase {
  readonly identity: DatabaseIdentity;
  readonly rows: readonly string[];
  readonly versionTableExists: boolean;
  /** SQLite: connecting would have created the file. */
  readonly fileMissing: boolean;
  /** env.py was in a transaction of its own before `configure()`: Alembic then leaves begin and commit to env.py. */
  readonly inTransaction: boolean;
  /** One failed step takes the steps before it back too, unless env.py asks for a transaction per migration. */
  readonly transactionalDdl: boolean;
  /** What the engine compares when it runs. Plain JSON, of no meaning to anybody else. */
  readonly facts: Readonly<Record<string, unknown>>;
}

export interface RunStep {
  readonly kind: 'upgrade' | 'downgrade' | 'stamp';
  /** For a stamp where it leads: ids joined with `, `, or `base`. */
  readonly revision: string;
}

export interface RunRequest {
  readonly command: 'upgrade' | 'downgrade' | 'stamp';
  /** As the user or the plan gives it: `head`, `+1`, `label@head`, an id. For stamp possibly several. */
  readonly targets: readonly string[];
  /** The run stops before its first step, changing nothing, when it finds another database, other rows or other steps. */
  readonly expected: { readonly database: OpenedDatabase; readonly steps: readonly RunStep[] };
}

export interface RunProgress {
  readonly phase: 'starting' | 'applied';
  readonly step: RunStep;
  /** Steps finished. */
  readonly done: number;
  readonly total: number;
}

/** How a run ended. What it left is read from the database afterwards, never taken from here. */
export interface RunReport {
  readonly error: EngineError | null;
  /** Steps that were finished; some of them may have been rolled back. */
  readonly done: number;
}

export interface RunListener {
  progress(progress: RunProgress): void;
  /** Whole lines for the log, secrets masked. */
  output(text: string): void;
}

/** Runs migrations on a real database. Implementations: `alembic/` (the project's own), later `native/`. */
export interface Engine {
  readonly kind: 'alembic' | 'native';
  /** What runs it, for the user: `.venv/bin/python (folder .venv)`. */
  readonly detail: string;
  /** The databases a run would open, without changing them. Usually one; more for a `multidb` environment. */
  identify(
    listener: Pick<RunListener, 'output'>,
    signal: AbortSignal,
  ): Promise<EngineResult<readonly OpenedDatabase[]>>;
  /** Never times out. An abort asks the run to end; the answer comes when it has. */
  run(request: RunRequest, listener: RunListener, signal: AbortSignal): Promise<RunReport>;
}

export type EngineResult<T> = Result<T, EngineError>;
