import type { SyntaxNode } from '@lezer/common';
import { childrenOf, MAX_DEPTH } from './tree';

/** One operand of `and` and `or`, the `not`s before it, and the operator before those. */
export interface BooleanTerm {
  readonly node: SyntaxNode;
  readonly operator: string;
  readonly nots: readonly SyntaxNode[];
}

/** Collects the terms in order; false when something in between does not parse or is nested too deeply. */
export function collectTerms(
  node: SyntaxNode,
  terms: BooleanTerm[],
  depth: number,
  operator = '',
  nots: readonly SyntaxNode[] = [],
): boolean {
  if (depth > MAX_DEPTH) return false;
  const nodes = childrenOf(node);
  const [first, second, third] = nodes;
  if (nodes.some((child) => child.type.isError) || first === undefined || second === undefined) {
    terms.push({ node, operator, nots });
    return true;
  }
  if (node.name === 'UnaryExpression' && first.name === 'not') {
    return collectTerms(second, terms, depth + 1, operator, [...nots, first]);
  }
  if (node.name === 'BinaryExpression' && (second.name === 'and' || second.name === 'or') && third !== undefined) {
    const left = collectTerms(first, terms, depth + 1, operator, nots);
    return left && collectTerms(third, terms, depth + 1, second.name);
  }
  terms.push({ node, operator, nots });
  return true;
}
