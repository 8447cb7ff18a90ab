/**
 * Edit distance (Damerau-Levenshtein, adjacent transpositions count one), or `limit + 1` as soon as it must exceed
 * `limit`.
 */
export function editDistance(a: string, b: string, limit: number): number {
  const tooFar = limit + 1;
  if (Math.abs(a.length - b.length) > limit) return tooFar;
  let beforePrevious = new Array<number>(b.length + 2).fill(tooFar);
  let previous = Array.from({ length: b.length + 2 }, (_, column) => Math.min(column, tooFar));
  let current = new Array<number>(b.length + 2).fill(tooFar);
  for (let row = 1; row <= a.length; row++) {
    // Further from the diagonal the distance exceeds the limit.
    const first = Math.max(1, row - limit);
    const last = Math.min(b.length, row + limit);
    current[first - 1] = first === 1 ? row : tooFar;
    let best = first === 1 ? row : tooFar;
    for (let column = first; column <= last; column++) {
      const cost = a[row - 1] === b[column - 1] ? 0 : 1;
      let distance = Math.min(
        (previous[column] ?? tooFar) + 1,
        (current[column - 1] ?? tooFar) + 1,
        (previous[column - 1] ?? tooFar) + cost,
      );
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
        distance = Math.min(distance, (beforePrevious[column - 2] ?? tooFar) + 1);
      }
      current[column] = distance;
      if (distance < best) best = distance;
    }
    current[last + 1] = tooFar;
    if (best > limit) return tooFar;
    [beforePrevious, previous, current] = [previous, current, beforePrevious];
  }
  return Math.min(previous[b.length] ?? tooFar, tooFar);
}

/** Which characters occur, as bits; several characters share one. */
function letters(text: string): number {
  let bits = 0;
  for (let index = 0; index < text.length; index++) bits |= 1 << (text.charCodeAt(index) & 31);
  return bits;
}

function countBits(bits: number): number {
  let count = 0;
  for (let left = bits; left !== 0; left &= left - 1) count++;
  return count;
}

/** Whether one edit makes `b` of another word `a`: what differs lies between their common ends. */
function isOneEditApart(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1 || a === b) return false;
  const shorter = Math.min(a.length, b.length);
  let start = 0;
  while (start < shorter && a.charCodeAt(start) === b.charCodeAt(start)) start++;
  let end = 0;
  while (end < shorter - start && a.charCodeAt(a.length - 1 - end) === b.charCodeAt(b.length - 1 - end)) end++;
  const middleOfA = a.slice(start, a.length - end);
  const middleOfB = b.slice(start, b.length - end);
  if (middleOfA.length < 2 && middleOfB.length < 2) return true;
  return (
    middleOfA.length === 2 && middleOfB.length === 2 && middleOfA === `${middleOfB.charAt(1)}${middleOfB.charAt(0)}`
  );
}

/**
 * The candidate nearest to `word`, if one is near enough to be a slip of the finger: at most a quarter of its length
 * and three edits away (one for short words). The first of several equally near ones; undefined when none is near.
 */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const all = [...candidates];
  // The commonest slip, found without a table for each of thousands: somebody types.
  const slip = all.find((candidate) => isOneEditApart(word, candidate));
  if (slip !== undefined) return slip;
  let limit = Math.min(3, Math.max(1, Math.floor(word.length / 4)));
  let found: string | undefined;
  const own = letters(word);
  for (const candidate of all) {
    if (candidate === word || Math.abs(candidate.length - word.length) > limit) continue;
    // A character that the other word does not have costs an edit: enough to pass over most of thousands.
    if (countBits(own & ~letters(candidate)) > limit) continue;
    const distance = editDistance(word, candidate, limit);
    if (distance <= limit) {
      found = candidate;
      limit = distance - 1;
      if (limit < 2) break;
    }
  }
  return found;
}
