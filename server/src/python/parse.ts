import { parser } from '@lezer/python';
import type { SyntaxNode, Tree } from '@lezer/common';
import type { Statement } from './ast';
import { convertStatements } from './convertStatement';
import type { Chunk } from './layout';
import { readSimpleStatement } from './simpleStatement';
import { childrenOf, isBareYield, MAX_DEPTH, unknown } from './tree';
import { levelWithItems } from './withItems';

const UNREADABLE = 'Its syntax is not understood.';
/** UTF-16 units of one statement: reading more would hold everything else up for seconds (rows of data, usually). */
const MAX_LENGTH = 2_000_000;

/**
 * Parses module-level statements that follow one another. A broken one costs none of the others; one of several lines
 * that does not parse as a whole is one `unknown`, a definition excepted: it keeps its name and the statements of its
 * body that parse. Never throws.
 */
export function parseChunks(text: string, chunks: readonly Chunk[]): readonly Statement[] {
  const statements: Statement[] = [];
  let others: Chunk[] = [];
  const parseOthers = (): void => {
    for (const statement of parseTogether(text, others)) statements.push(statement);
    others = [];
  };
  for (const chunk of chunks) {
    const simple = readSimple(text, chunk);
    if (simple === undefined) {
      others.push(chunk);
      continue;
    }
    parseOthers();
    statements.push(simple);
  }
  parseOthers();
  return statements;
}

/** Parses one module-level statement (or several in one line). */
export function parseChunk(text: string, chunk: Chunk): readonly Statement[] {
  const simple = readSimple(text, chunk);
  return simple === undefined ? parseByGrammar(text, chunk) : [simple];
}

/** What `parseChunk` does by the grammar of the whole language: the measure of every shorter way. */
export function parseByGrammar(text: string, chunk: Chunk): readonly Statement[] {
  const { from, to } = chunk;
  if (chunk.conflicting) return [unknown(text, from, to, 'It stands between the markers of a merge conflict.')];
  if (to - from > MAX_LENGTH) return [unknown(text, from, to, 'It is too long to be read.')];
  if (chunk.depth > MAX_DEPTH) return [unknown(text, from, to, 'Its brackets are nested too deeply.')];
  const tree = parseText(text, from, to);
  if (tree === null) return [unknown(text, from, to, 'It is nested too deeply.')];
  if (hasError(tree) || chunk.broken) {
    if (chunk.kind === 'statement') return [unknown(text, from, to, UNREADABLE)];
    const definitions = convert(text, from, tree).filter(({ kind }) => kind === 'function' || kind === 'class');
    return definitions.length === 1 ? definitions : [unknown(text, from, to, UNREADABLE)];
  }
  return convert(text, from, tree);
}

function readSimple(text: string, chunk: Chunk): Statement | undefined {
  if (chunk.kind === 'definition' || isHopeless(chunk)) return undefined;
  return readSimpleStatement(text, chunk.from, chunk.to);
}

/** Neighbours cost less in one piece; each is parsed by itself when together they do not parse. */
function parseTogether(text: string, chunks: readonly Chunk[]): readonly Statement[] {
  const [first] = chunks;
  const last = chunks.at(-1);
  if (first === undefined || last === undefined) return [];
  if (chunks.every((chunk) => !isHopeless(chunk))) {
    const tree = parseText(text, first.from, last.to);
    if (tree !== null && !hasError(tree)) return convert(text, first.from, tree);
  }
  return chunks.flatMap((chunk) => parseByGrammar(text, chunk));
}

function isHopeless({ broken, conflicting, depth, from, to }: Chunk): boolean {
  return broken || conflicting || depth > MAX_DEPTH || to - from > MAX_LENGTH;
}

/** The tree of a stretch of text; null when it is nested deeper than the parser's own recursion can go. */
function parseText(text: string, from: number, to: number): Tree | null {
  try {
    return parser.parse(levelWithItems(levelLines(`${text.slice(from, to)}\n`)));
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** The same text, letter for letter as long, in the only form of line ends whose continuation lines the parser knows. */
function levelLines(text: string): string {
  const lines = text.includes('\r')
    ? text.replaceAll('\\\r\n', ' \\\n').replaceAll('\r\n', ' \n').replaceAll('\r', '\n')
    : text;
  return lines.includes('\f') ? lines.replaceAll('\f', ' ') : lines;
}

function hasError(tree: Tree): boolean {
  let found = false;
  tree.iterate({
    enter: (node) => {
      if (node.type.isError && !isBareYield(node.node)) found = true;
      return !found;
    },
  });
  return found;
}

function convert(text: string, base: number, tree: Tree): readonly Statement[] {
  const top: SyntaxNode = tree.topNode;
  return convertStatements({ text, base }, childrenOf(top), 0);
}
