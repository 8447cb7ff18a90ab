import type { FileSystem } from '../common/fileSystem';
import type { OpenDocument } from './snapshot';

/** The file system as the editor shows it: the buffer of an open file stands for its content on disk. */
export function openFileSystem(fs: FileSystem, open: ReadonlyMap<string, OpenDocument>): FileSystem {
  if (open.size === 0) return fs;
  return {
    stat: (path) => fs.stat(path),
    readFile: (path) => {
      const buffer = open.get(path);
      return buffer === undefined ? fs.readFile(path) : new TextEncoder().encode(buffer.text);
    },
    readDirectory: (path) => fs.readDirectory(path),
    realPath: (path) => fs.realPath(path),
  };
}
