import Database from 'better-sqlite3';
import { selectVersions, type VersionRows, type VersionTable } from '../../versionTable';

/**
 * Reads the version table of a SQLite file, opened read-only; never waits, never creates the file.
 * @throws better-sqlite3's `SqliteError` (`code`: `SQLITE_BUSY`, `SQLITE_NOTADB`, `SQLITE_CANTOPEN`).
 */
export function readVersionRows(path: string, table: VersionTable): VersionRows {
  const database = new Database(path, { readonly: true, fileMustExist: true, timeout: 0 });
  try {
    const found = database
      .prepare("SELECT 1 FROM sqlite_master WHERE type IN ('table', 'view') AND name = ? COLLATE NOCASE")
      .get(table.name);
    if (found === undefined) return { exists: false, rows: [] };
    return { exists: true, rows: database.prepare(selectVersions(table)).pluck().all().map(String) };
  } finally {
    database.close();
  }
}
