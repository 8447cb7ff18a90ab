/** What `str.isspace` and `\s` of Python's `re` take for white space; JavaScript's `\s` has other edges. */
const SPACE = String.raw`[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]`;
const LEADING = new RegExp(`^${SPACE}+`);
const TRAILING = new RegExp(`${SPACE}+$`);

/** `str.lstrip()` */
function pythonTrimStart(text: string): string {
  return text.replace(LEADING, '');
}

/** `str.rstrip()` */
export function pythonTrimEnd(text: string): string {
  let end = text.length;
  // No regular expression: a long run of blanks inside the text would be tried from each of its places.
  while (end > 0 && TRAILING.test(text[end - 1] ?? '')) end--;
  return text.slice(0, end);
}

/** `str.strip()` */
export function pythonTrim(text: string): string {
  return pythonTrimStart(pythonTrimEnd(text));
}

/** `int(text)` of Python; null where it raises ValueError. Only ASCII digits. */
export function pythonInteger(text: string): number | null {
  const trimmed = pythonTrim(text);
  return /^[+-]?\d+(?:_\d+)*$/.test(trimmed) ? Number(trimmed.replaceAll('_', '')) : null;
}

/** Compares strings as Python does: by code points. JavaScript's `<` goes by UTF-16 units. */
export function comparePython(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) {
    const difference = rank(a.charCodeAt(index)) - rank(b.charCodeAt(index));
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** UTF-16 units in the order of the characters they are of: surrogates last. */
function rank(unit: number): number {
  return unit >= 0xe000 ? unit - 0x800 : unit >= 0xd800 ? unit + 0x2000 : unit;
}
