import type { Position } from '../../../server/src/common/range';

/** A text and the place of the `|` in it. */
export function marked(text: string): { readonly text: string; readonly position: Position } {
  const at = text.indexOf('|');
  if (at < 0 || text.includes('|', at + 1)) throw new Error('exactly one | marks the place');
  const before = text.slice(0, at).split('\n');
  return {
    text: text.slice(0, at) + text.slice(at + 1),
    position: { line: before.length - 1, character: before.at(-1)?.length ?? 0 },
  };
}
