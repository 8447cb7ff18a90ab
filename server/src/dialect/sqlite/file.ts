import { resolve } from 'node:path';
import { driverName, type DatabaseUrl } from '../url';

/** What a `sqlite:` URL opens. */
export type SqliteTarget =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'memory' }
  /** Only the driver of the project can tell. */
  | { readonly kind: 'unsupported'; readonly reason: string };

const DRIVERS = new Set([null, 'pysqlite', 'aiosqlite']);

/**
 * The file of a `sqlite:` URL as SQLAlchemy's pysqlite dialect finds it (`create_connect_args`): the database part is a path
 * relative to the working directory; `sqlite://` and `sqlite:///:memory:` are in memory.
 */
export function sqliteTarget(url: DatabaseUrl, workingDirectory: string): SqliteTarget {
  if (!DRIVERS.has(driverName(url))) return { kind: 'unsupported', reason: `driver of ${url.drivername}` };
  if (url.username !== null || url.password !== null || url.host !== null || url.port !== null) {
    return { kind: 'unsupported', reason: 'a SQLite URL has no user, host or port: sqlite:///file.db' };
  }
  if (url.query.has('uri')) return { kind: 'unsupported', reason: 'file: URI' };
  if (url.database === null || url.database === '' || url.database === ':memory:') return { kind: 'memory' };
  return { kind: 'file', path: resolve(workingDirectory, url.database) };
}

/** better-sqlite3 13 crashes the whole process on older ones. */
const OLDEST_NODE = 22;

/** Why this process must not load the driver; null: it may. */
export function driverFault(): string | null {
  if (Number(process.versions.node.split('.')[0]) >= OLDEST_NODE) return null;
  return `SQLite needs Node ${OLDEST_NODE} or later; this is ${process.version}.`;
}
