import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { skipping } from '../../support/missing';
import { postgresSkipReason } from '../../support/postgres';
import { type PostgresServer, startOwnPostgres } from '../../support/postgresServer';
import { EACH_ALONE, FaultBench } from './faultBench';
import { type FaultPlace, postgresPlace } from './faultPlaces';
import { PLAIN_ENVIRONMENT } from './nativeRun';

const NO_SIGNALS = process.platform === 'win32' ? 'Windows has no signals' : null;

const bench = new FaultBench();
let server: PostgresServer | undefined;
afterAll(async () => {
  await server?.stop();
  bench.remove();
});

/** A server that has lost a process begins anew, and lets nobody in meanwhile. */
async function comesBack(place: FaultPlace): Promise<void> {
  while (
    !(await place.ask('SELECT 1').then(
      () => true,
      () => false,
    ))
  )
    await wait(50);
}

describe('a PostgreSQL one of whose processes is killed', skipping(NO_SIGNALS ?? postgresSkipReason()), () => {
  beforeAll(async () => {
    await bench.build();
    // What is committed is not to go with the process.
    server = await startOwnPostgres({ settings: { synchronous_commit: 'on' } });
  });

  it.for([
    { how: 'a transaction for each', environment: EACH_ALONE, at: ['b'] },
    { how: 'one transaction', environment: PLAIN_ENVIRONMENT, at: [] },
  ])('leaves a boundary, and the next run ends the work: $how', async ({ how, environment, at }) => {
    const place = await postgresPlace(server?.url);
    await place.clear();
    await place.ask('DROP SCHEMA IF EXISTS aside CASCADE');
    await place.ask('CREATE SCHEMA aside; CREATE TABLE aside.pause AS SELECT 600 AS seconds');
    const third =
      'op.create_table("t_c", sa.Column("id", sa.Integer))\nop.execute("SELECT pg_sleep(seconds) FROM aside.pause")';
    const project = await bench.project(
      { id: 'a' },
      { id: 'b' },
      { id: 'c', upgrade: third },
      { id: 'd' },
      { id: 'e' },
    );
    const running = bench.run(place, project, { environment });
    const sleeping = "SELECT pid FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%' AND state = 'active'";
    let found: readonly Record<string, unknown>[] = [];
    while ((found = await place.ask(sleeping)).length === 0) await wait(20);
    process.kill(Number(found[0]?.pid), 'SIGKILL');
    const { report } = await running;
    expect(report.error).toMatchObject({ code: 'connectionFailed', revision: 'c', place: { line: 8 } });
    expect(report.error?.message).toMatch(/Refresh to see where the database is, then run again\.$/);
    await comesBack(place);
    expect(await place.rows()).toEqual(at);
    expect(await place.ask("SELECT 1 FROM pg_tables WHERE tablename = 't_c'")).toEqual([]);
    await place.ask('UPDATE aside.pause SET seconds = 0');
    expect((await bench.run(place, project, { environment })).report.error).toBeNull();
    expect(await place.rows()).toEqual(['e']);
    console.log(
      `PostgreSQL, a process of the server killed, ${how}: left ${at[0] ?? 'base'}: ${report.error?.message ?? ''}`,
    );
  });
});
