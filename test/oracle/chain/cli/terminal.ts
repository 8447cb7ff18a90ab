import { runCli } from '../../../../server/src/cli/runCli';
import type { CliHost } from '../../../../server/src/cli/host';
import { nodeFileSystem } from '../../../../server/src/common/nodeFileSystem';
import { engineHost } from '../../../database/support/engines';

export interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the terminal command in this process, on the real disk. */
export async function terminal(
  args: readonly string[],
  cwd: string,
  changes: Partial<Pick<CliHost, 'confirm' | 'runner' | 'fs' | 'signal'>> = {},
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
    confirm: null,
    cwd,
    fs: nodeFileSystem,
    engine: engineHost(),
    runner: { request: () => Promise.reject(new Error('no database is read here')) },
    signal: new AbortController().signal,
    version: '1.2.3',
    ...changes,
  });
  return { code, out, err };
}
