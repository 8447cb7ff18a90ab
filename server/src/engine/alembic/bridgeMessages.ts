import type { DatabasePlace } from '../../dialect/identity';
import type { RunStep } from '../engine';

/** A database as the bridge describes it (`describe` of alembicBridge.py). */
export interface BridgeDatabase extends DatabasePlace {
  readonly fileMissing: boolean;
  readonly versionTable: string;
  readonly versionTableSchema: string | null;
  readonly versionTableExists: boolean;
  readonly rows: readonly string[];
  readonly inTransaction: boolean;
  readonly transactionalDdl: boolean;
  readonly live: readonly (string | null)[] | null;
}

export interface BridgeJob {
  /** Of the command line: `-c alembic.ini upgrade head`. */
  readonly arguments: readonly string[];
  readonly workingDirectory: string;
  /** Overrides the configuration's, for projects whose configuration names none. */
  readonly scriptLocation: string | null;
  /** What a writing run must find, database by database; null: the run only looks. */
  readonly expected: readonly { readonly database: BridgeDatabase; readonly steps: readonly RunStep[] }[] | null;
}

/** A Python exception. */
export interface BridgeFailure {
  /** How far the run had come. */
  readonly stage: 'import' | 'configuration' | 'environment' | 'steps';
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
}

/** Why a run ended itself before its first step. */
export interface BridgeStop {
  readonly reason: 'database' | 'rows' | 'steps' | 'moreDatabases' | 'offline';
  readonly found?: BridgeDatabase;
  readonly steps?: readonly RunStep[];
}

export interface BridgeEnd {
  readonly kind: 'end';
  readonly error: BridgeFailure | null;
  readonly stopped: BridgeStop | null;
  readonly cancelled: boolean;
  /** Times env.py called `run_migrations()`. */
  readonly contexts: number;
  readonly done: number;
}

export type BridgeMessage =
  | { readonly kind: 'hello'; readonly python: string; readonly alembic: string; readonly sqlalchemy: string }
  /** Passwords, to be masked in what follows. */
  | { readonly kind: 'secrets'; readonly values: readonly string[] }
  | { readonly kind: 'database'; readonly database: BridgeDatabase }
  | { readonly kind: 'starting'; readonly step: RunStep; readonly done: number; readonly total: number }
  | { readonly kind: 'applied'; readonly done: number; readonly total: number; readonly heads: readonly string[] }
  | BridgeEnd;

const KINDS: ReadonlySet<unknown> = new Set<BridgeMessage['kind']>([
  'hello',
  'secrets',
  'database',
  'starting',
  'applied',
  'end',
]);

/** Reads a line of the bridge; null for anything that the bridge did not write. */
export function readBridgeMessage(line: string): BridgeMessage | null {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return null;
  }
  const known = typeof value === 'object' && value !== null && 'kind' in value && KINDS.has(value.kind);
  // The channel is a copy of stdout that only our own program knows of.
  return known ? (value as BridgeMessage) : null;
}
