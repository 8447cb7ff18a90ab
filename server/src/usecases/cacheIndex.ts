import { randomUUID } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { FileStat } from '../common/fileSystem';
import { readHead } from '../revision/file';
import type { Script } from '../revision/script';
import {
  type DocumentStore,
  restoreDocument,
  type Source,
  type SourceReader,
  type StoredFacts,
} from '../workspace/revisionDocument';
import type { RevisionDocument } from '../workspace/snapshot';
import { type FileStamp, isSameFile } from './fileStamp';
import type { Imports, LookedFile } from './importedConstants';

/** A file as it was read: what it looked like from outside, and what it holds. */
export interface CachedFile {
  readonly stamp: FileStamp;
  readonly document: RevisionDocument;
  /** What its head takes from other modules; null when nothing. */
  readonly imports: Imports | null;
}

/** The bytes of a cache: what a second opening needs at once, and what is asked for file by file. */
export interface EncodedCache {
  readonly index: Uint8Array;
  readonly facts: Uint8Array;
}

/**
 * The index is read whole before anything can be shown: a checksum, the length of a JSON text, that text in columns (a
 * row is a file), and a table of numbers.
 */
const HEADER_BYTES = 8;

/** The numbers of a row. */
const COLUMNS = ['size', 'mtimeMs', 'ctimeMs', 'readAt', 'folder', 'parent', 'offset', 'length', 'crc'] as const;
type Column = (typeof COLUMNS)[number];
const WIDTH = COLUMNS.length;
const AT = Object.fromEntries(COLUMNS.map((column, index) => [column, index])) as Readonly<Record<Column, number>>;

/** Values of the column `parent` that are no row. */
const NO_PARENT = -1;
const NO_SCRIPT = -2;

interface Columns {
  /** Names the program that wrote it. */
  readonly version: string;
  /** The first bytes of the facts this index belongs to. */
  readonly id: string;
  /** With the separator behind them. */
  readonly folders: readonly string[];
  readonly names: readonly string[];
  /** One after the other, all of one length. */
  readonly contentKeys: string;
  readonly ids: readonly string[];
  readonly messages: readonly string[];
  /** Scripts that have more than one parent, labels or dependencies, or a parent that is in no row. */
  readonly links: readonly (readonly [row: number, ...Links])[];
  readonly lookedFiles: readonly LookedFile[];
  readonly imports: readonly { readonly roots: readonly string[]; readonly files: readonly number[] }[];
  readonly importers: readonly (readonly [row: number, imports: number])[];
}

type Links = readonly [downRevision: readonly string[], dependsOn: readonly string[], branchLabels: readonly string[]];

const NONE: readonly string[] = [];

/** The files of a cache out of its bytes; what a row says is taken out when it is asked for. */
export class StoredFiles implements DocumentStore {
  readonly #documents: (RevisionDocument | undefined)[] = [];
  readonly #links: ReadonlyMap<number, Links>;
  readonly #imports: ReadonlyMap<number, Imports>;
  /** Rows by path; made when files are asked for in another order than they were written in. */
  #rows: ReadonlyMap<string, number> | undefined;
  #next = 0;
  #facts: Buffer | null | undefined;

  private constructor(
    private readonly columns: Columns,
    private readonly numbers: Float64Array,
    private readonly readFacts: () => Uint8Array | null,
    private readonly source: SourceReader,
  ) {
    const { links, lookedFiles, imports, importers } = columns;
    this.#links = new Map(links.map(([row, ...rest]) => [row, rest]));
    const decoded = imports.map(({ roots, files }) => ({ roots, files: files.flatMap((at) => lookedFiles[at] ?? []) }));
    this.#imports = new Map(
      importers.flatMap(([row, at]): [number, Imports][] => {
        const found = decoded[at];
        return found === undefined ? [] : [[row, found]];
      }),
    );
  }

  /**
   * @param facts Reads the facts, once, when the first is asked for; null when they are gone.
   * @param source Reads a file whose facts turn out to be damaged.
   * @returns null when the bytes are of another version, cut short or otherwise not ours.
   */
  static decode(
    index: Uint8Array,
    version: string,
    facts: () => Uint8Array | null,
    source: SourceReader,
  ): StoredFiles | null {
    const buffer = bufferOf(index);
    if (buffer.length < HEADER_BYTES || buffer.readUInt32LE(0) !== crc32(buffer.subarray(4))) return null;
    // The checksum holds: what follows is what `encodeFiles` of some version wrote.
    const end = HEADER_BYTES + buffer.readUInt32LE(4);
    const columns = JSON.parse(buffer.toString('utf8', HEADER_BYTES, end)) as Columns;
    if (columns.version !== version) return null;
    // Numbers of eight bytes must begin at a multiple of eight: a copy does.
    const numbers = new Float64Array(Uint8Array.prototype.slice.call(buffer, end).buffer);
    return new StoredFiles(columns, numbers, facts, source);
  }

  get size(): number {
    return this.columns.names.length;
  }

  /** The row of a file; undefined when there is none. */
  row(path: string): number | undefined {
    let row: number | undefined = this.#next;
    if (!this.#isAt(path, row)) {
      this.#rows ??= new Map(this.columns.names.map((_, at) => [this.path(at), at]));
      row = this.#rows.get(path);
    }
    if (row !== undefined) this.#next = row + 1 < this.size ? row + 1 : 0;
    return row;
  }

  path(row: number): string {
    return this.#documents[row]?.path ?? `${this.#folder(row)}${this.columns.names[row] ?? ''}`;
  }

  file(row: number): CachedFile {
    return { stamp: this.stamp(row), document: this.document(row, this.path(row)), imports: this.importsOf(row) };
  }

  isUntouched(row: number, stat: FileStat): boolean {
    const { numbers } = this;
    const at = row * WIDTH;
    return isSameFile(
      numbers[at + AT.size] ?? NaN,
      numbers[at + AT.mtimeMs] ?? NaN,
      numbers[at + AT.ctimeMs] ?? NaN,
      numbers[at + AT.readAt] ?? NaN,
      stat,
    );
  }

  stamp(row: number): FileStamp {
    return {
      size: this.#number(row, 'size'),
      mtimeMs: this.#number(row, 'mtimeMs'),
      ctimeMs: this.#number(row, 'ctimeMs'),
      readAt: this.#number(row, 'readAt'),
    };
  }

  /** @param path the row's path, as the caller has it. */
  document(row: number, path: string): RevisionDocument {
    return (this.#documents[row] ??= restoreDocument(path, this.#script(row, path), this, row));
  }

  importsOf(row: number): Imports | null {
    return this.#imports.get(row) ?? null;
  }

  contentKey(row: number): string {
    const { contentKeys, names } = this.columns;
    const length = contentKeys.length / names.length;
    return contentKeys.slice(row * length, (row + 1) * length);
  }

  imports(row: number): readonly string[] {
    return this.importsOf(row)?.files.map(({ path }) => path) ?? NONE;
  }

  read(path: string): Source | null {
    return this.source(path);
  }

  facts(row: number, path: string): StoredFacts {
    this.#facts ??= belongsTo(this.readFacts(), this.columns.id);
    const offset = this.#number(row, 'offset');
    const bytes = this.#facts?.subarray(offset, offset + this.#number(row, 'length'));
    if (bytes !== undefined && crc32(bytes) === this.#number(row, 'crc')) {
      return JSON.parse(bytes.toString('utf8')) as StoredFacts;
    }
    return { head: readHead(this.source(path)?.text ?? '') };
  }

  #number(row: number, column: Column): number {
    return this.numbers[row * WIDTH + AT[column]] ?? NaN;
  }

  #folder(row: number): string {
    return this.columns.folders[this.#number(row, 'folder')] ?? '';
  }

  #isAt(path: string, row: number): boolean {
    const name = this.columns.names[row];
    if (name === undefined) return false;
    const folder = this.#folder(row);
    return path.length === folder.length + name.length && path.startsWith(folder) && path.endsWith(name);
  }

  #script(row: number, path: string): Script | null {
    const parent = this.#number(row, 'parent');
    if (parent === NO_SCRIPT) return null;
    const { ids, messages } = this.columns;
    const [downRevision = NONE, dependsOn = NONE, branchLabels = NONE] = this.#links.get(row) ?? [
      parent === NO_PARENT ? NONE : [ids[parent] ?? ''],
    ];
    return { id: ids[row] ?? '', downRevision, dependsOn, branchLabels, message: messages[row] ?? '', path };
  }
}

/**
 * A cache as bytes, a file a step. Facts are decoded file by file when they are asked for.
 * @param version Names the program that writes: facts of another version are not ours to believe.
 */
export function* encodeFiles(files: readonly CachedFile[], version: string): Generator<undefined, EncodedCache> {
  const id = randomUUID();
  const facts: Buffer[] = [Buffer.from(id)];
  const numbers = new Float64Array(files.length * WIDTH);
  const folders = new Numbering<string>();
  const lookedFiles = new Numbering<LookedFile>();
  const imports = new Numbering<Imports>();
  const rowOfId = new Map(files.map(({ document }, row) => [document.script?.id, row]));
  const links: (readonly [number, ...Links])[] = [];
  const importers: (readonly [number, number])[] = [];
  const names: string[] = [];
  let offset = id.length;
  for (const [row, { stamp, document, imports: own }] of files.entries()) {
    const body = document.bodyIfRead();
    const bytes = Buffer.from(JSON.stringify({ head: document.head, ...(body && { body }) } satisfies StoredFacts));
    const start = Math.max(document.path.lastIndexOf('/'), document.path.lastIndexOf('\\')) + 1;
    names.push(document.path.slice(start));
    const linked = linksOf(document.script, rowOfId);
    if (typeof linked !== 'number') links.push([row, ...linked]);
    if (own !== null) importers.push([row, imports.of(own)]);
    const values: Readonly<Record<Column, number>> = {
      ...stamp,
      folder: folders.of(document.path.slice(0, start)),
      parent: typeof linked === 'number' ? linked : NO_PARENT,
      offset,
      length: bytes.length,
      crc: crc32(bytes),
    };
    for (const column of COLUMNS) numbers[row * WIDTH + AT[column]] = values[column];
    facts.push(bytes);
    offset += bytes.length;
    yield;
  }
  const columns: Columns = {
    version,
    id,
    folders: folders.values,
    names,
    contentKeys: files.map(({ document }) => document.contentKey).join(''),
    ids: files.map(({ document }) => document.script?.id ?? ''),
    messages: files.map(({ document }) => document.script?.message ?? ''),
    links,
    imports: imports.values.map(({ roots, files }) => ({ roots, files: files.map((file) => lookedFiles.of(file)) })),
    lookedFiles: lookedFiles.values,
    importers,
  };
  const text = Buffer.from(JSON.stringify(columns));
  const header = Buffer.alloc(HEADER_BYTES);
  const index = Buffer.concat([header, text, new Uint8Array(numbers.buffer)]);
  index.writeUInt32LE(text.length, 4);
  index.writeUInt32LE(crc32(index.subarray(4)), 0);
  return { index, facts: Buffer.concat(facts) };
}

/** Gives each value a number, the same to the same value. */
class Numbering<T> {
  readonly values: T[] = [];
  readonly #numbers = new Map<T, number>();

  of(value: T): number {
    let number = this.#numbers.get(value);
    if (number === undefined) {
      number = this.values.push(value) - 1;
      this.#numbers.set(value, number);
    }
    return number;
  }
}

/** The column `parent`, where that says it all. */
function linksOf(script: Script | null, rowOfId: ReadonlyMap<string | undefined, number>): number | Links {
  if (script === null) return NO_SCRIPT;
  const { downRevision, dependsOn, branchLabels } = script;
  if (dependsOn.length + branchLabels.length === 0 && downRevision.length < 2) {
    const [only] = downRevision;
    const parent = only === undefined ? NO_PARENT : rowOfId.get(only);
    if (parent !== undefined) return parent;
  }
  return [downRevision, dependsOn, branchLabels];
}

/** The facts, if they are those the index was written with. */
function belongsTo(facts: Uint8Array | null, id: string): Buffer | null {
  if (facts === null) return null;
  const buffer = bufferOf(facts);
  return buffer.toString('latin1', 0, id.length) === id ? buffer : null;
}

function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
