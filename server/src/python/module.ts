import type { Statement } from './ast';
import type { Library } from './evaluate';
import { Module } from './execute';
import { type Chunk, layOut, layOutStatements } from './layout';
import { parseChunk, parseChunks } from './parse';
import type { Value } from './value';

/** The top level of a file, as far as it decides what some names hold. */
export interface TopLevel {
  readonly module: Module;
  /** In order of appearance; definitions that decide nothing may be missing. */
  readonly statements: readonly Statement[];
}

/**
 * Reads the top level of a file and what its names hold. The whole file is read where its first part does not decide:
 * when it does not bind one of the `required` names.
 *
 * @param names the names asked for: a function or class of such a name counts as binding it.
 */
export function readTopLevel(
  text: string,
  names: readonly string[],
  required: readonly string[],
  library: Library,
): TopLevel {
  const { anywhere, here } = definitionOf(names);
  const first = run(text, anywhere.test(text) ? layOut(text).chunks : layOutStatements(text), here, library);
  if (required.every((name) => first.module.binding(name) !== undefined)) return first;
  return run(text, layOut(text).chunks, here, library);
}

interface DefinitionPatterns {
  readonly anywhere: RegExp;
  readonly here: RegExp;
}

const patterns = new Map<string, DefinitionPatterns>();

/** What begins a definition of one of the names; compiled once for each set of names. */
function definitionOf(names: readonly string[]): DefinitionPatterns {
  const key = names.join('|');
  let known = patterns.get(key);
  if (known === undefined) {
    const pattern = `(?:async\\b[ \\t\\\\\\r\\n]*def|def|class)[ \\t\\\\\\r\\n]+(?:${key})\\b`;
    known = { anywhere: new RegExp(`^${pattern}`, 'm'), here: new RegExp(pattern, 'y') };
    patterns.set(key, known);
  }
  return known;
}

/**
 * The value of a constant of a module; undefined when it is not known or not there.
 * @param library what the module itself imports; whoever follows imports guards against circles.
 */
export function readConstant(text: string, name: string, library: Library): Value | undefined {
  if (!/^[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*$/.test(name)) return undefined;
  const value = readTopLevel(text, [name], [name], library).module.binding(name)?.value;
  return value?.kind === 'unknown' ? undefined : value;
}

function run(text: string, chunks: readonly Chunk[], decides: RegExp, library: Library): TopLevel {
  const tail = chunks.findIndex(({ kind }) => kind === 'definition');
  const head = tail < 0 ? chunks : chunks.slice(0, tail);
  const statements = [
    ...parseChunks(text, head),
    ...chunks.slice(head.length).flatMap((chunk) => {
      decides.lastIndex = chunk.headFrom;
      return chunk.kind === 'statement' || decides.test(text) ? parseChunk(text, chunk) : [];
    }),
  ];
  const module = new Module(library);
  module.run(statements);
  return { module, statements };
}
