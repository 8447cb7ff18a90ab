import { POSTGRES_VARIABLE, startPostgres } from './postgresServer';

/** A vitest `globalSetup`: one PostgreSQL for all tests of the run, gone at its end. */
export async function setup(): Promise<() => Promise<void>> {
  const server = await startPostgres();
  // The workers that run the tests inherit it.
  process.env[POSTGRES_VARIABLE] = server.url;
  return () => server.stop();
}
