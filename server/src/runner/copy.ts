import { maskSecrets } from '../common/secrets';
import type { LiveCopy } from '../dialect/liveCopy';
import { makePostgresCopy } from '../dialect/postgresql/live/copy';
import { postgresTarget } from '../dialect/postgresql/live/target';
import { driverFault, sqliteTarget } from '../dialect/sqlite/file';
import { type DatabaseUrl, dialectName, parseUrl, secretsOf } from '../dialect/url';
import type { EngineError, EngineResult } from '../engine/engine';
import type { CopyDemand } from '../engine/jobs';

// SQLSTATE (PostgreSQL manual, appendix A): what to do about it.
const NEXT: Readonly<Record<string, string>> = {
  // Insufficient privilege.
  '42501': 'Rehearsing needs a user that may create databases (ALTER ROLE ... CREATEDB).',
  // The database that is copied is in use.
  '55006':
    'Nobody may be connected to it while it is copied with its rows. Close the other connections, or leave the rows out.',
};

/**
 * The job `copy`: makes a database to try something on.
 * @returns `unsupported` where no driver of ours can, else why it could not be made; nothing is left then.
 */
export async function makeCopy(demand: CopyDemand, heard: (text: string) => void): Promise<EngineResult<LiveCopy>> {
  const url = parseUrl(demand.url);
  if (url === null) return refusal('connectionFailed', 'The database URL cannot be read.');
  try {
    return await copyOf(url, demand, heard);
  } catch (error) {
    const message = error instanceof Error ? error.message.replace(/\.\s*$/, '') : String(error);
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const next = NEXT[code];
    const text = `A copy of the database could not be made: ${message}.${next === undefined ? '' : ` ${next}`}`;
    return refusal('commandFailed', maskSecrets(text, secretsOf(url)));
  }
}

async function copyOf(
  url: DatabaseUrl,
  { from, environment, workingDirectory }: CopyDemand,
  heard: (text: string) => void,
): Promise<EngineResult<LiveCopy>> {
  switch (dialectName(url)) {
    case 'postgresql': {
      const target = postgresTarget(url, environment);
      if (!target.ok) return refusal('unsupported', target.error);
      return { ok: true, value: await makePostgresCopy(url, target.value, from, heard) };
    }
    case 'sqlite': {
      const target = sqliteTarget(url, workingDirectory);
      if (target.kind !== 'file') return refusal('unsupported', 'The database is no file, so it cannot be copied.');
      const fault = driverFault();
      if (fault !== null) return refusal('unsupported', fault);
      const { makeSqliteCopy } = await import('../dialect/sqlite/live/copy');
      return { ok: true, value: await makeSqliteCopy(target.path, from === 'content') };
    }
    default:
      return refusal(
        'unsupported',
        `There is no driver of ours for ${url.drivername}, so nothing can be tried on a copy.`,
      );
  }
}

function refusal(code: EngineError['code'], message: string): EngineResult<never> {
  return { ok: false, error: { code, message } };
}
