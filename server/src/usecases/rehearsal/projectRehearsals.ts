import type { Failure, Outcome } from '../../protocol/data';
import type {
  CheckInfo,
  RehearsalInfo,
  RehearseParams,
  VerdictInfo,
  VerifyParams,
  VerifyPlan,
  VerifyPlanParams,
  VerifyProgress,
} from '../../protocol/rehearsal';
import type { ProjectSnapshot } from '../../workspace/snapshot';
import { failed, failureOf, PROJECT_GONE } from '../failures';
import { type ProjectRuns, unsavedFailure } from '../projectRuns';
import { requiredPhrase } from '../protection';
import { messageOf, type RunsHost } from '../runsHost';
import { type CopySource, copySource } from './copySource';
import { copyStarts, rehearse } from './rehearse';
import { rehearsalText, rehearsedChange } from './rehearsalText';
import { needsDatabase, type Verdict, verify } from './verify';

/** What projects try on databases that are made for it. */
export class ProjectRehearsals {
  constructor(
    private readonly host: RunsHost,
    private readonly runs: ProjectRuns,
  ) {}

  /** Tries a plan on a copy; the plan stays as it is. */
  async rehearse(
    { planId, copy, typed }: RehearseParams,
    signal: AbortSignal,
  ): Promise<Outcome<{ readonly rehearsal: RehearsalInfo }>> {
    const planned = this.runs.planned(planId);
    if (!planned.ok) return failed(planned.error);
    const { project, plan } = planned.value;
    const [{ database }] = plan.databases;
    const isMade = database.identity.dialect === 'postgresql';
    const refusal = isMade ? notTyped(plan.phrase, typed) : null;
    if (refusal !== null) return failed(refusal);
    const starts = copyStarts(plan);
    const start = starts.find((one) => one === copy) ?? starts[0] ?? 'content';
    const context = this.host.context(project);
    const rehearsed = await rehearse(
      project.config,
      plan,
      start,
      context,
      {
        progress: ({ step, done, total }) => {
          const { revision } = step;
          this.host.progress(planId, { revision, message: messageOf(project, revision), done, total });
        },
        output: context.output,
      },
      signalsOf(signal),
    );
    if (!rehearsed.ok) return failed(failureOf(rehearsed.error));
    const { error } = rehearsed.value;
    const report = rehearsalText(rehearsed.value, (id) => messageOf(project, id));
    const change = rehearsedChange(rehearsed.value);
    return { ok: true, rehearsal: { report, ...change, ...(error !== null && { failure: failureOf(error) }) } };
  }

  /** Where a project would be verified. */
  async planVerification(
    { projectId, checks }: VerifyPlanParams,
    signal: AbortSignal,
  ): Promise<Outcome<{ readonly plan: VerifyPlan }>> {
    const project = this.host.project(projectId);
    if (project === undefined) return failed(PROJECT_GONE);
    const found = await this.#source(project, checks, signal);
    if (!found.ok) return failed(found.failure);
    const { source } = found;
    if (source === null) return { ok: true, plan: {} };
    const { label, dialect } = source.identity;
    const phrase = this.#phrase(source, project);
    const plan = { database: { label, dialect }, engine: source.runner.kind, ...(phrase !== null && { phrase }) };
    return { ok: true, plan };
  }

  /** Verifies a project on databases that are made for it. */
  async verify(
    { projectId, checks, typed }: VerifyParams,
    tell: (progress: VerifyProgress) => void,
    signal: AbortSignal,
  ): Promise<Outcome<object>> {
    const project = this.host.project(projectId);
    if (project === undefined) return failed(PROJECT_GONE);
    const found = await this.#source(project, checks, signal);
    if (!found.ok) return failed(found.failure);
    const { source } = found;
    const refusal = source === null ? null : notTyped(this.#phrase(source, project), typed);
    if (refusal !== null) return failed(refusal);
    const context = this.host.context(project);
    const listener = {
      started: (check: CheckInfo): void => {
        tell({ check });
      },
      done: (check: CheckInfo, verdict: Verdict): void => {
        tell({ check, verdict: verdictInfo(verdict) });
      },
      output: context.output,
    };
    const stopped = await verify(project.config, project, checks, source, context, listener, signalsOf(signal));
    return stopped === null ? { ok: true } : failed(failureOf(stopped));
  }

  async #source(
    project: ProjectSnapshot,
    checks: readonly CheckInfo[],
    signal: AbortSignal,
  ): Promise<Outcome<{ readonly source: CopySource | null }>> {
    if (!checks.some(needsDatabase)) return { ok: true, source: null };
    const unsaved = unsavedFailure(this.host.unsaved(project));
    if (unsaved !== null) return failed(unsaved);
    const source = await copySource(project.config, this.host.context(project), signal);
    return source.ok ? { ok: true, source: source.value } : failed(failureOf(source.error));
  }

  /** SQLite's are files in a folder for temporary ones: nobody's database is protected from that. */
  #phrase(source: CopySource, project: ProjectSnapshot): string | null {
    return source.dialect === 'sqlite' ? null : requiredPhrase([source], this.host.context(project).protection);
  }
}

function notTyped(phrase: string | null, typed: string | undefined): Failure | null {
  if (phrase === null || typed?.trim() === phrase) return null;
  const message = `${phrase} is protected: no database was made on its server. Type its name to go on.`;
  return { code: 'protected', message };
}

function verdictInfo(verdict: Verdict): VerdictInfo {
  if (verdict.kind !== 'failed') return verdict;
  const { error, ...rest } = verdict;
  return { ...rest, failure: failureOf(error) };
}

/** A copy needs no force: it is removed as soon as nobody holds it. */
function signalsOf(cancel: AbortSignal): { readonly cancel: AbortSignal; readonly force: AbortSignal } {
  return { cancel, force: cancel };
}
