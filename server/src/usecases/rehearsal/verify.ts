import { err, ok, type Result } from '../../common/result';
import type { EngineError, EngineResult, RunListener, RunReport, RunSignals, RunStep } from '../../engine/engine';
import type { NativeProgram } from '../../engine/native/program';
import type { ProjectConfig } from '../../project/model';
import type { CheckInfo } from '../../protocol/rehearsal';
import type { Step } from '../../revision/model';
import { downgradeStep, planUpgrade, upgradeStep } from '../../revision/plans';
import { getRevision } from '../../revision/resolve';
import { asRevision } from '../../revision/traverse';
import { emptySchema } from '../../schema/schema';
import { differenceText, schemaDifferences } from '../../schema/equal';
import type { ProjectSnapshot } from '../../workspace/snapshot';
import type { EngineContext } from '../engineContext';
import { nativePlan } from '../native/nativePlan';
import { refused } from '../native/nativePlace';
import type { CopySource } from './copySource';
import { contextOf, openScratch, readScratch, runOnScratch, type Scratch } from './scratch';
import { changedText, type Held, objectDifferences } from './changedText';

/** How a check came out. */
export type Verdict =
  | { readonly kind: 'passed'; readonly milliseconds: number }
  /** `before` and `after`: what should be equal, as SQL; absent: it did not come so far. */
  | {
      readonly kind: 'failed';
      readonly milliseconds: number;
      readonly error: EngineError;
      readonly before?: string;
      readonly after?: string;
    }
  /** It says of itself that there is no way back, or it cannot be tried. */
  | { readonly kind: 'skipped'; readonly reason: string };

/** Hears of checks as they are done. */
export interface VerifyListener extends Pick<RunListener, 'output'> {
  started(check: CheckInfo): void;
  done(check: CheckInfo, verdict: Verdict): void;
}

/** Whether a check needs a database. */
export function needsDatabase({ kind }: CheckInfo): boolean {
  return kind !== 'singleHead';
}

/**
 * Verifies a project on databases that are made for it, beside its own: nothing is read or written there.
 * @param source What such a database stands in for; null: no check needs one.
 * @returns why not all of it could be tried; null: it could.
 */
export async function verify(
  config: ProjectConfig,
  project: ProjectSnapshot,
  checks: readonly CheckInfo[],
  source: CopySource | null,
  context: EngineContext,
  listener: VerifyListener,
  signals: RunSignals,
): Promise<EngineError | null> {
  for (const check of checks) {
    if (check.kind !== 'singleHead') continue;
    listener.started(check);
    listener.done(check, singleHead(project));
  }
  if (source === null) return null;
  const { chain } = project;
  const order = planUpgrade(chain.map, [], 'heads');
  if (chain.error !== null || !order.ok) {
    const message = chain.error?.message ?? (order.ok ? '' : order.error.message);
    return { code: 'commandFailed', message: `The revisions cannot be put in order: ${message}` };
  }
  const bench = new Bench(config, project, source, context, listener, signals);
  const whole = checks.find(({ kind }) => kind === 'upgradeFromBase');
  const stopped = whole === undefined ? null : await bench.upgradeFromBase(whole, order.value);
  if (stopped !== null) return stopped;
  const wanted = new Set(checks.flatMap((check) => (check.kind === 'roundTrip' ? check.revision : [])));
  return bench.roundTrips(order.value, wanted);
}

function singleHead({ chain }: Pick<ProjectSnapshot, 'chain'>): Verdict {
  const heads = [...chain.map.heads];
  if (heads.length === 1) return { kind: 'passed', milliseconds: 0 };
  const message =
    heads.length === 0
      ? 'There is no revision yet.'
      : `There are ${heads.length} heads: ${heads.join(', ')}. Merge them (Alembic: Merge Heads), or let one follow the other.`;
  return { kind: 'failed', milliseconds: 0, error: { code: 'commandFailed', message } };
}

/** Where in a round trip something happens. */
type Phase = 'upgrade' | 'downgrade' | 'again';

interface WalkStep {
  readonly step: Step;
  /** Null: it only leads to those that are verified. */
  readonly phase: Phase | null;
}

class Bench {
  constructor(
    private readonly config: ProjectConfig,
    private readonly project: ProjectSnapshot,
    private readonly source: CopySource,
    private readonly context: EngineContext,
    private readonly listener: VerifyListener,
    private readonly signals: RunSignals,
  ) {}

  /** @returns why nothing more can be verified; null: it can. */
  async upgradeFromBase(check: CheckInfo, order: readonly Step[]): Promise<EngineError | null> {
    this.listener.started(check);
    const begun = performance.now();
    const program = this.#program(order, false);
    if (!program.ok) {
      this.listener.done(check, { kind: 'skipped', reason: program.error.message });
      return null;
    }
    const made = await this.#onBlank((scratch) => this.#run(scratch, order, program.value));
    if (!made.ok) return made.error;
    if (made.value.error?.code === 'cancelled') return made.value.error;
    this.listener.done(check, verdictOf(made.value, performance.now() - begun));
    return null;
  }

  async roundTrips(order: readonly Step[], wanted: ReadonlySet<string>): Promise<EngineError | null> {
    // A failed step leaves a state that nothing can go on from: what follows is tried on another database.
    let open = new Set(wanted);
    while (open.size > 0) {
      const left = await this.#walk(order, open);
      if (!left.ok) return left.error;
      if (left.value.size === open.size) throw new Error('a walk tells at least of one revision');
      open = left.value;
    }
    return null;
  }

  /** @returns the revisions that are still to be verified. */
  async #walk(order: readonly Step[], wanted: ReadonlySet<string>): Promise<EngineResult<Set<string>>> {
    const last = order.findLastIndex(({ revision }) => revision !== null && wanted.has(revision));
    const walk = order.slice(0, last + 1).flatMap((step) => this.#around(step, wanted));
    const open = new Set(wanted);
    const trip = new Trip(this.source.dialect, this.listener, open);
    const steps = walk.map(({ step }) => step);
    const program = this.#program(steps, true);
    if (!program.ok) {
      trip.refused(program.error, order);
      return ok(open);
    }
    const made = await this.#onBlank(async (scratch) => {
      let at = 0;
      const committed = async (): Promise<void> => {
        const [now, next] = [walk[at], walk[at + 1]];
        at += 1;
        // What nobody compares is not read.
        if (now === undefined || (now.phase === null && (next === undefined || next.phase === null))) return;
        const read = await readScratch(this.config, scratch, this.context, this.signals.cancel);
        if (read.ok) trip.reached(now, read.value);
        else this.listener.output(read.error.message);
      };
      const report = await this.#run(scratch, steps, program.value, committed, () => {
        trip.begin(walk[at]);
      });
      return { report, failed: walk[at] };
    });
    if (!made.ok) return made;
    const { report, failed } = made.value;
    if (report.error?.code === 'cancelled') return err(report.error);
    if (report.error === null) return ok(new Set());
    trip.failed(failed, report.error, order);
    return ok(open);
  }

  #around(step: Step, wanted: ReadonlySet<string>): readonly WalkStep[] {
    const { revision } = step;
    if (revision === null || !wanted.has(revision)) return [{ step, phase: null }];
    const found = asRevision(getRevision(this.project.chain.map, revision));
    return [
      { step, phase: 'upgrade' },
      { step: downgradeStep(found), phase: 'downgrade' },
      { step: upgradeStep(found), phase: 'again' },
    ];
  }

  async #onBlank<T>(use: (scratch: Scratch) => Promise<T>): Promise<EngineResult<T>> {
    const { config, source, context, signals } = this;
    const scratch = await openScratch(config, source, 'blank', [], context, signals.cancel);
    if (!scratch.ok) return scratch;
    try {
      return ok(await use(scratch.value));
    } finally {
      const left = await scratch.value.held.release();
      if (left !== null) this.listener.output(left.message);
    }
  }

  /** @param committed Hears of each step; absent: it is no walk. */
  async #run(
    scratch: Scratch,
    steps: readonly Step[],
    program: NativeProgram | null,
    committed?: () => Promise<void>,
    starting?: () => void,
  ): Promise<RunReport> {
    const runSteps = steps.map(({ kind, revision }): RunStep => ({ kind, revision: revision ?? '' }));
    const run = { command: 'upgrade' as const, targets: ['heads'], options: [], rows: [], steps: runSteps };
    const listener: RunListener = {
      progress: ({ phase }) => {
        if (phase === 'starting') starting?.();
      },
      output: (text) => {
        this.listener.output(text);
      },
      ...(committed && { committed }),
    };
    const isWalk = committed !== undefined;
    return runOnScratch(this.config, scratch, { ...run, isWalk, program }, this.context, listener, this.signals);
  }

  /** What the native engine would send; null: Alembic runs it. */
  #program(steps: readonly Step[], isWalk: boolean): Result<NativeProgram | null, EngineError> {
    const { runner, dialect } = this.source;
    if (runner.kind === 'alembic') return ok(null);
    const { environment, options } = runner.place;
    const planned = nativePlan(this.project, {
      dialect,
      rows: [],
      purge: false,
      steps,
      environment: isWalk ? { ...environment, transactionPerMigration: true } : environment,
      options,
      start: emptySchema(dialect),
    });
    return planned.ok ? ok(planned.value) : err(refused(planned.error, this.config));
  }
}

/** What is known of the revision that is on its way. */
class Trip {
  #before: Held;
  #upgraded: Held | null = null;
  #begun = 0;
  #said: Verdict | null = null;

  constructor(
    private readonly dialect: CopySource['dialect'],
    private readonly listener: VerifyListener,
    private readonly open: Set<string>,
  ) {
    this.#before = { schema: emptySchema(dialect), lacks: [] };
  }

  begin(next: WalkStep | undefined): void {
    if (next?.phase !== 'upgrade') return;
    this.#begun = performance.now();
    this.#said = null;
    this.listener.started(checkOf(next));
  }

  /** A step is committed and has left this. */
  reached(step: WalkStep, held: Held): void {
    switch (step.phase) {
      case null:
        break;
      case 'upgrade':
        this.#upgraded = held;
        return;
      case 'downgrade':
        this.#said = this.#difference(this.#before, held, 'downgrade() does not lead back to what was there before');
        return;
      case 'again': {
        this.#said ??= this.#difference(
          this.#upgraded ?? held,
          held,
          'The second upgrade() makes something else than the first',
        );
        this.#tell(step, this.#said ?? { kind: 'passed', milliseconds: performance.now() - this.#begun });
        break;
      }
    }
    this.#before = held;
  }

  /** A step failed; absent: none was begun. */
  failed(step: WalkStep | undefined, error: EngineError, order: readonly Step[]): void {
    if (step !== undefined && step.phase !== null) {
      this.#tell(step, this.#said ?? this.#failure(step.phase, error));
      if (step.phase !== 'upgrade') return;
    }
    this.#notReached(step?.step.revision ?? null, error, order);
  }

  /** Not all of it is known to the native engine, which has run nothing. */
  refused(error: EngineError, order: readonly Step[]): void {
    const { revision = null } = error;
    if (revision === null || !this.open.has(revision)) {
      this.#notReached(revision, error, order);
      return;
    }
    // Where only its way back is not known, those behind it can be reached.
    this.open.delete(revision);
    const reason = DECLARED.test(error.message) ? NO_WAY_BACK : error.message;
    this.listener.done({ kind: 'roundTrip', revision }, { kind: 'skipped', reason });
  }

  /** What is behind a revision, or everything. */
  #notReached(id: string | null, { message }: EngineError, order: readonly Step[]): void {
    const at = order.findIndex(({ revision }) => revision === id);
    for (const { revision } of order.slice(Math.max(at, 0))) {
      if (revision === null || !this.open.delete(revision)) continue;
      this.listener.done({ kind: 'roundTrip', revision }, { kind: 'skipped', reason: `It is not reached: ${message}` });
    }
  }

  #failure(phase: Phase, error: EngineError): Verdict {
    if (phase === 'downgrade' && DECLARED.test(error.details ?? error.message)) {
      return { kind: 'skipped', reason: NO_WAY_BACK };
    }
    const where = phase === 'again' ? 'The second upgrade() failed' : `${phase}() failed`;
    return {
      kind: 'failed',
      milliseconds: performance.now() - this.#begun,
      error: { ...error, message: `${where}: ${error.message}` },
    };
  }

  #difference(before: Held, after: Held, what: string): Verdict | null {
    const differences = [
      ...schemaDifferences(before.schema, after.schema, { assignedNames: true, doubts: true }).map(differenceText),
      ...objectDifferences(before, after),
    ];
    if (differences.length === 0) return null;
    const shown = differences.slice(0, MOST_SHOWN);
    const more = differences.length > shown.length ? `; ${differences.length - shown.length} more` : '';
    return {
      kind: 'failed',
      milliseconds: performance.now() - this.#begun,
      error: { code: 'commandFailed', message: `${what}: ${shown.join('; ')}${more}.` },
      ...changedText(before.schema, after.schema, contextOf(this.dialect)),
    };
  }

  #tell(step: WalkStep, verdict: Verdict): void {
    const { revision } = step.step;
    if (revision !== null) this.open.delete(revision);
    this.listener.done(checkOf(step), verdict);
  }
}

/** Differences that a message names. */
const MOST_SHOWN = 5;
/** A downgrade that declares itself impossible. */
const NO_WAY_BACK = 'downgrade() says that there is no way back: it raises NotImplementedError.';
const DECLARED = /\bNotImplementedError\b/;

function checkOf({ step }: WalkStep): CheckInfo {
  return { kind: 'roundTrip', revision: step.revision ?? '' };
}

function verdictOf({ error }: RunReport, milliseconds: number): Verdict {
  return error === null ? { kind: 'passed', milliseconds } : { kind: 'failed', milliseconds, error };
}
