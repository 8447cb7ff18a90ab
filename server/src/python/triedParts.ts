import type { Expression, Ranged } from './ast';
import { layOut } from './layout';
import { parseChunks } from './parse';

/**
 * Parts of a file whose exceptions the file itself may catch: bodies of `try` with `except`, and of `with suppress(...)`. What
 * fails there may be meant to.
 */
export function triedParts(text: string): readonly Ranged[] {
  const parts: Ranged[] = [];
  const look = (part: unknown): void => {
    if (typeof part !== 'object' || part === null) return;
    if (isTried(part)) parts.push(...part.body);
    for (const value of Object.values(part)) look(value);
  };
  look(parseChunks(text, layOut(text).chunks));
  return parts;
}

interface Block {
  readonly body: readonly Ranged[];
}

function isTried(part: object): part is Block {
  if (!('kind' in part) || !('body' in part)) return false;
  if (part.kind === 'try') return 'handlers' in part && Array.isArray(part.handlers) && part.handlers.length > 0;
  if (part.kind !== 'with' || !('items' in part)) return false;
  const items = part.items as readonly { readonly context: Expression }[];
  return items.some(({ context }) => context.kind === 'call' && nameOf(context.callee) === 'suppress');
}

function nameOf(callee: Expression): string | null {
  if (callee.kind === 'name') return callee.name;
  return callee.kind === 'attribute' ? callee.name.name : null;
}
