import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ProjectSnapshot } from '../../../server/src/workspace/snapshot';
import { skipReason } from '../../oracle/support/venv';
import { skipping } from '../../support/missing';
import { postgresSkipReason } from '../../support/postgres';
import { AlembicSteps } from './alembicSteps';
import { EACH_ALONE, FaultBench } from './faultBench';
import { type FaultPlace, postgresPlace, sqlitePlace } from './faultPlaces';
import { PLAIN_ENVIRONMENT } from './nativeRun';

const bench = new FaultBench();
let project: ProjectSnapshot;
beforeAll(async () => {
  await bench.build();
  // Nothing but the version table refuses the rows the second time. It takes a while, for the other one to come between.
  const count =
    'WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200000) SELECT count(*) FROM n';
  const row = `op.execute("INSERT INTO t_a DEFAULT VALUES")\nop.execute("${count}")`;
  project = await bench.project({ id: 'a' }, { id: 'b', upgrade: row }, { id: 'c', upgrade: row }, { id: 'd' });
});
afterAll(() => {
  bench.remove();
});

/** How much later the second of them starts, to meet the first at many places. */
const LATER_MS = [0, 60, 120, 180, 240, 300];

/** Each row once, every table there. */
async function expectWhole(place: FaultPlace): Promise<void> {
  expect(await place.rows()).toEqual(['d']);
  expect(await place.ask('SELECT id FROM t_a ORDER BY id')).toHaveLength(2);
  await place.ask('SELECT id FROM t_d');
}

describe.for<[string, string | null, () => Promise<FaultPlace> | FaultPlace]>([
  ['SQLite', skipReason(), () => sqlitePlace(join(bench.folder, 'two.db'))],
  ['PostgreSQL', skipReason() ?? postgresSkipReason(), () => postgresPlace()],
])('on %s', ([name, reason, open]) => {
  describe('two that start at once', skipping(reason), () => {
    const cases = [
      { how: 'a transaction for each', environment: EACH_ALONE, configure: { transaction_per_migration: true } },
      { how: 'one transaction', environment: PLAIN_ENVIRONMENT, configure: {} },
    ];

    it.for(cases)('both native: one does it all, the other finds it done, $how', async ({ how, environment }) => {
      const place = await open();
      const ends = new Map<string, number>();
      for (const later of LATER_MS) {
        await place.clear();
        await place.ask('SELECT 1');
        const second = async (): ReturnType<typeof bench.run> => {
          await wait(later);
          return bench.run(place, project, { environment });
        };
        const runs = await Promise.all([bench.run(place, project, { environment }), second()]);
        const codes = runs.map(({ report }) => report.error?.code ?? 'done').sort();
        // The second may have been planned when everything was done.
        expect([
          ['changedPlan', 'done'],
          ['done', 'done'],
        ]).toContainEqual(codes);
        await expectWhole(place);
        ends.set(codes.join(' + '), (ends.get(codes.join(' + ')) ?? 0) + 1);
      }
      console.log(`${name}, two native runs at once, ${how}: ${told(ends)}`);
    });

    it.for(cases)('one of them Alembic: nothing is done twice, $how', async ({ how, environment, configure }) => {
      const place = await open();
      const { config } = project;
      const task = { root: config.root, config, naming: null, configure, urls: { ours: place.url } };
      const ends = new Map<string, number>();
      const alembic = new AlembicSteps(task);
      for (const later of LATER_MS) {
        await place.clear();
        await place.ask('SELECT 1');
        const theirs = async (): Promise<string> => {
          await wait(later);
          return (await alembic.command('ours', 'upgrade', 'heads')).error === null ? 'done' : 'refused';
        };
        const ours = bench.run(place, project, { environment });
        const [{ report }, other] = await Promise.all([ours, theirs()]);
        const end = `native ${report.error?.code ?? 'done'}, Alembic ${other}`;
        expect(report.error === null || other === 'done' || (await place.rows())[0] !== 'd', end).toBe(true);
        ends.set(end, (ends.get(end) ?? 0) + 1);
        // Whoever stopped has left a boundary, and goes on from there.
        expect((await bench.run(place, project, { environment })).report.error, end).toBeNull();
        await expectWhole(place);
      }
      alembic.close();
      console.log(`${name}, a native run and Alembic at once, ${how}: ${told(ends)}`);
    });
  });
});

function told(ends: ReadonlyMap<string, number>): string {
  return [...ends].map(([end, count]) => `${count} × ${end}`).join('; ');
}
