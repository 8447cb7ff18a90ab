/** What a directory entry is; `other` covers sockets, devices and broken links. */
export interface DirectoryEntry {
  readonly name: string;
  readonly kind: 'file' | 'directory' | 'other';
  /** Whether the entry itself is a symbolic link; absent where that is not known. */
  readonly isLink?: boolean;
}

export interface FileStat {
  readonly kind: 'file' | 'directory' | 'other';
  /** Bytes. */
  readonly size: number;
  /** Milliseconds since the epoch, fractional. */
  readonly mtimeMs: number;
  /** Time of the last change of content or metadata, where the file system keeps one: unlike `mtimeMs` nobody can set it. */
  readonly ctimeMs?: number;
}

/**
 * The read-only file system the pure layers are given. Paths are absolute, in the platform's form.
 * Synchronous on purpose: per file, a promise costs several times the read itself; whoever loads many files gives
 * the event loop a turn between them (`usecases/loadProject`). Every method throws `FileSystemError` on failure.
 * Links are followed by `stat`, `readFile` and by `kind` of `readDirectory`.
 */
export interface FileSystem {
  stat(path: string): FileStat;
  /** Of a regular file only, so that it never waits: `EFTYPE` for pipes and devices. */
  readFile(path: string): Uint8Array;
  /** In no particular order. */
  readDirectory(path: string): readonly DirectoryEntry[];
  /** The path with every link resolved. */
  realPath(path: string): string;
}

/** An expected failure of the file system. `code` is the system's (`ENOENT`, `EACCES`, `ELOOP`). */
export class FileSystemError extends Error {
  constructor(
    readonly code: string,
    readonly path: string,
    options?: ErrorOptions,
  ) {
    super(`${code}: ${path}`, options);
    this.name = 'FileSystemError';
  }
}

/** What `read` gives, or null where the file system refuses. */
export function orNull<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof FileSystemError) return null;
    throw error;
  }
}

/** What stands at a path; null when there is nothing, or nothing that may be looked at. */
export function kindAt(fs: Pick<FileSystem, 'stat'>, path: string): FileStat['kind'] | null {
  return orNull(() => fs.stat(path).kind);
}
