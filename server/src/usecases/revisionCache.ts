import type { FileStat } from '../common/fileSystem';
import type { SourceReader } from '../workspace/revisionDocument';
import type { RevisionDocument } from '../workspace/snapshot';
import { type CachedFile, type EncodedCache, encodeFiles, StoredFiles } from './cacheIndex';
import { isUntouched, stampOf } from './fileStamp';
import type { Imports } from './importedConstants';

/**
 * What is known of revision files, by path; belongs to one project. Believed only while size and both time stamps are
 * those of the reading and the reading was no race; otherwise the content's hash decides. Whether what a file takes from
 * other modules is the same, its reader finds out (`imports`).
 */
export class RevisionCache {
  /** What this process has read; it goes before what is stored. */
  readonly #files = new Map<string, CachedFile>();
  /** Stored rows of files that are gone. */
  #forgotten: ReadonlySet<number> = new Set();
  #changed = false;

  constructor(private readonly stored: StoredFiles | null = null) {}

  /** Whether the cache file on disk would say something else. */
  get changed(): boolean {
    return this.#changed;
  }

  /** The document, if the file is surely as it was read. */
  lookup(path: string, stat: FileStat): RevisionDocument | undefined {
    const file = this.#files.get(path);
    if (file !== undefined) return isUntouched(file.stamp, stat) ? file.document : undefined;
    const row = this.stored?.row(path);
    if (row === undefined || this.stored?.isUntouched(row, stat) !== true) return undefined;
    return this.stored.document(row, path);
  }

  /** The document last read at `path`, if its content was the same. */
  withContent(path: string, contentKey: string): RevisionDocument | undefined {
    const document = this.#file(path)?.document;
    return document?.contentKey === contentKey ? document : undefined;
  }

  /** Where the document last read at `path` looked for constants; null when it took none. */
  imports(path: string): Imports | null {
    return this.#file(path)?.imports ?? null;
  }

  remember(document: RevisionDocument, stat: FileStat, readAt: number, imports: Imports | null): void {
    this.#files.set(document.path, { stamp: stampOf(stat, readAt), document, imports });
    this.#changed = true;
  }

  /** Forgets every file that is not in `paths`. */
  retain(paths: Pick<ReadonlySet<string>, 'has'>): void {
    for (const path of this.#files.keys()) {
      if (paths.has(path)) continue;
      this.#files.delete(path);
      this.#changed = true;
    }
    const forgotten = new Set<number>();
    for (let row = 0; row < (this.stored?.size ?? 0); row++) {
      if (!paths.has(this.stored?.path(row) ?? '')) forgotten.add(row);
    }
    if (forgotten.size !== this.#forgotten.size) this.#changed = true;
    this.#forgotten = forgotten;
  }

  /** Says that bodies were read that the cache file does not hold yet. */
  touch(): void {
    this.#changed = true;
  }

  /**
   * The cache as it is now, as bytes; in steps, because thousands of files take long.
   * @param version Names the program that wrote it.
   */
  encode(version: string): Generator<undefined, EncodedCache> {
    this.#changed = false;
    const files = new Map<string, CachedFile>();
    for (let row = 0; row < (this.stored?.size ?? 0); row++) {
      const file = this.#forgotten.has(row) ? undefined : this.stored?.file(row);
      if (file !== undefined) files.set(file.document.path, file);
    }
    for (const [path, file] of this.#files) files.set(path, file);
    // In the order in which they will be asked for, as a rule.
    return encodeFiles(
      [...files.values()].sort((a, b) => (a.document.path < b.document.path ? -1 : 1)),
      version,
    );
  }

  /** The cache some bytes hold (see `StoredFiles.decode`); an empty one when they are not ours. */
  static decode(
    index: Uint8Array,
    version: string,
    facts: () => Uint8Array | null,
    source: SourceReader,
  ): RevisionCache {
    return new RevisionCache(StoredFiles.decode(index, version, facts, source));
  }

  #file(path: string): CachedFile | undefined {
    const file = this.#files.get(path);
    if (file !== undefined) return file;
    const row = this.stored?.row(path);
    return row === undefined ? undefined : this.stored?.file(row);
  }
}
