import { hash, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SourceReader } from '../workspace/revisionDocument';
import { RevisionCache } from './revisionCache';

/**
 * Keeps one cache file a project below a folder. Nothing here ever fails: a cache that cannot be read is empty, one that
 * cannot be written is left out (the reason goes to `onError`).
 */
export class CacheFolder {
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
    try {
      return RevisionCache.decode(readFileSync(this.#path(projectId)), this.version, read);
    } catch (error) {
      if (!isMissing(error)) this.onError(error);
      return new RevisionCache();
    }
  }

  /** Writes beside and renames: whoever reads meanwhile sees the old file or the new one. */
  write(projectId: string, cache: RevisionCache): void {
    if (!cache.changed) return;
    const path = this.#path(projectId);
    const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
    try {
      mkdirSync(this.folder, { recursive: true });
      writeFileSync(temporary, cache.encode(this.version));
      renameSync(temporary, path);
    } catch (error) {
      this.onError(error);
      try {
        rmSync(temporary, { force: true });
      } catch {
        // Where nothing can be written there is nothing to take away.
      }
    }
  }

  #path(projectId: string): string {
    return join(this.folder, `${hash('sha1', projectId)}.revisions`);
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
