import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { nodeFileSystem } from '../common/nodeFileSystem';
import { bridgeProgram } from './bridgeProgram';
import type { EngineHost } from './host';
import type { KeeperProgram } from './keeper/startKeeper';
import { RunnerClient } from './runnerClient';

/**
 * The machine this process runs on, for engines, and the programs beside it.
 * @param folder Where the bundles stand: the runner's, the keeper's, and the bridge's program.
 */
export function nodeHost(
  folder: string,
  log: (text: string) => void,
): { readonly engine: EngineHost; readonly runner: RunnerClient; readonly keeper: KeeperProgram } {
  const environment = process.env;
  return {
    engine: {
      spawn,
      fs: nodeFileSystem,
      environment,
      platform: process.platform,
      bridgeProgram: bridgeProgram(join(folder, 'bridge')),
    },
    runner: new RunnerClient({
      spawn,
      program: join(folder, 'runner.js'),
      environment,
      node: process.execPath,
      log,
    }),
    keeper: { spawn, program: join(folder, 'keeper.js'), environment, node: process.execPath },
  };
}
