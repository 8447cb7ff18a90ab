import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { ProjectSnapshot } from '../../../server/src/workspace/snapshot';
import { skipping } from '../../support/missing';
import { postgresSkipReason } from '../../support/postgres';
import { FaultBench } from './faultBench';
import { type FaultPlace, postgresPlace, sqlitePlace } from './faultPlaces';

// Hundreds of processes, one after the other.
vi.setConfig({ testTimeout: 600_000 });

const bench = new FaultBench();
let project: ProjectSnapshot;

beforeAll(async () => {
  await bench.build();
  const fill = 'op.execute("INSERT INTO t_a (id) VALUES (1), (2)")';
  project = await bench.project(
    { id: 'a' },
    { id: 'b', upgrade: `op.create_table("t_b", sa.Column("id", sa.Integer))\n${fill}` },
    {
      id: 'c',
      upgrade:
        'with op.batch_alter_table("t_a") as batch:\n    batch.add_column(sa.Column("n", sa.Integer))\n    batch.create_unique_constraint("uq", ["n"])',
    },
  );
});
afterAll(() => {
  bench.remove();
});

describe.for<[string, string | null, () => Promise<FaultPlace> | FaultPlace]>([
  ['SQLite', null, () => sqlitePlace(join(bench.folder, 'killed.db'))],
  ['PostgreSQL', postgresSkipReason(), () => postgresPlace()],
])('on %s', ([name, reason, open]) => {
  describe('a run', skipping(reason), () => {
    it('that is killed leaves a revision boundary, and the next run ends the work', async () => {
      const place = await open();
      // What each revision leaves, by the run that nobody kills, a revision at a time.
      const boundaries = new Map<string, string>();
      const whole = await bench.run(place, project);
      expect(whole.report).toEqual({ error: null, done: 3 });
      const end = await place.look();
      const counts = { killed: 0, goneOn: 0, boundaries: new Set<string>() };
      for (let at = 1; at <= whole.sent; at++) {
        for (const when of ['before', 'after'] as const) {
          await place.clear();
          const { report } = await bench.run(place, project, { at, when });
          expect(report.error?.code, `${when} ${at}`).toBe('processFailed');
          counts.killed++;
          const [row = 'base'] = await place.rows();
          const left = await place.look();
          // The same revision never leaves two things.
          expect(boundaries.get(row) ?? left, `${when} statement ${at}: ${row}`).toBe(left);
          boundaries.set(row, left);
          counts.boundaries.add(row);
          // Gone on from once: after a statement is before the next one.
          if (row === 'c' || when === 'after') continue;
          counts.goneOn++;
          expect((await bench.run(place, project)).report.error, `after ${when} ${at}`).toBeNull();
          expect(await place.look()).toBe(end);
        }
      }
      console.log(
        `${name}: ${counts.killed} runs killed around ${whole.sent} statements, ${counts.goneOn} gone on from; ` +
          `left: ${[...counts.boundaries].join(', ')}`,
      );
      expect([...counts.boundaries].sort()).toEqual(['a', 'b', 'base', 'c']);
    });
  });
});

it('a disk that is full leaves a revision boundary of SQLite, and the next run ends the work', async () => {
  const place = sqlitePlace(join(bench.folder, 'full.db'));
  const ends: string[] = [];
  for (const pages of [2, 3, 4, 5, 6]) {
    await place.clear();
    const { report } = await bench.run(place, project, { pages });
    ends.push(`${pages} pages: ${report.error?.message ?? 'done'} ${(await place.rows()).join() || 'base'}`);
    expect(report.error === null).toBe((await place.rows())[0] === 'c');
    expect((await bench.run(place, project)).report.error).toBeNull();
  }
  expect(ends.some((text) => text.includes('Make room on the disk'))).toBe(true);
  console.log(`SQLite, a disk that is full: ${ends.join('; ')}`);
});
