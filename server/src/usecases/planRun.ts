import { err, ok, type Result } from '../common/result';
import type { ProjectConfig } from '../project/model';
import type { ProjectSnapshot } from '../workspace/snapshot';
import { openEngine, type EngineContext } from './engineContext';
import { identify } from './identify';
import { planNative } from './native/planNative';
import type { PlanFailure, PlannedRun, RunQuestion } from './plannedRun';
import { planSteps, whyNotBegun } from './planSteps';

/** There is no Alembic that could be run: nothing it would say is known to be wrong. */
export const NO_ALEMBIC: ReadonlySet<string> = new Set(['noInterpreter', 'alembicMissing']);

/**
 * Looks which databases a run would open and at which revisions they are, and plans the steps, by the engine that is chosen.
 * Changes nothing.
 * @returns `commandFailed` with Alembic's own text for what Alembic refuses; `changedDatabase` when the databases are others
 * than those shown.
 */
export async function planRun(
  config: ProjectConfig,
  project: Pick<ProjectSnapshot, 'chain' | 'documents'>,
  question: RunQuestion,
  context: EngineContext,
  signal: AbortSignal,
): Promise<Result<PlannedRun, PlanFailure>> {
  if (context.engine === 'native') return planNative(config, project, question, context, signal);
  const planned = await planByAlembic(config, project, question, context, signal);
  if (planned.ok || context.engine !== 'auto' || !NO_ALEMBIC.has(planned.error.code)) return planned;
  const native = await planNative(config, project, question, context, signal);
  if (native.ok) return native;
  const { details = '' } = planned.error;
  return err({ ...planned.error, details: `${details}Without Alembic: ${native.error.message}\n` });
}

async function planByAlembic(
  config: ProjectConfig,
  project: Pick<ProjectSnapshot, 'chain' | 'documents'>,
  question: RunQuestion,
  context: EngineContext,
  signal: AbortSignal,
): Promise<Result<PlannedRun, PlanFailure>> {
  const engine = openEngine(config, context);
  if (!engine.ok) return engine;
  const refusal = whyNotBegun(question, project);
  if (refusal !== null) return err(refusal);
  const identified = await identify(engine.value, context, signal);
  if (!identified.ok) return identified;
  const planned = planSteps(project, question, identified.value, context.protection);
  if (!planned.ok) return planned;
  const { kind, detail } = engine.value;
  return ok({ ...planned.value.run, engine: kind, engineDetail: detail, target: context.options.target });
}
