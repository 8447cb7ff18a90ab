import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { serialize } from 'node:v8';
import type { Spawn } from '../host';
import type { KeptRun } from './keptRun';

/** What is written to a keeper's input, with `v8.serialize`: the same Node reads it. */
export interface KeeperInput {
  readonly folder: string;
  readonly run: KeptRun;
}

/** How the keeper is started (dist/keeper.js). */
export interface KeeperProgram {
  readonly spawn: Spawn;
  /** Path of the bundle. */
  readonly program: string;
  /** The Node that runs it: `process.execPath`. */
  readonly node: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** First argument of the process that only starts the keeper. */
export const START = 'start';

const ENOUGH = 2000;

/**
 * Starts a keeper for a run whose folder is there. By way of a process that starts it and ends: the keeper is nobody's child
 * then, and who ends our process with all its children does not find it (vscode-languageclient does so with a server that is
 * slow to stop).
 * @returns null when it was started, else why it was not.
 */
export function startKeeper(
  { spawn, program, node, environment }: KeeperProgram,
  folder: string,
  run: KeptRun,
): Promise<string | null> {
  return new Promise((resolve) => {
    let child: ChildProcessWithoutNullStreams;
    try {
      child = spawn(node, [program, START], {
        // Inside Electron execPath is the editor: the variable makes it a Node. A plain Node ignores it.
        env: { ...environment, ELECTRON_RUN_AS_NODE: '1' },
        detached: true,
        windowsHide: true,
      });
    } catch (error) {
      resolve(String(error));
      return;
    }
    let said = '';
    child.stdout.resume();
    child.stderr.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-ENOUGH);
    });
    // A process that dies at once breaks the pipe; its end is reported below.
    child.stdin.on('error', () => undefined);
    child.once('error', (error) => {
      resolve(error.message);
    });
    child.once('exit', (code, signalName) => {
      resolve(code === 0 ? null : `${signalName ?? `exit code ${String(code)}`} ${said}`.trim());
    });
    const input: KeeperInput = { folder, run };
    // The keeper inherits the pipe: what is written before it is there waits in it.
    child.stdin.end(serialize(input));
  });
}
