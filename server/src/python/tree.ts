import type { SyntaxNode } from '@lezer/common';
import type { Name } from './ast';

/** Nesting beyond this is not followed: keeps the conversion far from the end of the stack. CPython's own limit is 200. */
export const MAX_DEPTH = 200;

/** What the conversion of one tree needs to know. Node offsets plus `base` are offsets of `text`. */
export interface Source {
  readonly text: string;
  readonly base: number;
}

/** Whether an error is nothing but the value that the parser asks of every `yield`, and Python does not. */
export function isBareYield({ type, from, to, prevSibling }: SyntaxNode): boolean {
  return type.isError && from === to && prevSibling?.name === 'yield';
}

/** The children of a node in order, comments left out. */
export function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) {
    if (child.name !== 'Comment' && !isBareYield(child)) children.push(child);
  }
  return children;
}

export function textOf(source: Source, node: SyntaxNode): string {
  return source.text.slice(source.base + node.from, source.base + node.to);
}

export function rangeOf(source: Source, node: SyntaxNode, end: SyntaxNode = node): { from: number; to: number } {
  return { from: source.base + node.from, to: source.base + end.to };
}

export function nameOf(source: Source, node: SyntaxNode): Name {
  return { kind: 'name', name: textOf(source, node), ...rangeOf(source, node) };
}

/** What stands between separators: `a, b` gives [[a], [b]]; an empty last group (a trailing comma) is dropped. */
export function split(nodes: readonly SyntaxNode[], separator: string): SyntaxNode[][] {
  const groups: SyntaxNode[][] = [[]];
  for (const node of nodes) {
    if (node.name === separator) groups.push([]);
    else groups.at(-1)?.push(node);
  }
  if (groups.at(-1)?.length === 0) groups.pop();
  return groups;
}

/** What a statement that binds names cannot do without. */
const BINDS = /=|\b(?:import|for|as|del|def|class)\b/;

/** A statement or expression that was not understood; if it may bind names at all, every word in it may be one. */
export function unknown(
  text: string,
  from: number,
  to: number,
  reason: string,
): { readonly kind: 'unknown'; readonly reason: string; readonly names: Name[]; from: number; to: number } {
  const names: Name[] = [];
  if (!BINDS.test(text.slice(from, to)) || /^(?:print|raise|assert|return)\b/.test(text.slice(from, from + 8))) {
    return { kind: 'unknown', reason, names, from, to };
  }
  // A file that is one broken statement of megabytes: its beginning will do, nobody imports from it.
  const words = text.slice(from, Math.min(to, from + 65_536)).matchAll(/[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*/g);
  for (const { 0: name, index } of words) {
    names.push({ kind: 'name', name, from: from + index, to: from + index + name.length });
  }
  return { kind: 'unknown', reason, names, from, to };
}
