import { dialectName, parseUrl } from '../dialect/url';
import type { DatabaseState, EngineError, KnownDatabase, OpenedDatabase } from '../engine/engine';
import type { ProjectConfig } from '../project/model';
import { openEngine, requireTrust, type EngineContext } from './engineContext';
import { identify } from './identify';
import { readNativeState } from './native/nativePlace';
import { readRemembered, RUNNER_DIALECTS } from './readRemembered';
import { readUrl } from './readUrl';

/** Why env.py could not be asked at all: nothing it would say is known to be wrong. */
const NO_PYTHON: ReadonlySet<string> = new Set(['noInterpreter', 'alembicMissing', 'driverMissing', 'processFailed']);

/**
 * Reads what the version tables of a project say, changing nothing: at the place env.py was seen to open, else by asking
 * env.py. Where Python cannot be run at all, at the likeliest place, and marked as a guess. Never throws.
 * @param meanwhile Is shown the guess while env.py is asked, which may take long the first time.
 */
export async function readState(
  config: ProjectConfig,
  context: EngineContext,
  signal: AbortSignal,
  meanwhile?: (guessed: DatabaseState) => void,
): Promise<DatabaseState> {
  const trust = requireTrust(context);
  if (!trust.ok) return unavailable(trust.error);
  if (context.engine === 'native') return readNativeState(config, context, signal);
  const remembered = await readRemembered(config, context, signal);
  if (remembered.kind === 'read') return remembered.state;
  if (remembered.kind === 'failed' && remembered.elsewhere) context.memory?.distrust();
  let answered = false;
  const asking = readThroughEnvPy(config, context, signal).finally(() => {
    answered = true;
  });
  const guessing = meanwhile === undefined ? null : readGuess(config, context, signal);
  void guessing?.then((guessed) => {
    if (guessed?.kind === 'known' && !answered) meanwhile?.({ ...guessed, asking: true });
  });
  const state = await asking;
  // Our drivers do not reach what env.py reaches.
  if (remembered.kind === 'failed' && state.kind === 'known') context.memory?.distrust();
  if (state.kind === 'known' || !NO_PYTHON.has(state.error.code)) return state;
  if (context.engine === 'auto') {
    const native = await readNativeState(config, context, signal);
    if (native.kind === 'known') return native;
  }
  const guessed = await (guessing ?? readGuess(config, context, signal));
  if (guessed === null) return state;
  if (guessed.kind === 'known') return guessed;
  // What env.py needs is the first thing to mend.
  return guessed.error.code === 'unsupported'
    ? unavailable({ ...state.error, message: `${state.error.message} ${guessed.error.message}` })
    : state;
}

/** The `localhost` and the files of a Python on another machine are not those of our drivers. */
function runsHere({ python }: EngineContext): boolean {
  return python.command.length === 0;
}

/** Null: nobody knows a likely place. `unsupported`: what there is must not be believed. */
async function readGuess(
  config: ProjectConfig,
  context: EngineContext,
  signal: AbortSignal,
): Promise<DatabaseState | null> {
  const guess = runsHere(context) ? (context.guess?.() ?? null) : null;
  if (guess === null) return null;
  if (guess.kind === 'refused') return unavailable({ code: 'unsupported', message: guess.message });
  context.output(`While env.py cannot be asked, the database is guessed from: ${guess.origin}.`);
  const url = parseUrl(guess.url);
  if (url === null || !RUNNER_DIALECTS.has(dialectName(url))) return null;
  const reading = await readUrl(guess, config, context, signal);
  if (!reading.ok) return reading.error.code === 'unsupported' ? null : unavailable(reading.error);
  const { database: identity, rows, versionTableExists, live } = reading.value;
  const { versionTable } = guess;
  const database = { identity, name: null, rows, versionTableExists, live, versionTable };
  return { kind: 'known', source: 'guess', databases: [database] };
}

/** The same, always through env.py. */
export async function readThroughEnvPy(
  config: ProjectConfig,
  context: EngineContext,
  signal: AbortSignal,
): Promise<DatabaseState> {
  const engine = openEngine(config, context);
  if (!engine.ok) return unavailable(engine.error);
  const databases = await identify(engine.value, context, signal);
  if (!databases.ok) return unavailable(databases.error);
  const missing = databases.value.find(({ fileMissing }) => fileMissing);
  if (missing !== undefined) {
    const message = `The database file ${missing.identity.label} is not there yet. An upgrade creates it.`;
    return unavailable({ code: 'databaseMissing', message });
  }
  return stateOf(databases.value);
}

/** What env.py's databases say. `environmentFailed` when it opened none. */
export function stateOf(databases: readonly OpenedDatabase[]): DatabaseState {
  const [first, ...others] = databases.map((database): KnownDatabase => {
    const { identity, name, rows, versionTableExists, live = null, versionTable } = database;
    return { identity, name, rows, versionTableExists, live, ...(versionTable && { versionTable }) };
  });
  if (first !== undefined) return { kind: 'known', source: 'bridge', databases: [first, ...others] };
  return unavailable({ code: 'environmentFailed', message: 'env.py opened no database.' });
}

function unavailable(error: EngineError): DatabaseState {
  return { kind: 'unavailable', error };
}
