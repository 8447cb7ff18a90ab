import { createHash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { SessionRefusal } from '../../liveSession';
import type { VersionTable } from '../../versionTable';
import type { PostgresLink } from './connect';

/** How long another run of ours is waited for, and how often it is asked for. */
const PATIENCE_MS = 10_000;
const RETRY_MS = 200;

const FUNCTIONS = { session: 'pg_try_advisory_lock', transaction: 'pg_try_advisory_xact_lock' } as const;

/** The advisory lock that keeps a second run of ours out of a version table. */
export class RunLock {
  readonly #keys: readonly [number, number];

  constructor(
    private readonly link: PostgresLink,
    table: VersionTable,
    private readonly signal: AbortSignal,
  ) {
    this.#keys = lockKeys(table);
  }

  /** Asks for it once. */
  async take(until: keyof typeof FUNCTIONS): Promise<boolean> {
    const [row] = (await this.link.send(`SELECT ${FUNCTIONS[until]}(${this.#keys.join(', ')}) AS taken`)).rows;
    return row?.taken === true;
  }

  /**
   * Asks again and again, and never waits inside PostgreSQL, where CREATE INDEX CONCURRENTLY would wait for the waiter.
   * @throws SessionRefusal where another run is at work.
   */
  async patiently(take: () => Promise<boolean>): Promise<void> {
    const deadline = Date.now() + PATIENCE_MS;
    while (!(await take())) {
      if (this.signal.aborted) throw new SessionRefusal({ code: 'cancelled', message: 'Cancelled.' });
      if (Date.now() >= deadline) {
        const message = `Another run is at work in this database${await this.#holder()}. Run again when it has finished.`;
        throw new SessionRefusal({ code: 'databaseLocked', message });
      }
      await wait(RETRY_MS);
    }
  }

  async #holder(): Promise<string> {
    const [first, second] = this.#keys;
    const { rows } = await this.link.send(
      `SELECT a.pid, a.application_name AS name FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
        WHERE l.locktype = 'advisory' AND l.granted AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
        AND l.classid::bigint::int4 = ${first} AND l.objid::bigint::int4 = ${second}`,
    );
    return rows[0] === undefined ? '' : ` (process ${String(rows[0].pid)} of the server, ${String(rows[0].name)})`;
  }
}

/** Advisory locks belong to a database, so the name of the table is enough. */
function lockKeys({ name, schema }: VersionTable): readonly [number, number] {
  const digest = createHash('sha1')
    .update(`alembic-workbench ${schema ?? ''} ${name}`)
    .digest();
  return [digest.readInt32BE(0), digest.readInt32BE(4)];
}
