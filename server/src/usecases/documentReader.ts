import { hash } from 'node:crypto';
import { basename, dirname } from 'node:path';
import { type FileSystem, FileSystemError, orNull } from '../common/fileSystem';
import type { Problem } from '../common/problem';
import { FILE_START } from '../common/range';
import type { ProjectConfig } from '../project/model';
import { decodePython } from '../python/decode';
import { readHead } from '../revision/file';
import { toScript } from '../revision/toScript';
import { createDocument, type Source } from '../workspace/revisionDocument';
import type { OpenDocument, RevisionDocument } from '../workspace/snapshot';
import { ImportedConstants, type Imports, type Lookups } from './importedConstants';
import type { RevisionCache } from './revisionCache';

/** Python would load more; nobody writes a migration this long, and an editor that reads it would stand still. */
const LARGEST_FILE = 64 * 1024 * 1024;

const ATTRIBUTES = ['revision', 'downRevision', 'dependsOn', 'branchLabels'] as const;

/** Reads the revision files of one project, each from its buffer, from memory, or from disk. */
export class DocumentReader {
  readonly #constants: ImportedConstants;

  constructor(
    config: ProjectConfig,
    private readonly fs: FileSystem,
    private readonly cache: RevisionCache | null,
    private readonly open: ReadonlyMap<string, OpenDocument>,
    private readonly now: () => number,
  ) {
    this.#constants = new ImportedConstants(config, fs, open, now);
  }

  /**
   * @param previous What the file was before, taken over when its content is the same.
   * @returns A problem when the file is there and cannot be read, null when it has vanished.
   */
  read(path: string, previous: RevisionDocument | undefined): RevisionDocument | Problem | null {
    // What other modules say is not in the key of the content: what came of it is the cache's to keep.
    const known = previous?.imports.length === 0 ? previous : undefined;
    const buffer = this.open.get(path);
    if (buffer !== undefined) {
      const source = { text: buffer.text, contentKey: keyOf(Buffer.from(buffer.text)) };
      return known?.contentKey === source.contentKey ? known : this.#create(path, source, () => source).document;
    }
    try {
      return this.#fromDisk(path, known);
    } catch (error) {
      if (!(error instanceof FileSystemError)) throw error;
      return error.code === 'ENOENT' && !this.#isListed(path) ? null : unreadable(path, `(${error.code})`);
    }
  }

  #fromDisk(path: string, known: RevisionDocument | undefined): RevisionDocument | Problem {
    const readAt = this.now();
    const stat = this.fs.stat(path);
    const cached = this.cache?.lookup(path, stat);
    if (cached !== undefined) {
      const imports = this.#sameImports(cached);
      if (imports !== undefined) {
        if (imports !== null && imports !== this.cache?.imports(path))
          this.cache?.remember(cached, stat, readAt, imports);
        return cached;
      }
    }
    if (stat.kind !== 'file') return unreadable(path, '(it is not a regular file)');
    if (stat.size > LARGEST_FILE) return unreadable(path, `(${Math.round(stat.size / 2 ** 20)} MB are too many)`);
    const bytes = this.fs.readFile(path);
    const contentKey = keyOf(bytes);
    const same = known?.contentKey === contentKey ? known : this.cache?.withContent(path, contentKey);
    const unchanged = same && this.#sameImports(same);
    if (same !== undefined && unchanged !== undefined) {
      this.cache?.remember(same, stat, readAt, unchanged);
      return same;
    }
    const { document, imports } = this.#create(path, sourceOf(bytes), () => readSource(this.fs, path));
    if (imports !== undefined) this.cache?.remember(document, stat, readAt, imports);
    return document;
  }

  /** What a document takes from other modules, renewed; null when nothing, undefined when it may be something else now. */
  #sameImports(document: RevisionDocument): Imports | null | undefined {
    if (document.imports.length === 0) return null;
    const imports = this.cache?.imports(document.path);
    return (imports && this.#constants.renew(imports)) ?? undefined;
  }

  /** `imports`: what to keep in the cache; undefined for a document that has no place there. */
  #create(
    path: string,
    { text, contentKey }: Source,
    read: () => Source | null,
  ): { readonly document: RevisionDocument; readonly imports?: Imports | null } {
    let head = readHead(text);
    const lookups: Lookups = { paths: new Set(), circular: false };
    // Other modules are looked at only where a fact may come from one: almost no file pays for them.
    if (ATTRIBUTES.some((name) => head[name].kind === 'unknown')) {
      head = readHead(text, { importConstant: this.#constants.lookup(lookups) });
    }
    const script = toScript(head, path);
    const paths = [...lookups.paths];
    const document = createDocument(path, contentKey, head, script.ok ? script.value : null, paths, read);
    if (paths.length === 0 && !lookups.circular) return { document, imports: null };
    const imports = this.#constants.imports(lookups);
    return imports === null ? { document } : { document, imports };
  }

  /** A name that is still in its folder and leads nowhere is a broken link: Alembic trips over it. */
  #isListed(path: string): boolean {
    try {
      const name = basename(path);
      return this.fs.readDirectory(dirname(path)).some((entry) => entry.name === name);
    } catch {
      return false;
    }
  }
}

/** A file's text as Python reads it; null when it cannot be read. */
export function readSource(fs: FileSystem, path: string): Source | null {
  return orNull(() => sourceOf(fs.readFile(path)));
}

function sourceOf(bytes: Uint8Array): Source {
  const { text, fault } = decodePython(bytes);
  return { text, contentKey: keyOf(bytes), ...(fault && { fault: { kind: 'encoding', ...fault } }) };
}

function keyOf(bytes: Uint8Array): string {
  return hash('sha1', bytes);
}

function unreadable(file: string, why: string): Problem {
  return {
    code: 'unloadable-revision',
    subCode: 'unreadable',
    severity: 'error',
    file,
    range: FILE_START,
    message: `This revision file cannot be read ${why}. Alembic stops at it too: make it readable, or move it away.`,
  };
}
