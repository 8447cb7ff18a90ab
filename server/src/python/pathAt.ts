import type { Argument, Expression, Statement } from './ast';
import { layOut } from './layout';
import { parseChunk } from './parse';

/** What stands around a place. */
export type PathNode = Statement | Expression | Argument;

/**
 * Everything that stands around an offset, the outermost first: statements, expressions, arguments of calls. A place at the
 * end of a node is in it, as a cursor behind a word is on the word. Empty where nothing there is understood.
 */
export function pathAt(text: string, offset: number): readonly PathNode[] {
  const chunk = layOut(text).chunks.find(({ from, to }) => from <= offset && offset <= to);
  if (chunk === undefined) return [];
  const path: PathNode[] = [];
  let part: unknown = parseChunk(text, chunk);
  for (;;) {
    const next = nodeIn(part, offset);
    if (next === undefined) return path;
    path.push(next);
    part = Object.values(next);
  }
}

/** The first node within a part of the tree, at any depth of plain data, that holds the offset. */
function nodeIn(part: unknown, offset: number): PathNode | undefined {
  if (typeof part !== 'object' || part === null) return undefined;
  // The tree is plain data, and everything in it that has a place in the text is a node (python/ast.ts).
  if ('kind' in part && 'from' in part && 'to' in part) {
    const node = part as PathNode;
    return node.from <= offset && offset <= node.to ? node : undefined;
  }
  for (const inner of Object.values(part) as readonly unknown[]) {
    const found = nodeIn(inner, offset);
    if (found !== undefined) return found;
  }
  return undefined;
}
