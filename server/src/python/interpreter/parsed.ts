import type { Statement } from '../ast';
import type { Fault } from '../fault';
import { type Chunk, layOut } from '../layout';
import { parseChunk, parseChunks } from '../parse';

/** A module of the project; the same object for the same module, whose text is parsed once. */
export interface ModuleFile {
  readonly path: string;
  readonly text: string;
}

/** A part of a file, parsed when it is asked for. */
export interface Piece {
  /** It is the definition of this function, which does nothing else when it runs; null: anything. */
  readonly defines: string | null;
  readonly statements: () => readonly Statement[];
}

/** A file as it is run. */
export interface ParsedFile {
  readonly pieces: readonly Piece[];
  /** What is wrong with its layout: nothing of it runs. */
  readonly fault: Fault | null;
}

/** Without decorators, defaults and annotations that would be evaluated. */
const PLAIN_FUNCTION = /^def[ \t]+([A-Za-z_]\w*)[ \t]*\(\)(?:[ \t]*->[ \t]*None)?[ \t]*:/;

/**
 * A file is read for both directions, with a connection and without, for each dialect: the texts used last are kept parsed,
 * the one used last standing last.
 */
const LAST = new Map<string, ParsedFile>();
/** Letters of all texts that are kept: a letter takes 15 to 25 bytes once it is parsed. */
const MOST_LETTERS = 1_500_000;
let letters = 0;

/** The pieces of a file. */
export function parsedFile(text: string): ParsedFile {
  const known = LAST.get(text);
  const parsed = known ?? parse(text);
  if (known === undefined) letters += text.length;
  else LAST.delete(text);
  LAST.set(text, parsed);
  for (const oldest of LAST.keys()) {
    if (letters <= MOST_LETTERS || LAST.size === 1) break;
    LAST.delete(oldest);
    letters -= oldest.length;
  }
  return parsed;
}

/** Modules are read for many revisions. */
const MODULES = new WeakMap<ModuleFile, ParsedFile>();

/** The pieces of a module. */
export function parsedModule(file: ModuleFile): ParsedFile {
  let parsed = MODULES.get(file);
  if (parsed === undefined) MODULES.set(file, (parsed = parse(file.text)));
  return parsed;
}

function parse(text: string): ParsedFile {
  const { chunks, faults } = layOut(text);
  const [fault = null] = faults;
  return { pieces: fault === null ? piecesOf(text, chunks) : [], fault };
}

function piecesOf(text: string, chunks: readonly Chunk[]): readonly Piece[] {
  const pieces: Piece[] = [];
  let together: Chunk[] = [];
  const end = (): void => {
    if (together.length === 0) return;
    const some = together;
    pieces.push({ defines: null, statements: once(() => parseChunks(text, some)) });
    together = [];
  };
  for (const chunk of chunks) {
    const defines = plainFunction(text, chunk);
    if (defines === null) together.push(chunk);
    else {
      end();
      pieces.push({ defines, statements: once(() => parseChunk(text, chunk)) });
    }
  }
  end();
  return pieces;
}

function plainFunction(text: string, { kind, from, headFrom, broken, conflicting }: Chunk): string | null {
  if (kind !== 'definition' || headFrom !== from || broken || conflicting) return null;
  return PLAIN_FUNCTION.exec(text.slice(from, from + 200))?.[1] ?? null;
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
