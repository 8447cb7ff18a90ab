import type { DatabaseState, EngineError, RunListener } from '../engine/engine';
import type { ProjectConfig } from '../project/model';
import type { BelievedDatabase } from './believedDatabase';
import { openEngine, type EngineContext } from './engineContext';
import type { PlannedRun } from './planRun';
import { readState, readThroughEnvPy } from './readState';

export interface RunOutcome {
  /** Read from the database after the run, however it ended. */
  readonly state: DatabaseState;
  readonly error: EngineError | null;
}

/**
 * Executes a plan the user has confirmed, and reads the state afterwards: after success, failure and cancel alike. The run
 * stops before its first step, changing nothing, when it meets another database, other rows or other steps than the plan's.
 * An abort of `signal` asks the run to end; what it has done by then is what the state says.
 */
export async function executeRun(
  config: ProjectConfig,
  believed: BelievedDatabase | null,
  plan: PlannedRun,
  context: EngineContext,
  listener: Pick<RunListener, 'progress'>,
  signal: AbortSignal,
): Promise<RunOutcome> {
  const engine = openEngine(config, context);
  if (!engine.ok) return { state: { kind: 'unavailable', error: engine.error }, error: engine.error };
  // Even with no step to run Alembic would create the version table.
  if (plan.steps.length === 0) {
    return { state: await readState(config, believed, context, signal), error: null };
  }
  const report = await engine.value.run(
    { command: plan.command, targets: plan.targets, expected: { database: plan.database, steps: plan.steps } },
    {
      progress: (progress) => {
        listener.progress(progress);
      },
      output: context.output,
    },
    signal,
  );
  // The run's own signal may be aborted; the truth is wanted all the same.
  const patient = new AbortController().signal;
  const state = await readState(config, believed, context, patient);
  const { key } = plan.database.identity;
  const another = state.kind === 'known' && state.source === 'runner' && state.database.key !== key;
  return { state: another ? await readThroughEnvPy(config, context, patient) : state, error: report.error };
}
