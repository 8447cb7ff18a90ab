import type { DatabaseIdentity, EngineResult } from '../engine/engine';
import type { DatabaseUrl } from './url';
import type { VersionTable } from './versionTable';

export interface StateRequest {
  /** Relative SQLite paths start here. */
  readonly workingDirectory: string;
  readonly versionTable: VersionTable;
}

/** What a version table said, read by a driver of ours. */
export interface StateReading {
  readonly database: DatabaseIdentity;
  readonly rows: readonly string[];
  readonly versionTableExists: boolean;
}

/** Reads the state of a database of one dialect. Ends by itself; an abort ends it earlier where the driver can be asked. */
export type ReadState = (
  url: DatabaseUrl,
  request: StateRequest,
  signal: AbortSignal,
) => Promise<EngineResult<StateReading>>;
