import type { ReadState } from '../dialect/liveDialect';
import { readPostgresState } from '../dialect/postgresql/live/readState';
import { readSqliteState } from '../dialect/sqlite/live/readState';
import { dialectName, parseUrl } from '../dialect/url';
import type { EngineResult } from '../engine/engine';
import type { Jobs } from '../engine/jobs';

/** The dialects we have a driver for. */
const READERS: Readonly<Record<string, ReadState>> = { sqlite: readSqliteState, postgresql: readPostgresState };

/** The job `readState`: the rows of a version table, through a driver of ours, changing nothing. */
export async function readState(
  parameters: Jobs['readState']['parameters'],
  signal: AbortSignal,
): Promise<EngineResult<Jobs['readState']['value']>> {
  const url = parseUrl(parameters.url);
  if (url === null) {
    return {
      ok: false,
      error: { code: 'connectionFailed', message: 'The database URL cannot be read by SQLAlchemy.' },
    };
  }
  const read = READERS[dialectName(url)];
  if (read === undefined) {
    return { ok: false, error: { code: 'unsupported', message: `There is no driver of ours for ${url.drivername}.` } };
  }
  return read(url, parameters, signal);
}
