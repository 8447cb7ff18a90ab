import { basename, dirname, isAbsolute, join, relative } from 'node:path';
import type { FileSystem } from '../common/fileSystem';
import { resolveLocation } from './resource';
import { isFile } from './textFile';

export interface WorkingDirectory {
  readonly path: string;
  /** For the tooltip. */
  readonly reason: string;
}

/**
 * The folder Alembic has to run in, since it takes a relative `script_location` from there: the nearest of the configuration
 * file's folder and its ancestors from which `script_location` leads to an env.py, else the file's folder.
 *
 * @param paths `prepend_sys_path`, for `package:folder`.
 */
export function workingDirectory(
  fs: FileSystem,
  configFile: string,
  scriptLocation: string | null,
  paths: readonly string[],
): WorkingDirectory {
  const own = dirname(configFile);
  const fallback = { path: own, reason: `folder of ${basename(configFile)}` };
  if (scriptLocation === null || isAbsolute(scriptLocation)) return fallback;
  for (let folder = own; ; folder = dirname(folder)) {
    const location = resolveLocation(fs, scriptLocation, folder, paths);
    if (location !== null && isFile(fs, join(location, 'env.py'))) {
      if (folder === own) return fallback;
      const found = relative(folder, join(location, 'env.py')).replaceAll('\\', '/');
      return { path: folder, reason: `ancestor holding ${found}` };
    }
    if (folder === dirname(folder)) return fallback;
  }
}
