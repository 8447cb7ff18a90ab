import { resolve } from 'node:path';
import { runCli } from '../../../server/src/cli/runCli';
import { memoryFileSystem } from '../../support/memoryFileSystem';

/** What the command said and did. */
export interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Where and how the command is given. */
export interface Terminal {
  readonly cwd?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** What is typed when it asks; absent: nobody is there. */
  readonly answers?: readonly string[] | null;
  /** Gets the files that are written, by path. */
  readonly written?: Record<string, string>;
}

/** Gives the terminal command in a folder of files in memory. Throws when a program would be started. */
export async function terminal(
  files: Readonly<Record<string, string>>,
  args: readonly string[],
  { cwd = '/shop', environment = {}, answers = null, written }: Terminal = {},
): Promise<Outcome> {
  let [out, err] = ['', ''];
  const waiting = [...(answers ?? [])];
  const fs = memoryFileSystem(files);
  const never = (): never => {
    throw new Error('nothing is run here');
  };
  const code = await runCli(args, {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    ask: answers === null ? null : () => Promise.resolve(waiting.shift() ?? ''),
    open: never,
    write:
      written === undefined
        ? never
        : (path, text) => {
            written[path] = text;
          },
    cwd: resolve(cwd),
    fs,
    engine: { spawn: never, fs, environment, platform: process.platform, bridgeProgram: '' },
    runner: { request: never, migrate: never, holdCopy: never },
    signal: new AbortController().signal,
    version: '1.2.3',
  });
  return { code, out, err };
}
