/** A stretch of a text that is edited meanwhile: follows what stands before it, and is lost once it is changed itself. */
export interface Anchor {
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

/** Where the stretch is in the text as it is now; null when it was changed. */
export function follow({ text: old, from, to }: Anchor, text: string): Anchor | null {
  if (old === text) return { text, from, to };
  const shorter = Math.min(old.length, text.length);
  let same = 0;
  while (same < shorter && old.charCodeAt(same) === text.charCodeAt(same)) same++;
  if (same >= to) return { text, from, to };
  let behind = 0;
  while (
    behind < shorter - same &&
    old.charCodeAt(old.length - 1 - behind) === text.charCodeAt(text.length - 1 - behind)
  ) {
    behind++;
  }
  if (old.length - behind > from) return null;
  const moved = text.length - old.length;
  return { text, from: from + moved, to: to + moved };
}
