import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodeFileSystem } from '../common/nodeFileSystem';
import type { EngineHost } from './host';
import { RunnerClient } from './runnerClient';

/**
 * The machine this process runs on, for engines, and the runner beside it.
 * @param folder Where the bundles stand: the runner's, and the bridge's program.
 */
export function nodeHost(
  folder: string,
  log: (text: string) => void,
): { readonly engine: EngineHost; readonly runner: RunnerClient } {
  const bridge = join(folder, 'bridge', 'alembicBridge.py');
  const environment = process.env;
  return {
    engine: {
      spawn,
      fs: nodeFileSystem,
      environment,
      platform: process.platform,
      bridgeProgram: existsSync(bridge) ? readFileSync(bridge, 'utf8') : '',
    },
    runner: new RunnerClient({
      spawn,
      program: join(folder, 'runner.js'),
      environment,
      node: process.execPath,
      log,
    }),
  };
}
