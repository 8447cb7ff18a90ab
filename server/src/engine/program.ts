import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { projectEnvironment, type EngineHost } from './host';

/** How a program ended. */
export type ProgramOutcome =
  | { readonly kind: 'ended'; readonly code: number; readonly output: string; readonly errors: string }
  /** There is no such program, or it may not be started. */
  | { readonly kind: 'notStarted' }
  /** Ended by us: cancelled, too slow, or it printed more than anybody wants. */
  | { readonly kind: 'stopped' };

/** What to run, and for how long at most. */
export interface ProgramRun {
  readonly command: string;
  readonly args: readonly string[];
  readonly workingDirectory: string;
  readonly variables?: Readonly<Record<string, string>>;
  /** Milliseconds. */
  readonly deadline: number;
  readonly signal: AbortSignal;
}

const MOST_BYTES = 64 * 1024 * 1024;

/** Runs a program of the machine that only reads, without a shell, and gives what it printed. Never rejects. */
export function runProgram(host: EngineHost, run: ProgramRun): Promise<ProgramOutcome> {
  const { command, args, workingDirectory, variables, deadline, signal } = run;
  if (signal.aborted) return Promise.resolve({ kind: 'stopped' });
  return new Promise((resolve) => {
    let child: ChildProcessWithoutNullStreams;
    try {
      child = host.spawn(command, args, {
        cwd: workingDirectory,
        env: { ...projectEnvironment(host, workingDirectory), ...variables },
        windowsHide: true,
      });
    } catch {
      resolve({ kind: 'notStarted' });
      return;
    }
    const output: Buffer[] = [];
    const errors: Buffer[] = [];
    let bytes = 0;
    let stopped = false;
    const stop = (): void => {
      stopped = true;
      child.kill('SIGKILL');
    };
    const timer = setTimeout(stop, deadline);
    const finish = (outcome: ProgramOutcome): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
      resolve(outcome);
    };
    signal.addEventListener('abort', stop, { once: true });
    child.stdin.on('error', () => undefined);
    child.stdin.end();
    const take = (into: Buffer[]) => (chunk: Buffer) => {
      into.push(chunk);
      bytes += chunk.length;
      if (bytes > MOST_BYTES) stop();
    };
    child.stdout.on('data', take(output));
    child.stderr.on('data', take(errors));
    child.once('error', () => {
      if (child.pid === undefined) finish({ kind: 'notStarted' });
    });
    child.once('close', (code) => {
      if (stopped) finish({ kind: 'stopped' });
      else {
        const text = (chunks: readonly Buffer[]): string => Buffer.concat(chunks).toString('utf8');
        finish({ kind: 'ended', code: code ?? -1, output: text(output), errors: text(errors) });
      }
    });
  });
}
