import type { RunReport, RunSignals } from '../engine/engine';
import type { FollowListener } from '../engine/keeper/follow';
import type { RunDescription } from '../engine/keeper/journal';
import type { FoundRun, RunKeeper } from '../engine/keeper/runKeeper';
import type { Failure, Outcome, StateInfo } from '../protocol/data';
import type { ProjectSnapshot, ProjectState } from '../workspace/snapshot';
import type { EngineContext } from './engineContext';
import { executeRun, type RunElsewhere, stateAfterRun } from './executeRun';
import { isIdle, type PlannedRun } from './plannedRun';
import { busy, failed, failureOf } from './failures';
import { runBegins, runEnds, runFound } from './runLog';
import { messageOf, type RunsHost } from './runsHost';

interface RunUnderWay {
  readonly description: RunDescription;
  readonly cancel: AbortController;
  readonly force: AbortController;
  /** It was asked to end, by whatever window. */
  cancelled: boolean;
  /** What runs now. */
  revision: string | undefined;
}

const UNKNOWN_END: RunReport = {
  error: {
    code: 'processFailed',
    message: 'Another window has begun a run since, so it is not known how this one ended. The state was read again.',
  },
  done: 0,
};

/**
 * The runs that change databases, one at a time for each project: those begun here, and those found that a server before us
 * or another window began. While one is under way the project's state is `running`; afterwards it is what the database says.
 */
export class RunsUnderWay {
  /** By project. */
  readonly #running = new Map<string, RunUnderWay>();
  /** Runs begun or found, by project. */
  readonly #count = new Map<string, number>();

  /** @param keeper Null: runs end with this process. */
  constructor(
    private readonly host: RunsHost,
    private readonly keeper: RunKeeper | null,
  ) {}

  /** How many runs a project has had: a reading that a run has overtaken tells what was before it. */
  count(projectId: string): number {
    return this.#count.get(projectId) ?? 0;
  }

  /** Whether a run of the project is under way. Looks whether one is that is not known here yet, and follows it. */
  look(projectId: string): boolean {
    if (this.#running.has(projectId)) return true;
    const project = this.host.project(projectId);
    if (project === undefined || this.keeper === null || !this.host.context(project).trusted) return false;
    const found = this.#journalOf(this.keeper, projectId);
    if (found === null) return false;
    const { description, ended } = found;
    if (ended) {
      if (this.keeper.claimTelling(projectId)) this.#tellEnd(this.keeper, project, description);
      return false;
    }
    this.#adopt(this.keeper, project, description);
    return true;
  }

  /** Runs a plan; an abort asks the run to end. */
  async execute(
    project: ProjectSnapshot,
    runId: string,
    plan: PlannedRun,
    signal: AbortSignal,
  ): Promise<Outcome<{ readonly state: StateInfo }>> {
    const { id } = project.config;
    if (this.look(id)) return failed(busy(project));
    const description = describe(runId, id, plan, this.host.context(project));
    // What our own drivers do ends with this process: the database takes back what was not committed.
    const keeper = isIdle(plan) || plan.engine === 'native' ? null : this.keeper;
    const refusal = keeper === null ? null : this.#claim(keeper, project, description);
    if (refusal !== null) return failed(refusal);
    const run = this.#begin(description);
    const cancel = (): void => {
      this.#cancel(run);
    };
    signal.addEventListener('abort', cancel, { once: true });
    let state: ProjectState = { kind: 'unknown' };
    const claim = { taken: keeper !== null };
    try {
      const listener = this.#listener(project, run);
      if (!isIdle(plan)) listener.output(runBegins(project.config, plan));
      const elsewhere: RunElsewhere | undefined =
        keeper === null
          ? undefined
          : async (kept, told, signals) => {
              claim.taken = false;
              const report = await keeper.start(id, kept, { ...listener, ...told }, signals);
              keeper.claimTelling(id);
              return report ?? UNKNOWN_END;
            };
      const outcome = await executeRun(
        project.config,
        plan,
        this.host.context(project),
        listener,
        signalsOf(run),
        elsewhere,
      );
      state = { kind: 'read', state: outcome.state };
      this.host.outcome(id, plan.command, outcome.error);
      if (!isIdle(plan)) listener.output(runEnds(project.config, plan.command, outcome.error, outcome.state));
      if (outcome.error !== null) return failed(failureOf(outcome.error));
    } finally {
      signal.removeEventListener('abort', cancel);
      // Nothing was started: no interpreter, for example.
      if (claim.taken) keeper?.release(id);
      this.#end(id, state);
    }
    return { ok: true, state: this.host.stateInfo(this.host.project(id) ?? project) };
  }

  /** Asks a run to end. What it does then, and when, is up to env.py and the driver. */
  cancel(runId: string): Outcome<object> {
    const run = this.#find(runId);
    if (run === undefined) return failed(ENDED);
    this.#cancel(run);
    return { ok: true };
  }

  /** Ends a run at once that did not follow a cancel. What it leaves is read when it has ended. */
  force(runId: string): Outcome<object> {
    const run = this.#find(runId);
    if (run === undefined) return failed(ENDED);
    if (!run.cancelled) {
      const message = 'Cancel the run first: what ends by itself leaves a state that is known.';
      return failed({ code: 'notCancelled', message });
    }
    run.force.abort();
    return { ok: true };
  }

  #journalOf(keeper: RunKeeper, projectId: string): FoundRun | null {
    try {
      return keeper.find(projectId);
    } catch (error) {
      // A run that cannot have a journal is refused when it is to begin.
      this.host.log(`the journal of a run cannot be read: ${String(error)}`);
      return null;
    }
  }

  #find(runId: string): RunUnderWay | undefined {
    return [...this.#running.values()].find(({ description }) => description.runId === runId);
  }

  #claim(keeper: RunKeeper, project: ProjectSnapshot, description: RunDescription): Failure | null {
    try {
      if (keeper.claim(description)) return null;
    } catch (error) {
      const message = `The run was not started, because there can be no journal of it (${String(error)}).`;
      return { code: 'processFailed', message };
    }
    this.look(description.projectId);
    return busy(project);
  }

  /** Follows a run that was found under way. */
  #adopt(keeper: RunKeeper, project: ProjectSnapshot, description: RunDescription): void {
    const { projectId } = description;
    const run = this.#begin(description);
    const finish = async (): Promise<void> => {
      let state: ProjectState = { kind: 'unknown' };
      let report: RunReport | null = null;
      try {
        report = await this.#follow(keeper, project, description, this.#listener(project, run), signalsOf(run));
        keeper.claimTelling(projectId);
        state = await this.#stateAfter(project, description, report);
      } finally {
        this.#end(projectId, state);
      }
      if (report !== null) this.#tell(description, report);
    };
    finish().catch((error: unknown) => {
      this.host.log(`a run that was found: ${String(error)}`);
    });
  }

  /** Tells of a run that ended while nobody followed it. */
  #tellEnd(keeper: RunKeeper, project: ProjectSnapshot, description: RunDescription): void {
    const { projectId } = description;
    const before = this.count(projectId);
    const { output } = this.host.context(project);
    const quiet: FollowListener = { output, progress: () => undefined, cancelled: () => undefined };
    const never = new AbortController().signal;
    const finish = async (): Promise<void> => {
      const report = await this.#follow(keeper, project, description, quiet, { cancel: never, force: never });
      const state = await this.#stateAfter(project, description, report);
      if (this.count(projectId) === before) this.host.setState(projectId, state);
      if (report !== null) this.#tell(description, report);
    };
    finish().catch((error: unknown) => {
      this.host.log(`a run that had ended: ${String(error)}`);
    });
  }

  async #follow(
    keeper: RunKeeper,
    { config }: ProjectSnapshot,
    description: RunDescription,
    listener: FollowListener,
    signals: RunSignals,
  ): Promise<RunReport | null> {
    listener.output(runFound(config, description));
    const report = await keeper.follow(description.projectId, listener, signals);
    if (report !== null) this.host.outcome(description.projectId, description.command, report.error);
    return report;
  }

  async #stateAfter(
    project: ProjectSnapshot,
    { projectId, command, databases }: RunDescription,
    report: RunReport | null,
  ): Promise<ProjectState> {
    const now = this.host.project(projectId) ?? project;
    const keys = databases.map(({ key }) => key);
    const context = this.host.context(now);
    const state = await stateAfterRun(now.config, keys, context);
    if (report !== null) context.output(runEnds(now.config, command, report.error, state));
    return { kind: 'read', state };
  }

  #tell({ projectId, runId, command, databases }: RunDescription, { error }: RunReport): void {
    this.host.ended({
      projectId,
      runId,
      command,
      databases: databases.map(({ label, dialect }) => ({ label, dialect })),
      ...(error !== null && { failure: failureOf(error) }),
    });
  }

  #begin(description: RunDescription): RunUnderWay {
    const { projectId } = description;
    const run: RunUnderWay = {
      description,
      cancel: new AbortController(),
      force: new AbortController(),
      cancelled: false,
      revision: undefined,
    };
    this.#running.set(projectId, run);
    this.#count.set(projectId, this.count(projectId) + 1);
    this.#show(run);
    return run;
  }

  #end(projectId: string, state: ProjectState): void {
    this.#running.delete(projectId);
    this.host.setState(projectId, state);
  }

  #cancel(run: RunUnderWay): void {
    run.cancel.abort();
    this.#cancelled(run);
  }

  #cancelled(run: RunUnderWay): void {
    if (run.cancelled) return;
    run.cancelled = true;
    this.#show(run);
  }

  #listener(project: ProjectSnapshot, run: RunUnderWay): FollowListener {
    const { output } = this.host.context(project);
    return {
      output,
      cancelled: () => {
        this.#cancelled(run);
      },
      progress: ({ phase, step, done, total }) => {
        run.revision = step.revision;
        if (phase === 'starting') this.#show(run);
        // A run may be found before the project's revisions are read.
        const message = messageOf(this.host.project(project.config.id) ?? project, step.revision);
        this.host.progress(run.description.runId, { revision: step.revision, message, done, total });
      },
    };
  }

  #show({ description, cancelled, revision }: RunUnderWay): void {
    const { projectId, runId, command, databases, elsewhere } = description;
    this.host.setState(projectId, {
      kind: 'running',
      command,
      runId,
      databases: databases.map(({ label, dialect }) => ({ label, dialect })),
      ...(elsewhere !== undefined && { elsewhere }),
      ...(revision !== undefined && { revision }),
      ...(cancelled && { cancelled }),
    });
  }
}

const ENDED: Failure = { code: 'runGone', message: 'The run has ended already.' };

function signalsOf({ cancel, force }: RunUnderWay): RunSignals {
  return { cancel: cancel.signal, force: force.signal };
}

function describe(
  runId: string,
  projectId: string,
  { command, databases }: PlannedRun,
  { python }: EngineContext,
): RunDescription {
  return {
    runId,
    projectId,
    command,
    databases: databases.map(({ database: { identity } }) => ({
      label: identity.label,
      dialect: identity.dialect,
      key: identity.key,
    })),
    ...(python.command.length > 0 && { elsewhere: true }),
    begunAt: Date.now(),
  };
}
