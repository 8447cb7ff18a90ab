import { err, ok } from '../../common/result';
import type { StateReading } from '../../dialect/liveDialect';
import type { VersionTable } from '../../dialect/versionTable';
import type { DatabaseIdentity, EngineError, EngineResult, OpenedConnection } from '../../engine/engine';
import type { ProjectConfig } from '../../project/model';
import type { Schema } from '../../schema/schema';
import { schemaOfJson } from '../../schema/schemaJson';
import { type EngineContext, openEngine, requireTrust } from '../engineContext';
import { identify } from '../identify';
import { type NativePlace, nativePlace } from '../native/nativePlace';
import { isReadable, isSamePlace } from '../readRemembered';
import { runnerQuestion } from '../readUrl';

/** What a database holds, at one moment. */
export interface LiveDatabase {
  readonly identity: DatabaseIdentity;
  /** Of a project with several; null: it has one. */
  readonly name: string | null;
  /** The applied revisions. */
  readonly rows: readonly string[];
  readonly schema: Schema;
  /** Where the place was guessed from, because env.py cannot be asked; null: it is what env.py opens. */
  readonly guessedFrom: string | null;
}

/** Why env.py could not be asked at all. */
const NO_PYTHON: ReadonlySet<string> = new Set(['noInterpreter', 'alembicMissing', 'driverMissing', 'processFailed']);

/**
 * Reads what the databases of a project hold, by our own drivers and without changing anything: at the places that env.py
 * opens; where Python cannot be run at all, at the one that it surely opens as it is written, or at the likeliest, which is said.
 */
export async function readLiveSchemas(
  config: ProjectConfig,
  context: EngineContext,
  signal: AbortSignal,
): Promise<EngineResult<readonly LiveDatabase[]>> {
  const trust = requireTrust(context);
  if (!trust.ok) return trust;
  if (context.engine === 'native') {
    const place = nativePlace(config, context);
    return place.ok ? readSurely(place.value, config, context, signal) : place;
  }
  const connections = await connectionsOf(config, context, signal);
  if (!connections.ok) {
    if (!NO_PYTHON.has(connections.error.code)) return connections;
    const sure = context.engine === 'auto' ? nativePlace(config, context) : null;
    if (sure?.ok === true) return readSurely(sure.value, config, context, signal);
    return (await readGuess(config, context, signal)) ?? connections;
  }
  const found: LiveDatabase[] = [];
  for (const connection of connections.value) {
    const { database } = connection;
    if (!isReadable(connection)) return notReached(database.identity);
    const read = await readAt(connection, config, context, signal);
    if (!read.ok) return read.error.code === 'databaseMissing' ? notThereYet(database.identity) : read;
    if (!isSamePlace(connection, read.value)) return notReached(database.identity);
    const { rows, schema } = read.value;
    found.push({ identity: database.identity, name: database.name, rows, schema, guessedFrom: null });
  }
  return ok(found);
}

/** The places that env.py was seen to open, or opens now; changes nothing. */
export async function connectionsOf(
  config: ProjectConfig,
  context: EngineContext,
  signal: AbortSignal,
): Promise<EngineResult<readonly OpenedConnection[]>> {
  const remembered = context.memory?.recall() ?? [];
  if (remembered.length > 0) return ok(remembered);
  const engine = openEngine(config, context);
  if (!engine.ok) return engine;
  const connections: OpenedConnection[] = [];
  const databases = await identify(engine.value, context, signal, (opened) => {
    connections.push(opened);
  });
  if (!databases.ok) return databases;
  const [first] = databases.value;
  if (first === undefined) return err({ code: 'environmentFailed', message: 'env.py opened no database.' });
  return connections.length === databases.value.length ? ok(connections) : notReached(first.identity);
}

/** Where env.py surely leads, as it was read. */
async function readSurely(
  { environment }: NativePlace,
  config: ProjectConfig,
  context: EngineContext,
  signal: AbortSignal,
): Promise<EngineResult<readonly LiveDatabase[]>> {
  const read = await readAt(environment, config, context, signal);
  if (!read.ok) return read;
  const { database, rows, schema } = read.value;
  return ok([{ identity: database, name: null, rows, schema, guessedFrom: null }]);
}

async function readGuess(
  config: ProjectConfig,
  context: EngineContext,
  signal: AbortSignal,
): Promise<EngineResult<readonly LiveDatabase[]> | null> {
  // The `localhost` and the files of a Python on another machine are not those of our drivers.
  const guess = context.python.command.length === 0 ? (context.guess?.() ?? null) : null;
  if (guess?.kind !== 'database') return null;
  const read = await readAt(guess, config, context, signal);
  if (!read.ok) return read;
  const { database, rows, schema } = read.value;
  return ok([{ identity: database, name: null, rows, schema, guessedFrom: guess.origin }]);
}

async function readAt(
  place: { readonly url: string; readonly versionTable: VersionTable },
  config: ProjectConfig,
  context: EngineContext,
  signal: AbortSignal,
): Promise<EngineResult<StateReading & { readonly schema: Schema }>> {
  const read = await context.runner.request('readSchema', runnerQuestion(place, config, context), signal);
  return read.ok ? ok({ ...read.value, schema: schemaOfJson(read.value.schema) }) : read;
}

function notThereYet({ label }: DatabaseIdentity): { readonly ok: false; readonly error: EngineError } {
  const message = `The database file ${label} is not there yet. An upgrade creates it.`;
  return err({ code: 'databaseMissing', message });
}

/** Why our drivers cannot read a database of the project. */
export function notReached({ label, dialect }: DatabaseIdentity): { readonly ok: false; readonly error: EngineError } {
  const message =
    dialect === 'sqlite' || dialect === 'postgresql'
      ? `What ${label} holds cannot be read: only env.py itself reaches it.`
      : `What ${label} holds cannot be read: only SQLite and PostgreSQL can, and it is ${dialect}.`;
  return err({ code: 'unsupported', message });
}
