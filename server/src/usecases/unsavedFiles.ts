import { type FileSystem, orNull } from '../common/fileSystem';
import { decodePython } from '../python/decode';
import type { ProjectSnapshot, Snapshot } from '../workspace/snapshot';

/**
 * The files of a project whose buffers are not what is on disk: what the project's own Alembic does not see. Its
 * configuration, its env.py and its revision files.
 */
export function unsavedFiles(
  { config: { source, envPy }, documents }: ProjectSnapshot,
  open: Snapshot['open'],
  fs: FileSystem,
): readonly string[] {
  const others = [source.ini, source.toml, envPy];
  return [...open.values()]
    .filter(({ path, text }) => {
      if (!documents.has(path) && !others.includes(path)) return false;
      const saved = textsOnDisk(fs, path).map(withPlainEnds);
      return !saved.includes(withPlainEnds(text));
    })
    .map(({ path }) => path);
}

/** A file as Python decodes it, and as an editor may that knows nothing of coding comments. */
function textsOnDisk(fs: FileSystem, path: string): string[] {
  const bytes = orNull(() => fs.readFile(path));
  if (bytes === null) return [];
  return [decodePython(bytes).text, new TextDecoder().decode(bytes), Buffer.from(bytes).toString('latin1')];
}

/** The editor gives all lines of a file the same end. */
function withPlainEnds(text: string): string {
  return text.replace(/\r\n?/g, '\n');
}
