import { Client } from 'pg';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { nodeFileSystem } from '../../../server/src/common/nodeFileSystem';
import type { NativeProgram } from '../../../server/src/engine/native/program';
import { planUpgrade } from '../../../server/src/revision/plans';
import { loadProject } from '../../../server/src/usecases/loadProject';
import { nativePlan } from '../../../server/src/usecases/native/nativePlan';
import { sqlOptions } from '../../../server/src/usecases/sql/sqlOptions';
import { skipReason } from '../../oracle/support/venv';
import { skipping } from '../../support/missing';
import { createTestDatabase, postgresSkipReason } from '../../support/postgres';
import { AlembicProject } from '../support/alembicProject';
import { postgresVersionRows } from '../support/versionTable';
import { AlembicSteps } from './alembicSteps';
import { startSchema } from './startSchema';
import { PLAIN_ENVIRONMENT, runNative } from './nativeRun';

const cleanups: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

interface Bench {
  readonly url: string;
  readonly project: AlembicProject;
  readonly client: Client;
}

async function open(): Promise<Bench> {
  const place = await createTestDatabase();
  cleanups.push(() => place.drop());
  const project = new AlembicProject(place.url);
  cleanups.push(() => {
    project.remove();
  });
  const client = new Client({ connectionString: place.url });
  await client.connect();
  cleanups.push(() => client.end());
  return { url: place.url, project, client };
}

async function plan({ project }: Bench, rows: readonly string[], target = 'heads'): Promise<NativeProgram> {
  const config = project.config();
  const snapshot = await loadProject(config, { fs: nodeFileSystem });
  const fs = nodeFileSystem;
  const options = sqlOptions(config, {
    dialect: 'postgresql',
    mode: 'online',
    fs,
    cwd: project.root,
    interpreter: null,
  });
  const steps = planUpgrade(snapshot.chain.map, rows, target);
  if (!steps.ok) throw new Error(steps.error.message);
  const planned = nativePlan(snapshot, {
    dialect: 'postgresql',
    rows,
    purge: false,
    steps: steps.value,
    environment: PLAIN_ENVIRONMENT,
    options,
    start: startSchema(snapshot, rows, options.context, options),
  });
  if (!planned.ok) throw new Error(planned.error.reason);
  return planned.value;
}

/** When somebody runs a statement like this one. */
async function runs({ client }: Bench, like: string): Promise<void> {
  const query = `SELECT 1 FROM pg_stat_activity WHERE query ILIKE '${like}' AND state = 'active' AND pid <> pg_backend_pid()`;
  while ((await client.query(query)).rows.length === 0) await wait(20);
}

const SLOW = 'op.create_table("t_b", sa.Column("id", sa.Integer))\nop.execute("SELECT pg_sleep(1)")';

describe('beside others on PostgreSQL', skipping(skipReason() ?? postgresSkipReason()), () => {
  it.for(['Alembic', 'the native engine'])('nothing is applied twice where %s is first', async (first) => {
    const bench = await open();
    bench.project.revision({ id: 'a' });
    // Nothing refuses it the second time: only the version table tells.
    const upgrade = 'op.execute("INSERT INTO t_a (id) VALUES (DEFAULT)")\nop.execute("SELECT pg_sleep(1)")';
    bench.project.revision({ id: 'b', down: 'a', upgrade });
    await runNative(await plan(bench, [], 'a'), bench.url);
    const config = bench.project.config();
    const alembic = new AlembicSteps({ root: bench.project.root, config, naming: null, urls: { ours: bench.url } });
    cleanups.push(() => {
      alembic.close();
    });
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

  it('two native runs wait for each other, and the second finds the work done', async () => {
    const bench = await open();
    bench.project.revision({ id: 'a', upgrade: SLOW });
    const program = await plan(bench, []);
    const ends = await Promise.all([runNative(program, bench.url), runNative(program, bench.url)]);
    expect(ends.map(({ error }) => error?.code ?? null).sort()).toEqual(['changedPlan', null]);
    expect(await postgresVersionRows(bench.url)).toEqual(['a']);
  });

  it('a cancel ends the statement, and nothing is left', async () => {
    const bench = await open();
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
    const bench = await open();
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
    const bench = await open();
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
});
