import { isAbsolute, join, resolve } from 'node:path';
import type { FileSystem } from '../common/fileSystem';
import { isDirectory } from './textFile';

/** True for `package:folder`: a relative path with a colon (alembic.util.coerce_resource_to_filename). */
function isResource(location: string): boolean {
  return !isAbsolute(location) && location.includes(':');
}

/**
 * The absolute path of a location as Alembic takes it: relative to the working directory, or below a package.
 * A package is looked for without running anything: in `paths` (of `prepend_sys_path`), the working directory and its `src`.
 *
 * @returns null when a package is not found there; it may be installed elsewhere.
 */
export function resolveLocation(
  fs: FileSystem,
  location: string,
  workingDirectory: string,
  paths: readonly string[],
): string | null {
  if (!isResource(location)) return resolve(workingDirectory, location);
  const [name = '', ...parts] = location.split(':');
  if (!/^\w+(\.\w+)*$/u.test(name)) return null;
  const roots = [
    ...paths.map((path) => resolve(workingDirectory, path)),
    workingDirectory,
    join(workingDirectory, 'src'),
  ];
  for (const root of roots) {
    const folder = join(root, ...name.split('.'));
    if (isDirectory(fs, folder)) return resolve(folder, ...parts);
  }
  return null;
}
