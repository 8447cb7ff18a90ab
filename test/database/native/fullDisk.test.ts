import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { skipping } from '../../support/missing';
import { postgresSkipReason } from '../../support/postgres';
import { type PostgresServer, startOwnPostgres } from '../../support/postgresServer';
import { EACH_ALONE, FaultBench } from './faultBench';
import { postgresPlace } from './faultPlaces';
import { PLAIN_ENVIRONMENT } from './nativeRun';

const MEGABYTE = 1024 * 1024;
/** A segment of its log is 16. */
const LARGEST_FILE = 17 * MEGABYTE;

const NO_LIMIT = process.platform === 'win32' ? 'Windows has no limit for the size of files' : null;

const bench = new FaultBench();
let server: PostgresServer | undefined;
afterAll(async () => {
  await server?.stop();
  bench.remove();
});

/** Rows of about a kilobyte that cannot be made shorter, as many as there is said to be room for. */
const FILL = `op.execute("""INSERT INTO t_a (v) SELECT (SELECT string_agg(md5((i * 100 + j)::text), '') FROM generate_series(1, 29) j)
    FROM generate_series(1, (SELECT rows FROM aside.room)) i""")`;

/** What the third of five revisions needs more room for than there is. */
const THIRDS: readonly { readonly kind: string; readonly third: string }[] = [
  { kind: 'rows', third: FILL },
  { kind: 'an index', third: `op.execute("CREATE INDEX ix ON t_a (v, (v || '.'))")` },
  { kind: 'a table written anew', third: `op.execute("ALTER TABLE t_a ALTER v TYPE text USING v || v")` },
  {
    kind: 'an index of an autocommit block',
    third: `with op.get_context().autocommit_block():\n    op.execute("CREATE INDEX CONCURRENTLY ix ON t_a (v, (v || '.'))")`,
  },
];

describe('a PostgreSQL whose disk is full', skipping(NO_LIMIT ?? postgresSkipReason()), () => {
  beforeAll(async () => {
    await bench.build();
    server = await startOwnPostgres({ largestFile: LARGEST_FILE, settings: { work_mem: '64MB' } });
  });

  const cases = THIRDS.flatMap((one) => [
    { ...one, how: 'a transaction for each', environment: EACH_ALONE },
    { ...one, how: 'one transaction', environment: PLAIN_ENVIRONMENT },
  ]);

  it.for(cases)(
    'leaves a boundary where there is no room for $kind, $how',
    async ({ kind, third, how, environment }) => {
      const place = await postgresPlace(server?.url);
      await place.clear();
      await place.ask('DROP SCHEMA IF EXISTS aside CASCADE');
      await place.ask('CREATE SCHEMA aside; CREATE TABLE aside.room AS SELECT 12000 AS rows');
      const table = 'op.create_table("t_a", sa.Column("id", sa.Integer, primary_key=True), sa.Column("v", sa.Text))';
      const project = await bench.project(
        { id: 'a', upgrade: table },
        { id: 'b', upgrade: FILL },
        { id: 'c', upgrade: third },
        { id: 'd' },
        { id: 'e' },
      );
      const { report } = await bench.run(place, project, { environment });
      expect(report.error).toMatchObject({
        code: 'commandFailed',
        revision: 'c',
        place: { line: 7 + (kind.endsWith('block') ? 1 : 0) },
      });
      expect(report.error?.message).toMatch(/could not (?:extend|write).*Check free disk space\./);
      const isBlock = kind.endsWith('block');
      // A block commits what came before it.
      const left = environment === EACH_ALONE || isBlock ? ['b'] : [];
      expect(await place.rows()).toEqual(left);
      const [filled] = left.length === 0 ? [{ n: 0 }] : await place.ask('SELECT count(*)::int AS n FROM t_a');
      expect(filled?.n).toBe(left.length === 0 ? 0 : 12_000);
      expect(await place.ask("SELECT 1 FROM pg_tables WHERE tablename = 't_d'")).toEqual([]);
      const invalid = await place.ask('SELECT indexrelid::regclass::text AS name FROM pg_index WHERE NOT indisvalid');
      expect(invalid).toEqual(isBlock ? [{ name: 'ix' }] : []);
      if (isBlock) {
        expect(report.error?.message).toContain(
          'An index is left that is not valid. Before you run again: DROP INDEX ix.',
        );
        await place.ask('DROP INDEX ix');
      }
      // Room is made.
      await place.ask('UPDATE aside.room SET rows = 100');
      if (left.length > 0) {
        await place.ask('DELETE FROM t_a WHERE id > 100');
        await place.ask('VACUUM FULL t_a');
      }
      expect((await bench.run(place, project, { environment })).report.error).toBeNull();
      expect(await place.rows()).toEqual(['e']);
      console.log(`PostgreSQL, no room for ${kind}, ${how}: left ${left[0] ?? 'base'}: ${report.error?.message ?? ''}`);
    },
  );
});
