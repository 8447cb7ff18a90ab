import { setTimeout as wait } from 'node:timers/promises';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { RunnerClient } from '../../../server/src/engine/runnerClient';
import { terminal } from '../../oracle/chain/cli/terminal';
import { skipping } from '../../support/missing';
import { createTestDatabase, postgresSkipReason } from '../../support/postgres';
import { engineHost, startRunner } from '../support/engines';
import { TEMPLATE_ENV, templateProject } from './templateProject';

let runner: RunnerClient;
beforeAll(async () => {
  runner = await startRunner();
});
afterAll(() => {
  runner.dispose();
});
const cleanups: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** What stops the third revision. */
const SLEEP = 'op.execute("SELECT pg_sleep(600)")';
const BLOCK = 'with op.get_context().autocommit_block():\n    ';

describe('a run from the terminal that is cancelled', skipping(postgresSkipReason()), () => {
  it.for([
    { how: 'a transaction for each', each: 'True', third: SLEEP, at: 'b' },
    { how: 'one transaction', each: 'False', third: SLEEP, at: 'base' },
    { how: 'an autocommit block', each: 'False', third: `op.drop_table("t_b")\n${BLOCK}${SLEEP}`, at: 'b' },
  ])('ends its statement, and says where the database is then: $how', async ({ each, third, at }) => {
    const place = await createTestDatabase();
    cleanups.push(() => place.drop());
    const env = TEMPLATE_ENV.replace('target_metadata=target_metadata)', `transaction_per_migration=${each})`);
    const project = templateProject(place.url, env);
    cleanups.push(() => {
      project.remove();
    });
    project.revision({ id: 'c', down: 'b', upgrade: third });
    const client = new Client({ connectionString: place.url });
    await client.connect();
    cleanups.push(() => client.end());
    const cancel = new AbortController();
    const engine = engineHost();
    const running = terminal(['upgrade', 'head', '--engine', 'native', '--yes'], project.root, {
      runner,
      engine: { ...engine, environment: { ...engine.environment, PATH: '' } },
      signal: cancel.signal,
    });
    const sleeping = "SELECT pid FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%' AND state = 'active'";
    while ((await client.query(sleeping)).rows.length === 0) await wait(20);
    cancel.abort();
    const ended = await running;
    expect(ended.err).toContain('Cancelled.');
    expect(ended.code).not.toBe(0);
    expect(ended.out + ended.err).toContain(`The database is now at ${at}.`);
    // The server has nothing left to do for it.
    expect((await client.query(sleeping)).rows).toEqual([]);
    const rows = await client.query('SELECT version_num FROM alembic_version').catch(() => ({ rows: [] }));
    expect(rows.rows).toEqual(at === 'base' ? [] : [{ version_num: at }]);
    if (third === SLEEP) return;
    expect(ended.err).toContain(
      '1 statement of the revision stayed, because of its autocommit block: it counts as not run.',
    );
    expect((await client.query("SELECT to_regclass('t_b') AS t")).rows).toEqual([{ t: null }]);
  });
});
