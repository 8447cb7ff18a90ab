import type { LiveSession } from '../../../server/src/dialect/liveSession';
import { openPostgresSession } from '../../../server/src/dialect/postgresql/live/session';
import { openSqliteSession } from '../../../server/src/dialect/sqlite/live/session';
import { dialectNamed } from '../../../server/src/dialect/registry';
import { VersionTableSql } from '../../../server/src/dialect/versionTableSql';
import type { RunReport } from '../../../server/src/engine/engine';
import { execute } from '../../../server/src/engine/native/execute';
import type { NativeEnvironment } from '../../../server/src/engine/native/plan';
import { hasAutocommitBlocks, type NativeProgram } from '../../../server/src/engine/native/program';

/** What an env.py of the templates says. */
export const PLAIN_ENVIRONMENT: NativeEnvironment = {
  versionTable: { name: 'alembic_version', schema: null, primaryKey: true },
  transactionalDdl: null,
  transactionPerMigration: false,
};

/** Executes a program in this process. `url`: of a file of SQLite, or of a PostgreSQL that asks for no more than a password. */
export async function runNative(
  program: NativeProgram,
  url: string,
  output: (text: string) => void = () => undefined,
  signal: AbortSignal = new AbortController().signal,
  lockTimeout = 0,
): Promise<RunReport> {
  const dialect = dialectNamed(program.dialect);
  if (dialect === undefined) throw new Error(program.dialect);
  const session = await openSession(program, url, output, signal, lockTimeout);
  const versions = new VersionTableSql(program.dialect, program.versionTable, (name) => dialect.quote(name));
  try {
    return await execute(program, session, versions, { output, progress: () => undefined }, signal);
  } finally {
    await session.close();
  }
}

function openSession(
  program: NativeProgram,
  url: string,
  output: (text: string) => void,
  signal: AbortSignal,
  lockTimeout: number,
): Promise<LiveSession> {
  const { dialect, versionTable } = program;
  if (dialect === 'sqlite') {
    return Promise.resolve(openSqliteSession(url.slice('sqlite:///'.length), versionTable, signal));
  }
  const { hostname, port, username, password, pathname } = new URL(url);
  const target = {
    host: hostname,
    port: Number(port),
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    database: pathname.slice(1),
    tls: [null],
    rootCertificate: null,
    certificate: null,
    key: null,
    options: null,
  };
  return openPostgresSession(target, {
    versionTable,
    hasAutocommitBlocks: hasAutocommitBlocks(program),
    lockTimeout,
    output,
    signal,
  });
}
