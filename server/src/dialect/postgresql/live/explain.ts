import type { LiveFailure } from '../../liveSession';

// SQLSTATE: PostgreSQL manual, appendix A.
const ALREADY = new Set(['42P07', '42701', '42710', '42P06', '42723', '42P04']);
export const LOCK_NOT_AVAILABLE = '55P03';
const QUERY_CANCELED = '57014';
const DEADLOCK = '40P01';
const NOT_SERIALIZABLE = '40001';
const NO_SCHEMA = '3F000';
const NOT_UNIQUE = '23505';

/**
 * What an error of pg means, and what is left to do.
 * @param cancelled the run was asked to end.
 */
export function explain(error: unknown, cancelled: boolean): LiveFailure {
  const message = withHint(error).replace(/\.\s*$/, '');
  const code = codeOf(error);
  if (code === QUERY_CANCELED && cancelled) return { code: 'cancelled', message: 'Cancelled.' };
  if (code === LOCK_NOT_AVAILABLE || code === DEADLOCK || code === NOT_SERIALIZABLE) {
    return { code: 'databaseLocked', message: `${message}. Run again when the other session has finished.` };
  }
  if (code === NO_SCHEMA) {
    return { code: 'commandFailed', message: `${message}. Create the schema first (CREATE SCHEMA), then run again.` };
  }
  if (ALREADY.has(code) || (code === NOT_UNIQUE && isCatalogue(error)))
    return { code: 'alreadyExists', message: `${message}.` };
  // The server's own word, as long as it goes on. Anything else is about the connection.
  if (isOfServer(error) && !/^(?:08|57P)/.test(code)) return { code: 'commandFailed', message: `${message}.` };
  return {
    code: 'connectionFailed',
    message: `The connection was lost: ${message}. Refresh to see where the database is, then run again.`,
  };
}

/** Node's errors of a socket have codes as well, some of five letters (EPIPE). */
function isOfServer(error: unknown): boolean {
  return error instanceof Error && 'severity' in error;
}

/** SQLSTATE, or Node's code of a socket; empty: it has none. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/** Two sessions make the same thing at once: a unique index of a catalogue lets in one. */
function isCatalogue(error: unknown): boolean {
  return error instanceof Error && 'schema' in error && error.schema === 'pg_catalog';
}

/** The server's own advice: one or more sentences. */
function withHint(error: unknown): string {
  const hint = error instanceof Error && 'hint' in error && typeof error.hint === 'string' ? ` ${error.hint}` : '';
  return hint === '' ? messageOf(error) : `${messageOf(error)}.${hint}`;
}

/** What it says. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
