import { hash, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SourceReader } from '../workspace/revisionDocument';
import { inTurns } from '../workspace/scheduler';
import { RevisionCache } from './revisionCache';

type Part = 'index' | 'facts';

/**
 * Keeps the cache of each project, in two files, below a folder. Nothing here ever fails: a cache that cannot be read is empty, one that
 * cannot be written is left out (the reason goes to `onError`).
 */
export class CacheFolder {
  /** The last write of each project. */
  readonly #writing = new Map<string, Promise<void>>();

  /**
   * @param folder Absolute path; made when the first cache is written.
   * @param version Names the program; caches of another version are ignored.
   */
  constructor(
    private readonly folder: string,
    private readonly version: string,
    private readonly onError: (error: unknown) => void,
  ) {}

  read(projectId: string, read: SourceReader): RevisionCache {
    const index = this.#readFile(projectId, 'index');
    if (index === null) return new RevisionCache();
    return RevisionCache.decode(index, this.version, () => this.#readFile(projectId, 'facts'), read);
  }

  /**
   * Writes beside and renames: whoever reads meanwhile sees the old file or the new one. The facts come first; an index
   * does not believe facts that are not its own. The event loop gets its turns; a project is written once at a time.
   */
  write(projectId: string, cache: RevisionCache): Promise<void> {
    const before = this.#writing.get(projectId) ?? Promise.resolve();
    const written = before.then(() => this.#write(projectId, cache));
    this.#writing.set(projectId, written);
    return written;
  }

  async #write(projectId: string, cache: RevisionCache): Promise<void> {
    if (!cache.changed) return;
    try {
      mkdirSync(this.folder, { recursive: true });
      const { index, facts } = await inTurns(cache.encode(this.version));
      this.#replace(this.#path(projectId, 'facts'), facts);
      this.#replace(this.#path(projectId, 'index'), index);
    } catch (error) {
      this.onError(error);
    }
  }

  #replace(path: string, bytes: Uint8Array): void {
    const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
    try {
      writeFileSync(temporary, bytes);
      renameSync(temporary, path);
    } catch (error) {
      rmSync(temporary, { force: true });
      throw error;
    }
  }

  #readFile(projectId: string, part: Part): Uint8Array | null {
    try {
      return readFileSync(this.#path(projectId, part));
    } catch (error) {
      if (!isMissing(error)) this.onError(error);
      return null;
    }
  }

  #path(projectId: string, part: Part): string {
    return join(this.folder, `${hash('sha1', projectId)}.${part}`);
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
