import { LineIndex } from '../../server/src/common/lineIndex';
import type { FileEdit } from '../../server/src/common/problem';

/** The text with the edits made, which are all of one file and do not overlap. */
export function applyEdits(text: string, edits: readonly FileEdit[]): string {
  const index = new LineIndex(text);
  const ordered = edits
    .map(({ range, newText }) => ({ from: index.offset(range.start), to: index.offset(range.end), newText }))
    .sort((a, b) => b.from - a.from);
  return ordered.reduce((result, { from, to, newText }) => result.slice(0, from) + newText + result.slice(to), text);
}
