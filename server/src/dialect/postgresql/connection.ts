import { driverName, type DatabaseUrl } from '../url';

/** libpq's `sslmode`, what is tried in turn. `null`: no encryption. */
export interface TlsAttempt {
  readonly verifyChain: boolean;
  readonly verifyHost: boolean;
}

/** Where and how to connect, driver-neutral. Null: libpq's default, or its environment variable. */
export interface PostgresTarget {
  readonly host: string | null;
  readonly port: number | null;
  readonly user: string | null;
  readonly password: string | null;
  readonly database: string | null;
  /** In the order libpq tries them. */
  readonly tls: readonly (TlsAttempt | null)[];
  /** Paths of PEM files. */
  readonly rootCertificate: string | null;
  readonly certificate: string | null;
  readonly key: string | null;
  /** Command line options for the session: `-csearch_path=app`. */
  readonly options: string | null;
}

export type PostgresConnection =
  | { readonly kind: 'target'; readonly target: PostgresTarget }
  /** Only the driver of the project can do it. */
  | { readonly kind: 'unsupported'; readonly reason: string };

const DRIVERS = new Set([null, 'psycopg2', 'psycopg2cffi', 'psycopg', 'psycopg_async', 'asyncpg', 'pg8000']);

const UNVERIFIED: TlsAttempt = { verifyChain: false, verifyHost: false };
const CHAIN: TlsAttempt = { verifyChain: true, verifyHost: false };
const FULL: TlsAttempt = { verifyChain: true, verifyHost: true };

// PostgreSQL manual, 32.19 "SSL Support", table of sslmode.
const TLS_BY_MODE: Readonly<Record<string, readonly (TlsAttempt | null)[]>> = {
  disable: [null],
  allow: [null, UNVERIFIED],
  prefer: [UNVERIFIED, null],
  require: [UNVERIFIED],
  'verify-ca': [CHAIN],
  'verify-full': [FULL],
};

/** Options that change nothing about which database is opened and what is read there. */
const HARMLESS = new Set([
  'application_name',
  'fallback_application_name',
  'client_encoding',
  'connect_timeout',
  'timeout',
  'command_timeout',
  'keepalives',
  'keepalives_idle',
  'keepalives_interval',
  'keepalives_count',
  'tcp_user_timeout',
  'gssencmode',
  'channel_binding',
  'sslcompression',
  'async_fallback',
  'prepared_statement_cache_size',
  'prepared_statement_name_func',
  'statement_cache_size',
]);
const UNDERSTOOD = new Set([
  'host',
  'port',
  'user',
  'password',
  'dbname',
  'sslmode',
  'ssl',
  'sslrootcert',
  'sslcert',
  'sslkey',
  'options',
]);

/**
 * Reads a `postgresql:` URL as SQLAlchemy hands it to psycopg (`create_connect_args`): options of the query go over the
 * parts of the URL. `environment` holds libpq's variables (`PGSSLMODE`).
 */
export function postgresConnection(
  url: DatabaseUrl,
  environment: Readonly<Record<string, string | undefined>>,
): PostgresConnection {
  if (!DRIVERS.has(driverName(url))) return { kind: 'unsupported', reason: `driver of ${url.drivername}` };
  for (const [name, values] of url.query) {
    if (values.length > 1) return { kind: 'unsupported', reason: `several values of ${name}` };
    if (!HARMLESS.has(name) && !UNDERSTOOD.has(name)) return { kind: 'unsupported', reason: `option ${name}` };
  }
  const option = (name: string): string | null => url.query.get(name)?.[0] ?? null;
  const mode = option('sslmode') ?? option('ssl') ?? environment.PGSSLMODE ?? 'prefer';
  const tls = TLS_BY_MODE[mode === 'true' || mode === 'True' ? 'require' : mode];
  if (tls === undefined) return { kind: 'unsupported', reason: `sslmode ${mode}` };
  const place = hostAndPort(url);
  if (place === null) return { kind: 'unsupported', reason: 'several hosts' };
  const rootCertificate = option('sslrootcert') ?? environment.PGSSLROOTCERT ?? null;
  return {
    kind: 'target',
    target: {
      ...place,
      user: option('user') ?? url.username,
      password: option('password') ?? url.password,
      database: option('dbname') ?? (url.database === '' ? null : url.database),
      // A root certificate makes `require` behave like `verify-ca` (the same section of the manual).
      tls: mode === 'require' && rootCertificate !== null ? [CHAIN] : tls,
      rootCertificate,
      certificate: option('sslcert') ?? environment.PGSSLCERT ?? null,
      key: option('sslkey') ?? environment.PGSSLKEY ?? null,
      options: option('options') ?? environment.PGOPTIONS ?? null,
    },
  };
}

/** `?host=/run/postgresql`, `?host=db:5433`: SQLAlchemy splits a port off a host of the query. Null: several hosts. */
function hostAndPort(url: DatabaseUrl): { host: string | null; port: number | null } | null {
  const host = url.query.get('host')?.[0] ?? url.host;
  const portText = url.query.get('port')?.[0];
  const port = portText === undefined ? url.port : Number(portText);
  if (host === null || host === '') return { host: null, port };
  if (host.includes(',') || Number.isNaN(port)) return null;
  const split = /^([^:/]+):(\d+)$/.exec(host);
  return split === null ? { host, port } : { host: split[1] ?? host, port: Number(split[2]) };
}
