import { writeFileSync } from 'node:fs';
import { runCli } from '../../../../server/src/cli/runCli';
import type { CliHost } from '../../../../server/src/cli/host';
import { nodeFileSystem } from '../../../../server/src/common/nodeFileSystem';
import { engineHost } from '../../../database/support/engines';
import { readState } from '../../../../server/src/runner/readState';
import { NO_MIGRATION } from '../../../support/noMigration';

export interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the terminal command in this process, on the real disk. */
export async function terminal(
  args: readonly string[],
  cwd: string,
  changes: Partial<Pick<CliHost, 'ask' | 'open' | 'engine' | 'runner' | 'fs' | 'signal'>> = {},
): Promise<Ended> {
  let out = '';
  let err = '';
  const code = await runCli(args, {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    ask: null,
    write: writeFileSync,
    open: () => Promise.reject(new Error('nothing is opened here')),
    cwd,
    fs: nodeFileSystem,
    engine: engineHost(),
    // The runner's job, in this process.
    runner: { ...NO_MIGRATION, request: (_job, parameters, signal) => readState(parameters, signal) },
    signal: new AbortController().signal,
    version: '1.2.3',
    ...changes,
  });
  return { code, out, err };
}
