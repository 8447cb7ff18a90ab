/** A place in a text: zero-based line and zero-based UTF-16 column, as LSP counts them. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/** A stretch of text, end exclusive. Structurally the same as LSP's `Range`. */
export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** The empty range at the start of a file: for what concerns a file as a whole. */
export const FILE_START: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/** Compares two positions: negative when `a` comes first, 0 when they are equal. */
export function comparePositions(a: Position, b: Position): number {
  return a.line - b.line || a.character - b.character;
}

/** True when `position` lies in `range` or at either of its ends (a cursor at the end of a word is on the word). */
export function rangeTouches(range: Range, position: Position): boolean {
  return comparePositions(range.start, position) <= 0 && comparePositions(position, range.end) <= 0;
}
