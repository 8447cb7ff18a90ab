import { randomUUID } from 'node:crypto';
import type { DatabaseState, EngineError, RunProgress } from '../engine/engine';
import type { Failure, Outcome, RunPlan, StateInfo } from '../protocol/data';
import type { PlanParams, RunProgressInfo } from '../protocol/requests';
import type { ProjectSnapshot, ProjectState } from '../workspace/snapshot';
import type { BelievedDatabase } from './believedDatabase';
import type { EngineContext } from './engineContext';
import { executeRun } from './executeRun';
import { type PlannedRun, planRun } from './planRun';
import { readState } from './readState';

/** What runs need of the editor's session. */
export interface RunsHost {
  project(id: string): ProjectSnapshot | undefined;
  state(id: string): ProjectState | undefined;
  setState(id: string, state: ProjectState): void;
  context(project: ProjectSnapshot): EngineContext;
  /** The database the project's own files are known to name; null when only env.py can say. */
  believed(project: ProjectSnapshot): BelievedDatabase | null;
  /** What the client is shown of the project's state. */
  stateInfo(project: ProjectSnapshot): StateInfo;
}

const GONE: Failure = {
  code: 'projectGone',
  message: 'The project is not there any more. Look at the revisions again.',
};

/** Where databases stand, and the runs that change it: one at a time for each project. */
export class ProjectRuns {
  /** Readings under way: who asks meanwhile gets the same answer. */
  readonly #readings = new Map<string, Promise<void>>();
  readonly #plans = new Map<string, { readonly projectId: string; readonly plan: PlannedRun }>();
  readonly #running = new Set<string>();
  /** Runs begun, by project: a reading that a run has overtaken tells what was before it. */
  readonly #begun = new Map<string, number>();

  constructor(private readonly host: RunsHost) {}

  /** Reads the database's state again. A run that is under way says its own state at its end. */
  async refresh(projectId: string, signal: AbortSignal): Promise<StateInfo> {
    const project = this.host.project(projectId);
    if (project === undefined) return { kind: 'unknown' };
    if (!this.#running.has(projectId)) {
      let reading = this.#readings.get(projectId);
      if (reading === undefined) {
        reading = this.#read(project, signal).finally(() => this.#readings.delete(projectId));
        this.#readings.set(projectId, reading);
      }
      await reading;
    }
    return this.host.stateInfo(this.host.project(projectId) ?? project);
  }

  async #read(project: ProjectSnapshot, signal: AbortSignal): Promise<void> {
    const { id } = project.config;
    const before = this.host.state(id);
    const begun = this.#begun.get(id);
    // A known state stays in sight while it is read again.
    if (before?.kind !== 'read' || before.state.kind !== 'known') this.host.setState(id, { kind: 'reading' });
    const state = await readState(project.config, this.host.believed(project), this.host.context(project), signal);
    if (this.#begun.get(id) !== begun) return;
    this.host.setState(id, wasCancelled(state) ? (before ?? { kind: 'unknown' }) : { kind: 'read', state });
  }

  /** Asks which database a run would open, and what it would do; changes nothing. */
  async plan(params: PlanParams, signal: AbortSignal): Promise<Outcome<{ readonly plan: RunPlan }>> {
    const project = this.host.project(params.projectId);
    if (project === undefined) return { ok: false, failure: GONE };
    if (this.#running.has(params.projectId)) return { ok: false, failure: busy(project) };
    const before = this.host.state(params.projectId);
    const shown = before?.kind === 'read' && before.state.kind === 'known' ? before.state.database : undefined;
    const planned = await planRun(
      project.config,
      project,
      {
        command: params.command,
        targets: params.target.split(/\s+/).filter((target) => target !== ''),
        ...(shown && { shown }),
      },
      this.host.context(project),
      signal,
    );
    if (!planned.ok) {
      const { state } = planned.error;
      if (state !== undefined && !this.#running.has(params.projectId)) {
        this.host.setState(params.projectId, { kind: 'read', state });
      }
      return { ok: false, failure: failureOf(planned.error) };
    }
    const planId = randomUUID();
    // A plan that was not confirmed is of no use once there is another.
    for (const [id, { projectId }] of this.#plans) if (projectId === params.projectId) this.#plans.delete(id);
    this.#plans.set(planId, { projectId: params.projectId, plan: planned.value });
    return { ok: true, plan: runPlan(planId, planned.value, project) };
  }

  /** Runs a plan once; an abort asks the run to end. The state afterwards is the database's, however it ended. */
  async execute(
    planId: string,
    onProgress: (progress: RunProgressInfo) => void,
    signal: AbortSignal,
  ): Promise<Outcome<{ readonly state: StateInfo }>> {
    const known = this.#plans.get(planId);
    const project = known && this.host.project(known.projectId);
    if (known === undefined || project === undefined) {
      const message = 'This plan is not valid any more. Start the command again.';
      return { ok: false, failure: { code: 'planGone', message } };
    }
    const { id } = project.config;
    if (this.#running.has(id)) return { ok: false, failure: busy(project) };
    this.#plans.delete(planId);
    this.#running.add(id);
    this.#begun.set(id, (this.#begun.get(id) ?? 0) + 1);
    const { command } = known.plan;
    let state: ProjectState = { kind: 'unknown' };
    try {
      this.host.setState(id, { kind: 'running', command });
      const progress = (step: RunProgress): void => {
        const { revision } = step.step;
        if (step.phase === 'starting') this.host.setState(id, { kind: 'running', command, revision });
        onProgress({ revision, message: messageOf(project, revision), done: step.done, total: step.total });
      };
      const context = this.host.context(project);
      const outcome = await executeRun(
        project.config,
        this.host.believed(project),
        known.plan,
        context,
        { progress },
        signal,
      );
      state = { kind: 'read', state: outcome.state };
      if (outcome.error !== null) return { ok: false, failure: failureOf(outcome.error) };
    } finally {
      this.#running.delete(id);
      this.host.setState(id, state);
    }
    return { ok: true, state: this.host.stateInfo(this.host.project(id) ?? project) };
  }
}

function runPlan(planId: string, plan: PlannedRun, project: ProjectSnapshot): RunPlan {
  const { identity } = plan.database;
  return {
    planId,
    command: plan.command,
    steps: plan.steps.map(({ kind, revision }) => ({
      id: revision,
      message: messageOf(project, revision),
      direction: kind,
    })),
    databaseLabel: identity.label,
    databaseUrl: identity.url,
    dialect: identity.dialect,
    engine: plan.engine,
    engineDetail: plan.engineDetail,
    workingDirectory: project.config.workingDirectory,
    from: plan.database.rows,
    to: plan.rowsAfter,
  };
}

function busy({ config }: ProjectSnapshot): Failure {
  const message = `Another run of ${config.name} has not ended yet. Wait for it, or cancel it.`;
  return { code: 'busy', message };
}

function messageOf(project: ProjectSnapshot, id: string): string {
  return project.chain.map.revisions.get(id)?.script.message ?? '';
}

function wasCancelled(state: DatabaseState): boolean {
  return state.kind === 'unavailable' && state.error.code === 'cancelled';
}

function failureOf({ code, message, details }: EngineError): Failure {
  return { code, message, ...(details !== undefined && { details }) };
}
