import type { DatabaseIdentity } from '../engine/engine';

/** What is known of where a database is. */
export interface DatabasePlace {
  readonly dialect: string;
  /** Masked. */
  readonly url: string;
  /** Null: this machine, unless `hostUnknown`. */
  readonly host: string | null;
  readonly port: number | null;
  readonly database: string | null;
  /** Nothing tells which machine it is on. */
  readonly hostUnknown?: boolean;
  /** What the server calls itself, where it says so. */
  readonly server?: string | null;
  /** SQLite: absolute, links resolved; null for a database in memory. */
  readonly file: string | null;
}

const DEFAULT_PORTS: Readonly<Record<string, number>> = { postgresql: 5432, mysql: 3306, mariadb: 3306 };
const LOOPBACK = new Set(['localhost', '127.0.0.1', '::1']);

/** Whether a host is the machine that names it: its loopback address, or the folder of a socket. */
export function isThisMachine(host: string): boolean {
  return host.startsWith('/') || LOOPBACK.has(host.toLowerCase());
}

const FILE_KEY = 'sqlite:';

/** The file of a SQLite database, however its URL names it; null: it is in memory, or not of SQLite. */
export function sqliteFileOf({ dialect, key }: Pick<DatabaseIdentity, 'dialect' | 'key'>): string | null {
  return dialect === 'sqlite' && key !== null ? key.slice(FILE_KEY.length) : null;
}

/** Names a database for the user and for comparisons. */
export function databaseIdentity(place: DatabasePlace): DatabaseIdentity {
  const { dialect, url } = place;
  if (dialect === 'sqlite') {
    const label = place.file === null ? 'SQLite in memory' : (place.file.split(/[\\/]/).at(-1) ?? place.file);
    return { dialect, url, label, key: place.file === null ? null : `${FILE_KEY}${place.file}` };
  }
  const server = place.server === undefined || place.server === null ? {} : { server: place.server };
  if (place.hostUnknown === true) {
    return { dialect, url, label: `${place.database ?? dialect}@unknown host`, key: null, ...server };
  }
  // A socket's folder, or none: the same server as its loopback address, as far as it can be told.
  const host = place.host === null || isThisMachine(place.host) ? 'localhost' : place.host.toLowerCase();
  const port = place.port ?? DEFAULT_PORTS[dialect] ?? null;
  const name = place.database === null || place.database === '' ? null : place.database;
  const shownPort = port === null || port === DEFAULT_PORTS[dialect] ? '' : `:${port}`;
  return {
    dialect,
    url,
    label: `${name ?? dialect}@${host}${shownPort}`,
    key: name === null ? null : `${dialect}://${host}:${port ?? ''}/${name}`,
    ...server,
  };
}
