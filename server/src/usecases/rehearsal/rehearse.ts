import { err, ok } from '../../common/result';
import type { LackedObject } from '../../dialect/liveDialect';
import type {
  EngineError,
  EngineResult,
  ExecutedStatement,
  RunListener,
  RunSignals,
  RunStep,
} from '../../engine/engine';
import type { ProjectConfig } from '../../project/model';
import { emptySchema } from '../../schema/schema';
import type { EngineContext } from '../engineContext';
import type { PlannedRun } from '../plannedRun';
import type { Held } from './changedText';
import { sourceOfPlan } from './copySource';
import { type CopyStart, openScratch, readScratch, runOnScratch, type Scratch } from './scratch';

/** A step that ran on the copy. */
export interface RehearsedStep {
  readonly step: RunStep;
  readonly milliseconds: number;
  readonly statements: readonly ExecutedStatement[];
}

/** What a plan did to a copy of the database. */
export interface Rehearsal {
  readonly plan: PlannedRun;
  readonly start: CopyStart;
  /** What the database has and the copy had not. */
  readonly lacks: readonly LackedObject[];
  /** Those that were begun; the last one failed where there is an `error`. */
  readonly steps: readonly RehearsedStep[];
  /** Why the run ended early. */
  readonly error: EngineError | null;
  /** What the copy held, and what it holds afterwards. */
  readonly before: Held;
  readonly after: Held;
  readonly rowsAfter: readonly string[];
  /** The copy could not be removed, and why. */
  readonly left: EngineError | null;
}

/** Which copies there can be of the database of a plan; the first is the one that asks for least. */
export function copyStarts({ databases: [{ database }] }: Pick<PlannedRun, 'databases'>): readonly CopyStart[] {
  if (database.identity.dialect === 'sqlite') return [database.fileMissing ? 'blank' : 'content'];
  return ['schema', 'content'];
}

/**
 * Runs a plan on a copy of its database, by the engine it was planned for; the copy is gone afterwards, however it went.
 * @returns in the error why there was no copy, or the copy could not be read.
 */
export async function rehearse(
  config: ProjectConfig,
  plan: PlannedRun,
  start: CopyStart,
  context: EngineContext,
  listener: RunListener,
  signals: RunSignals,
): Promise<EngineResult<Rehearsal>> {
  const source = await sourceOfPlan(config, plan, context, signals.cancel);
  if (!source.ok) return source;
  const [{ database }] = plan.databases;
  const scratch = await openScratch(config, source.value, start, database.rows, context, signals.cancel);
  if (!scratch.ok) return scratch;
  let left: EngineError | null = null;
  let tried: EngineResult<Omit<Rehearsal, 'left'>>;
  try {
    tried = await tryOn(scratch.value, config, plan, start, context, listener, signals);
  } finally {
    left = await scratch.value.held.release();
  }
  return tried.ok ? ok({ ...tried.value, left }) : tried;
}

async function tryOn(
  scratch: Scratch,
  config: ProjectConfig,
  plan: PlannedRun,
  start: CopyStart,
  context: EngineContext,
  listener: RunListener,
  signals: RunSignals,
): Promise<EngineResult<Omit<Rehearsal, 'left'>>> {
  const [{ database, steps: planned }] = plan.databases;
  const { dialect } = scratch.source;
  const before = await readScratch(config, scratch, context, signals.cancel);
  // A file of SQLite that a run makes.
  const missing = !before.ok && before.error.code === 'databaseMissing' && start === 'blank';
  if (!before.ok && !missing) return before;
  const log = new StepLog();
  const { command, targets, options, native } = plan;
  const run = { command, targets, options, rows: database.rows, steps: planned, isWalk: false };
  const report = await runOnScratch(
    config,
    scratch,
    { ...run, program: native?.program ?? null },
    context,
    log.listener(listener),
    signals,
  );
  // The run's own signal may be aborted; what it has left is wanted all the same.
  const after = await readScratch(config, scratch, context, new AbortController().signal);
  if (!after.ok && after.error.code !== 'databaseMissing') return err(report.error ?? after.error);
  const nothing: Held = { schema: emptySchema(dialect), lacks: [] };
  return ok({
    plan,
    start,
    lacks: scratch.lacks,
    steps: log.end(),
    error: report.error,
    before: before.ok ? before.value : nothing,
    after: after.ok ? after.value : nothing,
    rowsAfter: after.ok ? after.value.rows : [],
  });
}

/** What a run tells, by step. */
class StepLog {
  readonly #steps: { step: RunStep; begun: number; ended: number | null; statements: ExecutedStatement[] }[] = [];

  listener(others: RunListener): RunListener {
    return {
      ...others,
      progress: (progress) => {
        const last = this.#steps.at(-1);
        if (progress.phase === 'applied') {
          if (last !== undefined) last.ended = performance.now();
        } else {
          this.#steps.push({ step: progress.step, begun: performance.now(), ended: null, statements: [] });
        }
        others.progress(progress);
      },
      statement: (statement) => {
        this.#steps.at(-1)?.statements.push(statement);
      },
    };
  }

  end(): readonly RehearsedStep[] {
    const now = performance.now();
    return this.#steps.map(({ step, begun, ended, statements }) => ({
      step,
      milliseconds: (ended ?? now) - begun,
      statements,
    }));
  }
}
