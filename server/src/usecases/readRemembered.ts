import { dialectName, parseUrl } from '../dialect/url';
import type { StateReading } from '../dialect/liveDialect';
import type { DatabaseState, KnownDatabase, OpenedConnection } from '../engine/engine';
import type { ProjectConfig } from '../project/model';
import type { EngineContext } from './engineContext';
import { readUrl } from './readUrl';

/** Dialects the runner has a driver for (runner/readState.ts). */
export const RUNNER_DIALECTS: ReadonlySet<string> = new Set(['sqlite', 'postgresql']);

/** What our drivers say of the databases env.py was seen to open; or why env.py has to be asked again. */
export type RememberedReading =
  | { readonly kind: 'read'; readonly state: DatabaseState }
  | { readonly kind: 'nothing' }
  /** Our drivers got elsewhere, or nowhere. */
  | { readonly kind: 'failed'; readonly elsewhere: boolean };

/**
 * Reads the databases env.py was seen to open, without env.py. Only an answer from the very place counts: the identity and
 * what the connection says of itself must be what env.py's connection said, so that a `creator`, an event or arguments
 * beside the URL cannot lead us elsewhere.
 */
export async function readRemembered(
  config: ProjectConfig,
  context: EngineContext,
  signal: AbortSignal,
): Promise<RememberedReading> {
  const connections = context.memory?.recall() ?? [];
  if (connections.length === 0 || !connections.every(isReadable)) return { kind: 'nothing' };
  const databases: KnownDatabase[] = [];
  for (const connection of connections) {
    const { url, versionTable, database } = connection;
    const reading = await readUrl({ url, versionTable }, config, context, signal);
    if (!reading.ok) {
      if (!SURE.has(reading.error.code)) return { kind: 'failed', elsewhere: false };
      return { kind: 'read', state: { kind: 'unavailable', error: reading.error } };
    }
    if (!isSamePlace(connection, reading.value)) return { kind: 'failed', elsewhere: true };
    const { rows, versionTableExists } = reading.value;
    const { identity, name } = database;
    databases.push({ identity, name, rows, versionTableExists, live: connection.live, versionTable });
  }
  const [first, ...others] = databases;
  if (first === undefined) return { kind: 'nothing' };
  return { kind: 'read', state: { kind: 'known', source: 'runner', databases: [first, ...others] } };
}

/** What env.py's connection would meet as well. */
const SURE: ReadonlySet<string> = new Set(['databaseLocked', 'cancelled']);

/** Whether our drivers may reach what env.py opened. */
export function isReadable({ url, database }: OpenedConnection): boolean {
  const parsed = parseUrl(url);
  return database.identity.key !== null && parsed !== null && RUNNER_DIALECTS.has(dialectName(parsed));
}

/** Whether our drivers got where env.py is. */
export function isSamePlace({ database, live }: OpenedConnection, reading: StateReading): boolean {
  return reading.database.key === database.identity.key && JSON.stringify(reading.live) === JSON.stringify(live);
}
