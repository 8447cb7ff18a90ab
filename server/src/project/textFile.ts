import { type FileSystem, kindAt, orNull } from '../common/fileSystem';

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * The text of a configuration file, byte order mark and all; null when there is no such file or it cannot be read.
 * Alembic opens INI files in the locale's encoding, which is UTF-8 almost everywhere.
 */
export function readText(fs: FileSystem, path: string): string | null {
  return orNull(() => utf8.decode(fs.readFile(path)));
}

export function isFile(fs: FileSystem, path: string): boolean {
  return kindAt(fs, path) === 'file';
}

export function isDirectory(fs: FileSystem, path: string): boolean {
  return kindAt(fs, path) === 'directory';
}
