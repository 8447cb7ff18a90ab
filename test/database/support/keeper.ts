import { randomUUID } from 'node:crypto';
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import { RunKeeper } from '../../../server/src/engine/keeper/runKeeper';
import type { Patience } from '../../../server/src/engine/keeper/liveness';
import type { KeeperProgram } from '../../../server/src/engine/keeper/startKeeper';
import { cacheFolder, repositoryRoot } from '../../support/repository';

/** The keeper as it is shipped, started by this Node. */
export async function keeperProgram(): Promise<KeeperProgram> {
  const { outputFiles } = await build({
    entryPoints: [join(repositoryRoot, 'server/src/keeper/main.ts')],
    write: false,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    logLevel: 'warning',
  });
  // Put there as a whole, for test files that do this at once.
  const folder = join(cacheFolder, 'test-keeper', randomUUID());
  mkdirSync(folder, { recursive: true });
  cpSync(join(repositoryRoot, 'server/bridge'), join(folder, 'bridge'), { recursive: true });
  const program = join(folder, 'keeper.js');
  writeFileSync(`${program}.new`, outputFiles[0]?.contents ?? '');
  renameSync(`${program}.new`, program);
  return { spawn, program, node: process.execPath, environment: process.env };
}

export function removeKeeper({ program }: KeeperProgram): void {
  rmSync(dirname(program), { recursive: true, force: true });
}

const PATIENCE: Patience = { start: 30_000, silence: 30_000, orphan: 30_000 };

/** What a window has: a keeper of its own over the folder that all share. */
export function window(folder: string, program: KeeperProgram): RunKeeper {
  return new RunKeeper(folder, program, PATIENCE);
}
