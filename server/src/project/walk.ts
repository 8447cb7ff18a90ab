import { join } from 'node:path';
import { type DirectoryEntry, type FileSystem, FileSystemError } from '../common/fileSystem';

/** One folder with what is in it, entries by name. */
export interface WalkedFolder {
  readonly path: string;
  readonly files: readonly string[];
  readonly folders: readonly string[];
}

export interface UnreadableFolder {
  readonly path: string;
  readonly code: string;
}

/** Folders that hold other people's code or no code; so do those whose names begin with a dot. */
const IGNORED = new Set([
  'node_modules',
  'bower_components',
  '__pycache__',
  'site-packages',
  'dist-packages',
  '__pypackages__',
]);
/** A file or folder that marks a Python environment. */
const ENVIRONMENT_MARKS = ['pyvenv.cfg', 'conda-meta'];
const MAX_DEPTH = 40;

interface Place {
  readonly path: string;
  readonly depth: number;
  /** Where the folder is if it is no link; null for a place to be looked at whatever it is. */
  readonly expected: string | null;
}

/**
 * Walks folders from the top down, each real folder once: links are followed last, so that a folder is met under its own
 * name first. Yields an error for a folder that cannot be read, and goes on.
 *
 * @param named names of folders to walk that are passed over elsewhere
 */
export function* walk(
  fs: FileSystem,
  roots: readonly string[],
  maxDepth = MAX_DEPTH,
  named: ReadonlySet<string> = new Set(),
): Generator<WalkedFolder | UnreadableFolder> {
  const seen = new Set<string>();
  const queue: Place[] = roots.map((path) => ({ path, depth: 0, expected: null }));
  const links: Place[] = [];
  for (let next = 0; next < queue.length || links.length > 0; next++) {
    if (next === queue.length) queue.push(...links.splice(0).map((link) => ({ ...link, expected: null })));
    const place = queue[next];
    if (place === undefined) return;
    const { path, depth, expected } = place;
    try {
      const real = fs.realPath(path);
      if (seen.has(real)) continue;
      if (expected !== null && real !== expected) {
        links.push(place);
        continue;
      }
      seen.add(real);
      const entries = fs.readDirectory(path);
      if (depth > 0 && ENVIRONMENT_MARKS.some((mark) => entries.some(({ name }) => name === mark))) continue;
      const folders = names(entries, 'directory');
      yield { path, files: names(entries, 'file'), folders };
      if (depth >= maxDepth) continue;
      for (const name of folders) {
        if (isIgnored(name) && !named.has(name)) continue;
        queue.push({ path: join(path, name), depth: depth + 1, expected: join(real, name) });
      }
    } catch (error) {
      if (!(error instanceof FileSystemError)) throw error;
      // What vanished meanwhile is no problem.
      if (error.code !== 'ENOENT' || depth === 0) yield { path, code: error.code };
    }
  }
}

function isIgnored(name: string): boolean {
  return name.startsWith('.') || IGNORED.has(name);
}

function names(entries: readonly DirectoryEntry[], kind: DirectoryEntry['kind']): string[] {
  return entries
    .filter((entry) => entry.kind === kind)
    .map(({ name }) => name)
    .sort();
}
