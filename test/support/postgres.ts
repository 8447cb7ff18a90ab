import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { POSTGRES_VARIABLE } from './postgresServer';

export interface TestDatabase {
  /** `postgresql://...` of an empty database named `aw_test_<random>`. */
  readonly url: string;
  /** Ends the connections to it and drops it. */
  drop(): Promise<void>;
}

/**
 * Creates an empty database on the test server, which `postgresSetup.ts` has started for the test's vitest project.
 * @throws Error when there is no test server, or it cannot be reached.
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  const server = process.env[POSTGRES_VARIABLE];
  if (server === undefined || server === '') {
    throw new Error(`no test server: name one in ${POSTGRES_VARIABLE}, or add postgresSetup.ts to the vitest project`);
  }
  const name = `aw_test_${randomBytes(8).toString('hex')}`;
  await execute(server, `CREATE DATABASE ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => execute(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}

async function execute(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
