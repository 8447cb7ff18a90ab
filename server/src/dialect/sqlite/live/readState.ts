import { realpathSync, statSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import type { EngineError, EngineResult } from '../../../engine/engine';
import { databaseIdentity } from '../../identity';
import type { CopyReading, LiveReading, StateReading, StateRequest } from '../../liveDialect';
import { renderMasked, type DatabaseUrl } from '../../url';
import type { VersionRows } from '../../versionTable';
import { driverFault, sqliteTarget } from '../file';
import type * as Driver from './connect';
import { sqliteSchema } from './introspect';

/** How long another program's lock is waited for: a commit takes milliseconds, a running migration may take hours. */
const LOCK_PATIENCE_MS = 2_000;
const RETRY_MS = 100;

/** Reads the state of a SQLite database without changing it. */
export function readSqliteState(url: DatabaseUrl, request: StateRequest): Promise<EngineResult<StateReading>> {
  return readSqlite(
    url,
    request,
    (driver, path) => driver.readVersionRows(path, request.versionTable),
    () => ({}),
  );
}

/** Reads the state of a SQLite database and everything that it holds, without changing it. */
export function readSqliteSchema(url: DatabaseUrl, request: StateRequest): Promise<EngineResult<LiveReading>> {
  return readSqlite(
    url,
    request,
    (driver, path) => driver.readCatalogue(path, request.versionTable),
    ({ catalogue }) => ({ schema: sqliteSchema(catalogue, request.versionTable.name) }),
  );
}

/** The same, and what a copy made from that has otherwise. */
export function readCopiedSqlite(url: DatabaseUrl, request: StateRequest): Promise<EngineResult<CopyReading>> {
  return readSqlite(
    url,
    request,
    (driver, path) => driver.readCatalogue(path, request.versionTable),
    ({ catalogue }) => ({
      schema: sqliteSchema(catalogue, request.versionTable.name),
      lacks: catalogue.lacked,
      groundwork: [],
      completion: [],
    }),
  );
}

async function readSqlite<R extends VersionRows, T extends object>(
  url: DatabaseUrl,
  request: StateRequest,
  read: (driver: typeof Driver, path: string) => R,
  more: (rows: R) => T,
): Promise<EngineResult<StateReading & T>> {
  const target = sqliteTarget(url, request.workingDirectory);
  if (target.kind === 'unsupported') return failure('unsupported', `This SQLite URL cannot be read: ${target.reason}.`);
  if (target.kind === 'memory') {
    return failure('unsupported', 'The database is in memory: it is gone when the program that made it ends.');
  }
  if (request.versionTable.schema !== null) {
    return failure('unsupported', 'A version table in an attached SQLite database can only be read through env.py.');
  }
  const { path } = target;
  try {
    if (!statSync(path).isFile()) return failure('connectionFailed', `${path} is not a file. Check the database URL.`);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') return failure('connectionFailed', `${path} cannot be read: ${messageOf(error)}`);
    return failure('databaseMissing', `The database file ${path} is not there yet. An upgrade creates it.`);
  }
  const fault = driverFault();
  if (fault !== null) return failure('unsupported', fault);
  let driver: typeof Driver;
  try {
    driver = await import('./connect');
  } catch (error) {
    return failure('unsupported', `The SQLite driver cannot be loaded here: ${messageOf(error)}`);
  }
  const deadline = Date.now() + LOCK_PATIENCE_MS;
  for (;;) {
    try {
      const found = read(driver, path);
      const { exists, rows } = found;
      const place = { dialect: 'sqlite', url: renderMasked(url), host: null, port: null, database: null };
      const database = databaseIdentity({ ...place, file: realpathSync(path) });
      return { ok: true, value: { database, rows, versionTableExists: exists, live: null, ...more(found) } };
    } catch (error) {
      const code = codeOf(error);
      if (!isLocked(code)) return explain(path, code, messageOf(error));
      if (Date.now() >= deadline) {
        return failure('databaseLocked', `${path} is locked by another program. Read again when it has finished.`);
      }
    }
    await wait(RETRY_MS);
  }
}

function isLocked(code: string): boolean {
  return code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED') || code === 'SQLITE_READONLY_ROLLBACK';
}

function explain(path: string, code: string, message: string): EngineResult<never> {
  if (code === 'SQLITE_NOTADB') {
    return failure(
      'connectionFailed',
      `${path} is not a SQLite database (or it is encrypted). Check the database URL.`,
    );
  }
  return failure('connectionFailed', `${path} cannot be read: ${message}`);
}

function failure(code: EngineError['code'], message: string): EngineResult<never> {
  return { ok: false, error: { code, message } };
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
