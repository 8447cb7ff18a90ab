import { join } from 'node:path';
import { type FileSystem, orNull } from '../common/fileSystem';
import { readDocuments } from './documents';
import type { ProjectConfig, UnloadedFile } from './model';
import { readText } from './textFile';
import { walk } from './walk';

/** A larger file is no revision anybody wrote. */
const MAX_SIZE = 1 << 20;
/** A shorter one has no room for both assignments: an empty `__init__.py` is not opened. */
const MIN_SIZE = 'revision=1\ndown_revision=1'.length;
const MAX_DEPTH = 6;
const REVISION = /^revision\b[^\n=]*=/m;
const DOWN_REVISION = /^down_revision\b[^\n=]*=/m;

/**
 * Files that look like revisions of the project, which Alembic does not load: names it skips, folders below a version
 * location while `recursive_version_locations` is off, and the folder of env.py itself. Silent about folders that another
 * section of the configuration may own.
 *
 * @param isLoaded whether Alembic loads a file
 * @param scanned the folders Alembic looked into
 */
export function unloadedFiles(
  fs: FileSystem,
  config: ProjectConfig,
  isLoaded: (path: string) => boolean,
  scanned: readonly string[],
): readonly UnloadedFile[] {
  const found = new Map<string, UnloadedFile>();
  // Asked for only once there is something to be silent about.
  let severalSections: boolean | undefined;
  const look = (folder: string, names: readonly string[], reason: UnloadedFile['reason']): void => {
    for (const name of names) {
      const path = join(folder, name);
      if (!name.endsWith('.py') || path === config.envPy || found.has(path)) continue;
      const text = revisionText(fs, path);
      if (text === null || isLoaded(path)) continue;
      if (reason !== 'name' && (severalSections ??= hasSeveralSections(fs, config))) continue;
      found.set(path, { path, reason, text });
    }
  };
  const filesOf = (folder: string, pattern: RegExp): readonly string[] =>
    (orNull(() => fs.readDirectory(folder)) ?? [])
      .filter(({ kind, name }) => kind === 'file' && pattern.test(name))
      .map(({ name }) => name)
      .sort();
  const known = new Set(scanned);
  for (const folder of scanned) {
    look(folder, filesOf(folder, /^(?:\.#|__init__)/), 'name');
  }
  for (const location of config.recursive ? [] : config.versionLocations.filter((path) => known.has(path))) {
    for (const folder of walk(fs, [location], MAX_DEPTH)) {
      if ('files' in folder && !known.has(folder.path)) look(folder.path, folder.files, 'subfolder');
    }
  }
  const { scriptLocation } = config;
  for (const folder of scriptLocation === null ? [] : [scriptLocation, join(scriptLocation, 'versions')]) {
    if (!known.has(folder)) look(folder, filesOf(folder, /\.py$/), 'location');
  }
  return [...found.values()];
}

/** Several sections may share a script location, each with version locations of its own. */
function hasSeveralSections(fs: FileSystem, { source }: ProjectConfig): boolean {
  const sections = readDocuments(fs, source).ini?.sections.values() ?? [];
  return [...sections].filter(({ entries }) => entries.has('script_location')).length > 1;
}

/** The text of a file that looks like a revision; null for others. */
function revisionText(fs: FileSystem, path: string): string | null {
  const size = orNull(() => fs.stat(path).size);
  if (size === null || size < MIN_SIZE || size > MAX_SIZE) return null;
  const text = readText(fs, path) ?? '';
  return REVISION.test(text) && DOWN_REVISION.test(text) ? text : null;
}
