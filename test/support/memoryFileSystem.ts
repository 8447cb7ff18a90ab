import { dirname, join, resolve } from 'node:path';
import {
  type DirectoryEntry,
  type FileStat,
  type FileSystem,
  FileSystemError,
} from '../../server/src/common/fileSystem';

/** What stands at a path: a file's text or bytes, a folder, a link (relative to its own folder), or what may not be read. */
export type MemoryEntry =
  | string
  | Uint8Array
  | { readonly folder: true }
  | { readonly link: string }
  | { readonly error: string; readonly kind: 'file' | 'directory' };

const MAX_LINKS = 40;

/**
 * A file system in memory, with the folders that the paths need. Absolute paths in the platform's form.
 * `{ link: 'a' }` is a symbolic link, `{ error: 'EACCES', kind: 'directory' }` an entry that is seen and cannot be read.
 */
export function memoryFileSystem(entries: Readonly<Record<string, MemoryEntry>>): FileSystem {
  const nodes = new Map<string, MemoryEntry>();
  for (const [path, entry] of Object.entries(entries)) {
    nodes.set(resolve(path), entry);
    for (let folder = dirname(resolve(path)); !nodes.has(folder); folder = dirname(folder)) {
      nodes.set(folder, { folder: true });
    }
  }

  /** The path without links: those of its folders are followed first. */
  const real = (path: string, links = 0): string => {
    if (links > MAX_LINKS) throw new FileSystemError('ELOOP', path);
    const parent = dirname(path);
    const place = parent === path ? path : join(real(parent, links), path.slice(parent.length));
    const node = nodes.get(place);
    if (node === undefined) throw new FileSystemError('ENOENT', path);
    if (typeof node === 'object' && 'link' in node) return real(resolve(dirname(place), node.link), links + 1);
    return place;
  };
  const at = (path: string): readonly [place: string, node: MemoryEntry] => {
    const place = real(path);
    const node = nodes.get(place);
    if (node === undefined) throw new FileSystemError('ENOENT', path);
    return [place, node];
  };
  const kindOf = (node: MemoryEntry): FileStat['kind'] => {
    if (typeof node === 'string' || node instanceof Uint8Array) return 'file';
    if ('error' in node) return node.kind;
    return 'folder' in node ? 'directory' : 'other';
  };
  const kindBehind = (path: string): FileStat['kind'] => {
    try {
      return kindOf(at(path)[1]);
    } catch {
      return 'other';
    }
  };

  return {
    stat(path) {
      const [, node] = at(path);
      const size = typeof node === 'string' || node instanceof Uint8Array ? node.length : 0;
      return { kind: kindOf(node), size, mtimeMs: 0, ctimeMs: 0 };
    },
    readFile(path) {
      const [, node] = at(path);
      if (typeof node === 'string') return new TextEncoder().encode(node);
      if (node instanceof Uint8Array) return node;
      throw new FileSystemError('error' in node ? node.error : 'EISDIR', path);
    },
    readDirectory(path): readonly DirectoryEntry[] {
      const [place, node] = at(path);
      if (typeof node === 'object' && 'error' in node) throw new FileSystemError(node.error, path);
      if (kindOf(node) !== 'directory') throw new FileSystemError('ENOTDIR', path);
      return [...nodes.keys()]
        .filter((other) => other !== place && dirname(other) === place)
        .map((other) => ({ name: other.slice(place.length).replace(/^[\\/]/, ''), kind: kindBehind(other) }));
    },
    realPath: (path) => real(path),
  };
}
