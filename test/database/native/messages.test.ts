import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { skipping } from '../../support/missing';
import { postgresSkipReason } from '../../support/postgres';
import { FaultBench } from './faultBench';
import { type FaultPlace, postgresPlace, sqlitePlace } from './faultPlaces';
import { PLAIN_ENVIRONMENT } from './nativeRun';

const bench = new FaultBench();
beforeAll(() => bench.build());
afterAll(() => {
  bench.remove();
});

let files = 0;

function sqlite(folder = '.'): FaultPlace {
  return sqlitePlace(join(bench.folder, folder, `${++files}.db`));
}

describe('what a native run says on SQLite', () => {
  it('of a view on a table that is copied', async () => {
    const place = sqlite();
    const view = 'op.execute("CREATE VIEW v AS SELECT id FROM t_a")';
    const batch =
      'with op.batch_alter_table("t_a", recreate="always") as batch:\n    batch.add_column(sa.Column("n", sa.Text))';
    const { report } = await bench.run(
      place,
      await bench.project({ id: 'a' }, { id: 'b', upgrade: view }, { id: 'c', upgrade: batch }),
    );
    expect(report.error).toMatchObject({ revision: 'c', place: { line: 7 } });
    expect(report.error?.message).toMatch(
      /error in view v.*Drop it in the revision before the table is changed, and create it again/,
    );
    expect(await place.rows()).toEqual(['b']);
    const around = `op.execute("DROP VIEW v")\n${batch}\n${view}`;
    const mended = await bench.project({ id: 'a' }, { id: 'b', upgrade: view }, { id: 'c', upgrade: around });
    expect((await bench.run(place, mended)).report.error).toBeNull();
  });

  it('of a folder that is gone when it begins', async () => {
    const place: FaultPlace = { ...sqlite('nowhere'), rows: () => Promise.resolve([]) };
    const { report } = await bench.run(place, await bench.project({ id: 'a' }));
    expect(report.error?.code).toBe('connectionFailed');
    expect(report.error?.message).toMatch(
      /nowhere does not exist\. Make it, or correct the database URL, then run again\.$/,
    );
  });

  it('of statements that say nothing: nothing', async () => {
    const place = sqlite();
    const nothing = 'op.execute("  ")\nop.execute("-- so")\nop.execute("/* so */ ;")';
    const { report } = await bench.run(place, await bench.project({ id: 'a', upgrade: nothing }));
    expect(report.error).toBeNull();
    expect(await place.rows()).toEqual(['a']);
  });
});

describe('what a native run says on PostgreSQL', skipping(postgresSkipReason()), () => {
  it('of a schema for the version table that is missing', async () => {
    const place = await postgresPlace();
    const project = await bench.project({ id: 'a' });
    const versionTable = { ...PLAIN_ENVIRONMENT.versionTable, schema: 'admin' };
    const environment = { ...PLAIN_ENVIRONMENT, versionTable };
    const { report, output } = await bench.run(place, project, { environment });
    expect(report.error?.message).toBe(
      'schema "admin" does not exist. Create the schema first (CREATE SCHEMA), then run again.',
    );
    expect(output).toEqual([]);
    await place.ask('CREATE SCHEMA admin');
    expect((await bench.run(place, project, { environment })).report.error).toBeNull();
    expect(await place.ask('SELECT version_num FROM admin.alembic_version')).toEqual([{ version_num: 'a' }]);
  });

  it('of a statement that says nothing: that nobody knows', async () => {
    const place = await postgresPlace();
    const project = await bench.project({ id: 'a', upgrade: 'op.execute("  ")' });
    await expect(bench.run(place, project)).rejects.toThrow('The statement is empty');
  });
});
