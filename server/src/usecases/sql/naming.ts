import { join } from 'node:path';
import { type FileSystem, orNull } from '../../common/fileSystem';
import type { ProjectConfig } from '../../project/model';
import { walk } from '../../project/walk';
import type { Context } from '../../schema/context';

/**
 * Whether names in SQL may come from a naming convention: those of `target_metadata`. Null: surely not, because there is no
 * env.py, it hands over no metadata, or no Python file of the project speaks of a convention.
 */
export function namingOf(
  { envPy, workingDirectory }: Pick<ProjectConfig, 'envPy' | 'workingDirectory'>,
  fs: FileSystem,
): Context['naming'] {
  if (envPy === null) return null;
  const utf8 = new TextDecoder('latin1');
  const speaksOf = (path: string, pattern: RegExp): boolean =>
    pattern.test(orNull(() => utf8.decode(fs.readFile(path))) ?? '');
  if (!speaksOf(envPy, /^(?!\s*#).*\btarget_metadata\b(?!\s*=\s*None\s*$)/m)) return null;
  for (const found of walk(fs, [workingDirectory])) {
    if ('code' in found) continue;
    const python = found.files.filter((name) => name.endsWith('.py')).map((name) => join(found.path, name));
    if (python.some((path) => speaksOf(path, /\bnaming_convention\b/))) return 'unknown';
  }
  return null;
}
