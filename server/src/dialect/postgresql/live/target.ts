import { readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { err, ok, type Result } from '../../../common/result';
import type { DatabaseUrl } from '../../url';
import { postgresConnection, type PostgresTarget } from '../connection';
import { certificateFolder, readService, serviceFiles, type ServiceParameters } from '../service';

/**
 * Where a URL leads, and how, from this process.
 * @param variables those of env.py, where they are not ours.
 * @returns in the error why only the project's own driver can tell, a sentence.
 */
export function postgresTarget(
  url: DatabaseUrl,
  variables: Readonly<Record<string, string>>,
): Result<PostgresTarget, string> {
  const environment = { ...process.env, ...variables };
  const connection = postgresConnection(url, {
    environment,
    service: (name) => findService(name, environment),
    certificates: filesIn(certificateFolder(environment, environment.HOME ?? homedir(), join)),
  });
  const why = (reason: string): Result<never, string> =>
    err(`This PostgreSQL URL can only be used by the project’s own driver (${reason}).`);
  if (connection.kind === 'unsupported') return why(connection.reason);
  // pg reads the file that our own environment names.
  return environment.PGPASSFILE === process.env.PGPASSFILE ? ok(connection.target) : why('PGPASSFILE');
}

/** Empty where there is none, or it is not ours to read. */
function filesIn(folder: string): ReadonlySet<string> {
  try {
    return new Set(readdirSync(folder));
  } catch {
    return new Set();
  }
}

/** The first file that has the service. */
function findService(
  name: string,
  environment: Readonly<Record<string, string | undefined>>,
): ServiceParameters | null {
  for (const file of serviceFiles(environment, environment.HOME ?? homedir(), join)) {
    let text: string;
    try {
      text = readFileSync(file, 'utf8');
    } catch {
      // Not there, or not ours to read: libpq goes on as well.
      continue;
    }
    const found = readService(text, name);
    if (found !== null) return found;
  }
  return null;
}
