import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { ProjectSnapshot } from '../../../server/src/workspace/snapshot';
import { skipping } from '../../support/missing';
import { postgresSkipReason } from '../../support/postgres';
import { terminal } from '../../oracle/chain/cli/terminal';
import { engineHost, startRunner } from '../support/engines';
import { TEMPLATE_ENV, templateProject } from './templateProject';
import { type Cut, CuttingProxy } from './cuttingProxy';
import { EACH_ALONE, FaultBench, type FaultRun } from './faultBench';
import { type FaultPlace, postgresPlace } from './faultPlaces';
import { PLAIN_ENVIRONMENT } from './nativeRun';

// Hundreds of processes, one after the other.
vi.setConfig({ testTimeout: 600_000 });

const bench = new FaultBench();
beforeAll(() => bench.build());
afterAll(() => {
  bench.remove();
});

/** A run whose connection is cut. */
async function runCut(
  place: FaultPlace,
  project: ProjectSnapshot,
  cut: Cut,
  environment = EACH_ALONE,
): Promise<FaultRun & { readonly statements: readonly string[] }> {
  const proxy = await CuttingProxy.open(place.url, cut);
  try {
    const run = await bench.run(place, project, { environment, url: proxy.url });
    return { ...run, statements: proxy.statements };
  } finally {
    await proxy.close();
  }
}

/** Cuts that a run of so many statements can meet. */
function cuts(statements: number): readonly Cut[] {
  const all = Array.from({ length: statements }, (_, index) => index + 1);
  return all.flatMap((at) => (['before', 'after'] as const).map((when) => ({ at, when })));
}

const NEVER: Cut = { at: Infinity, when: 'before' };

describe('a run whose connection is cut', skipping(postgresSkipReason()), () => {
  it.for([
    { how: 'a transaction for each', environment: EACH_ALONE, boundaries: ['a', 'b', 'base', 'c'] },
    { how: 'one transaction', environment: PLAIN_ENVIRONMENT, boundaries: ['base', 'c'] },
  ])('leaves a revision boundary, and the next run ends the work: $how', async ({ how, environment, boundaries }) => {
    const place = await postgresPlace();
    const project = await bench.project(
      { id: 'a' },
      { id: 'b', upgrade: 'op.execute("INSERT INTO t_a (id) VALUES (1), (2)")' },
      { id: 'c', upgrade: 'op.add_column("t_a", sa.Column("n", sa.Integer, unique=True))' },
    );
    const whole = await runCut(place, project, NEVER, environment);
    expect(whole.report).toEqual({ error: null, done: 3 });
    const end = await place.look();
    const left = new Map<string, string>();
    const counts = { cut: 0, goneOn: 0, commitsWithoutAnswer: 0 };
    for (const cut of cuts(whole.statements.length)) {
      const name = `${cut.when} ${whole.statements[cut.at - 1] ?? ''}`;
      await place.clear();
      const { report } = await runCut(place, project, cut, environment);
      counts.cut++;
      // Never that it is done, and never that it is not: only the database knows.
      expect(report.error, name).toMatchObject({ code: 'connectionFailed' });
      expect(report.error?.message, name).toMatch(/then run again\.$/);
      const [row = 'base'] = await place.rows();
      const found = await place.look();
      expect(left.get(row) ?? found, `${name}: ${row}`).toBe(found);
      left.set(row, found);
      if (whole.statements[cut.at - 1] === 'COMMIT' && cut.when === 'after') counts.commitsWithoutAnswer++;
      if (row === 'c') {
        expect(found, name).toBe(end);
        continue;
      }
      if (cut.when === 'after') continue;
      counts.goneOn++;
      expect((await bench.run(place, project, { environment })).report.error, name).toBeNull();
      expect(await place.look(), name).toBe(end);
    }
    expect([...left.keys()].sort()).toEqual(boundaries);
    expect(counts.commitsWithoutAnswer).toBe(environment === EACH_ALONE ? 3 : 1);
    console.log(
      `PostgreSQL, ${how}: ${counts.cut} connections cut around ${whole.statements.length} statements, ` +
        `${counts.commitsWithoutAnswer} of them after a COMMIT whose answer never came, ${counts.goneOn} gone on from; ` +
        `left: ${[...left.keys()].join(', ')}`,
    );
  });

  it.for([
    { how: 'a transaction for each', environment: EACH_ALONE },
    { how: 'one transaction', environment: PLAIN_ENVIRONMENT },
  ])('says what stayed of an autocommit block, or that it is not known: $how', async ({ how, environment }) => {
    const place = await postgresPlace();
    const block = [
      'op.create_table("t_b", sa.Column("n", sa.Integer))',
      'with op.get_context().autocommit_block():',
      '    op.create_index("ix", "t_b", ["n"], postgresql_concurrently=True)',
      'op.execute("INSERT INTO t_b VALUES (1)")',
    ];
    const project = await bench.project({ id: 'a' }, { id: 'b', upgrade: block.join('\n') }, { id: 'c' });
    const whole = await runCut(place, project, NEVER, environment);
    expect(whole.report.error).toBeNull();
    const end = await place.look();
    const counts = { cut: 0, boundaries: 0, stayed: 0, unknown: 0 };
    for (const cut of cuts(whole.statements.length)) {
      const name = `${cut.when} ${whole.statements[cut.at - 1] ?? ''}`;
      await place.clear();
      const { error } = (await runCut(place, project, cut, environment)).report;
      counts.cut++;
      expect(error, name).toMatchObject({ code: 'connectionFailed' });
      const [row = 'base'] = await place.rows();
      const [there] = await place.ask("SELECT to_regclass('t_b') AS t, to_regclass('ix') AS ix");
      const stayed = row === 'b' || row === 'c' ? 0 : [there?.t, there?.ix].filter((found) => found !== null).length;
      const told = error?.stayed?.count ?? 0;
      const isUnknown = error?.message.includes('is not known') === true;
      if (stayed > 0) {
        // What is told has stayed; what has stayed is told, or that nobody knows.
        expect(told === stayed || (told === stayed - 1 && isUnknown), `${name}: ${error?.message ?? ''}`).toBe(true);
        expect(error?.message, name).toMatch(
          error?.revision === 'b' ? / of (?:the revision|it) stayed/ : / of revision 'b' stayed/,
        );
        await place.ask('DROP TABLE t_b');
      } else if (told > 0) expect(error?.message, name).toContain('whether it counts as run or not');
      counts[stayed > 0 ? 'stayed' : 'boundaries']++;
      if (isUnknown) counts.unknown++;
      if (stayed === 0) continue;
      expect((await bench.run(place, project, { environment })).report.error, name).toBeNull();
      expect(await place.look(), name).toBe(end);
    }
    expect(counts.stayed).toBeGreaterThan(0);
    expect(counts.unknown).toBeGreaterThan(0);
    console.log(
      `PostgreSQL, an autocommit block, ${how}: ${counts.cut} connections cut, ${counts.boundaries} at a boundary, ` +
        `${counts.stayed} with statements of the block that stayed, ${counts.unknown} said not to be known`,
    );
  });

  it.for([
    { when: 'before', at: 'b' },
    { when: 'after', at: 'c' },
  ] as const)('is read where it stands, whether the last COMMIT came: cut $when it', async ({ when, at }) => {
    const place = await postgresPlace();
    const proxy = await CuttingProxy.open(place.url, { at: 3, when, of: 'COMMIT' });
    const env = TEMPLATE_ENV.replace('target_metadata=target_metadata)', 'transaction_per_migration=True)');
    const project = templateProject(proxy.url, env);
    const runner = await startRunner();
    const engine = engineHost();
    const words = ['upgrade', 'head', '--engine', 'native', '--yes'];
    const host = { runner, engine: { ...engine, environment: { ...engine.environment, PATH: '' } } };
    const cut = await terminal(words, project.root, host);
    expect(cut.code).toBe(1);
    expect(cut.err).toContain('The connection was lost: Connection terminated unexpectedly.');
    expect(cut.out + cut.err).toContain(`The database is now at ${at}.`);
    expect(await place.rows()).toEqual([at]);
    expect(await terminal(words, project.root, host)).toMatchObject({ code: 0 });
    expect(await place.rows()).toEqual(['c']);
    runner.dispose();
    project.remove();
    await proxy.close();
  });
});
