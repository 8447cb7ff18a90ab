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

export interface RunRequest {
  readonly command: 'upgrade' | 'downgrade' | 'stamp';
  /** As the user or the plan gives it: `head`, `+1`, `label@head`, an id. For stamp possibly several. */
  readonly targets: readonly string[];
  /** The run stops before its first step, changing nothing, when env.py opens another database or finds other rows. */
  readonly expected: { readonly database: DatabaseIdentity; readonly rows: readonly string[] };
}

export interface RunProgress {
  readonly revision: string;
  readonly direction: 'upgrade' | 'downgrade' | 'stamp';
  /** Steps finished, this one included. */
  readonly done: number;
}

export interface RunOutcome {
  /** State re-read after the run, whether it succeeded or not. */
  readonly state: DatabaseState;
  readonly error: EngineError | null;
}

/** Runs migrations on a real database. Implementations: `alembic/` (the project's own), later `native/`. */
export interface Engine {
  readonly kind: 'alembic' | 'native';
  readState(signal: AbortSignal): Promise<DatabaseState>;
  run(
    request: RunRequest,
    onProgress: (progress: RunProgress) => void,
    onOutput: (text: string) => void,
    signal: AbortSignal,
  ): Promise<Result<RunOutcome, EngineError>>;
}
