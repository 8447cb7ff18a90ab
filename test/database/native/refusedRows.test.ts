import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { skipping } from '../../support/missing';
import { postgresSkipReason } from '../../support/postgres';
import type { RevisionText } from '../support/alembicProject';
import { EACH_ALONE, FaultBench } from './faultBench';
import { type FaultPlace, postgresPlace, sqlitePlace } from './faultPlaces';
import { PLAIN_ENVIRONMENT } from './nativeRun';

const bench = new FaultBench();
beforeAll(() => bench.build());
afterAll(() => {
  bench.remove();
});

/** Five revisions; the third does something before what it says here. */
function five(third: string): readonly RevisionText[] {
  const upgrade = `op.create_table("t_c", sa.Column("id", sa.Integer))\n${third}`;
  const rows = 'op.execute("INSERT INTO t_a (id) VALUES (1), (2)")';
  return [{ id: 'a' }, { id: 'b', upgrade: rows }, { id: 'c', upgrade }, { id: 'd' }, { id: 'e' }];
}

/** What the rows of the second revision do not allow, at once and only when the transaction ends. */
const REFUSED: readonly { readonly kind: string; readonly third: string; readonly late?: true }[] = [
  { kind: 'a key', third: 'op.execute("INSERT INTO t_a (id) VALUES (3), (1)")' },
  {
    kind: 'a check',
    third:
      'with op.batch_alter_table("t_a") as batch:\n    batch.add_column(sa.Column("n", sa.Integer))\n    batch.create_check_constraint("ck", "id < 2")',
  },
  {
    kind: 'a table that is not there',
    third: 'op.add_column("t_a", sa.Column("n", sa.Integer))\nop.execute("INSERT INTO t_c SELECT 1 FROM nowhere")',
  },
  {
    kind: 'a key that is looked at late',
    third:
      'op.execute("ALTER TABLE t_c ADD CONSTRAINT fk FOREIGN KEY (id) REFERENCES t_a DEFERRABLE INITIALLY DEFERRED")\nop.execute("INSERT INTO t_c (id) VALUES (7)")',
    late: true,
  },
];

describe.for<[string, string | null, () => Promise<FaultPlace> | FaultPlace]>([
  ['SQLite', null, () => sqlitePlace(join(bench.folder, 'refused.db'))],
  ['PostgreSQL', postgresSkipReason(), () => postgresPlace()],
])('on %s', ([name, reason, open]) => {
  describe('what the third of five revisions may not do', skipping(reason), () => {
    const cases = REFUSED.filter(({ late }) => late !== true || name === 'PostgreSQL').flatMap((one) => [
      { ...one, how: 'a transaction for each', environment: EACH_ALONE },
      { ...one, how: 'one transaction', environment: PLAIN_ENVIRONMENT },
    ]);

    it.for(cases)('leaves a boundary: $kind, $how', async ({ kind, third, late, how, environment }) => {
      const place = await open();
      await place.clear();
      const mended = await bench.project(...five('op.execute("INSERT INTO t_c (id) VALUES (1)")'));
      expect((await bench.run(place, mended, { environment })).report.error).toBeNull();
      const end = await place.look();
      await place.clear();
      // SQLite keeps each revision that is finished, whatever env.py says.
      const stays = name === 'SQLite' || environment === EACH_ALONE ? ['b'] : [];
      const first = await bench.project(...five('').slice(0, stays.length === 0 ? 0 : 2));
      if (stays.length > 0) expect((await bench.run(place, first, { environment })).report.error).toBeNull();
      const boundary = await place.look();
      await place.clear();

      const { report, output } = await bench.run(place, await bench.project(...five(third)), { environment });
      expect(report.error).toMatchObject({ code: 'commandFailed' });
      // What is refused when the transaction ends may be of any of its revisions.
      const revision = late === true && environment !== EACH_ALONE ? undefined : 'c';
      expect(report.error?.revision).toBe(revision);
      if (late !== true) expect(report.error?.place?.line).toBeGreaterThan(7);
      expect(output.join('\n')).not.toContain('no transaction in progress');
      expect(await place.rows()).toEqual(stays);
      expect(await place.look()).toBe(boundary);
      expect((await bench.run(place, mended, { environment })).report.error).toBeNull();
      expect(await place.look()).toBe(end);
      console.log(`${name}, ${how}, ${kind}: left ${stays[0] ?? 'base'}: ${report.error?.message ?? ''}`);
    });
  });
});
