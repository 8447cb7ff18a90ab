/** What of a text has to be replaced by what, to make it another: all that lies between what both begin and end with. */
export function changedPart(
  before: string,
  after: string,
): { readonly start: number; readonly end: number; readonly replacement: string } {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start += 1;
  let [end, last] = [before.length, after.length];
  while (end > start && last > start && before[end - 1] === after[last - 1]) {
    end -= 1;
    last -= 1;
  }
  return { start, end, replacement: after.slice(start, last) };
}
