import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { skipFor } from './missing';
import { NO_POSTGRES_VARIABLE, POSTGRES_VARIABLE } from './postgresServer';

export interface TestDatabase {
  /** `postgresql://...` of an empty database named `aw_test_<random>`. */
  readonly url: string;
  /** Ends the connections to it and drops it. */
  drop(): Promise<void>;
}

/** Why tests cannot have a PostgreSQL, or null. */
export function postgresSkipReason(): string | null {
  return process.env[NO_POSTGRES_VARIABLE] ?? null;
}

/**
 * Creates an empty database on the test server, which `postgresSetup.ts` has started for the test's vitest project; the
 * running test is skipped where none could be started.
 * @throws Error when there is no test server, or it cannot be reached.
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  const reason = postgresSkipReason();
  if (reason !== null) return skipFor(new Error(reason));
  const server = process.env[POSTGRES_VARIABLE];
  if (server === undefined || server === '') {
    throw new Error(`no test server: name one in ${POSTGRES_VARIABLE}, or add postgresSetup.ts to the vitest project`);
  }
  const name = `aw_test_${randomBytes(8).toString('hex')}`;
  await connected(server, (client) => client.query(`CREATE DATABASE ${name}`));
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => drop(server, name) };
}

function drop(server: string, name: string): Promise<void> {
  return connected(server, async (client) => {
    const { rows } = await client.query<{ version: string }>("SELECT current_setting('server_version_num') AS version");
    const isOld = Number(rows[0]?.version) < 130_000;
    if (isOld) await client.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [name]);
    await client.query(`DROP DATABASE IF EXISTS ${name}${isOld ? '' : ' WITH (FORCE)'}`);
  });
}

async function connected(url: string, work: (client: Client) => Promise<unknown>): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
