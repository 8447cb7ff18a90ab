import type { DatabaseState, EngineError, RunListener, RunReport, RunRequest, RunSignals } from '../engine/engine';
import type { KeptRun } from '../engine/keeper/keptRun';
import type { ProjectConfig } from '../project/model';
import { openEngine, type EngineContext } from './engineContext';
import { readNativeState } from './native/nativePlace';
import { whyPlannedAnew } from './native/unchanged';
import { isIdle, type NativeRun, type PlannedRun } from './plannedRun';
import { readState, readThroughEnvPy } from './readState';
import { runnerQuestion } from './readUrl';

/** How a run ended. */
export interface RunOutcome {
  /** Read from the database after the run, however it ended. */
  readonly state: DatabaseState;
  readonly error: EngineError | null;
}

/** Lets another process do the run (engine/keeper), and follows it there to its end. */
export type RunElsewhere = (run: KeptRun, listener: RunListener, signals: RunSignals) => Promise<RunReport>;

/**
 * Executes a plan the user has confirmed, and reads the state afterwards: after success, failure and cancel alike. The run
 * stops before its first step, changing nothing, when it meets another database, other rows or other steps than the plan's.
 * However it is ended early, what it has done by then is what the state says.
 *
 * @param listener `output`: takes the lines of the run itself, and leaves those of the reading to `context`.
 * @param elsewhere Absent: the run is this process's, and ends with it.
 */
export async function executeRun(
  config: ProjectConfig,
  plan: PlannedRun,
  context: EngineContext,
  listener: Pick<RunListener, 'progress'> & Partial<Pick<RunListener, 'output'>>,
  signals: RunSignals,
  elsewhere?: RunElsewhere,
): Promise<RunOutcome> {
  if (plan.native !== undefined) {
    const error = isIdle(plan) ? null : await runNative(plan.native, config, context, listener, signals);
    // The run's own signal may be aborted; the truth is wanted all the same.
    return { state: await readNativeState(config, context, new AbortController().signal), error };
  }
  const engine = openEngine(config, context);
  if (!engine.ok) return { state: { kind: 'unavailable', error: engine.error }, error: engine.error };
  // Even with no step to run Alembic would create the version table.
  if (isIdle(plan)) {
    return { state: await readState(config, context, signals.cancel), error: null };
  }
  const { command, targets, options, databases } = plan;
  const request: RunRequest = { command, targets, options, expected: databases };
  const told: RunListener = {
    progress: (progress) => {
      listener.progress(progress);
    },
    output: listener.output ?? context.output,
  };
  const report =
    elsewhere === undefined
      ? await engine.value.run(request, told, signals)
      : await elsewhere(engine.value.kept(request), told, signals);
  const keys = databases.map(({ database }) => database.identity.key);
  return { state: await stateAfterRun(config, keys, context), error: report.error };
}

/** By our own drivers, in a process of its own that ends with ours. */
async function runNative(
  run: NativeRun,
  config: ProjectConfig,
  context: EngineContext,
  listener: Pick<RunListener, 'progress'> & Partial<Pick<RunListener, 'output'>>,
  signals: RunSignals,
): Promise<EngineError | null> {
  const changed = await whyPlannedAnew(run, config, context, signals.cancel);
  if (changed !== null) return changed;
  const { url, program } = run;
  const told = { progress: listener.progress, output: listener.output ?? context.output };
  const lockTimeout = Math.round((context.lockTimeout ?? 0) * 1000);
  const place = runnerQuestion({ url, versionTable: program.versionTable }, config, context);
  const migration = { ...place, program, lockTimeout };
  return (await context.runner.migrate(migration, told, signals)).error;
}

/** What the databases of a run say now that it has ended, however it did. `keys`: as in `DatabaseIdentity`. */
export async function stateAfterRun(
  config: ProjectConfig,
  keys: readonly (string | null)[],
  context: EngineContext,
): Promise<DatabaseState> {
  // The run's own signal may be aborted; the truth is wanted all the same.
  const patient = new AbortController().signal;
  const state = await readState(config, context, patient);
  const another =
    state.kind === 'known' &&
    state.source === 'runner' &&
    state.databases.some(({ identity }, index) => identity.key !== keys[index]);
  return another ? readThroughEnvPy(config, context, patient) : state;
}
