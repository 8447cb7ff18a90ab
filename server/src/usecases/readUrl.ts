import type { StateReading, StateRequest } from '../dialect/liveDialect';
import type { VersionTable } from '../dialect/versionTable';
import type { EngineResult } from '../engine/engine';
import type { ProjectConfig } from '../project/model';
import type { EngineContext } from './engineContext';

/** Asks the runner for the rows of a version table. `url` may hold a password: never logged. */
export function readUrl(
  place: Place,
  config: ProjectConfig,
  context: EngineContext,
  signal: AbortSignal,
): Promise<EngineResult<StateReading>> {
  return context.runner.request('readState', runnerQuestion(place, config, context), signal);
}

/** A database, and the version table in it. */
interface Place {
  readonly url: string;
  readonly versionTable: VersionTable;
}

/** What the runner is asked to read. */
export function runnerQuestion(
  { url, versionTable }: Place,
  { workingDirectory }: ProjectConfig,
  { options }: Pick<EngineContext, 'options'>,
): StateRequest & { readonly url: string } {
  // What the target adds; the runner has what we have.
  const environment = Object.fromEntries(Object.entries(options.variables).filter(([name]) => name.startsWith('PG')));
  return { url, versionTable, workingDirectory, environment };
}
