import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { skipping } from '../../support/missing';
import { postgresSkipReason } from '../../support/postgres';
import { postgresVersionRows } from '../support/versionTable';
import { EACH_ALONE } from './faultBench';
import { openBench, plan, runs } from './nativeBench';
import { runNative } from './nativeRun';
import { TransactionPooler } from './transactionPooler';

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

async function openPooler(url: string): Promise<TransactionPooler> {
  const pooler = await TransactionPooler.open(url);
  cleanups.push(() => pooler.close());
  return pooler;
}

const SLEEP = 'op.execute("SELECT pg_sleep(1)")';
/** Those of other tests stand in the same table. */
const ADVISORY = `SELECT 1 FROM pg_locks l JOIN pg_database d ON d.oid = l.database
  WHERE l.locktype = 'advisory' AND d.datname = current_database()`;

describe('through a pooler that gives each transaction another session', skipping(postgresSkipReason()), () => {
  it('a run is done, and leaves no lock in a session that is not its own', async () => {
    const bench = await openBench();
    bench.project.chain('a', 'b', 'c');
    const pooler = await openPooler(bench.url);
    const program = await plan(bench, [], 'heads', EACH_ALONE);
    expect(await runNative(program, pooler.url)).toEqual({ error: null, done: 3 });
    expect(new Set(pooler.used).size).toBeGreaterThan(1);
    expect(await postgresVersionRows(bench.url)).toEqual(['c']);
    expect((await bench.client.query(ADVISORY)).rows).toEqual([]);
  });

  it.for<readonly [string, string]>([
    ['the pooled one', 'the direct one'],
    ['the direct one', 'the pooled one'],
    ['the pooled one', 'another pooled one'],
  ])('%s and %s keep each other out', async ([first, second]) => {
    const bench = await openBench();
    bench.project.revision({ id: 'a', upgrade: `op.create_table("t", sa.Column("id", sa.Integer))\n${SLEEP}` });
    const pooler = await openPooler(bench.url);
    const way = (which: string): string => (which === 'the direct one' ? bench.url : pooler.url);
    const program = await plan(bench, []);
    const one = runNative(program, way(first));
    await runs(bench, 'SELECT pg_sleep%');
    const other = runNative(program, way(second));
    const ends = await Promise.all([one, other]);
    expect(ends.map(({ error }) => error?.code ?? null)).toEqual([null, 'changedPlan']);
    expect(ends[1].error?.message).toContain('The database is at a by now');
    expect((await bench.client.query(ADVISORY)).rows).toEqual([]);
  });

  it('a cancel ends the statement of this run, in the session that has it', async () => {
    const bench = await openBench();
    bench.project.revision({ id: 'a', upgrade: 'op.execute("SELECT pg_sleep(60)")' });
    const pooler = await openPooler(bench.url);
    const cancel = new AbortController();
    const running = runNative(await plan(bench, []), pooler.url, undefined, cancel.signal);
    await runs(bench, 'SELECT pg_sleep%');
    cancel.abort();
    expect((await running).error).toMatchObject({ code: 'cancelled', revision: 'a' });
    await expect(postgresVersionRows(bench.url)).rejects.toThrow('alembic_version');
  });

  it('who is waited for is told', async () => {
    const bench = await openBench();
    bench.project.revision({ id: 'a' });
    bench.project.revision({ id: 'b', down: 'a', upgrade: 'op.drop_table("t_a")' });
    const pooler = await openPooler(bench.url);
    expect((await runNative(await plan(bench, [], 'a'), pooler.url)).error).toBeNull();
    await bench.client.query('BEGIN; SELECT * FROM t_a');
    const told: string[] = [];
    const running = runNative(await plan(bench, ['a']), pooler.url, (text) => told.push(text));
    while (!told.some((text) => text.startsWith('Waiting for process'))) await wait(50);
    await bench.client.query('COMMIT');
    expect((await running).error).toBeNull();
  });

  it('an autocommit block is refused before anything is sent', async () => {
    const bench = await openBench();
    bench.project.revision({
      id: 'a',
      upgrade: 'with op.get_context().autocommit_block():\n    op.execute("CREATE TABLE t_a (id int)")',
    });
    const pooler = await openPooler(bench.url);
    await expect(runNative(await plan(bench, []), pooler.url)).rejects.toThrow('Give the address of the server itself');
    expect((await bench.client.query("SELECT to_regclass('t_a') AS t")).rows).toEqual([{ t: null }]);
  });
});
