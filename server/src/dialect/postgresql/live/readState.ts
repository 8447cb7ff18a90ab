import { maskSecrets } from '../../../common/secrets';
import type { EngineError, EngineResult } from '../../../engine/engine';
import { databaseIdentity } from '../../identity';
import type { CopyReading, LiveReading, StateReading, StateRequest } from '../../liveDialect';
import { renderMasked, secretsOf, type DatabaseUrl } from '../../url';
import type { LiveRows, VersionTable } from '../../versionTable';
import type { PostgresTarget } from '../connection';
import { completionOf } from './completion';
import { type CopiedCatalogue, catalogueQueries, copiedQueries, type PostgresCatalogue } from './catalogue';
import { type CatalogueReading, readCatalogue, readVersionRows } from './connect';
import { postgresSchema } from './introspect';
import { postgresTarget } from './target';

// SQLSTATE (PostgreSQL manual, appendix A) and Node's codes of sockets: what to tell the user.
const EXPLANATIONS: Readonly<Record<string, { readonly code: EngineError['code']; readonly next: string }>> = {
  '3D000': { code: 'connectionFailed', next: 'Create the database first, or check its name: Alembic makes none.' },
  '28P01': { code: 'connectionFailed', next: 'Check user and password.' },
  '28000': { code: 'connectionFailed', next: 'Check the user, sslmode and the server’s pg_hba.conf.' },
  '42501': { code: 'connectionFailed', next: 'Grant this user SELECT on the version table.' },
  '55P03': { code: 'databaseLocked', next: 'Read again when the other program has finished.' },
  '57014': {
    code: 'databaseLocked',
    next: 'The version table is probably locked. Read again when the other program has finished.',
  },
  '57P03': { code: 'connectionFailed', next: 'Read again in a moment.' },
  '53300': { code: 'connectionFailed', next: 'Read again when a connection is free.' },
  ECONNREFUSED: { code: 'connectionFailed', next: 'Start the database server, or check host and port of the URL.' },
  ENOENT: {
    code: 'connectionFailed',
    next: 'Start the database server, or check host and certificate paths of the URL.',
  },
  ENOTFOUND: { code: 'connectionFailed', next: 'Check the host of the URL.' },
  EAI_AGAIN: { code: 'connectionFailed', next: 'Check the host of the URL.' },
  ETIMEDOUT: { code: 'connectionFailed', next: 'Check host and port of the URL.' },
};

/** Reads the state of a PostgreSQL database in a read-only transaction. */
export function readPostgresState(
  url: DatabaseUrl,
  request: StateRequest,
  signal: AbortSignal,
): Promise<EngineResult<StateReading>> {
  return readPostgres(url, request, signal, readVersionRows, () => ({}));
}

/** Reads the state of a PostgreSQL database and everything that it holds, in one read-only transaction. */
export function readPostgresSchema(
  url: DatabaseUrl,
  request: StateRequest,
  signal: AbortSignal,
): Promise<EngineResult<LiveReading>> {
  const read: Reader<CatalogueReading<PostgresCatalogue>> = (...from) => readCatalogue(catalogueQueries, ...from);
  return readPostgres(url, request, signal, read, ({ catalogue }) => ({
    schema: postgresSchema(catalogue, request.versionTable),
  }));
}

/** The same, and what a copy made from that has otherwise. */
export function readCopiedPostgres(
  url: DatabaseUrl,
  request: StateRequest,
  signal: AbortSignal,
): Promise<EngineResult<CopyReading>> {
  const read: Reader<CatalogueReading<CopiedCatalogue>> = (...from) => readCatalogue(copiedQueries, ...from);
  return readPostgres(url, request, signal, read, ({ catalogue }) => ({
    schema: postgresSchema(catalogue, request.versionTable),
    lacks: catalogue.lacked,
    groundwork: catalogue.groundwork.map(({ statement }) => statement),
    completion: completionOf(catalogue.completion, {
      table: request.versionTable.name,
      schema: request.versionTable.schema ?? catalogue.database[0]?.schema ?? null,
    }),
  }));
}

type Reader<R extends LiveRows> = (target: PostgresTarget, table: VersionTable, signal: AbortSignal) => Promise<R>;

async function readPostgres<R extends LiveRows, T extends object>(
  url: DatabaseUrl,
  request: StateRequest,
  signal: AbortSignal,
  read: Reader<R>,
  more: (rows: R) => T,
): Promise<EngineResult<StateReading & T>> {
  const target = postgresTarget(url, request.environment);
  if (!target.ok) return { ok: false, error: { code: 'unsupported', message: target.error } };
  const { host, port, database, password } = target.value;
  const place = { dialect: 'postgresql', url: renderMasked(url), host, port, database, file: null };
  try {
    const found = await read(target.value, request.versionTable, signal);
    const { exists, rows, live } = found;
    // Where neither URL nor surroundings name a database it is the user's.
    const identity = databaseIdentity({ ...place, database: live[0] ?? database });
    return { ok: true, value: { database: identity, rows, versionTableExists: exists, live, ...more(found) } };
  } catch (error) {
    if (signal.aborted)
      return { ok: false, error: { code: 'cancelled', message: 'Reading the database was cancelled.' } };
    if (error instanceof RangeError) {
      const message = `${databaseIdentity(place).label}: ${error.message}. PostgreSQL 12 or later is read.`;
      return { ok: false, error: { code: 'unsupported', message } };
    }
    const { code, next } = EXPLANATIONS[codeOf(error)] ?? {
      code: 'connectionFailed' as const,
      next: 'Check the database URL and that the server runs.',
    };
    const message = `${databaseIdentity(place).label}: ${withoutFullStop(messageOf(error))}. ${next}`;
    const secrets = [...secretsOf(url), ...(password === null ? [] : [password])];
    return { ok: false, error: { code, message: maskSecrets(message, secrets) } };
  }
}

function codeOf(error: unknown): string {
  // Both addresses of `localhost` refused.
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

function messageOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(messageOf).join('; ');
  return error instanceof Error ? error.message : String(error);
}

function withoutFullStop(text: string): string {
  return text.replace(/\.\s*$/, '');
}
