import type { StateReading } from '../dialect/liveDialect';
import type { VersionTable } from '../dialect/versionTable';
import type { EngineResult } from '../engine/engine';
import type { ProjectConfig } from '../project/model';
import type { EngineContext } from './engineContext';

/** Asks the runner for the rows of a version table. `url` may hold a password: never logged. */
export function readUrl(
  { url, versionTable }: { readonly url: string; readonly versionTable: VersionTable },
  { workingDirectory }: ProjectConfig,
  { runner, options }: EngineContext,
  signal: AbortSignal,
): Promise<EngineResult<StateReading>> {
  // What the target adds; the runner has what we have.
  const environment = Object.fromEntries(Object.entries(options.variables).filter(([name]) => name.startsWith('PG')));
  return runner.request('readState', { url, versionTable, workingDirectory, environment }, signal);
}
