import { nodeFileSystem } from '../../../server/src/common/nodeFileSystem';
import type { DatabaseState, EngineError, RunProgress } from '../../../server/src/engine/engine';
import type { EngineHost } from '../../../server/src/engine/host';
import { NO_OPTIONS } from '../../../server/src/engine/environmentOptions';
import type { Runner } from '../../../server/src/engine/runnerClient';
import { DEFAULT_SETTINGS } from '../../../server/src/protocol/settings';
import type { EngineContext } from '../../../server/src/usecases/engineContext';
import { executeRun, type RunOutcome } from '../../../server/src/usecases/executeRun';
import { planRun } from '../../../server/src/usecases/planRun';
import type { PlanFailure, PlannedRun } from '../../../server/src/usecases/plannedRun';
import { readState } from '../../../server/src/usecases/readState';
import type { Result } from '../../../server/src/common/result';
import { loadProject } from '../../../server/src/usecases/loadProject';
import { oraclePython } from '../../oracle/support/venv';
import type { AlembicProject } from '../support/alembicProject';
import { engineHost, onlyCancel } from '../support/engines';

const NEVER = new AbortController().signal;

/** What a window does with a project: it plans, runs and reads. */
export class UseCases {
  /** Each is told the progress of a run. */
  onProgress: (progress: RunProgress) => void = () => undefined;

  constructor(
    readonly project: AlembicProject,
    readonly runner: Runner,
    readonly python: Pick<EngineHost, 'spawn'> = engineHost(),
  ) {}

  get context(): EngineContext {
    return {
      host: { ...engineHost({ PYTHONDONTWRITEBYTECODE: '1' }), spawn: this.python.spawn },
      runner: this.runner,
      trusted: true,
      python: { ...DEFAULT_SETTINGS.python, interpreter: oraclePython() },
      options: NO_OPTIONS,
      workspaceFolder: this.project.root,
      output: () => undefined,
    };
  }

  async plan(command: PlannedRun['command'], ...targets: readonly string[]): Promise<Result<PlannedRun, PlanFailure>> {
    const config = this.project.config();
    const loaded = await loadProject(config, { fs: nodeFileSystem });
    return planRun(config, loaded, { command, targets, options: [] }, this.context, NEVER);
  }

  /** A plan that is known to come. */
  async planned(command: PlannedRun['command'], ...targets: readonly string[]): Promise<PlannedRun> {
    const plan = await this.plan(command, ...targets);
    if (plan.ok) return plan.value;
    throw new Error(`${plan.error.code}: ${plan.error.message}\n${plan.error.details ?? ''}`);
  }

  execute(plan: PlannedRun, cancel: AbortSignal = NEVER): Promise<RunOutcome> {
    const config = this.project.config();
    const progress = (one: RunProgress): void => {
      this.onProgress(one);
    };
    return executeRun(config, plan, this.context, { progress }, onlyCancel(cancel));
  }

  /** A run that goes its way, or the error that it or its plan ends in. */
  async run(command: PlannedRun['command'], ...targets: readonly string[]): Promise<EngineError | null> {
    const plan = await this.plan(command, ...targets);
    return plan.ok ? (await this.execute(plan.value)).error : plan.error;
  }

  read(): Promise<DatabaseState> {
    const config = this.project.config();
    return readState(config, this.context, NEVER);
  }
}

/** The rows of the only database of a state, sorted; what it is instead where it is not known. */
export function rowsOf(state: DatabaseState): readonly string[] | string {
  if (state.kind !== 'known') return `${state.error.code}: ${state.error.message}`;
  return [...state.databases[0].rows].sort();
}
