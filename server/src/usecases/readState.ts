import { dialectName, parseUrl } from '../dialect/url';
import type { DatabaseState, EngineError } from '../engine/engine';
import type { ProjectConfig } from '../project/model';
import { openEngine, requireTrust, type EngineContext } from './engineContext';
import type { BelievedDatabase } from './believedDatabase';

/** Dialects the runner has a driver for (runner/readState.ts). */
const RUNNER_DIALECTS = new Set(['sqlite', 'postgresql']);

/**
 * Reads what the version table of a project's database says, changing nothing. Where the configuration is known to name the
 * database (`believed`) and we have a driver, the runner reads it; otherwise env.py is asked. Never throws, never guesses.
 */
export async function readState(
  config: ProjectConfig,
  believed: BelievedDatabase | null,
  context: EngineContext,
  signal: AbortSignal,
): Promise<DatabaseState> {
  const trust = requireTrust(context);
  if (!trust.ok) return unavailable(trust.error);
  const url = believed === null ? null : parseUrl(believed.url);
  if (believed !== null && url !== null && RUNNER_DIALECTS.has(dialectName(url))) {
    const reading = await context.runner.request(
      'readState',
      { url: believed.url, versionTable: believed.versionTable, workingDirectory: config.workingDirectory },
      signal,
    );
    if (reading.ok) return { kind: 'known', source: 'runner', ...reading.value };
    if (reading.error.code !== 'unsupported') return unavailable(reading.error);
  }
  return readThroughEnvPy(config, context, signal);
}

/** The same, always through env.py. */
export async function readThroughEnvPy(
  config: ProjectConfig,
  context: EngineContext,
  signal: AbortSignal,
): Promise<DatabaseState> {
  const engine = openEngine(config, context);
  if (!engine.ok) return unavailable(engine.error);
  const databases = await engine.value.identify({ output: context.output }, signal);
  if (!databases.ok) return unavailable(databases.error);
  const [database, ...others] = databases.value;
  if (database === undefined || others.length > 0) {
    const names = databases.value.map(({ identity }) => identity.label).join(', ');
    return unavailable({
      code: 'unsupported',
      message: `env.py opens ${databases.value.length} databases (${names}). Only projects with one can be shown so far.`,
    });
  }
  if (database.fileMissing) {
    const message = `The database file ${database.identity.label} is not there yet. An upgrade creates it.`;
    return unavailable({ code: 'databaseMissing', message });
  }
  const { identity, rows, versionTableExists } = database;
  return { kind: 'known', source: 'bridge', database: identity, rows, versionTableExists };
}

function unavailable(error: EngineError): DatabaseState {
  return { kind: 'unavailable', error };
}
