import type { RevisionDocument } from '../../workspace/snapshot';

/** The zero-based line of the name in `def upgrade`; null when the file has none. */
export function locateUpgrade(document: RevisionDocument): number | null {
  // Of several functions with one name Python keeps the last.
  const found = document.body().functions.findLast(({ name }) => name === 'upgrade');
  return found?.nameRange.start.line ?? null;
}
