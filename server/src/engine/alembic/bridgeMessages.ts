import { readTaggedLine } from '../../common/taggedLine';
import type { DatabasePlace } from '../../dialect/identity';
import type { CommandRequest, CopyPlace, ExecutedStatement, RunStep, StayedStatements } from '../engine';
import type { CommandFlag } from '../environmentOptions';
import type { ChangedComparison, Comparison, ReviewedComparison } from './comparison';

/** A database as the bridge describes it (`describe` of migrations.py). */
export interface BridgeDatabase extends DatabasePlace {
  /** The `engine_name` env.py gave to `run_migrations()`. */
  readonly name: string | null;
  readonly fileMissing: boolean;
  readonly versionTable: string;
  readonly versionTableSchema: string | null;
  readonly versionTableExists: boolean;
  readonly rows: readonly string[];
  readonly inTransaction: boolean;
  readonly transactionalDdl: boolean;
  readonly live: readonly (string | null)[] | null;
}

/** Where it is. The bridge leaves the host out where neither driver nor server tells it. */
export function placeOf(database: BridgeDatabase): DatabasePlace {
  return { ...database, hostUnknown: database.dialect !== 'sqlite' && database.host === null };
}

export interface BridgeJob {
  /**
   * `identify`: says which databases env.py opens, and changes nothing; `run`: migrates, held to `expected`; `compare`
   * and `revision`: autogenerate for a review (autogenerate.py); else as `CommandRequest` has it.
   */
  readonly kind: 'identify' | 'run' | 'compare' | 'revision' | CommandRequest['kind'];
  /** Of the command line: `-c alembic.ini -x tenant=a upgrade head`. */
  readonly arguments: readonly string[];
  /** Before `arguments`, where the project's Alembic knows them: `--quiet` came after 1.8. */
  readonly flags?: readonly CommandFlag[];
  /** As the interpreter's machine names it. */
  readonly workingDirectory: string;
  /** Overrides the configuration's, for projects whose configuration names none. */
  readonly scriptLocation: string | null;
  /** `module:attribute` of an application whose context env.py needs (Flask-Migrate); null: it needs none. */
  readonly loader: string | null;
  /** What a run must find, database by database; empty for jobs of other kinds. */
  readonly expected: readonly { readonly database: BridgeDatabase; readonly steps: readonly RunStep[] }[];
  /** Every connection leads there instead of to `original`: a file by its real path, or a database's name. */
  readonly copy?: CopyPlace & { readonly original: string };
  /** Whether each statement is told. */
  readonly tellStatements?: true;
  /** As `RunRequest` has it. */
  readonly walk?: readonly RunStep[];
  /** For `compare` and `revision`. */
  readonly review?: ReviewedComparison;
}

/** A Python exception. */
export interface BridgeFailure {
  /** How far the run had come. */
  readonly stage: 'start' | 'import' | 'configuration' | 'application' | 'environment' | 'steps';
  /** Qualified names of its class and of what that derives from, nearest first. */
  readonly exception: readonly string[];
  readonly message: string;
  readonly traceback: string;
  /** The module that could not be imported. */
  readonly module: string | null;
  /** It happened while SQLAlchemy imported a driver; while it opened a connection. */
  readonly driver: boolean;
  readonly connecting: boolean;
  readonly revision: string | null;
  /** Lines of the project's own files it went through, outermost first. */
  readonly frames: readonly BridgeFrame[];
  /** The statement that failed, without its parameters. */
  readonly statement: string | null;
  /** The driver's message and the database's code for it: an SQLSTATE, or MySQL's number. */
  readonly database: { readonly code: string | number | null; readonly message: string } | null;
  /** Statements of `revision` that no rollback takes back; null: none, or it cannot be known. */
  readonly stayed: StayedStatements | null;
}

export interface BridgeFrame {
  /** Absolute path, as the interpreter's machine names it. */
  readonly file: string;
  /** From one. */
  readonly line: number;
  readonly function: string;
  /** Id of the revision whose file this is. */
  readonly revision: string | null;
}

/** Why a run ended itself before its first step, or did not come to its last. */
export interface BridgeStop extends Partial<ChangedComparison> {
  readonly reason:
    | 'database'
    | 'rows'
    | 'steps'
    | 'moreDatabases'
    | 'fewerDatabases'
    | 'unfinished'
    | 'offline'
    | 'changes'
    | 'notCopied';
  /** What env.py opened; for `fewerDatabases` the first that it did not. */
  readonly found?: BridgeDatabase;
  readonly steps?: readonly RunStep[];
  /** For `notCopied`: what keeps env.py from running on a copy; no sentence. */
  readonly why?: string;
  /** For `unfinished`: the steps that were not done, although env.py ended without an exception. */
  readonly left?: number;
}

export interface BridgeEnd {
  readonly kind: 'end';
  readonly error: BridgeFailure | null;
  readonly stopped: BridgeStop | null;
  readonly cancelled: boolean;
  /** The job only looked, and its connections were kept from writing (readOnly.py). */
  readonly readOnly: boolean;
  /** Times env.py called `run_migrations()`. */
  readonly contexts: number;
  readonly done: number;
}

export type BridgeMessage =
  | { readonly kind: 'hello'; readonly python: string; readonly alembic: string; readonly sqlalchemy: string }
  /** Passwords, to be masked in what follows. */
  | { readonly kind: 'secrets'; readonly values: readonly string[] }
  | { readonly kind: 'database'; readonly database: BridgeDatabase }
  /** Follows a `database`: how to reach it. `url` has its password: kept in memory only, never logged. */
  | (Pick<BridgeDatabase, 'versionTable' | 'versionTableSchema' | 'live'> & {
      readonly kind: 'connection';
      readonly url: string;
    })
  /** A piece of what the command printed as its answer. */
  | { readonly kind: 'text'; readonly text: string }
  /** What env.py would have written to a file while it generated SQL. */
  | { readonly kind: 'sqlFile'; readonly path: string; readonly text: string }
  /** A file the command has made. */
  | { readonly kind: 'file'; readonly path: string }
  /** The table that is being read, and how many have been. */
  | { readonly kind: 'comparing'; readonly table: string; readonly number: number }
  | ({ readonly kind: 'comparison' } & Comparison)
  /** The file is about to be there. */
  | { readonly kind: 'writing'; readonly path: string }
  /** It ends at once, as it was forced to. */
  | { readonly kind: 'forced' }
  | { readonly kind: 'starting'; readonly step: RunStep; readonly done: number; readonly total: number }
  | ({ readonly kind: 'statement'; readonly alone: boolean } & Omit<ExecutedStatement, 'isAlone'>)
  /** Waits for `{"go": true}`. */
  | { readonly kind: 'paused' }
  | { readonly kind: 'applied'; readonly done: number; readonly total: number; readonly heads: readonly string[] }
  | BridgeEnd;

const KINDS = new Set<BridgeMessage['kind']>([
  'hello',
  'secrets',
  'database',
  'connection',
  'text',
  'sqlFile',
  'file',
  'comparing',
  'comparison',
  'writing',
  'forced',
  'starting',
  'statement',
  'paused',
  'applied',
  'end',
]);

/**
 * Reads a line of the bridge; null for anything that the bridge did not write. The channel is a copy of stdout that only our
 * own program knows of.
 */
export function readBridgeMessage(line: string): BridgeMessage | null {
  return readTaggedLine<BridgeMessage>(line, KINDS);
}
