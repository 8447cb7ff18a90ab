import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { maskSecrets } from '../../common/secrets';
import type { RunSignals } from '../engine';
import { projectEnvironment, type EngineHost } from '../host';
import { jsonLine, LineReader } from '../jsonLines';
import { readBridgeMessage, type BridgeEnd, type BridgeJob, type BridgeMessage } from './bridgeMessages';
import type { Interpreter } from './interpreter';

export interface BridgeRun {
  readonly interpreter: Interpreter;
  readonly job: BridgeJob;
  /** After so many milliseconds the run is asked to end, then forced to. Null for a run that writes: it is only asked. */
  readonly deadline: number | null;
  /** The deadline that begins with a message; absent: the first one stands, whatever is said. */
  readonly renewed?: (message: BridgeMessage) => number | null;
  /** Variables added to the environment (`EnvironmentOptions`). */
  readonly variables: Readonly<Record<string, string>>;
  /** Passwords known so far; the run adds what it learns. */
  readonly secrets: Set<string>;
  readonly onMessage: (message: BridgeMessage) => void;
  /** The run waits until it has ended. */
  readonly onPause?: () => Promise<void>;
  /** One line that env.py, a library or a child of theirs printed. */
  readonly onOutput: (text: string) => void;
  readonly signals: RunSignals;
}

export type BridgeOutcome =
  | { readonly kind: 'ended'; readonly end: BridgeEnd }
  | { readonly kind: 'timeout'; readonly output: string }
  /**
   * Killed: a reading run that did not follow a cancel, a writing one by the user's word. `left`: it ran on another machine
   * and has not said that it ends.
   */
  | { readonly kind: 'cancelled'; readonly left?: true }
  | { readonly kind: 'notStarted'; readonly reason: string }
  /** Ended without an answer. `begun`: our program was running by then. */
  | { readonly kind: 'died'; readonly how: string; readonly output: string; readonly begun: boolean };

/** What Python is given on its command line: it reads the program itself from the first line of its input. */
const BOOTSTRAP = [
  'import json,os',
  "c=os.fdopen(os.dup(0),'rb')",
  "exec(compile(json.loads(c.readline().decode()),'alembicBridge.py','exec'),{'__name__':'__main__','control':c})",
].join('\n');

/** Between asking a reading run to end and forcing it. */
const PATIENCE_MS = 2_000;
/** For what Python does after the answer: threads, atexit. */
const FAREWELL_MS = 5_000;
/** For lines still in the pipe of a process that is gone. A child that it left behind may hold the pipe open. */
const LAST_WORDS_MS = 200;
const KEPT_LINES = 40;
/** Between asking a Python of another machine to end at once and ending what reaches it. */
const FORCE_MS = 3_000;
/** Characters of a line of output; a password that is cut in two is not masked, so the end of a longer one is not shown. */
const LONGEST_LINE = 64 * 1024;
const LONGEST_SECRET = 4 * 1024;
/** Characters of a message: many times the comparison of the largest models. */
const LONGEST_MESSAGE = 128 * 1024 * 1024;
const UNFIT = 'its name is empty, or a variable or argument holds a NUL character';

/** Runs one job of the bridge in a process of its own. Rejects only with what `onPause` rejects with. */
export function runBridge(host: EngineHost, run: BridgeRun): Promise<BridgeOutcome> {
  const { interpreter, job, secrets, signals } = run;
  if (signals.cancel.aborted) return Promise.resolve({ kind: 'cancelled' });
  return new Promise((resolve, reject) => {
    const output: string[] = [];
    let begun = false;
    let end: BridgeEnd | null = null;
    let timedOut = false;
    let killed = false;
    let left = false;
    const timers = new Set<NodeJS.Timeout>();
    const after = (milliseconds: number, action: () => void): void => {
      timers.add(setTimeout(action, milliseconds));
    };

    let child: ChildProcessWithoutNullStreams;
    // The environment of a command that reaches another machine is not that of the Python there.
    const { elsewhere } = interpreter;
    const folder = elsewhere?.folder ?? job.workingDirectory;
    const [local, remote] = elsewhere === undefined ? [run.variables, {}] : [{}, run.variables];
    try {
      child = host.spawn(interpreter.command, [...interpreter.args, '-u', '-c', BOOTSTRAP], {
        cwd: folder,
        env: { ...projectEnvironment(host, folder), ...local },
        // A group of its own: Ctrl+C in a terminal reaches us, and we ask; what it starts ends with it.
        detached: host.platform !== 'win32',
        windowsHide: true,
      });
    } catch (error) {
      // Node's own words for it show the value, which may be a secret.
      const unfit = error instanceof Error && 'code' in error && error.code === 'ERR_INVALID_ARG_VALUE';
      resolve({ kind: 'notStarted', reason: unfit ? UNFIT : String(error) });
      return;
    }

    let deadline: NodeJS.Timeout | undefined;
    const kill = (): void => {
      if (killed) return;
      killed = true;
      if (elsewhere === undefined) {
        killGroup(child, host);
        return;
      }
      // Killing `docker compose exec` ends nothing in the container.
      left = true;
      child.stdin.end(jsonLine({ force: true }));
      after(FORCE_MS, () => {
        killGroup(child, host);
      });
    };
    const ask = (): void => {
      // The end of the input asks as well, but then nothing more can be said.
      if (elsewhere === undefined) child.stdin.end();
      else child.stdin.write(jsonLine({ cancel: true }));
      if (run.deadline !== null) after(PATIENCE_MS, kill);
    };
    const startDeadline = (milliseconds: number | null): void => {
      clearTimeout(deadline);
      if (milliseconds === null) return;
      deadline = setTimeout(() => {
        timedOut = true;
        ask();
      }, milliseconds);
    };
    const finish = (outcome: BridgeOutcome): void => {
      signals.cancel.removeEventListener('abort', ask);
      signals.force.removeEventListener('abort', kill);
      for (const timer of timers) clearTimeout(timer);
      clearTimeout(deadline);
      child.stdin.destroy();
      child.stderr.destroy();
      resolve(outcome);
    };

    const answers = new LineReader((line, isCut) => {
      const message = isCut ? null : readBridgeMessage(line);
      if (message === null) return;
      begun = true;
      if (message.kind === 'secrets') {
        for (const value of message.values) secrets.add(value);
      } else if (message.kind === 'end') {
        end = message;
        clearTimeout(deadline);
        after(FAREWELL_MS, kill);
      } else if (message.kind === 'forced') {
        left = false;
      } else if (message.kind === 'paused') {
        Promise.resolve(run.onPause?.()).then(
          () => {
            if (!child.stdin.writableEnded) child.stdin.write(jsonLine({ go: true }));
          },
          (error: unknown) => {
            reject(error instanceof Error ? error : new Error(String(error)));
            kill();
          },
        );
      } else {
        run.onMessage(message);
      }
      if (run.renewed !== undefined && end === null && !timedOut) startDeadline(run.renewed(message));
    }, LONGEST_MESSAGE);
    const prints = new LineReader((text, isCut) => {
      const masked = maskSecrets(text, secrets);
      const line = isCut ? `${masked.slice(0, -LONGEST_SECRET)} …` : masked;
      output.push(line);
      if (output.length > KEPT_LINES) output.shift();
      run.onOutput(line);
    }, LONGEST_LINE);
    child.stdout.on('data', (chunk: Buffer) => {
      answers.push(chunk);
    });
    child.stderr.on('data', (chunk: Buffer) => {
      prints.push(chunk);
    });
    // A process that dies at once breaks the pipe; its end is reported below.
    child.stdin.on('error', () => undefined);

    child.once('error', (error) => {
      if (child.pid === undefined) finish({ kind: 'notStarted', reason: error.message });
    });
    const closed = new Promise((done) => child.stderr.once('close', done));
    const answered = new Promise((done) => child.stdout.once('close', done));
    child.once('exit', (code, signalName) => {
      const patience = new Promise((done) => {
        after(LAST_WORDS_MS, () => {
          done(undefined);
        });
      });
      void Promise.race([Promise.all([closed, answered]), patience]).then(() => {
        answers.end();
        prints.end();
        const text = maskSecrets(output.join('\n'), secrets);
        if (end !== null && !timedOut) finish({ kind: 'ended', end });
        else if (timedOut) finish({ kind: 'timeout', output: text });
        // Cancelled while Python was starting: nothing of the project's had run.
        else if (killed || (!begun && signals.cancel.aborted)) finish({ kind: 'cancelled', ...(left && { left }) });
        else finish({ kind: 'died', how: signalName ?? `exit code ${String(code)}`, output: text, begun });
      });
    });

    startDeadline(run.deadline);
    signals.cancel.addEventListener('abort', ask, { once: true });
    signals.force.addEventListener('abort', kill, { once: true });
    child.stdin.write(jsonLine(host.bridgeProgram) + jsonLine({ ...job, variables: remote }));
  });
}

function killGroup(child: ChildProcessWithoutNullStreams, { platform, spawn }: EngineHost): void {
  if (child.pid === undefined) return;
  if (platform === 'win32') {
    // There are no groups, and what we started may only be a launcher: `py`, or the python.exe of a virtual environment.
    spawn('taskkill', ['/pid', String(child.pid), '/T', '/F'], { windowsHide: true }).once('error', () => child.kill());
    return;
  }
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch (error) {
    // It ended by itself in the meantime; macOS says EPERM of a group that is only waited for.
    if (!(error instanceof Error && 'code' in error && ['ESRCH', 'EPERM'].includes(String(error.code)))) throw error;
  }
}
