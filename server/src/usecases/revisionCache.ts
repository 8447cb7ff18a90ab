import { hash, randomUUID } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { FileStat } from '../common/fileSystem';
import type { BodyFacts, HeadFacts } from '../revision/facts';
import { readHead } from '../revision/file';
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

/** One row of the index. */
type Row = readonly [
  path: string,
  size: number,
  mtimeMs: number,
  ctimeMs: number | null,
  readAt: number,
  contentKey: string,
  script: readonly [string, readonly string[], readonly string[], readonly string[], string] | null,
  /** Where head and body stand among the facts, and their checksum. */
  offset: number,
  length: number,
  crc: number,
];

/** The bytes of a cache: what a second opening needs at once, and what is asked for file by file. */
export interface EncodedCache {
  readonly index: Uint8Array;
  readonly facts: Uint8Array;
}

interface Index {
  readonly version: string;
  /** The first bytes of the facts this index belongs to. */
  readonly id: string;
  readonly rows: readonly Row[];
}

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
   * The cache as bytes: the index behind its checksum, and the facts. Facts are decoded file by file when they are
   * asked for.
   * @param version Names the program that wrote it: facts of another version are not ours to believe.
   */
  encode(version: string): EncodedCache {
    this.#changed = false;
    const id = randomUUID();
    const facts: Buffer[] = [Buffer.from(id)];
    const rows: Row[] = [];
    let offset = id.length;
    for (const [path, { size, mtimeMs, ctimeMs, readAt, document }] of this.#files) {
      const body = document.bodyIfRead();
      const bytes = Buffer.from(JSON.stringify({ head: document.head, ...(body && { body }) } satisfies Facts));
      const { script, contentKey } = document;
      const columns = script && rowOf(script);
      rows.push([path, size, mtimeMs, ctimeMs, readAt, contentKey, columns, offset, bytes.length, crc32(bytes)]);
      facts.push(bytes);
      offset += bytes.length;
    }
    const index = Buffer.from(JSON.stringify({ version, id, rows } satisfies Index));
    return { index: Buffer.concat([Buffer.from(checksum(index)), index]), facts: Buffer.concat(facts) };
  }

  /**
   * The cache some bytes hold; an empty one when they are of another version, cut short or otherwise not ours.
   * @param facts Reads the facts, once, when the first is asked for; null when they are gone.
   * @param read Reads a file whose facts turn out to be damaged.
   */
  static decode(index: Uint8Array, version: string, facts: () => Uint8Array | null, read: SourceReader): RevisionCache {
    const cache = new RevisionCache();
    const buffer = Buffer.from(index.buffer, index.byteOffset, index.byteLength);
    const start = checksum(Buffer.alloc(0)).length;
    if (buffer.toString('latin1', 0, start) !== checksum(buffer.subarray(start))) return cache;
    // The checksum holds: what follows is what `encode` of some version wrote.
    const known = JSON.parse(buffer.toString('utf8', start)) as Index;
    if (known.version !== version) return cache;
    let stored: Buffer | null | undefined;
    const all = (): Buffer | null => (stored ??= belongsTo(facts(), known.id));
    for (const [path, size, mtimeMs, ctimeMs, readAt, contentKey, row, offset, length, crc] of known.rows) {
      const load = (): Facts => {
        const bytes = all()?.subarray(offset, offset + length);
        if (bytes !== undefined && crc32(bytes) === crc) return JSON.parse(bytes.toString('utf8')) as Facts;
        return { head: readHead(read(path)?.text ?? '') };
      };
      const document = restoreDocument(path, contentKey, row && scriptOf(path, row), load, read);
      cache.#files.set(path, { size, mtimeMs, ctimeMs, readAt, document });
    }
    return cache;
  }
}

/** The facts, if they are those the index was written with. */
function belongsTo(facts: Uint8Array | null, id: string): Buffer | null {
  if (facts === null) return null;
  const buffer = Buffer.from(facts.buffer, facts.byteOffset, facts.byteLength);
  return buffer.toString('latin1', 0, id.length) === id ? buffer : null;
}

function rowOf({ id, downRevision, dependsOn, branchLabels, message }: Script): NonNullable<Row[6]> {
  return [id, downRevision, dependsOn, branchLabels, message];
}

function scriptOf(path: string, [id, downRevision, dependsOn, branchLabels, message]: NonNullable<Row[6]>): Script {
  return { id, downRevision, dependsOn, branchLabels, message, path };
}

function checksum(bytes: Uint8Array): string {
  return hash('sha1', bytes);
}
