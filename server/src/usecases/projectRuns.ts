import { randomUUID } from 'node:crypto';
import { basename } from 'node:path';
import { err, ok, type Result } from '../common/result';
import type { DatabaseState } from '../engine/engine';
import type { RunKeeper } from '../engine/keeper/runKeeper';
import type { Failure, Outcome, RunPlan, StateInfo } from '../protocol/data';
import type { PlanParams } from '../protocol/requests';
import type { ProjectSnapshot } from '../workspace/snapshot';
import { databaseInfo } from './databaseInfo';
import { busy, failed, failureOf, PROJECT_GONE } from './failures';
import { planRun } from './planRun';
import { isIdle, type PlannedRun } from './plannedRun';
import { readState } from './readState';
import { messageOf, type RunsHost } from './runsHost';
import { RunsUnderWay } from './runsUnderWay';

/** Where databases stand, and the runs that change it: one at a time for each project. */
export class ProjectRuns {
  /** Readings under way: who asks meanwhile gets the same answer. */
  readonly #readings = new Map<string, Promise<void>>();
  readonly #plans = new Map<string, { readonly projectId: string; readonly plan: PlannedRun }>();
  /** Times a project went to another target. */
  readonly #left = new Map<string, number>();
  readonly underWay: RunsUnderWay;

  /** @param keeper Null: runs end with this process. */
  constructor(
    private readonly host: RunsHost,
    keeper: RunKeeper | null = null,
  ) {
    this.underWay = new RunsUnderWay(host, keeper);
  }

  /** Reads the database's state again. A run that is under way says its own state at its end. */
  async refresh(projectId: string, signal: AbortSignal): Promise<StateInfo> {
    const project = this.host.project(projectId);
    if (project === undefined) return { kind: 'unknown' };
    if (!this.underWay.look(projectId)) {
      let reading = this.#readings.get(projectId);
      if (reading === undefined) {
        const own = this.#read(project, signal).finally(() => {
          if (this.#readings.get(projectId) === own) this.#readings.delete(projectId);
        });
        reading = own;
        this.#readings.set(projectId, own);
      }
      await reading;
    }
    return this.host.stateInfo(this.host.project(projectId) ?? project);
  }

  async #read(project: ProjectSnapshot, signal: AbortSignal): Promise<void> {
    const { id } = project.config;
    const before = this.host.state(id);
    const begun = this.underWay.count(id);
    const left = this.#left.get(id);
    // A known state stays in sight while it is read again.
    if (before?.kind !== 'read' || before.state.kind !== 'known') this.host.setState(id, { kind: 'reading' });
    const isOvertaken = (): boolean => this.underWay.count(id) !== begun || this.#left.get(id) !== left;
    const meanwhile = (guessed: DatabaseState): void => {
      if (this.host.state(id)?.kind === 'reading' && !isOvertaken())
        this.host.setState(id, { kind: 'read', state: guessed });
    };
    const state = await readState(project.config, this.host.context(project), signal, meanwhile);
    if (isOvertaken()) return;
    this.host.setState(id, wasCancelled(state) ? (before ?? { kind: 'unknown' }) : { kind: 'read', state });
  }

  /** The project goes to another target: readings under way and plans are of the one before. */
  leave(projectId: string): void {
    this.#left.set(projectId, (this.#left.get(projectId) ?? 0) + 1);
    this.#readings.delete(projectId);
    this.#dropPlans(projectId);
  }

  #dropPlans(projectId: string): void {
    for (const [id, plan] of this.#plans) if (plan.projectId === projectId) this.#plans.delete(id);
  }

  /** Asks which database a run would open, and what it would do; changes nothing. */
  async plan(params: PlanParams, signal: AbortSignal): Promise<Outcome<{ readonly plan: RunPlan }>> {
    const project = this.host.project(params.projectId);
    if (project === undefined) return failed(PROJECT_GONE);
    if (this.underWay.look(params.projectId)) return failed(busy(project));
    const unsaved = unsavedFailure(this.host.unsaved(project));
    if (unsaved !== null) return failed(unsaved);
    const before = this.host.state(params.projectId);
    const shown = before?.kind === 'read' && before.state.kind === 'known' ? before.state.databases : undefined;
    const planned = await planRun(
      project.config,
      project,
      {
        command: params.command,
        targets: params.targets,
        options: params.options ?? [],
        purgesUnknown: true,
        ...(shown && { shown }),
      },
      this.host.context(project),
      signal,
    );
    if (!planned.ok) {
      const { state } = planned.error;
      if (state !== undefined && !this.underWay.look(params.projectId)) {
        this.host.setState(params.projectId, { kind: 'read', state });
      }
      return failed(failureOf(planned.error));
    }
    const planId = randomUUID();
    // A plan that was not confirmed is of no use once there is another.
    this.#dropPlans(params.projectId);
    this.#plans.set(planId, { projectId: params.projectId, plan: planned.value });
    return { ok: true, plan: runPlan(planId, planned.value, project) };
  }

  /**
   * Runs a plan once; an abort asks the run to end. The state afterwards is the database's, however it ended.
   * @param typed What the user typed where the plan has a `phrase`: without it nothing is run, and the plan stays.
   */
  async execute(planId: string, signal: AbortSignal, typed?: string): Promise<Outcome<{ readonly state: StateInfo }>> {
    const planned = this.planned(planId);
    if (!planned.ok) return failed(planned.error);
    const { project, plan } = planned.value;
    const refusal = phraseFailure(plan, typed);
    if (refusal !== null) return failed(refusal);
    this.#plans.delete(planId);
    return this.underWay.execute(project, planId, plan, signal);
  }

  /** A plan that could be executed now. */
  planned(planId: string): Result<{ readonly project: ProjectSnapshot; readonly plan: PlannedRun }, Failure> {
    const known = this.#plans.get(planId);
    const project = known && this.host.project(known.projectId);
    if (known === undefined || project === undefined) {
      const message = 'This plan is not valid any more. Start the command again.';
      return err({ code: 'planGone', message });
    }
    if (this.underWay.look(known.projectId)) return err(busy(project));
    const refusal = unsavedFailure(this.host.unsaved(project));
    return refusal === null ? ok({ project, plan: known.plan }) : err(refusal);
  }
}

function phraseFailure({ phrase }: PlannedRun, typed: string | undefined): Failure | null {
  if (phrase === null || typed?.trim() === phrase) return null;
  return { code: 'protected', message: `${phrase} is protected: nothing was run. Type its name to run it.` };
}

/** Why nothing is run while files are not saved; null: all are. */
export function unsavedFailure(files: readonly string[]): Failure | null {
  if (files.length === 0) return null;
  const names = files.map((file) => basename(file)).join(', ');
  return { code: 'unsavedFiles', message: `Not saved: ${names}. Alembic runs what is on disk. Save, then try again.` };
}

function runPlan(planId: string, plan: PlannedRun, project: ProjectSnapshot): RunPlan {
  const { command, targets, options, databases, engine, engineDetail, target, notes, phrase } = plan;
  return {
    planId,
    command,
    arguments: [...options, ...targets],
    databases: databases.map(({ database, steps, rowsAfter }) => ({
      ...databaseInfo(database),
      steps: steps.map(({ kind, revision }) => ({
        id: revision,
        message: messageOf(project, revision),
        direction: kind,
      })),
      to: rowsAfter,
      fileMissing: database.fileMissing,
    })),
    idle: isIdle(plan),
    engine,
    engineDetail,
    workingDirectory: project.config.workingDirectory,
    ...(target !== null && { target }),
    ...(notes.length > 0 && { notes }),
    ...(phrase !== null && { phrase }),
  };
}

function wasCancelled(state: DatabaseState): boolean {
  return state.kind === 'unavailable' && state.error.code === 'cancelled';
}
