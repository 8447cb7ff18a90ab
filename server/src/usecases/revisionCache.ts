import { hash } from 'node:crypto';
import type { FileStat } from '../common/fileSystem';
import type { BodyFacts, HeadFacts } from '../revision/facts';
import type { Script } from '../revision/script';
import { restoreDocument, type SourceReader } from '../workspace/revisionDocument';
import type { RevisionDocument } from '../workspace/snapshot';

/** A file as it was read: what it looked like from outside, and what it holds. */
interface CachedFile {
  readonly size: number;
  readonly mtimeMs: number;
  readonly ctimeMs: number | null;
  /** Clock before the file was read. */
  readonly readAt: number;
  readonly document: RevisionDocument;
}

/**
 * A file changed within this time before it was read may change again without its time stamps moving: FAT keeps two
 * seconds, and the clock of a network drive is not ours. Such an entry is "racily clean" (git's word): its content is
 * looked at again before it is believed.
 */
const RACY_MILLISECONDS = 2500;

/** One row of the index of the cache file. */
type Row = readonly [
  path: string,
  size: number,
  mtimeMs: number,
  ctimeMs: number | null,
  readAt: number,
  contentKey: string,
  script: readonly [string, readonly string[], readonly string[], readonly string[], string] | null,
  /** Where head and body stand behind the index. */
  offset: number,
  length: number,
];

interface Facts {
  readonly head: HeadFacts;
  readonly body?: BodyFacts;
}

/**
 * What is known of revision files, by path; belongs to one project. Believed only while size and both time stamps are
 * those of the reading and the reading was no race; otherwise the content's hash decides.
 */
export class RevisionCache {
  readonly #files = new Map<string, CachedFile>();
  #changed = false;

  /** Whether the cache file on disk would say something else. */
  get changed(): boolean {
    return this.#changed;
  }

  /** The document, if the file is surely as it was read. */
  lookup(path: string, stat: FileStat): RevisionDocument | undefined {
    const cached = this.#files.get(path);
    if (cached === undefined) return undefined;
    const ctimeMs = stat.ctimeMs ?? null;
    if (cached.size !== stat.size || cached.mtimeMs !== stat.mtimeMs || cached.ctimeMs !== ctimeMs) return undefined;
    const newest = Math.max(stat.mtimeMs, ctimeMs ?? 0);
    return newest + RACY_MILLISECONDS < cached.readAt ? cached.document : undefined;
  }

  /** The document last read at `path`, if its content was the same. */
  withContent(path: string, contentKey: string): RevisionDocument | undefined {
    const cached = this.#files.get(path)?.document;
    return cached?.contentKey === contentKey ? cached : undefined;
  }

  remember(document: RevisionDocument, stat: FileStat, readAt: number): void {
    const { size, mtimeMs, ctimeMs = null } = stat;
    this.#files.set(document.path, { size, mtimeMs, ctimeMs, readAt, document });
    this.#changed = true;
  }

  /** Forgets every file that is not in `paths`. */
  retain(paths: ReadonlySet<string>): void {
    for (const path of [...this.#files.keys()]) {
      if (paths.has(path)) continue;
      this.#files.delete(path);
      this.#changed = true;
    }
  }

  /** Says that bodies were read that the cache file does not hold yet. */
  touch(): void {
    this.#changed = true;
  }

  /**
   * The bytes of a cache file: a checksum over the rest, the index, the facts of each file. The facts are decoded file
   * by file when they are asked for: a second opening needs the index alone.
   * @param version Names the program that wrote it: facts of another version are not ours to believe.
   */
  encode(version: string): Uint8Array {
    this.#changed = false;
    const facts: Buffer[] = [];
    const rows: Row[] = [];
    let offset = 0;
    for (const [path, { size, mtimeMs, ctimeMs, readAt, document }] of this.#files) {
      const body = document.bodyIfRead();
      const bytes = Buffer.from(JSON.stringify({ head: document.head, ...(body && { body }) } satisfies Facts));
      const { script } = document;
      rows.push([
        path,
        size,
        mtimeMs,
        ctimeMs,
        readAt,
        document.contentKey,
        script && [script.id, script.downRevision, script.dependsOn, script.branchLabels, script.message],
        offset,
        bytes.length,
      ]);
      facts.push(bytes);
      offset += bytes.length;
    }
    const rest = Buffer.concat([Buffer.from(`${JSON.stringify({ version, rows })}\n`), ...facts]);
    return Buffer.concat([Buffer.from(`${checksum(rest)}\n`), rest]);
  }

  /** The cache a file holds; an empty one when the bytes are of another version, cut short or otherwise not ours. */
  static decode(bytes: Uint8Array, version: string, read: SourceReader): RevisionCache {
    const cache = new RevisionCache();
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const start = buffer.indexOf(10) + 1;
    const end = buffer.indexOf(10, start);
    if (start === 0 || end < 0) return cache;
    if (buffer.toString('latin1', 0, start - 1) !== checksum(buffer.subarray(start))) return cache;
    // The checksum holds: what follows is what `encode` of some version wrote.
    const index = JSON.parse(buffer.toString('utf8', start, end)) as { version: string; rows: readonly Row[] };
    if (index.version !== version) return cache;
    for (const [path, size, mtimeMs, ctimeMs, readAt, contentKey, row, offset, length] of index.rows) {
      const from = end + 1 + offset;
      const load = (): Facts => JSON.parse(buffer.toString('utf8', from, from + length)) as Facts;
      const document = restoreDocument(path, contentKey, row && scriptOf(path, row), load, read);
      cache.#files.set(path, { size, mtimeMs, ctimeMs, readAt, document });
    }
    return cache;
  }
}

function scriptOf(path: string, [id, downRevision, dependsOn, branchLabels, message]: NonNullable<Row[6]>): Script {
  return { id, downRevision, dependsOn, branchLabels, message, path };
}

function checksum(bytes: Uint8Array): string {
  return hash('sha1', bytes);
}
