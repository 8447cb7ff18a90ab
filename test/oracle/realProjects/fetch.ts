import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ProjectConfig } from '../../../server/src/project/model';
import { cacheFolder, repositoryRoot } from '../../support/repository';
import { oraclePython } from '../support/venv';
import type { RealChain, RealPackage } from './projects';

const folder = join(cacheFolder, 'real-projects');

/** The package cannot be had just now. */
export class DownloadError extends Error {}

/**
 * The folder that a package's Python files were unpacked into; downloaded at the first call and kept in the ignored
 * cache.
 * @throws DownloadError when pip cannot get the wheel; Error when the wheel is not the pinned one.
 */
export function unpackedPackage({ requirement, sha256 }: RealPackage): string {
  const unpacked = join(folder, `${requirement.replace('==', '-')}-${sha256.slice(0, 12)}`);
  if (existsSync(unpacked)) return unpacked;
  const download = join(folder, `download-${requirement}-${process.pid}`);
  const partial = join(folder, `partial-${requirement}-${process.pid}`);
  try {
    mkdirSync(download, { recursive: true });
    const pip = ['-m', 'pip', '--disable-pip-version-check', '-q', 'download', '--no-deps', '--only-binary', ':all:'];
    const fetched = spawnSync(oraclePython(), [...pip, '-d', download, requirement], { encoding: 'utf8' });
    const [wheel] = globSync(join(download, '*.whl'));
    if (fetched.status !== 0 || wheel === undefined) {
      throw new DownloadError(`pip cannot download ${requirement}: ${fetched.stderr.trim().split('\n').at(-1) ?? ''}`);
    }
    const digest = createHash('sha256').update(readFileSync(wheel)).digest('hex');
    if (digest !== sha256) throw new Error(`the wheel of ${requirement} has the digest ${digest}, not the pinned one`);
    const unpack = spawnSync(
      oraclePython(),
      [join(repositoryRoot, 'test/oracle/realProjects/unpack.py'), wheel, partial],
      {
        encoding: 'utf8',
      },
    );
    if (unpack.status !== 0) throw new Error(unpack.stderr);
    writeFileSync(join(partial, '.gitignore'), '*\n');
    try {
      renameSync(partial, unpacked);
    } catch (error) {
      // Another process has unpacked it meanwhile.
      if (!existsSync(unpacked)) throw error;
    }
    return unpacked;
  } finally {
    rmSync(download, { recursive: true, force: true });
    rmSync(partial, { recursive: true, force: true });
  }
}

/** Absolute paths of a chain inside its unpacked package. */
export function chainFolders(
  root: string,
  chain: RealChain,
): { readonly scriptLocation: string; readonly versionLocations: readonly string[] } {
  const scriptLocation = join(root, chain.scriptLocation);
  return {
    scriptLocation,
    versionLocations: (chain.versionLocations ?? ['versions']).map((location) => join(scriptLocation, location)),
  };
}

/** The configuration that names a chain to `loadProject`. */
export function chainConfig(root: string, chain: RealChain): ProjectConfig {
  const { scriptLocation, versionLocations } = chainFolders(root, chain);
  return {
    id: scriptLocation,
    name: chain.name,
    root: scriptLocation,
    source: { section: 'alembic', bare: true },
    workingDirectory: root,
    workingDirectoryReason: 'the unpacked package',
    scriptLocation,
    envPy: join(scriptLocation, 'env.py'),
    versionLocations,
    recursive: chain.recursive ?? false,
    sourceless: false,
    fileTemplate: '%(rev)s_%(slug)s',
    truncateSlugLength: 40,
    timezone: null,
    outputEncoding: 'utf-8',
    url: null,
    versionTableCustomized: false,
    prependSysPath: [],
    postWriteHooks: [],
    problems: [],
  };
}
