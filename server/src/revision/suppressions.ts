import type { LineIndex } from '../common/lineIndex';
import type { RangedString, Suppression } from './facts';

const SUPPRESSION = /#[ \t]*alembic-lint:[ \t]*ignore\b(?:[ \t]*\[([^\]\r\n]*)\])?/;

/** Whether a text can hold suppression comments at all: spares the look at every comment. */
export function mentionsSuppression(text: string): boolean {
  return text.includes('alembic-lint');
}

/**
 * The suppression a comment holds, if any.
 * @param scope where the comment stands (see `Suppression.scope`).
 */
export function readSuppression(
  comment: string,
  from: number,
  scope: Suppression['scope'],
  lines: LineIndex,
): Suppression | undefined {
  const match = SUPPRESSION.exec(comment);
  if (match === null) return undefined;
  const [whole, list] = match;
  const start = from + match.index;
  const rules: RangedString[] = [];
  const listFrom = start + whole.indexOf('[') + 1;
  for (const { 0: value, index } of (list ?? '').matchAll(/[^\s,]+/g)) {
    const range = lines.range(listFrom + index, listFrom + index + value.length);
    rules.push({ value, range, contentRange: range });
  }
  return { rules, range: lines.range(start, start + whole.length), scope };
}
