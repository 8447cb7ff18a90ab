import { existsSync, readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { Client, DatabaseError, type ClientConfig, type QueryResult } from 'pg';
import type { PostgresTarget, TlsAttempt } from '../connection';
import { selectVersions, type LiveRows, type VersionTable } from '../../versionTable';
import { DATABASE, type DatabaseRow, type PostgresCatalogue, type Queries, SEARCHED } from './catalogue';
import { OLDEST_POSTGRESQL } from './introspect';

/** Reading one small table takes milliseconds; whoever waits longer waits for a lock or a host that never answers. */
const CONNECT_TIMEOUT_MS = 10_000;
const STATEMENT_TIMEOUT_MS = 5_000;
/** Catalogues of thousands of tables take seconds on a busy server. */
const CATALOGUE_TIMEOUT_MS = 20_000;
/** For all of them together: the runner's own deadline is later. */
const CATALOGUE_DEADLINE_MS = 50_000;
const UNDEFINED_TABLE = '42P01';
/** `invalid_authorization_specification`: pg_hba.conf has no line for this kind of connection. */
const NO_HBA_ENTRY = '28000';

// The bridge asks the same (LIVE_QUERIES of liveDatabase.py), so that the answers can be compared.
const LIVE =
  'SELECT current_database() AS a, CAST(current_schemas(false) AS text) AS b, CAST(inet_server_addr() AS text) AS c, CAST(inet_server_port() AS text) AS d';

/** What a connection is asked. Statements sent together take one way there and back, however far the server is. */
interface Asked {
  /** Rows of the last of some statements. */
  rows<R extends object>(...statements: readonly string[]): Promise<readonly R[]>;
  /** Rows of each, while the server is at the next one. */
  each<T>(queries: Readonly<Record<keyof T, string>>): Promise<T>;
  /** The same over a second connection that sees an exported snapshot; over this one where there cannot be another. */
  beside<T>(snapshot: string, queries: Readonly<Record<keyof T, string>>): Promise<T>;
}

/**
 * Reads the version table in a read-only transaction.
 * @throws pg's errors: `DatabaseError` with SQLSTATE in `code`, or Node's own of the socket.
 */
export function readVersionRows(target: PostgresTarget, table: VersionTable, signal: AbortSignal): Promise<LiveRows> {
  return readOnly(target, STATEMENT_TIMEOUT_MS, signal, (asked) => versionRows(asked, table));
}

/** What a database holds, and its version rows. */
export interface CatalogueReading<C extends PostgresCatalogue> extends LiveRows {
  readonly catalogue: C;
}

/**
 * Reads the catalogues and the version table in one read-only transaction.
 * @param queriesOf what is asked, by the version of the server.
 * @throws as `readVersionRows` does; RangeError where the server is too old to be read.
 */
export function readCatalogue<C extends PostgresCatalogue>(
  queriesOf: (version: number) => Queries<C>,
  target: PostgresTarget,
  table: VersionTable,
  signal: AbortSignal,
): Promise<CatalogueReading<C>> {
  return readOnly(target, CATALOGUE_TIMEOUT_MS, signal, async (asked) => {
    // As env.py's connection finds them; a table that is not there ends no more than this part of the transaction.
    await asked.rows('SAVEPOINT version_rows');
    const rows = await versionRows(asked, table);
    const database = await asked.rows<DatabaseRow>(
      'ROLLBACK TO version_rows',
      'RELEASE version_rows',
      SEARCHED,
      DATABASE,
    );
    const { version = 0 } = database[0] ?? {};
    if (version < OLDEST_POSTGRESQL) throw new RangeError(`PostgreSQL ${Math.floor(version / 10_000)} is too old`);
    const { tables, ...others } = queriesOf(version);
    const first = await asked.each<Pick<C, 'tables'>>({ tables });
    const found = first.tables.length < MANY_TABLES ? await asked.each<object>(others) : await askInTwo(asked, others);
    return { ...rows, catalogue: { database, ...first, ...found } as C };
  });
}

/** From so many tables on a second process of the server is worth its start. */
const MANY_TABLES = 200;
/** What takes about half of the server's time. */
const BESIDE: ReadonlySet<string> = new Set(['indexes', 'sequences', 'completion']);

async function askInTwo(asked: Asked, queries: Readonly<Record<string, string>>): Promise<object> {
  const part = (isBeside: boolean): Readonly<Record<string, string>> =>
    Object.fromEntries(Object.entries(queries).filter(([name]) => BESIDE.has(name) === isBeside));
  const [snapshot] = await asked.rows<{ id: string }>('SELECT pg_export_snapshot() AS id');
  const parts = [asked.each<object>(part(false)), asked.beside<object>(snapshot?.id ?? '', part(true))];
  const [here, beside] = await Promise.all(parts);
  return { ...here, ...beside };
}

async function versionRows(asked: Asked, table: VersionTable): Promise<LiveRows> {
  const [facts] = await asked.rows<Record<'a' | 'b' | 'c' | 'd', string | null>>(LIVE);
  const live = facts === undefined ? [] : [facts.a, facts.b, facts.c, facts.d];
  try {
    const rows = await asked.rows<{ version_num: unknown }>(selectVersions(table));
    return { exists: true, rows: rows.map(({ version_num }) => String(version_num)), live };
  } catch (error) {
    if (error instanceof DatabaseError && error.code === UNDEFINED_TABLE) return { exists: false, rows: [], live };
    throw error;
  }
}

async function readOnly<T>(
  target: PostgresTarget,
  timeout: number,
  signal: AbortSignal,
  read: (asked: Asked) => Promise<T>,
): Promise<T> {
  const client = await connect(target, timeout);
  const abort = (): void => {
    // Closing the socket is all pg offers; the server ends the statement by its timeout.
    void client.end();
  };
  signal.addEventListener('abort', abort, { once: true });
  try {
    await client.query(beginning(timeout));
    return await read(askedOf(client, target, timeout));
  } finally {
    signal.removeEventListener('abort', abort);
    await client.end();
  }
}

/** In one transaction, by SET LOCAL: poolers between us and the server refuse or leak session settings. */
function beginning(timeout: number): string {
  return `BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY; SET LOCAL statement_timeout = ${timeout}`;
}

function askedOf(client: Client, target: PostgresTarget, timeout: number): Asked {
  const asked: Asked = {
    rows: async <R extends object>(...statements: readonly string[]) =>
      ((await resultsOf(client, statements, timeout)).at(-1)?.rows ?? []) as R[],
    each: async <T>(queries: Readonly<Record<keyof T, string>>) => {
      const names = Object.keys(queries);
      const results = await resultsOf(client, Object.values(queries), CATALOGUE_DEADLINE_MS);
      return Object.fromEntries(names.map((name, index) => [name, results[index]?.rows ?? []])) as T;
    },
    beside: async <T>(snapshot: string, queries: Readonly<Record<keyof T, string>>) => {
      const other = await besideAt(snapshot, target, timeout).catch(() => null);
      if (other === null) return asked.each(queries);
      try {
        return await askedOf(other, target, timeout).each(queries);
      } finally {
        await other.end();
      }
    },
  };
  return asked;
}

/** A connection in a transaction that sees a snapshot (PostgreSQL manual, 9.28.5 "Snapshot Synchronization Functions"). */
async function besideAt(snapshot: string, target: PostgresTarget, timeout: number): Promise<Client> {
  const other = await connect(target, timeout);
  try {
    await other.query([beginning(timeout), `SET TRANSACTION SNAPSHOT '${snapshot}'`, SEARCHED].join('; '));
    return other;
  } catch (error) {
    await other.end();
    throw error;
  }
}

async function resultsOf(
  client: Client,
  statements: readonly string[],
  timeout: number,
): Promise<readonly QueryResult<object>[]> {
  // Of several statements at once the driver gives a list, and it takes a timeout with them; its types know neither.
  const question = { text: statements.join(';\n'), query_timeout: timeout + 1_000 };
  const answer: QueryResult<object> | QueryResult<object>[] = await client.query<object>(question);
  return [answer].flat();
}

/** What a statement came to. */
export interface Sent {
  readonly changed: number;
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

/** A connection that stays open, and waits as long as statements take. */
export interface PostgresLink {
  /** The process of the server by its own word when the connection was made, or what a pooler says instead. */
  readonly processId: number | null;
  /** @throws as `readVersionRows` does. */
  send(sql: string): Promise<Sent>;
  end(): Promise<void>;
}

/** @param heard what the server says beside its answers: notices, warnings. */
export async function openLink(target: PostgresTarget, heard: (notice: string) => void): Promise<PostgresLink> {
  const client = await connect(target, null);
  client.on('notice', ({ message }) => {
    if (message !== undefined) heard(message);
  });
  // Its types do not know it.
  const { processID = null } = client as Client & { readonly processID?: number | null };
  return {
    processId: processID,
    send: async (sql) => {
      // Of several statements at once the driver gives a list, which its types do not know.
      const last = [await client.query<Record<string, unknown>>(sql)].flat().at(-1);
      return { changed: last?.rowCount ?? 0, rows: last?.rows ?? [] };
    },
    end: () => client.end(),
  };
}

async function connect(target: PostgresTarget, timeout: number | null): Promise<Client> {
  let failure: unknown;
  for (const tls of target.tls) {
    const client = new Client(clientConfig(target, tls, timeout));
    // A connection lost later is reported to whoever waits for a query; without a listener it would end the process.
    client.on('error', () => undefined);
    try {
      await client.connect();
      return client;
    } catch (error) {
      await client.end().catch(() => undefined);
      failure = error;
      if (!dependsOnTls(error)) break;
    }
  }
  throw failure;
}

/** True for failures that the next attempt, with or without encryption, may not have. */
function dependsOnTls(error: unknown): boolean {
  if (error instanceof DatabaseError) return error.code === NO_HBA_ENTRY;
  return error instanceof Error && /SSL|TLS|certificate|ssl/.test(error.message);
}

function clientConfig(target: PostgresTarget, tls: TlsAttempt | null, timeout: number | null): ClientConfig {
  const port = target.port ?? 5432;
  const host = target.host ?? defaultHost(port);
  const user = target.user ?? userInfo().username;
  const config: ClientConfig = {
    host,
    port,
    user,
    database: target.database ?? user,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    ...(timeout !== null && { query_timeout: timeout + 1_000 }),
    application_name: 'Alembic Workbench',
    // A socket is never encrypted.
    ssl: tls === null || host.startsWith('/') ? false : tlsOptions(target, tls),
  };
  // An absent one comes from .pgpass, which pg reads.
  if (target.password !== null) config.password = target.password;
  if (target.options !== null) config.options = target.options;
  return config;
}

/** libpq's default is a socket where it is built for one; Debian and the original differ in the folder. */
function defaultHost(port: number): string {
  if (process.platform === 'win32') return 'localhost';
  const folders = ['/var/run/postgresql', '/tmp'];
  return folders.find((folder) => existsSync(join(folder, `.s.PGSQL.${port}`))) ?? 'localhost';
}

function tlsOptions(target: PostgresTarget, tls: TlsAttempt): Exclude<ClientConfig['ssl'], boolean | undefined> {
  const read = (path: string | null): { readonly content: string } | null =>
    path === null || path === 'system' ? null : { content: readFileSync(path, 'utf8') };
  const root = read(target.rootCertificate);
  const certificate = read(target.certificate);
  const key = read(target.key);
  return {
    rejectUnauthorized: tls.verifyChain,
    ...(tls.verifyChain && !tls.verifyHost ? { checkServerIdentity: () => undefined } : {}),
    ...(root === null ? {} : { ca: root.content }),
    ...(certificate === null ? {} : { cert: certificate.content }),
    ...(key === null ? {} : { key: key.content }),
  };
}
