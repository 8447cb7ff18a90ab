import { closeSync, existsSync, openSync, readFileSync, readSync, statSync, writeFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import type { LackedObject } from '../../liveDialect';
import { selectVersions, type VersionRows, type VersionTable } from '../../versionTable';
import {
  CATALOGUE,
  type ColumnRow,
  type IndexTextRow,
  type ReferenceRow,
  type SqliteCatalogue,
  type TextRow,
} from './catalogue';

/**
 * Reads the version table of a SQLite file, opened read-only; never waits, never creates the file.
 * @throws better-sqlite3's `SqliteError` (`code`: `SQLITE_BUSY`, `SQLITE_NOTADB`, `SQLITE_CANTOPEN`).
 */
export function readVersionRows(path: string, table: VersionTable): VersionRows {
  return readOnly(path, (database) => versionRows(database, table));
}

/** What a database holds, and its version rows. */
export interface CatalogueReading extends VersionRows {
  readonly catalogue: SqliteCatalogue;
}

/** Reads all that SQLite says of its tables, and the version table, in one transaction; `@throws` as `readVersionRows`. */
export function readCatalogue(path: string, table: VersionTable): CatalogueReading {
  return readOnly(path, (database) =>
    database.transaction(() => ({
      ...versionRows(database, table),
      catalogue: {
        tables: database.prepare<[], TextRow>(CATALOGUE.tables).all(),
        indexes: database.prepare<[], IndexTextRow>(CATALOGUE.indexes).all(),
        columns: database.prepare<[], ColumnRow>(CATALOGUE.columns).all(),
        references: database.prepare<[], ReferenceRow>(CATALOGUE.references).all(),
        lacked: database.prepare<[], LackedObject>(CATALOGUE.lacked).all(),
      },
    }))(),
  );
}

function versionRows(database: Database.Database, table: VersionTable): VersionRows {
  const found = database
    .prepare("SELECT 1 FROM sqlite_master WHERE type IN ('table', 'view') AND name = ? COLLATE NOCASE")
    .get(table.name);
  if (found === undefined) return { exists: false, rows: [] };
  return { exists: true, rows: database.prepare(selectVersions(table)).pluck().all().map(String) };
}

function readOnly<T>(path: string, read: (database: Database.Database) => T): T {
  const copy = copyAtRest(path);
  const database =
    copy === null ? new Database(path, { readonly: true, fileMustExist: true, timeout: 0 }) : new Database(copy);
  try {
    database.pragma('query_only = ON');
    return read(database);
  } finally {
    database.close();
  }
}

/** A file that stays open to be written to. */
export interface SqliteLink {
  /**
   * @returns how many rows changed, and the rows that it gives.
   * @throws as `readVersionRows` does; RangeError for what is not one statement.
   */
  send(sql: string): { readonly changed: number; readonly rows: readonly Readonly<Record<string, unknown>>[] };
  /** Whether a transaction is open. */
  inTransaction(): boolean;
  close(): void;
}

/** What each revision sends again: it is prepared once. */
const REPEATED = /^(?:BEGIN IMMEDIATE|COMMIT)$/;

/** Opens a file to write to it, or makes it; `null`: a database in memory. */
export function openLink(path: string | null): SqliteLink {
  const database = new Database(path ?? ':memory:', { timeout: 0 });
  const kept = new Map<string, Database.Statement<[], Record<string, unknown>>>();
  return {
    send: (sql) => {
      const statement = kept.get(sql) ?? database.prepare<[], Record<string, unknown>>(sql);
      if (REPEATED.test(sql)) kept.set(sql, statement);
      if (statement.reader) return { changed: 0, rows: statement.all() };
      return { changed: statement.run().changes, rows: [] };
    },
    inTransaction: () => database.inTransaction,
    close: () => {
      database.close();
    },
  };
}

/**
 * Copies a file to a path where none is, whoever writes to it meanwhile.
 * @throws as `readVersionRows` does.
 */
export async function backUp(path: string, destination: string): Promise<void> {
  const copy = copyAtRest(path);
  if (copy !== null) {
    copy[WRITE_VERSION] = WRITE_AHEAD_LOG;
    copy[READ_VERSION] = WRITE_AHEAD_LOG;
    writeFileSync(destination, copy, { flag: 'wx', mode: 0o600 });
    return;
  }
  const database = new Database(path, { readonly: true, fileMustExist: true, timeout: LOCK_PATIENCE_MS });
  try {
    await database.backup(destination);
  } finally {
    database.close();
  }
}

/** How long a writer is waited for before a copy is begun. */
const LOCK_PATIENCE_MS = 5_000;

/** Larger files are opened, and get their log and index files back. */
const LARGEST_COPY = 64 * 1024 * 1024;
/** File format versions of the header (sqlite.org/fileformat.html, section 1.3): 2 is a write-ahead log. */
const WRITE_VERSION = 18;
const READ_VERSION = 19;
const ROLLBACK_JOURNAL = 1;
const WRITE_AHEAD_LOG = 2;

/**
 * The content of a database with a write-ahead log that nobody has open: everything is in the file itself, and opening it,
 * even read-only, would leave a `-wal` and a `-shm` file beside it. Null for any other file.
 */
function copyAtRest(path: string): Buffer | null {
  if (!hasWriteAheadLog(path) || existsSync(`${path}-wal`)) return null;
  const before = statSync(path, { bigint: true });
  if (before.size > LARGEST_COPY) return null;
  const copy = readFileSync(path);
  const after = statSync(path, { bigint: true });
  // Whoever opened it meanwhile has made a log, or has changed the file and removed the log again.
  if (existsSync(`${path}-wal`) || before.mtimeNs !== after.mtimeNs || before.size !== after.size) return null;
  copy[WRITE_VERSION] = ROLLBACK_JOURNAL;
  copy[READ_VERSION] = ROLLBACK_JOURNAL;
  return copy;
}

function hasWriteAheadLog(path: string): boolean {
  const header = Buffer.alloc(READ_VERSION + 1);
  const file = openSync(path, 'r');
  try {
    readSync(file, header, 0, header.length, 0);
  } finally {
    closeSync(file);
  }
  return header.toString('latin1', 0, 15) === 'SQLite format 3' && header[READ_VERSION] === WRITE_AHEAD_LOG;
}
