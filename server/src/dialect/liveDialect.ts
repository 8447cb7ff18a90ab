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

/** What a version table said, and everything that the database holds, as one moment had it. */
export interface LiveReading extends StateReading {
  readonly schema: Schema;
}

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
