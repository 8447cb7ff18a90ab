import { basename, dirname, join } from 'node:path';
import { type FileSystem, orNull } from '../../common/fileSystem';
import type { Context } from '../../schema/context';

type Version = Context['sqlalchemy'];

const ENVIRONMENTS = ['.venv', 'venv'];
const INSTALLED = /^sqlalchemy-(\d+)\.(\d+)[^-]*\.dist-info$/i;

/**
 * Which SQLAlchemy a project runs with: the one that its Python has, else the one that is installed in `.venv` or `venv` of
 * its folder, or of the nearest one above it. Runs nothing. Where there is none, it is 2.0.
 * @param interpreter the program; null: not known, or on another machine.
 */
export function sqlalchemyVersion(folder: string, interpreter: string | null, fs: FileSystem): Version {
  const ofPython = interpreter === null ? null : installedWith(interpreter, fs);
  if (ofPython !== null) return ofPython;
  for (let here = folder; ; here = dirname(here)) {
    for (const name of ENVIRONMENTS) {
      const installed = installedIn(join(here, name), /^python/, fs);
      if (installed !== null) return installed;
    }
    if (here === dirname(here)) return '2.0';
  }
}

function installedWith(program: string, fs: FileSystem): Version | null {
  // An installation for the whole machine stands beside others; the program's own name says which it is (python3.11).
  const real = basename(orNull(() => fs.realPath(program)) ?? program);
  const [, release] = /^python(\d+\.\d+)/.exec(real) ?? [];
  const folders = release === undefined ? /^python/ : new RegExp(`^python(?:3|${release.replace('.', '\\.')})$`);
  const folder = dirname(program);
  const environments = [dirname(folder), folder];
  // What pip adds to the Python of Debian is found before what apt has.
  if (folder === '/usr/bin') environments.unshift('/usr/local');
  for (const environment of environments) {
    const installed = installedIn(environment, folders, fs);
    if (installed !== null) return installed;
  }
  return null;
}

/** @param folders the names of the folders below `lib` that count. */
function installedIn(environment: string, folders: RegExp, fs: FileSystem): Version | null {
  const names = (path: string): readonly string[] =>
    orNull(() => fs.readDirectory(path))?.map(({ name }) => name) ?? [];
  const pythons = names(join(environment, 'lib')).filter((name) => folders.test(name));
  const packages = [
    ...['site-packages', 'dist-packages'].flatMap((name) =>
      pythons.map((python) => join(environment, 'lib', python, name)),
    ),
    join(environment, 'Lib', 'site-packages'),
  ];
  for (const name of packages.flatMap(names)) {
    const [, major, minor] = INSTALLED.exec(name) ?? [];
    if (major !== undefined && minor !== undefined) return Number(major) * 100 + Number(minor) > 200 ? '2.1' : '2.0';
  }
  return null;
}
