import { dirname, join } from 'node:path';
import { type FileSystem, orNull } from '../../common/fileSystem';
import type { Context } from '../../schema/context';

const ENVIRONMENTS = ['.venv', 'venv'];
const INSTALLED = /^sqlalchemy-(\d+)\.(\d+)[^-]*\.dist-info$/i;

/**
 * Which SQLAlchemy a project runs with: the one that is installed in `.venv` or `venv` of its folder, or of the nearest one
 * above it. Runs nothing. Where there is none, it is 2.0.
 */
export function sqlalchemyVersion(folder: string, fs: FileSystem): Context['sqlalchemy'] {
  for (let here = folder; ; here = dirname(here)) {
    for (const name of ENVIRONMENTS) {
      const installed = installedIn(join(here, name), fs);
      if (installed !== null) return installed;
    }
    if (here === dirname(here)) return '2.0';
  }
}

function installedIn(environment: string, fs: FileSystem): Context['sqlalchemy'] | null {
  const names = (path: string): readonly string[] =>
    orNull(() => fs.readDirectory(path))?.map(({ name }) => name) ?? [];
  const pythons = names(join(environment, 'lib')).filter((name) => name.startsWith('python'));
  const packages = [
    ...pythons.map((name) => join(environment, 'lib', name, 'site-packages')),
    join(environment, 'Lib', 'site-packages'),
  ];
  for (const name of packages.flatMap(names)) {
    const [, major, minor] = INSTALLED.exec(name) ?? [];
    if (major !== undefined && minor !== undefined) return Number(major) * 100 + Number(minor) > 200 ? '2.1' : '2.0';
  }
  return null;
}
