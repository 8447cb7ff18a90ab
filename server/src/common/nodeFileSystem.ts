import { closeSync, constants, fstatSync, openSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type DirectoryEntry, type FileStat, type FileSystem, FileSystemError } from './fileSystem';

/** The disk. */
export const nodeFileSystem: FileSystem = {
  stat(path): FileStat {
    const stats = guarded(path, () => statSync(path, WITHOUT_ERROR));
    // Node's own error costs more than the look, and modules are looked for at many places where there is nothing.
    if (stats === undefined) throw new FileSystemError('ENOENT', path);
    return { kind: kindOf(stats), size: stats.size, mtimeMs: stats.mtimeMs, ctimeMs: stats.ctimeMs };
  },
  readFile: (path) => guarded(path, () => readRegularFile(path)),
  readDirectory: (path) =>
    guarded(path, () => readdirSync(path, { withFileTypes: true })).map((entry): DirectoryEntry => {
      if (entry.isSymbolicLink()) return { name: entry.name, kind: linkKind(join(path, entry.name)), isLink: true };
      return { name: entry.name, kind: kindOf(entry), isLink: false };
    }),
  realPath: (path) => guarded(path, () => realpathSync.native(path)),
};

const WITHOUT_ERROR = { throwIfNoEntry: false } as const;

/** Windows has no such flag, and no pipes among its files. */
const WITHOUT_WAITING = constants.O_RDONLY | ((constants.O_NONBLOCK as number | undefined) ?? 0);

/** Anything but a regular file is refused: a named pipe would keep us waiting for its writer, a device never ends. */
function readRegularFile(path: string): Uint8Array {
  const file = openSync(path, WITHOUT_WAITING);
  try {
    if (!fstatSync(file).isFile()) throw new FileSystemError('EFTYPE', path);
    return readFileSync(file);
  } finally {
    closeSync(file);
  }
}

function kindOf(entry: { isFile(): boolean; isDirectory(): boolean }): FileStat['kind'] {
  return entry.isFile() ? 'file' : entry.isDirectory() ? 'directory' : 'other';
}

/** A link that leads nowhere, in circles or where we may not look is there all the same. */
function linkKind(path: string): FileStat['kind'] {
  try {
    return kindOf(statSync(path));
  } catch {
    return 'other';
  }
}

function guarded<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof FileSystemError) throw error;
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    // Node's own errors for arguments (a NUL in a path) are the caller's bad input too.
    if (typeof code === 'string') throw new FileSystemError(code, path, { cause: error });
    throw error;
  }
}
