import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { maskSecrets } from '../common/secrets';
import type { EngineError, EngineResult, RunListener, RunReport, RunSignals } from './engine';
import type { Spawn } from './host';
import type { JobName, Jobs, Migration, MigrationEvent, RunnerAnswer, RunnerRequest } from './jobs';
import { jsonLine, LineReader } from './jsonLines';

export interface RunnerOptions {
  readonly spawn: Spawn;
  /** Path of the bundled runner (dist/runner.js). */
  readonly program: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The Node that runs it: `process.execPath`. */
  readonly node: string;
  readonly log: (text: string) => void;
  /** Milliseconds after which an answer is not waited for any more. */
  readonly deadline?: number;
}

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

/** Asks the runner. Started by the first job, started anew after a crash, ended by `dispose` or by the end of our process. */
export class RunnerClient {
  #child: ChildProcessWithoutNullStreams | null = null;
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
    const { spawn, node, program, environment, log } = this.options;
    const child = spawn(node, [program], { env: { ...environment, ELECTRON_RUN_AS_NODE: '1' } });
    return new Promise((resolve) => {
      let done = 0;
      const cancel = (): void => {
        child.stdin.write(jsonLine({ id: RUN, cancel: true } satisfies RunnerRequest));
      };
      const force = (): void => {
        child.kill('SIGKILL');
      };
      const end = (report: RunReport): void => {
        signals.cancel.removeEventListener('abort', cancel);
        signals.force.removeEventListener('abort', force);
        child.stdin.end();
        resolve(report);
      };
      const events = new LineReader((line) => {
        // Our own program wrote it (runner/main.ts).
        const event = JSON.parse(line) as MigrationEvent;
        if ('report' in event) end(event.report);
        else if ('output' in event) listener.output(event.output);
        else {
          ({ done } = event.progress);
          listener.progress(event.progress);
        }
      });
      const errors = new LineReader((line) => {
        log(`runner: ${maskSecrets(line)}`);
      });
      child.stdout.on('data', (chunk: Buffer) => {
        events.push(chunk);
      });
      child.stderr.on('data', (chunk: Buffer) => {
        errors.push(chunk);
      });
      child.stdin.on('error', () => undefined);
      const lost = (reason: string): void => {
        errors.end();
        const error = signals.force.aborted ? FORCED : { ...LOST, details: `The process ended (${reason}).` };
        end({ error, done });
      };
      child.once('error', (error) => {
        lost(error.message);
      });
      child.once('close', (code, signalName) => {
        lost(String(code ?? signalName));
      });
      signals.cancel.addEventListener('abort', cancel, { once: true });
      signals.force.addEventListener('abort', force, { once: true });
      child.stdin.write(jsonLine({ id: RUN, job: 'migrate', parameters: migration } satisfies RunnerRequest));
      if (signals.cancel.aborted) cancel();
    });
  }

  /** Ends the process; what is still asked is answered `cancelled`. A later request starts another one. */
  dispose(): void {
    this.#child?.stdin.end();
    this.#child = null;
    this.#settleAll(CANCELLED);
  }

  /** A process that is stuck answers nobody: all who wait are told, and the next request starts another one. */
  #giveUp(): void {
    this.options.log('runner: no answer, killed');
    this.#child?.kill('SIGKILL');
    this.#child = null;
    this.#settleAll(LATE);
  }

  #settleAll(result: EngineResult<never>): void {
    for (const settle of [...this.#waiting.values()]) settle(result);
  }

  #send(request: RunnerRequest): void {
    this.#child?.stdin.write(jsonLine(request));
  }

  #start(): ChildProcessWithoutNullStreams {
    const { spawn, node, program, environment, log } = this.options;
    // Inside Electron execPath is the editor: the variable makes it a Node. A plain Node ignores it.
    const child = spawn(node, [program], { env: { ...environment, ELECTRON_RUN_AS_NODE: '1' } });
    const answers = new LineReader((line) => {
      // Our own program wrote it (runner/main.ts).
      const answer = JSON.parse(line) as RunnerAnswer;
      this.#waiting.get(answer.id)?.(answer.result);
    });
    const errors = new LineReader((line) => {
      // A driver that dies may print what it was given.
      log(`runner: ${maskSecrets(line)}`);
    });
    child.stdout.on('data', (chunk: Buffer) => {
      answers.push(chunk);
    });
    child.stderr.on('data', (chunk: Buffer) => {
      errors.push(chunk);
    });
    // Writing to a process that has just died; its `exit` is about to say so.
    child.stdin.on('error', () => undefined);
    const ended = (reason: string): void => {
      errors.end();
      if (this.#child !== child) return;
      this.#child = null;
      log(`runner: ended (${reason})`);
      this.#settleAll(FAILED);
    };
    child.once('error', (error) => {
      ended(error.message);
    });
    child.once('exit', (code, signalName) => {
      ended(String(code ?? signalName));
    });
    return child;
  }
}
