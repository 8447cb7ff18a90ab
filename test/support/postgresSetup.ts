import { maySkip } from './missing';
import { NO_POSTGRES_VARIABLE, POSTGRES_VARIABLE, startPostgres } from './postgresServer';

/** A vitest `globalSetup`: one PostgreSQL for all tests of the run, gone at its end. Where none starts, why. */
export async function setup(): Promise<() => Promise<void>> {
  let server;
  try {
    server = await startPostgres();
  } catch (error) {
    if (!maySkip() || !(error instanceof Error)) throw error;
    process.env[NO_POSTGRES_VARIABLE] = error.message;
    return () => Promise.resolve();
  }
  const { url } = server;
  // The workers that run the tests inherit it.
  process.env[POSTGRES_VARIABLE] = url;
  return () => server.stop();
}
