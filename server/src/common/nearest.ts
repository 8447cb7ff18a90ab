/**
 * Edit distance (Damerau-Levenshtein, adjacent transpositions count one), or `limit + 1` as soon as it must exceed
 * `limit`.
 */
export function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    let best = row;
    for (let column = 1; column <= b.length; column++) {
      const cost = a[row - 1] === b[column - 1] ? 0 : 1;
      let distance = Math.min(
        (previous[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (previous[column - 1] ?? 0) + cost,
      );
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
        distance = Math.min(distance, (beforePrevious[column - 2] ?? 0) + 1);
      }
      current.push(distance);
      if (distance < best) best = distance;
    }
    if (best > limit) return limit + 1;
    beforePrevious = previous;
    previous = current;
  }
  return previous[b.length] ?? limit + 1;
}

/**
 * The candidate nearest to `word`, if one is near enough to be a slip of the finger: at most a quarter of its length
 * and three edits away (one for short words). The first of several equally near ones; undefined when none is near.
 */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  let limit = Math.min(3, Math.max(1, Math.floor(word.length / 4)));
  let found: string | undefined;
  for (const candidate of candidates) {
    if (candidate === word) continue;
    const distance = editDistance(word, candidate, limit);
    if (distance <= limit) {
      found = candidate;
      limit = distance - 1;
      if (limit < 1) break;
    }
  }
  return found;
}
