import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { cacheFolder, repositoryRoot } from '../../support/repository';

/** The terminal command as it is shipped, in a folder of its own. */
export interface BuiltCommand {
  readonly program: string;
  remove(): void;
}

/** Built below the repository, where the driver that is not bundled is found. */
export async function buildCommand(): Promise<BuiltCommand> {
  mkdirSync(cacheFolder, { recursive: true });
  const folder = realpathSync(mkdtempSync(join(cacheFolder, 'test-rehearsals-')));
  await build({
    entryPoints: [join(repositoryRoot, 'server/src/cli.ts'), join(repositoryRoot, 'server/src/runner/main.ts')],
    entryNames: '[dir]/[name]',
    outdir: join(folder, 'built'),
    outbase: join(repositoryRoot, 'server/src'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['better-sqlite3', 'pg-native'],
    logLevel: 'warning',
  });
  const program = join(folder, 'dist/cli.js');
  cpSync(join(folder, 'built/cli.js'), program);
  cpSync(join(folder, 'built/runner/main.js'), join(folder, 'dist/runner.js'));
  cpSync(join(repositoryRoot, 'server/bridge'), join(folder, 'dist/bridge'), { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{"version": "1.2.3"}');
  return {
    program,
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
