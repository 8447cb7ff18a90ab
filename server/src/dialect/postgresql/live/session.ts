import type { TableLock } from '../../../engine/engine';
import { type LiveFailure, type LiveSession, SessionRefusal } from '../../liveSession';
import { selectVersions, type VersionRows, type VersionTable } from '../../versionTable';
import type { VersionTableOptions } from '../../versionTableSql';
import type { PostgresTarget } from '../connection';
import { openLink, type PostgresLink } from './connect';
import { codeOf, explain, LOCK_NOT_AVAILABLE, messageOf } from './explain';
import { RunLock } from './runLock';

/** A statement that takes longer may be waiting for somebody. */
const SLOW_MS = 2_000;

export interface SessionOptions {
  readonly versionTable: VersionTableOptions;
  /** Whether statements are run outside of transactions, too. */
  readonly hasAutocommitBlocks: boolean;
  /** Milliseconds a statement may wait for a lock; 0: as long as it takes. */
  readonly lockTimeout: number;
  /** Hears what the server says, and who is waited for. */
  readonly output: (text: string) => void;
  readonly signal: AbortSignal;
}

/**
 * Opens a connection for migrations. There is one such at a time for a version table of a database.
 * @throws SessionRefusal where another run is at work; pg's own errors.
 */
export async function openPostgresSession(target: PostgresTarget, options: SessionOptions): Promise<LiveSession> {
  const link = await openLink(target, options.output);
  try {
    await refuseBackslashes(link);
    const [row] = (await link.send('SELECT pg_backend_pid() AS pid')).rows;
    const pid = Number(row?.pid);
    const lock = new RunLock(link, options.versionTable, options.signal);
    if (pid === link.processId) {
      await lock.patiently(() => lock.take('session'));
      return new PostgresSession(link, { pid, begun: null }, null, target, options);
    }
    // A pooler has keys for cancelling of its own (PostgreSQL manual, "Canceling Requests in Progress"), and may give each
    // transaction to another session of the server: what lasts as long as a session is not ours there.
    if (options.hasAutocommitBlocks) throw new SessionRefusal(POOLED);
    return new PostgresSession(link, null, lock, target, options);
  } catch (error) {
    await link.end().catch(() => undefined);
    throw error;
  }
}

const POOLED: LiveFailure = {
  code: 'unsupported',
  message:
    'The database is reached through a connection pooler, where nobody can be kept out of an autocommit block. Give the address of the server itself, or run it with Alembic.',
};

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

/** A process of the server. */
interface Backend {
  readonly pid: number;
  /** When the transaction began that it is ours for; null: it is ours to the end. */
  readonly begun: string | null;
}

class PostgresSession implements LiveSession {
  #cancelled = false;
  /** Whether something was sent that has not been answered. */
  #isBusy = false;

  /** Whether a transaction is open. */
  #isOpen = false;

  /**
   * @param backend null: it is another one for each transaction.
   * @param lock of each transaction; null: the session has it.
   */
  constructor(
    private readonly link: PostgresLink,
    private backend: Backend | null,
    private readonly lock: RunLock | null,
    private readonly target: PostgresTarget,
    private readonly options: SessionOptions,
  ) {}

  /** Alembic beside us cannot write the rows until our transaction has ended. */
  async begin(): Promise<VersionRows> {
    const { lock } = this;
    let exists = false;
    if (lock === null) exists = await this.#beginLocked('');
    else {
      await lock.patiently(async () => {
        try {
          exists = await this.#beginLocked(' NOWAIT');
          if (await lock.take('transaction')) return true;
        } catch (error) {
          if (codeOf(error) !== LOCK_NOT_AVAILABLE) throw error;
        }
        await this.rollback();
        return false;
      });
      const [row] = (await this.#send('SELECT pg_backend_pid() AS pid, now()::text AS begun')).rows;
      this.backend = { pid: Number(row?.pid), begun: String(row?.begun) };
    }
    if (!exists) return { exists, rows: [] };
    const { rows } = await this.#send(selectVersions(this.options.versionTable));
    return { exists, rows: rows.map((row) => String(row.version_num)) };
  }

  /**
   * Nothing is read between BEGIN and the lock: where the transactions of a database are REPEATABLE READ, they see what was
   * there when they first read (PostgreSQL manual, LOCK).
   * @returns whether there is a version table.
   */
  async #beginLocked(how: string): Promise<boolean> {
    const { versionTable, lockTimeout } = this.options;
    const name = tableName(versionTable);
    const literal = `'${name.replaceAll("'", "''")}'`;
    const [found] = (await this.#send(`SELECT to_regclass(${literal}) IS NOT NULL AS exists`)).rows;
    await this.#send('BEGIN');
    this.#isOpen = true;
    if (lockTimeout > 0) await this.#send(`SET LOCAL lock_timeout = ${lockTimeout}`);
    if (found?.exists !== true) return false;
    // Without a key the same row can be written twice: then nobody else may even read what there is to be done.
    const mode = versionTable.primaryKey ? 'SHARE ROW EXCLUSIVE' : 'ACCESS EXCLUSIVE';
    await this.#send(`LOCK TABLE ${name} IN ${mode} MODE${how}`);
    return true;
  }

  async commit(): Promise<void> {
    await this.#end('COMMIT');
  }

  async rollback(): Promise<void> {
    if (this.#isOpen) await this.#end('ROLLBACK');
  }

  /** However it is answered, there is no transaction any more. */
  async #end(sql: 'COMMIT' | 'ROLLBACK'): Promise<void> {
    this.#isOpen = false;
    try {
      await this.#send(sql);
    } finally {
      if (this.lock !== null) this.backend = null;
    }
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

  async watchLocks(): Promise<() => Promise<readonly TableLock[]>> {
    const { rows } = await this.#send(LOCKABLE);
    const before = new Set(rows.map(({ id }) => String(id)));
    return async () => {
      const held = (await this.#send(HELD_LOCKS)).rows.filter(({ id }) => before.has(String(id)));
      return held.map(({ name, mode }) => ({ table: String(name), mode: String(mode) }));
    };
  }

  cancel(): void {
    this.#cancelled = true;
    if (!this.#isBusy) return;
    this.#beside(async (other) => {
      // It may have ended meanwhile: nothing of ours is to be cancelled then.
      if (!this.#isBusy || this.backend === null) return;
      const { pid, begun } = this.backend;
      const ours = begun === null ? '' : ` AND xact_start = '${begun}'`;
      await other.send(`SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE pid = ${pid}${ours}`);
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
    if (this.backend === null) return;
    const { rows } = await other.send(
      `SELECT pid, usename AS who, coalesce(nullif(application_name, ''), 'a program without a name') AS name,
         state, left(query, 200) AS query FROM pg_stat_activity WHERE pid = ANY (pg_blocking_pids(${this.backend.pid}))`,
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

// The bridge asks the same (locks.py).
const LOCKABLE = `SELECT c.oid AS id FROM pg_class c
  WHERE c.relkind IN ('r', 'p', 'f', 'm') AND c.relnamespace <> 'pg_catalog'::regnamespace`;
const HELD_LOCKS = `SELECT c.oid AS id, c.oid::regclass::text AS name, l.mode
  FROM pg_locks l JOIN pg_class c ON c.oid = l.relation JOIN pg_database d ON d.oid = l.database
  WHERE l.pid = pg_backend_pid() AND l.locktype = 'relation' AND l.granted AND d.datname = current_database()
  ORDER BY name, mode`;

function tableName({ name, schema }: VersionTable): string {
  const quoted = (part: string): string => `"${part.replaceAll('"', '""')}"`;
  return schema === null ? quoted(name) : `${quoted(schema)}.${quoted(name)}`;
}
