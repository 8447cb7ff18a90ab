import { type LiveSession, SessionRefusal } from '../dialect/liveSession';
import { openPostgresSession } from '../dialect/postgresql/live/session';
import { postgresTarget } from '../dialect/postgresql/live/target';
import { dialectNamed } from '../dialect/registry';
import { driverFault, sqliteTarget } from '../dialect/sqlite/file';
import { parseUrl, secretsOf, type DatabaseUrl } from '../dialect/url';
import { VersionTableSql } from '../dialect/versionTableSql';
import { maskSecrets } from '../common/secrets';
import type { EngineError, RunListener, RunReport } from '../engine/engine';
import type { Migration } from '../engine/jobs';
import { execute } from '../engine/native/execute';
import { hasAutocommitBlocks } from '../engine/native/program';

/** The job `migrate`: executes a program that was planned. Never rejects. */
export async function migrate(migration: Migration, listener: RunListener, signal: AbortSignal): Promise<RunReport> {
  const { program } = migration;
  const url = parseUrl(migration.url);
  const dialect = dialectNamed(program.dialect);
  if (url === null || dialect === undefined) return failed('connectionFailed', 'The database URL cannot be read.');
  const secrets = secretsOf(url);
  const told: RunListener = {
    ...listener,
    ...(listener.statement && {
      statement: (executed) => {
        listener.statement?.({ ...executed, sql: maskSecrets(executed.sql, secrets) });
      },
    }),
    output: (text) => {
      listener.output(maskSecrets(text, secrets));
    },
  };
  let session: LiveSession;
  try {
    session = await openSession(url, migration, told, signal);
  } catch (error) {
    if (error instanceof SessionRefusal) return { error: error.failure, done: 0 };
    const message = error instanceof Error ? error.message : String(error);
    return failed(
      'connectionFailed',
      maskSecrets(`The database cannot be opened: ${message}. Check the database URL, then run again.`, secrets),
    );
  }
  try {
    const versions = new VersionTableSql(program.dialect, program.versionTable, (name) => dialect.quote(name));
    return await execute(program, session, versions, told, signal);
  } finally {
    await session.close().catch(() => undefined);
  }
}

/** @throws SessionRefusal, and what drivers throw. */
async function openSession(
  url: DatabaseUrl,
  { program, workingDirectory, environment, lockTimeout }: Migration,
  listener: RunListener,
  signal: AbortSignal,
): Promise<LiveSession> {
  const { dialect, versionTable } = program;
  if (dialect === 'postgresql') {
    const target = postgresTarget(url, environment);
    if (!target.ok) throw new SessionRefusal({ code: 'unsupported', message: target.error });
    return openPostgresSession(target.value, {
      versionTable,
      hasAutocommitBlocks: hasAutocommitBlocks(program),
      lockTimeout,
      signal,
      output: (text) => {
        listener.output(text);
      },
    });
  }
  const target = sqliteTarget(url, workingDirectory);
  if (target.kind !== 'file') throw new SessionRefusal({ code: 'unsupported', message: 'The database is no file.' });
  const fault = driverFault();
  if (fault !== null) throw new SessionRefusal({ code: 'unsupported', message: fault });
  // Where the driver is not built for the machine, nothing but SQLite is lost.
  const { openSqliteSession } = await import('../dialect/sqlite/live/session');
  return openSqliteSession(target.path, versionTable, signal);
}

function failed(code: EngineError['code'], message: string): RunReport {
  return { error: { code, message }, done: 0 };
}
