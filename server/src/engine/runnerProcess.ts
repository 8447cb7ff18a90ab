import { maskSecrets } from '../common/secrets';
import type { Spawn } from './host';
import type { RunnerRequest } from './jobs';
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

export interface RunnerProcess {
  send(request: RunnerRequest): void;
  /** It ends by itself then; what it keeps it removes first. */
  close(): void;
  kill(): void;
}

/**
 * Starts a runner, which ends with us.
 * @param onLine Hears what it answers.
 * @param onEnd Hears once that it has ended, and how.
 */
export function startRunner(
  { spawn, node, program, environment, log }: RunnerOptions,
  onLine: (line: string) => void,
  onEnd: (reason: string) => void,
): RunnerProcess {
  // Inside Electron execPath is the editor: the variable makes it a Node. A plain Node ignores it.
  const child = spawn(node, [program], { env: { ...environment, ELECTRON_RUN_AS_NODE: '1' } });
  const answers = new LineReader(onLine);
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
  // Writing to a process that has just died; its end is about to be told.
  child.stdin.on('error', () => undefined);
  let ended = false;
  const end = (reason: string): void => {
    if (ended) return;
    ended = true;
    errors.end();
    onEnd(reason);
  };
  child.once('error', (error) => {
    end(error.message);
  });
  child.once('close', (code, signalName) => {
    end(String(code ?? signalName));
  });
  return {
    send: (request) => {
      child.stdin.write(jsonLine(request));
    },
    close: () => {
      child.stdin.end();
    },
    kill: () => {
      child.kill('SIGKILL');
    },
  };
}
