import { driverName, type DatabaseUrl } from '../url';
import type { ServiceParameters } from './service';

/** libpq's `sslmode`, what is tried in turn. `null`: no encryption. */
export interface TlsAttempt {
  readonly verifyChain: boolean;
  readonly verifyHost: boolean;
}

/** Where and how to connect, driver-neutral. Null: libpq's default. */
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

/** How our driver connects as the project's would; or why it cannot. */
export type PostgresConnection =
  | { readonly kind: 'target'; readonly target: PostgresTarget }
  /** Only the driver of the project can do it. */
  | { readonly kind: 'unsupported'; readonly reason: string };

/** Those that are built on libpq, which alone knows services. */
const LIBPQ_DRIVERS = new Set([null, 'psycopg2', 'psycopg2cffi', 'psycopg', 'psycopg_async']);
const OTHER_DRIVERS = new Set<string | null>(['asyncpg', 'pg8000']);

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
  'service',
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

/** What libpq takes where the URL says nothing. */
export interface PostgresSurroundings {
  /** libpq's variables: `PGHOST`, `PGSSLMODE`. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The parameters of a service; null: no service file has it. */
  readonly service: (name: string) => ServiceParameters | null;
  /** Names of the files in the folder where libpq looks for certificates that nothing names (`certificateFolder`). */
  readonly certificates: ReadonlySet<string>;
}

/** What libpq takes from that folder, and the parameter that takes its place (PostgreSQL manual, 32.19 "SSL Support"). */
const DEFAULT_CERTIFICATES: readonly (readonly [file: string, parameter: string])[] = [
  ['postgresql.crt', 'sslcert'],
  ['root.crt', 'sslrootcert'],
  ['root.crl', 'sslcrl'],
];
/** Drivers that look into it. */
const CERTIFICATE_DRIVERS = new Set([...LIBPQ_DRIVERS, 'asyncpg']);

/** libpq's variable for a parameter (PostgreSQL manual, 32.15 "Environment Variables"). */
const VARIABLES: Readonly<Record<string, string>> = {
  host: 'PGHOST',
  port: 'PGPORT',
  user: 'PGUSER',
  password: 'PGPASSWORD',
  dbname: 'PGDATABASE',
  sslmode: 'PGSSLMODE',
  sslrootcert: 'PGSSLROOTCERT',
  sslcert: 'PGSSLCERT',
  sslkey: 'PGSSLKEY',
  options: 'PGOPTIONS',
};

/**
 * Reads a `postgresql:` URL as SQLAlchemy hands it to psycopg (`create_connect_args`): options of the query go over the
 * parts of the URL, those over the service's, those over the environment.
 */
export function postgresConnection(
  url: DatabaseUrl,
  { environment, service: findService, certificates }: PostgresSurroundings,
): PostgresConnection {
  const unsupported = (reason: string): PostgresConnection => ({ kind: 'unsupported', reason });
  const driver = driverName(url);
  if (!LIBPQ_DRIVERS.has(driver) && !OTHER_DRIVERS.has(driver)) return unsupported(`driver of ${url.drivername}`);
  for (const [name, values] of url.query) {
    if (values.length > 1) return unsupported(`several values of ${name}`);
    if (!HARMLESS.has(name) && !UNDERSTOOD.has(name)) return unsupported(`option ${name}`);
  }
  if (environment.PGHOSTADDR !== undefined) return unsupported('PGHOSTADDR');
  const option = (name: string): string | null => url.query.get(name)?.[0] ?? null;

  const serviceName = option('service') ?? (LIBPQ_DRIVERS.has(driver) ? (environment.PGSERVICE ?? null) : null);
  if (serviceName !== null && !LIBPQ_DRIVERS.has(driver)) return unsupported(`a service for ${url.drivername}`);
  const service = serviceName === null ? new Map<string, string>() : findService(serviceName);
  if (service === null) return unsupported(`service ${serviceName ?? ''}`);
  const strange = [...service.keys()].find((name) => !HARMLESS.has(name) && !UNDERSTOOD.has(name));
  if (strange !== undefined) return unsupported(`option ${strange} of the service`);
  const around = (name: string): string | null => service.get(name) ?? environment[VARIABLES[name] ?? ''] ?? null;

  const mode = option('sslmode') ?? option('ssl') ?? around('sslmode') ?? 'prefer';
  const tls = TLS_BY_MODE[mode === 'true' || mode === 'True' ? 'require' : mode];
  if (tls === undefined) return unsupported(`sslmode ${mode}`);
  const place = hostAndPort(url, around);
  if (place === null) return unsupported('several hosts');
  const rootCertificate = option('sslrootcert') ?? around('sslrootcert');
  const isSocket = place.host === null || place.host.startsWith('/');
  if (!isSocket && mode !== 'disable' && CERTIFICATE_DRIVERS.has(driver)) {
    const found = DEFAULT_CERTIFICATES.find(
      ([file, parameter]) => certificates.has(file) && (option(parameter) ?? around(parameter)) === null,
    );
    if (found !== undefined) return unsupported(`the certificate file ${found[0]} of the user`);
  }
  return {
    kind: 'target',
    target: {
      ...place,
      user: option('user') ?? url.username ?? around('user'),
      password: option('password') ?? url.password ?? around('password'),
      database: option('dbname') ?? (url.database === '' ? null : url.database) ?? around('dbname'),
      // A root certificate makes `require` behave like `verify-ca` (the same section of the manual).
      tls: mode === 'require' && rootCertificate !== null ? [CHAIN] : tls,
      rootCertificate,
      certificate: option('sslcert') ?? around('sslcert'),
      key: option('sslkey') ?? around('sslkey'),
      options: option('options') ?? around('options'),
    },
  };
}

/** `?host=/run/postgresql`, `?host=db:5433`: SQLAlchemy splits a port off a host of the query. Null: several hosts. */
function hostAndPort(
  url: DatabaseUrl,
  around: (name: string) => string | null,
): { host: string | null; port: number | null } | null {
  const named = url.query.get('host')?.[0] ?? url.host;
  const host = named === null || named === '' ? around('host') : named;
  const portText = url.query.get('port')?.[0] ?? (url.port === null ? around('port') : String(url.port));
  const port = portText === null ? null : Number(portText);
  if (Number.isNaN(port) || host?.includes(',') === true) return null;
  if (host === null || host === '') return { host: null, port };
  const split = /^([^:/]+):(\d+)$/.exec(host);
  return split === null ? { host, port } : { host: split[1] ?? host, port: Number(split[2]) };
}
