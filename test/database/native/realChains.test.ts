import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { nodeFileSystem } from '../../../server/src/common/nodeFileSystem';
import type { NativeProgram } from '../../../server/src/engine/native/program';
import { BARE_ENVIRONMENT } from '../../../server/src/operations/environment';
import { readSchema } from '../../../server/src/runner/readState';
import { emptySchema, type Schema } from '../../../server/src/schema/schema';
import { schemaOfJson } from '../../../server/src/schema/schemaJson';
import type { Step } from '../../../server/src/revision/model';
import { rowsAfter } from '../../../server/src/revision/versionRows';
import { loadProject } from '../../../server/src/usecases/loadProject';
import { nativePlan } from '../../../server/src/usecases/native/nativePlan';
import { moduleReader } from '../../../server/src/usecases/projectModules';
import { SchemaReplay } from '../../../server/src/usecases/schema/schemaReplay';
import { namingOf } from '../../../server/src/usecases/sql/naming';
import { chainConfig, DownloadError, unpackedPackage } from '../../oracle/realProjects/fetch';
import { REAL_PACKAGES } from '../../oracle/realProjects/projects';
import { withInitialTables } from '../../oracle/sql/initialChain';
import { CANNOT_RUN } from '../../oracle/sql/initialTables';
import { skipReason } from '../../oracle/support/venv';
import { skipping } from '../../support/missing';
import { createTestDatabase, postgresSkipReason } from '../../support/postgres';
import { AlembicSteps } from './alembicSteps';
import { PLAIN_ENVIRONMENT, runNative } from './nativeRun';

const DIALECTS = ['sqlite', 'postgresql'] as const;

/** Short ones; with `ALEMBIC_WORKBENCH_ORACLE_ALL` every chain that runs. */
const USUAL: Readonly<Record<(typeof DIALECTS)[number], ReadonlySet<string>>> = {
  sqlite: new Set(['mlflow auth', 'phoenix']),
  postgresql: new Set(['mlflow auth']),
};
/** Every so many of the steps that the native engine can do are left to Alembic. */
const TURN = 4;
const EVERY_CHAIN = process.env.ALEMBIC_WORKBENCH_ORACLE_ALL !== undefined;
/** Long chains take their time. */
const TIMEOUT = 600_000;
/** The catalogues are compared after so many steps, and after those that Alembic has to do alone. */
const COMPARED = EVERY_CHAIN ? 1 : 5;

describe('engines in turn, over the real chain of', skipping(skipReason() ?? postgresSkipReason()), () => {
  const chains = REAL_PACKAGES.flatMap((real) => real.chains.map((chain) => ({ real, chain, name: chain.name })));
  const wanted = process.env.ALEMBIC_WORKBENCH_ORACLE_PROJECT;
  const isRun = (name: string, dialect: (typeof DIALECTS)[number]): boolean =>
    wanted === undefined
      ? CANNOT_RUN[name] === undefined && (EVERY_CHAIN || USUAL[dialect].has(name))
      : name === wanted;
  const cases = DIALECTS.flatMap((dialect) =>
    chains.filter(({ name }) => isRun(name, dialect)).map((one) => ({ ...one, dialect })),
  );
  const folder = mkdtempSync(join(tmpdir(), 'aw-native-'));
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it.for(cases)('$name on $dialect', { timeout: TIMEOUT }, async ({ real, chain, name, dialect }, context) => {
    let root: string;
    try {
      root = unpackedPackage(real);
    } catch (error) {
      if (error instanceof DownloadError && process.env.CI === undefined) return context.skip(error.message);
      throw error;
    }
    const config = withInitialTables(name, chainConfig(root, chain), join(folder, `${name}-${dialect}`));
    const project = await loadProject(config, { fs: nodeFileSystem });
    const found = namingOf(config, nodeFileSystem);
    const naming = found === 'unknown' ? null : found;
    const options = {
      context: { dialect, mode: 'online', sqlalchemy: '2.0', naming },
      readModule: moduleReader(config, nodeFileSystem),
      environment: BARE_ENVIRONMENT,
    } as const;
    const replayed = new SchemaReplay({ ...options, engine: null }).upTo(project, 'heads');
    if (replayed === null) throw new Error('no order');
    const { map } = project.chain;
    const steps = [
      ...replayed.map(({ id }) => ({ id, direction: 'upgrade' as const })),
      // The revision that makes the first tables, where we make them, has no way back.
      ...replayed.toReversed().flatMap(({ id }) => (id === 'initial' ? [] : { id, direction: 'downgrade' as const })),
    ];
    await withDatabases(dialect, join(folder, `${name}-${dialect}`), async (urls) => {
      const { without = [], sqlalchemy14: ignoreAnnotations = false } = chain;
      const alembic = new AlembicSteps({ root, config, naming, urls, without, ignoreAnnotations });
      const tally = { ran: 0, known: 0, native: 0, alembic: 0, stubbed: 0, ended: '' };
      const refusals = new Map<string, number>();
      const wrong: string[] = [];
      const done = new Set<string>();
      // What stubs leave is another thing each time.
      const seen = new Set<string>();
      let rows: readonly string[] = [];
      let goesUp = true;
      for (const { id, direction } of steps) {
        if (direction === 'upgrade' ? !goesUp : !done.has(id)) continue;
        const { error, stubbed } = await alembic.step('theirs', id, direction);
        if (error !== null) {
          tally.ended ||= `${direction} of ${id}: ${error}`;
          if (direction === 'downgrade') break;
          goesUp = false;
          continue;
        }
        done.add(id);
        const step = stepOf(map.revisions.get(id)?.normalizedDown ?? [], id, direction);
        const before = rows;
        const after = rowsAfter(map, before, step);
        if (!after.ok) throw new Error(after.error.message);
        rows = [...after.value].sort();
        const planned = nativePlan(project, {
          dialect,
          rows: before,
          purge: false,
          steps: [step],
          environment: PLAIN_ENVIRONMENT,
          options,
          start: await liveSchema(urls.ours),
        });
        if (!planned.ok && stubbed.length === 0) {
          const reason = planned.error.reason.replaceAll(/[`'][^`']*[`']/g, '…');
          refusals.set(reason, (refusals.get(reason) ?? 0) + 1);
        }
        // Now and then Alembic goes on from what the native engine left, also where it need not.
        const inTurn = planned.ok && stubbed.length === 0 && ++tally.known % TURN !== 0;
        if (inTurn) {
          tally.native++;
          const report = await runNative(planned.value, urls.ours);
          if (report.error !== null) {
            wrong.push(`${direction} of ${id}: ${report.error.message} (${report.error.statement ?? ''})`);
            break;
          }
        } else {
          if (stubbed.length > 0) tally.stubbed++;
          tally.alembic++;
          const own = await alembic.step('ours', id, direction);
          if (own.error !== null) {
            wrong.push(`${direction} of ${id} by Alembic, on what the native engine left: ${own.error}`);
            break;
          }
        }
        if (++tally.ran % COMPARED !== 0 && planned.ok && steps.at(-1)?.id !== id) continue;
        const compared = await alembic.compare('ours', 'theirs');
        const [ours = [], theirs = []] = compared.rows;
        expect(rows).toEqual(ours);
        if (JSON.stringify(ours) !== JSON.stringify(theirs))
          wrong.push(`${id}: rows ${ours.join()} / ${theirs.join()}`);
        const different = compared.different.filter((line) => !seen.has(line));
        for (const line of different) seen.add(line);
        if (different.length > 0 && stubbed.length === 0) {
          wrong.push(`${direction} of ${id}: ${different.slice(0, 5).join('\n')}`);
          break;
        }
      }
      alembic.close();
      const all = tally.known + [...refusals.values()].reduce((sum, count) => sum + count, 0);
      console.log(
        [
          `${name}, ${dialect}: ${tally.known} of ${all} steps can be native (${Math.round((100 * tally.known) / all)}%), ` +
            `${tally.native} were, ${tally.alembic} by Alembic on the same database, ${tally.stubbed} of them for stubs`,
          ...[...refusals].map(([reason, count]) => `    ${count} × ${reason}`),
          ...(tally.ended === '' ? [] : [`    Alembic itself ended: ${tally.ended}`]),
        ].join('\n'),
      );
      expect(wrong).toEqual([]);
      expect(tally.native).toBeGreaterThan(0);
    });
  });
});

/** What a database holds, read by our own drivers. */
async function liveSchema(url: string): Promise<Schema> {
  const { versionTable } = PLAIN_ENVIRONMENT;
  const read = await readSchema(
    { url, versionTable, workingDirectory: '/', environment: {} },
    new AbortController().signal,
  );
  if (read.ok) return schemaOfJson(read.value.schema);
  if (read.error.code === 'databaseMissing') return emptySchema('sqlite');
  throw new Error(read.error.message);
}

function stepOf(down: readonly string[], id: string, direction: 'upgrade' | 'downgrade'): Step {
  const up = direction === 'upgrade';
  return { kind: direction, revision: id, from: up ? down : [id], to: up ? [id] : down, up, branchMove: false };
}

async function withDatabases(
  dialect: NativeProgram['dialect'],
  place: string,
  use: (urls: { readonly ours: string; readonly theirs: string }) => Promise<void>,
): Promise<void> {
  if (dialect === 'sqlite') {
    await use({ ours: `sqlite:///${place}-ours.db`, theirs: `sqlite:///${place}-theirs.db` });
    return;
  }
  const [ours, theirs] = [await createTestDatabase(), await createTestDatabase()];
  try {
    await use({ ours: ours.url, theirs: theirs.url });
  } finally {
    await Promise.all([ours.drop(), theirs.drop()]);
  }
}
