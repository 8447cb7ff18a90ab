import { Client } from 'pg';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { skipReason } from '../../oracle/support/venv';
import { skipping } from '../../support/missing';
import { postgresSkipReason } from '../../support/postgres';
import { postgresVersionRows } from '../support/versionTable';
import { alembicOf, type Bench, openBench, plan, runs } from './nativeBench';
import { PLAIN_ENVIRONMENT, runNative } from './nativeRun';

/** How transactions of a database are told apart, where nobody says otherwise. */
async function isolate({ client }: Bench, level: string): Promise<void> {
  const database = client.database ?? '';
  await client.query(`ALTER DATABASE "${database}" SET default_transaction_isolation = '${level}'`);
}

const SLOW = 'op.create_table("t_b", sa.Column("id", sa.Integer))\nop.execute("SELECT pg_sleep(1)")';

describe('beside others on PostgreSQL', skipping(skipReason() ?? postgresSkipReason()), () => {
  it.for(
    ['read committed', 'repeatable read', 'serializable'].flatMap((level) =>
      ['Alembic', 'the native engine'].map((first) => [first, level] as const),
    ),
  )('nothing is applied twice where %s is first, and transactions are %s', async ([first, level]) => {
    const bench = await openBench();
    await isolate(bench, level);
    bench.project.revision({ id: 'a' });
    // Nothing refuses it the second time: only the version table tells.
    const upgrade = 'op.execute("INSERT INTO t_a (id) VALUES (DEFAULT)")\nop.execute("SELECT pg_sleep(1)")';
    bench.project.revision({ id: 'b', down: 'a', upgrade });
    await runNative(await plan(bench, [], 'a'), bench.url);
    const alembic = alembicOf(bench);
    const program = await plan(bench, ['a']);
    const theirs = async (): Promise<string | null> => (await alembic.command('ours', 'upgrade', 'heads')).error;
    const ours = async (): Promise<string | null> => (await runNative(program, bench.url)).error?.message ?? null;
    // It has loaded its files by then.
    expect(await alembic.command('ours', 'upgrade', 'a')).toEqual({ error: null });
    const [one, other] = first === 'Alembic' ? [theirs, ours] : [ours, theirs];
    const running = one();
    await runs(bench, 'SELECT pg_sleep%');
    const ends = await Promise.all([running, other()]);
    // Whoever writes the version table second finds the work done, or other rows than it began with.
    expect(ends).toContain(null);
    expect((await bench.client.query('SELECT * FROM t_a')).rows).toHaveLength(1);
    expect(await postgresVersionRows(bench.url)).toEqual(['b']);
  });

  it.for(['read committed', 'repeatable read', 'serializable'])(
    'what Alembic has written meanwhile is seen where transactions are %s',
    async (level) => {
      const bench = await openBench();
      await isolate(bench, level);
      bench.project.revision({ id: 'a', upgrade: 'op.execute("SELECT 1")' });
      bench.project.revision({ id: 'b', down: 'a', upgrade: 'op.execute("SELECT pg_sleep(1)")' });
      const alembic = alembicOf(bench);
      // Twice: the first makes the version table, the second finds one that says nothing.
      for (const made of ['has made the version table meanwhile', 'The database is at b by now']) {
        const program = await plan(bench, []);
        const theirs = alembic.command('ours', 'upgrade', 'heads');
        await runs(bench, 'SELECT pg_sleep%');
        const ours = await runNative(program, bench.url);
        expect(ours.error).toMatchObject({ code: 'changedPlan', message: expect.stringContaining(made) as string });
        expect(await theirs).toEqual({ error: null });
        expect(await alembic.command('ours', 'stamp', 'base')).toEqual({ error: null });
      }
    },
  );

  it('a version table without a key is read by nobody else meanwhile', async () => {
    const bench = await openBench();
    bench.project.revision({ id: 'a', upgrade: 'op.execute("SELECT pg_sleep(1)")' });
    const alembic = alembicOf(bench, { version_table_pk: false });
    expect(await alembic.command('ours', 'stamp', 'base')).toEqual({ error: null });
    const versionTable = { ...PLAIN_ENVIRONMENT.versionTable, primaryKey: false };
    const program = await plan(bench, [], 'heads', { ...PLAIN_ENVIRONMENT, versionTable });
    const ours = runNative(program, bench.url);
    await runs(bench, 'SELECT pg_sleep%');
    // Alembic waits, and has nothing left to do.
    expect(await alembic.command('ours', 'upgrade', 'heads')).toEqual({ error: null });
    expect(await ours).toMatchObject({ error: null });
    expect(await postgresVersionRows(bench.url)).toEqual(['a']);
  });

  it('two native runs wait for each other, and the second finds the work done', async () => {
    const bench = await openBench();
    bench.project.revision({ id: 'a', upgrade: SLOW });
    const program = await plan(bench, []);
    const ends = await Promise.all([runNative(program, bench.url), runNative(program, bench.url)]);
    expect(ends.map(({ error }) => error?.code ?? null).sort()).toEqual(['changedPlan', null]);
    expect(await postgresVersionRows(bench.url)).toEqual(['a']);
  });

  it('a cancel ends the statement, and nothing is left', async () => {
    const bench = await openBench();
    bench.project.revision({ id: 'a', upgrade: 'op.execute("SELECT pg_sleep(60)")' });
    const cancel = new AbortController();
    const running = runNative(await plan(bench, []), bench.url, undefined, cancel.signal);
    await runs(bench, 'SELECT pg_sleep%');
    cancel.abort();
    expect((await running).error).toMatchObject({ code: 'cancelled', revision: 'a' });
    const { rows } = await bench.client.query("SELECT to_regclass('alembic_version') AS t");
    expect(rows).toEqual([{ t: null }]);
  });

  it('who is waited for is told, and a lost connection is', async () => {
    const bench = await openBench();
    bench.project.revision({ id: 'a' });
    bench.project.revision({ id: 'b', down: 'a', upgrade: 'op.add_column("t_a", sa.Column("n", sa.Integer))' });
    await runNative(await plan(bench, [], 'a'), bench.url);
    const { client } = bench;
    await client.query('BEGIN; SELECT * FROM t_a');
    const impatient = runNative(await plan(bench, ['a']), bench.url, undefined, undefined, 300);
    expect((await impatient).error).toMatchObject({ code: 'databaseLocked', revision: 'b', place: { line: 7 } });
    const told: string[] = [];
    const running = runNative(await plan(bench, ['a']), bench.url, (text) => told.push(text));
    while (!told.some((text) => text.startsWith('Waiting for process'))) await wait(50);
    await client.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query ILIKE 'ALTER TABLE t_a%'");
    await client.query('COMMIT');
    expect((await running).error).toMatchObject({ code: 'connectionFailed', revision: 'b' });
    expect(told.join('\n')).toContain('SELECT * FROM t_a');
    expect(await postgresVersionRows(bench.url)).toEqual(['a']);
    expect((await runNative(await plan(bench, ['a']), bench.url)).error).toBeNull();
  });

  it('an autocommit block stays where it fails, with what it left, and the way on', async () => {
    const bench = await openBench();
    bench.project.revision({ id: 'a' });
    const block = 'with op.get_context().autocommit_block():\n    ';
    const index = `op.create_index("ix", "t_b", ["n"], unique=True, postgresql_concurrently=True)`;
    bench.project.revision({
      id: 'b',
      down: 'a',
      upgrade: `op.create_table("t_b", sa.Column("n", sa.Integer))\nop.execute("INSERT INTO t_b VALUES (1), (1)")\n${block}${index}`,
    });
    const failed = await runNative(await plan(bench, []), bench.url);
    expect(failed.error).toMatchObject({ code: 'commandFailed', revision: 'b', stayed: { count: 2 } });
    expect(failed.error?.message).toContain('An index is left that is not valid. Before you run again: DROP INDEX ix.');
    expect(await postgresVersionRows(bench.url)).toEqual(['a']);
    await bench.client.query('DROP TABLE t_b');
    bench.project.revision({
      id: 'b',
      down: 'a',
      upgrade: `op.create_table("t_b", sa.Column("n", sa.Integer))\n${block}${index}\nop.execute("INSERT INTO t_b VALUES (1)")`,
    });
    expect((await runNative(await plan(bench, ['a']), bench.url)).error).toBeNull();
    const { rows } = await bench.client.query(
      "SELECT indisvalid AS valid FROM pg_index WHERE indexrelid = 'ix'::regclass",
    );
    expect(rows).toEqual([{ valid: true }]);
    expect(await postgresVersionRows(bench.url)).toEqual(['b']);
  });

  it('an index that a lost connection has left is told when it is in the way', async () => {
    const bench = await openBench();
    const { client } = bench;
    bench.project.revision({ id: 'a' });
    const block = 'with op.get_context().autocommit_block():\n    ';
    const index = 'op.create_index("ix", "t_a", ["id"], postgresql_concurrently=True)';
    bench.project.revision({ id: 'b', down: 'a', upgrade: block + index });
    expect((await runNative(await plan(bench, [], 'a'), bench.url)).error).toBeNull();
    // It waits for whoever writes.
    const writer = new Client({ connectionString: bench.url });
    await writer.connect();
    await writer.query('BEGIN; INSERT INTO t_a DEFAULT VALUES');
    const running = runNative(await plan(bench, ['a']), bench.url);
    await runs(bench, 'CREATE INDEX CONCURRENTLY%');
    await client.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query ILIKE 'CREATE INDEX CONC%'");
    const lost = (await running).error;
    expect(lost).toMatchObject({ code: 'connectionFailed', revision: 'b' });
    expect(lost?.message).toContain('Whether 1 statement of it stayed is not known: look for that.');
    await writer.end();
    const again = (await runNative(await plan(bench, ['a']), bench.url)).error;
    expect(again).toMatchObject({ code: 'alreadyExists', revision: 'b' });
    expect(again?.message).toContain('An index is left that is not valid. Before you run again: DROP INDEX ix.');
    await client.query('DROP INDEX ix');
    expect((await runNative(await plan(bench, ['a']), bench.url)).error).toBeNull();
    expect(await postgresVersionRows(bench.url)).toEqual(['b']);
  });
});
