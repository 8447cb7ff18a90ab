import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { expect, it } from 'vitest';
import { repositoryRoot } from '../../support/repository';

interface Manifest {
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly version: string;
}

const manifest = (path: string): Manifest => JSON.parse(readFileSync(join(repositoryRoot, path), 'utf8')) as Manifest;

// The Node that a terminal finds may be 20, on which better-sqlite3 crashes.
it('npm scripts run on the Node of the package `node`, whichever Node runs npm', () => {
  expect(manifest('package.json').devDependencies.node).toBeDefined();
  const { npm_config_prefix: _, ...environment } = process.env;
  const path = (environment.PATH ?? '').split(delimiter).filter((folder) => !folder.includes('node_modules'));
  const { stdout, stderr } = spawnSync('npm', ['exec', '--offline', '-c', 'node -p process.version'], {
    cwd: repositoryRoot,
    env: { ...environment, PATH: path.join(delimiter) },
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  expect(stdout.trim(), stderr).toBe(`v${manifest('node_modules/node/package.json').version}`);
}, 60_000);
