import type { EngineError, EngineResult, RunListener, RunReport, RunSignals } from './engine';
import { type HeldCopy, holdCopy } from './heldCopy';
import type { CopyDemand, JobName, Jobs, Migration, MigrationEvent, RunnerAnswer, RunnerRequest } from './jobs';
import { type RunnerOptions, type RunnerProcess, startRunner } from './runnerProcess';

/** Jobs end by themselves long before: whoever is this late is stuck in a driver or on a disk, and cannot be asked to end. */
const DEADLINE_MS = 60_000;

type Waiting = (result: EngineResult<Jobs[JobName]['value']>) => void;

/** A process that runs migrations is asked one thing. */
const RUN = 1;
const LOST: EngineError = {
  code: 'processFailed',
  message: 'The run was ended from outside. What was not committed is taken back; the state shown was read afterwards.',
};
const FORCED: EngineError = {
  code: 'cancelled',
  message: 'The run was ended by force. What was not committed is taken back.',
};

const CANCELLED: EngineResult<never> = { ok: false, error: { code: 'cancelled', message: 'Cancelled.' } };
const FAILED: EngineResult<never> = {
  ok: false,
  error: { code: 'processFailed', message: 'The database runner ended unexpectedly. Read again; the log says more.' },
};

const LATE: EngineResult<never> = {
  ok: false,
  error: {
    code: 'timeout',
    message:
      'The database did not answer. Check that its server, or the disk it is on, can be reached, then read again.',
  },
};

/** What a runner is asked for. */
export type Runner = Pick<RunnerClient, 'request' | 'migrate' | 'holdCopy'>;

/** Asks the runner. Started by the first job, started anew after a crash, ended by `dispose` or by the end of our process. */
export class RunnerClient {
  #child: RunnerProcess | null = null;
  #nextId = 1;
  readonly #waiting = new Map<number, Waiting>();

  constructor(private readonly options: RunnerOptions) {}

  /** Answers `cancelled` as soon as `signal` says so, whether the runner has noticed or not. */
  request<J extends JobName>(
    job: J,
    parameters: Jobs[J]['parameters'],
    signal: AbortSignal,
  ): Promise<EngineResult<Jobs[J]['value']>> {
    if (signal.aborted) return Promise.resolve(CANCELLED);
    const id = this.#nextId++;
    return new Promise((resolve) => {
      const abort = (): void => {
        this.#send({ id, cancel: true });
        settle(CANCELLED);
      };
      const timer = setTimeout(() => {
        this.#giveUp();
      }, this.options.deadline ?? DEADLINE_MS);
      const settle: Waiting = (result) => {
        clearTimeout(timer);
        this.#waiting.delete(id);
        signal.removeEventListener('abort', abort);
        resolve(result);
      };
      signal.addEventListener('abort', abort, { once: true });
      this.#waiting.set(id, settle);
      this.#child ??= this.#start();
      this.#send({ id, job, parameters });
    });
  }

  /**
   * Executes a program in a process of its own, which nothing else waits for: a statement of SQLite blocks it. Takes as long
   * as it takes; it ends with ours.
   */
  migrate(migration: Migration, listener: RunListener, signals: RunSignals): Promise<RunReport> {
    return new Promise((resolve, reject) => {
      let done = 0;
      const runner = startRunner(
        this.options,
        (line) => {
          // Our own program wrote it (runner/main.ts).
          const event = JSON.parse(line) as MigrationEvent;
          if ('report' in event) end(event.report);
          else if ('output' in event) listener.output(event.output);
          else if ('statement' in event) listener.statement?.(event.statement);
          else if ('paused' in event) Promise.resolve(listener.committed?.()).then(goOn, giveUp);
          else {
            ({ done } = event.progress);
            listener.progress(event.progress);
          }
        },
        (reason) => {
          const error = signals.force.aborted ? FORCED : { ...LOST, details: `The process ended (${reason}).` };
          end({ error, done });
        },
      );
      const giveUp = (error: unknown): void => {
        reject(error instanceof Error ? error : new Error(String(error)));
        runner.kill();
      };
      const goOn = (): void => {
        runner.send({ id: RUN, go: true });
      };
      const cancel = (): void => {
        runner.send({ id: RUN, cancel: true });
      };
      const force = (): void => {
        runner.kill();
      };
      const end = (report: RunReport): void => {
        signals.cancel.removeEventListener('abort', cancel);
        signals.force.removeEventListener('abort', force);
        runner.close();
        resolve(report);
      };
      signals.cancel.addEventListener('abort', cancel, { once: true });
      signals.force.addEventListener('abort', force, { once: true });
      runner.send({
        id: RUN,
        job: 'migrate',
        parameters: {
          ...migration,
          ...(listener.statement && { watched: true }),
          ...(listener.committed && { pauses: true }),
        },
      });
      if (signals.cancel.aborted) cancel();
    });
  }

  /** Makes a copy of a database, which lasts until it is released or we end. */
  holdCopy(demand: CopyDemand, output: (text: string) => void, signal: AbortSignal): Promise<EngineResult<HeldCopy>> {
    return holdCopy(this.options, demand, output, signal);
  }

  /** Ends the process; what is still asked is answered `cancelled`. A later request starts another one. */
  dispose(): void {
    this.#child?.close();
    this.#child = null;
    this.#settleAll(CANCELLED);
  }

  /** A process that is stuck answers nobody: all who wait are told, and the next request starts another one. */
  #giveUp(): void {
    this.options.log('runner: no answer, killed');
    this.#child?.kill();
    this.#child = null;
    this.#settleAll(LATE);
  }

  #settleAll(result: EngineResult<never>): void {
    for (const settle of [...this.#waiting.values()]) settle(result);
  }

  #send(request: RunnerRequest): void {
    this.#child?.send(request);
  }

  #start(): RunnerProcess {
    const runner = startRunner(
      this.options,
      (line) => {
        // Our own program wrote it (runner/main.ts).
        const answer = JSON.parse(line) as RunnerAnswer;
        this.#waiting.get(answer.id)?.(answer.result);
      },
      (reason) => {
        if (this.#child !== runner) return;
        this.#child = null;
        this.options.log(`runner: ended (${reason})`);
        this.#settleAll(FAILED);
      },
    );
    return runner;
  }
}
