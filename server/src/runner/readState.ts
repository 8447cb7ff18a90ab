import type { ReadCopied, ReadSchema, ReadState } from '../dialect/liveDialect';
import { readCopiedPostgres, readPostgresSchema, readPostgresState } from '../dialect/postgresql/live/readState';
import { readCopiedSqlite, readSqliteSchema, readSqliteState } from '../dialect/sqlite/live/readState';
import { type DatabaseUrl, dialectName, parseUrl } from '../dialect/url';
import type { EngineResult } from '../engine/engine';
import type { Jobs } from '../engine/jobs';
import { schemaJson } from '../schema/schemaJson';

/** How a database of one dialect is read. */
interface Reader {
  readonly state: ReadState;
  readonly schema: ReadSchema;
  readonly copied: ReadCopied;
}

/** The dialects we have a driver for. */
const READERS: Readonly<Record<string, Reader>> = {
  sqlite: { state: readSqliteState, schema: readSqliteSchema, copied: readCopiedSqlite },
  postgresql: { state: readPostgresState, schema: readPostgresSchema, copied: readCopiedPostgres },
};

/** The job `readState`: the rows of a version table, through a driver of ours, changing nothing. */
export async function readState(
  parameters: Jobs['readState']['parameters'],
  signal: AbortSignal,
): Promise<EngineResult<Jobs['readState']['value']>> {
  const found = readerOf(parameters.url);
  return found.ok ? found.value.reader.state(found.value.url, parameters, signal) : found;
}

/** The job `readSchema`: the same, and everything that the database holds. */
export async function readSchema(
  parameters: Jobs['readSchema']['parameters'],
  signal: AbortSignal,
): Promise<EngineResult<Jobs['readSchema']['value']>> {
  const found = readerOf(parameters.url);
  if (!found.ok) return found;
  const read = await found.value.reader.schema(found.value.url, parameters, signal);
  return read.ok ? { ok: true, value: { ...read.value, schema: schemaJson(read.value.schema) } } : read;
}

/** The job `readCopied`: the same, and what a copy made from that has otherwise. */
export async function readCopied(
  parameters: Jobs['readCopied']['parameters'],
  signal: AbortSignal,
): Promise<EngineResult<Jobs['readCopied']['value']>> {
  const found = readerOf(parameters.url);
  if (!found.ok) return found;
  const read = await found.value.reader.copied(found.value.url, parameters, signal);
  return read.ok ? { ok: true, value: { ...read.value, schema: schemaJson(read.value.schema) } } : read;
}

function readerOf(text: string): EngineResult<{ readonly url: DatabaseUrl; readonly reader: Reader }> {
  const url = parseUrl(text);
  if (url === null) {
    const message = 'The database URL cannot be read by SQLAlchemy.';
    return { ok: false, error: { code: 'connectionFailed', message } };
  }
  const reader = READERS[dialectName(url)];
  if (reader === undefined) {
    return { ok: false, error: { code: 'unsupported', message: `There is no driver of ours for ${url.drivername}.` } };
  }
  return { ok: true, value: { url, reader } };
}
