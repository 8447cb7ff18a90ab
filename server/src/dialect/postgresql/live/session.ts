import { createHash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { type LiveFailure, type LiveSession, SessionRefusal } from '../../liveSession';
import { selectVersions, type VersionRows, type VersionTable } from '../../versionTable';
import type { PostgresTarget } from '../connection';
import { openLink, type PostgresLink } from './connect';

/** How long another run of ours is waited for, and how often it is asked for. */
const PATIENCE_MS = 10_000;
const RETRY_MS = 200;
/** A statement that takes longer may be waiting for somebody. */
const SLOW_MS = 2_000;

export interface SessionOptions {
  readonly versionTable: VersionTable;
  /** Milliseconds a statement may wait for a lock; 0: as long as it takes. */
  readonly lockTimeout: number;
  /** Hears what the server says, and who is waited for. */
  readonly output: (text: string) => void;
  readonly signal: AbortSignal;
}

/**
 * Opens a connection for migrations. There is one such at a time for a version table of a database: an advisory lock is
 * asked for again and again, never waited for inside PostgreSQL, where CREATE INDEX CONCURRENTLY would wait for the waiter.
 * @throws SessionRefusal where another run is at work; pg's own errors.
 */
export async function openPostgresSession(target: PostgresTarget, options: SessionOptions): Promise<LiveSession> {
  const link = await openLink(target, options.output);
  try {
    await refuseBackslashes(link);
    await takeLock(link, options);
    const [row] = (await link.send('SELECT pg_backend_pid() AS pid')).rows;
    return new PostgresSession(link, Number(row?.pid), target, options);
  } catch (error) {
    await link.end().catch(() => undefined);
    throw error;
  }
}

/**
 * Values stand in our statements as standard literals; Python's drivers ask the server how it reads them.
 * @throws SessionRefusal
 */
async function refuseBackslashes(link: PostgresLink): Promise<void> {
  const [row] = (await link.send("SELECT current_setting('standard_conforming_strings') AS standard")).rows;
  if (row?.standard !== 'off') return;
  const message =
    'This database has standard_conforming_strings = off, so backslashes in texts mean something else. Run it with Alembic.';
  throw new SessionRefusal({ code: 'unsupported', message });
}

async function takeLock(link: PostgresLink, { versionTable, signal }: SessionOptions): Promise<void> {
  const [first, second] = lockKeys(versionTable);
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const [row] = (await link.send(`SELECT pg_try_advisory_lock(${first}, ${second}) AS taken`)).rows;
    if (row?.taken === true) return;
    if (signal.aborted) throw new SessionRefusal({ code: 'cancelled', message: 'Cancelled.' });
    if (Date.now() >= deadline) {
      const [holder] = (await link.send(holderOf(first, second))).rows;
      const who = holder === undefined ? '' : ` (process ${String(holder.pid)} of the server, ${String(holder.name)})`;
      const message = `Another run is at work in this database${who}. Run again when it has finished.`;
      throw new SessionRefusal({ code: 'databaseLocked', message });
    }
    await wait(RETRY_MS);
  }
}

/** Advisory locks belong to a database, so the name of the table is enough. */
function lockKeys({ name, schema }: VersionTable): readonly [number, number] {
  const digest = createHash('sha1')
    .update(`alembic-workbench ${schema ?? ''} ${name}`)
    .digest();
  return [digest.readInt32BE(0), digest.readInt32BE(4)];
}

function holderOf(first: number, second: number): string {
  return `SELECT a.pid, a.application_name AS name FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
    WHERE l.locktype = 'advisory' AND l.granted AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
    AND l.classid::bigint::int4 = ${first} AND l.objid::bigint::int4 = ${second}`;
}

class PostgresSession implements LiveSession {
  #cancelled = false;
  /** Whether something was sent that has not been answered. */
  #isBusy = false;

  constructor(
    private readonly link: PostgresLink,
    private readonly pid: number,
    private readonly target: PostgresTarget,
    private readonly options: SessionOptions,
  ) {}

  async begin(): Promise<void> {
    await this.#send('BEGIN');
    if (this.options.lockTimeout > 0) await this.#send(`SET LOCAL lock_timeout = ${this.options.lockTimeout}`);
  }

  async commit(): Promise<void> {
    await this.#send('COMMIT');
  }

  async rollback(): Promise<void> {
    await this.#send('ROLLBACK');
  }

  /** Alembic beside us reads the rows, but cannot write them until our transaction has ended. */
  async lockVersions(): Promise<VersionRows> {
    const { versionTable } = this.options;
    const name = tableName(versionTable);
    const literal = `'${name.replaceAll("'", "''")}'`;
    const [found] = (await this.#send(`SELECT to_regclass(${literal}) IS NOT NULL AS exists`)).rows;
    if (found?.exists !== true) return { exists: false, rows: [] };
    await this.#send(`LOCK TABLE ${name} IN SHARE ROW EXCLUSIVE MODE`);
    const { rows } = await this.#send(selectVersions(versionTable));
    return { exists: true, rows: rows.map((row) => String(row.version_num)) };
  }

  async execute(sql: string): Promise<number> {
    return (await this.#send(sql)).changed;
  }

  async executeAlone(sql: string): Promise<number> {
    const { lockTimeout } = this.options;
    // What builds an index beside others waits for all of them, by design.
    const limit = lockTimeout > 0 && !/\bCONCURRENTLY\b/i.test(sql) ? lockTimeout : null;
    if (limit !== null) await this.#send(`SET lock_timeout = ${limit}`);
    try {
      return (await this.#send(sql)).changed;
    } finally {
      if (limit !== null) await this.#send('RESET lock_timeout');
    }
  }

  enforceKeys(): Promise<void> {
    return Promise.resolve();
  }

  differenceOf(): Promise<string | null> {
    return Promise.resolve(null);
  }

  /** PostgreSQL keeps its keys. */
  lostReferences(): Promise<number> {
    return Promise.resolve(0);
  }

  async invalidIndexes(): Promise<readonly string[]> {
    const { rows } = await this.#send('SELECT indexrelid::regclass::text AS name FROM pg_index WHERE NOT indisvalid');
    return rows.map(({ name }) => String(name));
  }

  cancel(): void {
    this.#cancelled = true;
    if (!this.#isBusy) return;
    this.#beside(async (other) => {
      // It may have ended meanwhile: nothing of ours is to be cancelled then.
      if (this.#isBusy) await other.send(`SELECT pg_cancel_backend(${this.pid})`);
    });
  }

  explain(error: unknown): LiveFailure {
    return explain(error, this.#cancelled);
  }

  async close(): Promise<void> {
    await this.link.end();
  }

  async #send(sql: string): ReturnType<PostgresLink['send']> {
    const timer = setTimeout(() => {
      this.#beside((other) => this.#tellBlockers(other));
    }, SLOW_MS);
    this.#isBusy = true;
    try {
      return await this.link.send(sql);
    } finally {
      this.#isBusy = false;
      clearTimeout(timer);
    }
  }

  async #tellBlockers(other: PostgresLink): Promise<void> {
    const { rows } = await other.send(
      `SELECT pid, usename AS who, coalesce(nullif(application_name, ''), 'a program without a name') AS name,
         state, left(query, 200) AS query FROM pg_stat_activity WHERE pid = ANY (pg_blocking_pids(${this.pid}))`,
    );
    for (const { pid, who, name, state, query } of rows) {
      const what = String(query).replaceAll(/\s+/g, ' ');
      this.options.output(
        `Waiting for process ${String(pid)} of the server (${String(name)}, ${String(who)}, ${String(state)}): ${what}`,
      );
    }
  }

  /** Does something over another connection, as far as there can be one. */
  #beside(work: (other: PostgresLink) => Promise<void>): void {
    const use = async (): Promise<void> => {
      const other = await openLink(this.target, () => undefined);
      try {
        await work(other);
      } finally {
        await other.end();
      }
    };
    use().catch((error: unknown) => {
      this.options.output(`No second connection for looking after the run: ${messageOf(error)}`);
    });
  }
}

function tableName({ name, schema }: VersionTable): string {
  const quoted = (part: string): string => `"${part.replaceAll('"', '""')}"`;
  return schema === null ? quoted(name) : `${quoted(schema)}.${quoted(name)}`;
}

// SQLSTATE: PostgreSQL manual, appendix A.
const ALREADY = new Set(['42P07', '42701', '42710', '42P06', '42723', '42P04']);
const LOCK_NOT_AVAILABLE = '55P03';
const QUERY_CANCELED = '57014';
const DEADLOCK = '40P01';

function explain(error: unknown, cancelled: boolean): LiveFailure {
  const message = messageOf(error).replace(/\.\s*$/, '');
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === QUERY_CANCELED && cancelled) return { code: 'cancelled', message: 'Cancelled.' };
  if (code === LOCK_NOT_AVAILABLE || code === DEADLOCK) {
    return { code: 'databaseLocked', message: `${message}. Run again when the other session has finished.` };
  }
  if (ALREADY.has(code)) return { code: 'alreadyExists', message: `${message}.` };
  // Five characters: the server's own word. Anything else is about the connection.
  if (/^[0-9A-Z]{5}$/.test(code) && !/^(?:08|57P)/.test(code)) return { code: 'commandFailed', message: `${message}.` };
  return {
    code: 'connectionFailed',
    message: `The connection was lost: ${message}. Refresh to see where the database is, then run again.`,
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
