import type { Result } from '../common/result';
import type { VersionTable } from '../dialect/versionTable';

/** An expected failure of an engine or of the processes behind it. `message` is for the user, with the next step. */
export interface EngineError {
  readonly code:
    | 'noInterpreter'
    | 'alembicMissing'
    | 'driverMissing'
    /** `sqlalchemy.url` is still what `alembic init` writes. */
    | 'urlPlaceholder'
    | 'environmentFailed'
    | 'connectionFailed'
    | 'databaseMissing'
    | 'databaseLocked'
    | 'commandFailed'
    /** The database lacks revisions that the command wants it to have. */
    | 'notUpToDate'
    /** A revision makes what the database has already. */
    | 'alreadyExists'
    | 'changedDatabase'
    | 'changedPlan'
    | 'unsupported'
    | 'cancelled'
    | 'timeout'
    | 'notTrusted'
    | 'secretMissing'
    | 'targetInvalid'
    | 'processFailed';
  readonly message: string;
  /** Traceback or statement, secrets already masked. */
  readonly details?: string;
  /** The revision that was running, or whose file could not be loaded. */
  readonly revision?: string;
  /** Where in the project's files it happened. */
  readonly place?: FailurePlace;
  /** The SQL statement that failed, without its parameters. */
  readonly statement?: string;
  /** Statements of the revision that stayed in the database although it failed. */
  readonly stayed?: StayedStatements;
  /** The edit at `place` that mends it. `batch`: into `op.batch_alter_table()`. */
  readonly fix?: 'batch';
  /** What installs the package that is missing, as typed in a terminal. */
  readonly install?: string;
}

/** A line of a file as it was on disk when it ran. */
export interface FileLine {
  /** Absolute path. */
  readonly file: string;
  /** Zero-based: that of the call, where it has several. */
  readonly line: number;
}

export interface FailurePlace extends FileLine {
  /** Other lines of the project it went through: who called the function, and helpers of other files; innermost first. */
  readonly via: readonly FileLine[];
}

/** What no rollback took back. */
export interface StayedStatements {
  /** The first of them, secrets masked. */
  readonly statements: readonly string[];
  /** How many there are. */
  readonly count: number;
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
  /** What its server calls itself, where the connection says so: the host may be a tunnel's. */
  readonly server?: string;
}

/** What the version table of one database says. */
export interface KnownDatabase {
  readonly identity: DatabaseIdentity;
  /** `engine_name` of a `multidb` env.py; null where env.py gives none. */
  readonly name: string | null;
  /** The rows of `alembic_version`; empty when the table is there without rows or is missing. */
  readonly rows: readonly string[];
  readonly versionTableExists: boolean;
  /** What the connection said of where it leads (`StateReading.live`); absent or null: nothing. */
  readonly live?: readonly (string | null)[] | null;
  /** Which table was read; absent: not known. */
  readonly versionTable?: VersionTable;
}

/** What is known of the databases of a project: one, or those of a `multidb` env.py in the order it opens them. */
export type DatabaseState =
  | {
      readonly kind: 'known';
      readonly databases: readonly [KnownDatabase, ...KnownDatabase[]];
      /**
       * Who said so. `bridge`: env.py itself; `runner`: our drivers, at the place env.py was seen to open or surely opens;
       * `guess`: our drivers, at a place env.py may not open. Nothing is ever written on a guess.
       */
      readonly source: 'runner' | 'bridge' | 'guess';
      /** A guess that stands only until env.py, which is being asked, has answered. */
      readonly asking?: true;
    }
  | { readonly kind: 'unavailable'; readonly error: EngineError };

/** A database that env.py opened, as it was at that moment. */
export interface OpenedDatabase extends KnownDatabase {
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

/** What a run must find before its first step in one database. */
export interface ExpectedDatabase {
  readonly database: OpenedDatabase;
  readonly steps: readonly RunStep[];
}

/** Commands that write to a database. */
export type WritingCommand = 'upgrade' | 'downgrade' | 'stamp' | 'ensure_version';

export interface RunRequest {
  readonly command: WritingCommand;
  /** As the user or the plan gives it: `head`, `+1`, `label@head`, an id. For stamp possibly several, for ensure_version none. */
  readonly targets: readonly string[];
  /** Further arguments of the command as the command line takes them: `--tag`, `x`, `--purge`. */
  readonly options: readonly string[];
  /**
   * In the order env.py opens them. The run stops before its first step in a database, changing nothing there, when it finds
   * another database, other rows or other steps.
   */
  readonly expected: readonly ExpectedDatabase[];
  /** Every connection of env.py leads there; absent: to where env.py says. */
  readonly copy?: CopyPlace;
  /** The steps, each in a transaction of its own, whatever the command's would be; `committed` is told after each. */
  readonly walk?: readonly RunStep[];
}

/** How a run is ended early. */
export interface RunSignals {
  /** Asks the run to end; what it does then, and when, is up to env.py and the driver. */
  readonly cancel: AbortSignal;
  /** Ends the process at once. Only ever by the user's word, after a cancel went unanswered. */
  readonly force: AbortSignal;
}

/** A command that writes to no database. */
export interface CommandRequest {
  /**
   * `read`: looks at the database at most, the version table is not made; `offline`: `--sql`, nothing is connected to;
   * `files`: makes or changes files of the project.
   */
  readonly kind: 'read' | 'offline' | 'files';
  /** Of the command line, without `-c`, `-n`, `-x`: `history -v -i`. */
  readonly arguments: readonly string[];
}

export interface CommandAnswer {
  /** What the command printed as its answer: the SQL of an offline run, the lines of `history`. */
  readonly text: string;
  /** Absolute paths of the revision files that were made, in order. */
  readonly files: readonly string[];
  /** What env.py would have written to files of its own in an offline run; none of it is on the disk. */
  readonly sqlFiles: readonly SqlFile[];
}

/** SQL that env.py writes to a file. */
export interface SqlFile {
  /** Absolute. */
  readonly path: string;
  readonly text: string;
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
  /** Of a run on a copy: a statement has been executed. */
  statement?(statement: ExecutedStatement): void;
  /** Of a walk: what came before is committed; the run waits until it may go on. */
  committed?(): Promise<void>;
}

/** A statement that a run on a copy has executed. */
export interface ExecutedStatement {
  /** Without its parameters. */
  readonly sql: string;
  readonly milliseconds: number;
  /** Which it has taken, beyond those of its transaction before it, on tables that were there before the run. */
  readonly locks: readonly TableLock[];
  /** It ran outside of a transaction, and has given back by itself what it locked: which that was is not known. */
  readonly isAlone?: true;
}

export interface TableLock {
  readonly table: string;
  /** As `pg_locks` names it: `AccessExclusiveLock`. */
  readonly mode: string;
}

/** A database that stands in for the project's own while a run is tried. */
export type CopyPlace =
  | { readonly dialect: 'sqlite'; readonly file: string }
  /** On the same server. */
  | { readonly dialect: 'postgresql'; readonly database: string };

/** A database env.py was seen to open, and how to reach it without env.py. For memory only: `url` may hold a password. */
export interface OpenedConnection {
  readonly database: OpenedDatabase;
  readonly url: string;
  readonly versionTable: VersionTable;
  /** What the connection itself said of where it leads; whoever opens `url` must hear the same. */
  readonly live: readonly (string | null)[] | null;
}

/** Hears of what env.py opens. */
export interface IdentifyListener extends Pick<RunListener, 'output'> {
  connection?(opened: OpenedConnection): void;
}

/** Runs migrations on a real database. Implementations: `alembic/` (the project's own), later `native/`. */
export interface Engine {
  readonly kind: 'alembic' | 'native';
  /** What runs it, for the user: `.venv/bin/python (folder .venv)`. */
  readonly detail: string;
  /** The databases a run would open, without changing them. Usually one; more for a `multidb` environment. */
  identify(listener: IdentifyListener, signal: AbortSignal): Promise<EngineResult<readonly OpenedDatabase[]>>;
  /** Never times out. The answer comes when the run has ended. */
  run(request: RunRequest, listener: RunListener, signals: RunSignals): Promise<RunReport>;
}

export type EngineResult<T> = Result<T, EngineError>;
