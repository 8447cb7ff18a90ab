import type { DatabaseIdentity, EngineResult } from '../engine/engine';
import type { Schema } from '../schema/schema';
import type { DatabaseUrl } from './url';
import type { VersionTable } from './versionTable';

/** Which version table to read, and where. */
export interface StateRequest {
  /** Relative SQLite paths start here. */
  readonly workingDirectory: string;
  readonly versionTable: VersionTable;
  /** The variables env.py would find, where they may decide what is opened: libpq's. */
  readonly environment: Readonly<Record<string, string>>;
}

/** What a version table said, read by a driver of ours. */
export interface StateReading {
  readonly database: DatabaseIdentity;
  readonly rows: readonly string[];
  readonly versionTableExists: boolean;
  /** What the connection itself says of where it leads, as the bridge's `live` has it; null: nothing more than the identity. */
  readonly live: readonly (string | null)[] | null;
}

/** Something of a database that no schema of ours holds: a view, a function, a trigger, ... */
export interface LackedObject {
  /** In the dialect's own words: `materialized view`. */
  readonly kind: string;
  /** As the database tells it from others of its kind: `audit on public.users`. */
  readonly name: string;
}

/** What a database made from a schema has otherwise than the one that the schema was read from. */
export interface CopyLimits {
  /** What it lacks. Rows, owners and privileges are no objects, and are not told. */
  readonly lacks: readonly LackedObject[];
  /** Statements that come before those of the schema: what is not part of it, and can be made again (namespaces, extensions). */
  readonly groundwork: readonly string[];
  /** Statements that come after those of the schema: what it does not hold of its tables (storage, comments on indexes, ...). */
  readonly completion: readonly string[];
}

/** What a version table said, and everything that the database holds, as one moment had it. */
export interface LiveReading extends StateReading {
  readonly schema: Schema;
}

/** The same, for a copy that is made from the schema. */
export interface CopyReading extends LiveReading, CopyLimits {}

/** Reads the state of a database of one dialect. Ends by itself; an abort ends it earlier where the driver can be asked. */
export type ReadState = (
  url: DatabaseUrl,
  request: StateRequest,
  signal: AbortSignal,
) => Promise<EngineResult<StateReading>>;

/** Reads everything that a database of one dialect holds, as `ReadState` reads its version table. */
export type ReadSchema = (
  url: DatabaseUrl,
  request: StateRequest,
  signal: AbortSignal,
) => Promise<EngineResult<LiveReading>>;

/** The same, and what a copy made from that has otherwise, which takes as long again. */
export type ReadCopied = (
  url: DatabaseUrl,
  request: StateRequest,
  signal: AbortSignal,
) => Promise<EngineResult<CopyReading>>;
