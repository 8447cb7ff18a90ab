import { BARE_ENVIRONMENT } from '../../../server/src/operations/environment';
import { planUpgrade } from '../../../server/src/revision/plans';
import type { RevisionMap, Step } from '../../../server/src/revision/model';
import { rowsAfter } from '../../../server/src/revision/versionRows';
import { readSchema } from '../../../server/src/runner/readState';
import { emptySchema, type Schema } from '../../../server/src/schema/schema';
import { schemaOfJson } from '../../../server/src/schema/schemaJson';
import { nativePlan } from '../../../server/src/usecases/native/nativePlan';
import type { NativeProgram } from '../../../server/src/engine/native/program';
import type { ChainProject } from '../../oracle/sql/chainProject';
import type { AlembicSteps } from './alembicSteps';
import { PLAIN_ENVIRONMENT, runNative } from './nativeRun';

/** The databases: Alembic's alone, and two in which the engines take turns, each step by the one here and by the other there. */
export const DATABASES = ['theirs', 'even', 'odd'] as const;
export type Urls = Readonly<Record<(typeof DATABASES)[number], string>>;

type Direction = 'upgrade' | 'downgrade';

/** Steps that Alembic runs with what is installed, and those of them that ran natively. */
export interface Share {
  counted: number;
  native: number;
}

/** What became of the steps of a chain in one direction. */
export interface Turns {
  readonly all: Share;
  /** Those before the first that Alembic itself does not run here. */
  readonly unbroken: Share;
  /** Why the others did not, and how many. */
  readonly refusals: Map<string, number>;
  /** Those that import what is not installed: what Alembic did is no truth. */
  stubbed: number;
  /** Those that Alembic itself does not run here. */
  failed: number;
  /** Its first error. */
  firstError: string;
}

export interface TurnsOfChain {
  readonly upgrade: Turns;
  readonly downgrade: Turns;
  /** Where a database differed from Alembic's own. */
  readonly wrong: readonly string[];
}

/**
 * Runs a chain to its heads and back, a step at a time, and compares catalogues and version rows after each. What Alembic
 * cannot run is marked as run everywhere, and the chain goes on.
 */
export async function runInTurns(
  { project, config, naming, readModule }: ChainProject,
  dialect: NativeProgram['dialect'],
  urls: Urls,
  alembic: AlembicSteps,
): Promise<TurnsOfChain> {
  const options = {
    context: { dialect, mode: 'online', sqlalchemy: '2.0', naming },
    readModule,
    environment: BARE_ENVIRONMENT,
  } as const;
  const { map } = project.chain;
  const result = { upgrade: noTurns(), downgrade: noTurns() };
  const wrong: string[] = [];
  // What stubs leave is another thing each time.
  const seen = new Set<string>();
  let rows: readonly string[] = [];
  let known = 0;

  const compare = async (what: string, isTruth: boolean): Promise<void> => {
    for (const name of ['even', 'odd'] as const) {
      const compared = await alembic.compare(name, 'theirs');
      const all = [
        ...compared.rows.filter((held) => held.join() !== rows.join()).map((held) => `rows ${held.join()}`),
        ...compared.different,
      ];
      const different = all.filter((line) => !seen.has(line));
      for (const line of different) seen.add(line);
      if (isTruth && different.length > 0) {
        wrong.push(`${what}, ${name} of ${config.name}: ${different.slice(0, 5).join('\n')}`);
      }
    }
  };
  const byAlembic = async (name: 'even' | 'odd', step: StepOfChain): Promise<void> => {
    const { error } = await alembic.step(name, step.id, step.direction);
    if (error !== null) wrong.push(`${titleOf(step)} by Alembic, on what the engines left: ${error}`);
  };

  for (const step of stepsOf(map)) {
    const { id, direction } = step;
    const turns = result[direction];
    const { error, stubbed } = await alembic.step('theirs', id, direction);
    const before = rows;
    const versions = stepOf(map.revisions.get(id)?.normalizedDown ?? [], id, direction);
    const after = rowsAfter(map, before, versions);
    if (!after.ok) throw new Error(after.error.message);
    rows = [...after.value].sort();
    if (error !== null) {
      turns.failed++;
      turns.firstError ||= `${id}: ${error}`;
      for (const name of ['even', 'odd'] as const) await alembic.step(name, id, direction);
      for (const name of DATABASES) await alembic.mark(name, id, direction);
      await compare(titleOf(step), false);
      continue;
    }
    if (stubbed.length > 0) {
      turns.stubbed++;
      for (const name of ['even', 'odd'] as const) await byAlembic(name, step);
      await compare(titleOf(step), false);
      continue;
    }
    const isUnbroken = result.upgrade.failed + result.downgrade.failed === 0;
    const shares = isUnbroken ? [turns.all, turns.unbroken] : [turns.all];
    for (const share of shares) share.counted++;
    const [here, there] = known % 2 === 0 ? (['even', 'odd'] as const) : (['odd', 'even'] as const);
    const planned = nativePlan(project, {
      dialect,
      rows: before,
      purge: false,
      steps: [versions],
      environment: PLAIN_ENVIRONMENT,
      options,
      start: await liveSchema(urls[here]),
    });
    if (planned.ok) {
      known++;
      const report = await runNative(planned.value, urls[here]);
      if (report.error === null) for (const share of shares) share.native++;
      else wrong.push(`${titleOf(step)}: ${report.error.message} (${report.error.statement ?? ''})`);
    } else {
      const reason = planned.error.reason.replaceAll(/[`'][^`']*[`']/g, '…');
      turns.refusals.set(reason, (turns.refusals.get(reason) ?? 0) + 1);
      await byAlembic(here, step);
    }
    await byAlembic(there, step);
    await compare(titleOf(step), true);
    // What follows says nothing any more.
    if (wrong.length > 0) break;
  }
  return { ...result, wrong };
}

interface StepOfChain {
  readonly id: string;
  readonly direction: Direction;
}

/** All revisions up, then all of them down; the one that makes the first tables, where we make them, has no way back. */
function stepsOf(map: RevisionMap): readonly StepOfChain[] {
  const planned = planUpgrade(map, [], 'heads');
  if (!planned.ok) throw new Error(planned.error.message);
  const ids = planned.value.flatMap(({ revision }) => revision ?? []);
  return [
    ...ids.map((id) => ({ id, direction: 'upgrade' as const })),
    ...ids.toReversed().flatMap((id) => (id === 'initial' ? [] : { id, direction: 'downgrade' as const })),
  ];
}

function titleOf({ id, direction }: StepOfChain): string {
  return `${direction} of ${id}`;
}

function noTurns(): Turns {
  const nothing = { counted: 0, native: 0 };
  return { all: { ...nothing }, unbroken: { ...nothing }, refusals: new Map(), stubbed: 0, failed: 0, firstError: '' };
}

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

function stepOf(down: readonly string[], id: string, direction: Direction): Step {
  const up = direction === 'upgrade';
  return { kind: direction, revision: id, from: up ? down : [id], to: up ? [id] : down, up, branchMove: false };
}
