/** Offsets of a key and its value in a TOML text. */
export interface TomlPlace {
  readonly keyFrom: number;
  readonly keyTo: number;
  readonly valueFrom: number;
  readonly valueTo: number;
}

const BARE = /[A-Za-z0-9_-]+/y;
const BLANK = /[ \t]*/y;
const SPACE = /(?:[ \t\r\n]|#[^\n]*)*/y;
const REST_OF_LINE = /[^\n]*/y;
const STRINGS = [/"""(?:[^"\\]|\\[^]|"(?!""))*"{3,5}/y, /'''[^]*?'{3,5}/y, /"(?:[^"\\\n]|\\.)*"/y, /'[^'\n]*'/y];

/**
 * Finds where keys and values stand in a TOML text that a TOML parser accepts; in any other the places found may be wrong.
 * Keys of a path are joined by `key()`; tables of an array have their number as a key. Tables in braces are one value.
 */
export function tomlPlaces(text: string): ReadonlyMap<string, TomlPlace> {
  const places = new Map<string, TomlPlace>();
  const arrays = new Map<string, number>();
  const scanner = new Scanner(text);
  let table: readonly string[] = [];
  for (;;) {
    scanner.skip(SPACE);
    if (scanner.atEnd) return places;
    const from = scanner.at;
    if (scanner.take('[')) {
      const isArray = scanner.take('[');
      const path = withNumbers(scanner.dottedKey(), arrays);
      if (isArray) {
        const count = arrays.get(tomlKey(path)) ?? 0;
        arrays.set(tomlKey(path), count + 1);
        path.push(String(count));
      }
      table = path;
      scanner.skip(REST_OF_LINE);
      const to = from + text.slice(from, scanner.at).replace(/\s*(?:#[^\]]*)?$/, '').length;
      places.set(tomlKey(path), { keyFrom: from, keyTo: to, valueFrom: from, valueTo: to });
      continue;
    }
    const path = [...table, ...scanner.dottedKey()];
    const keyTo = scanner.at;
    scanner.skip(BLANK);
    if (!scanner.take('=')) {
      // Not TOML: whatever it is, it ends with the line.
      scanner.skip(REST_OF_LINE);
      continue;
    }
    scanner.skip(BLANK);
    const valueFrom = scanner.at;
    scanner.value();
    places.set(tomlKey(path), { keyFrom: from, keyTo, valueFrom, valueTo: scanner.at });
    scanner.skip(REST_OF_LINE);
  }
}

/** One name for a path of keys. */
export function tomlKey(path: readonly string[]): string {
  return JSON.stringify(path);
}

/** `[a.b]` below `[[a]]` belongs to the last table of the array. */
function withNumbers(path: readonly string[], arrays: ReadonlyMap<string, number>): string[] {
  const result: string[] = [];
  for (const [index, part] of path.entries()) {
    result.push(part);
    const count = arrays.get(tomlKey(result));
    if (count !== undefined && index < path.length - 1) result.push(String(count - 1));
  }
  return result;
}

class Scanner {
  at = 0;

  constructor(private readonly text: string) {}

  get atEnd(): boolean {
    return this.at >= this.text.length;
  }

  skip(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0] ?? '';
    this.at += found.length;
    return found;
  }

  take(character: string): boolean {
    if (this.text[this.at] !== character) return false;
    this.at++;
    return true;
  }

  /** The keys of `a."b.c".d`, and stands behind the last. */
  dottedKey(): string[] {
    const keys: string[] = [];
    for (;;) {
      this.skip(BLANK);
      const quoted = this.string();
      const key = quoted === '' ? this.skip(BARE) : quoted.slice(1, -1);
      keys.push(quoted.startsWith('"') ? unescape(key) : key);
      const end = this.at;
      this.skip(BLANK);
      if (!this.take('.')) {
        this.at = end;
        return keys;
      }
    }
  }

  string(): string {
    for (const pattern of STRINGS) {
      const found = this.skip(pattern);
      if (found !== '') return found;
    }
    return '';
  }

  /** Passes a value: a string, what stands in brackets, or everything up to the end of the line. */
  value(): void {
    if (this.string() !== '') return;
    let depth = 0;
    let end = this.at;
    while (!this.atEnd) {
      const character = this.text[this.at] ?? '';
      if (character === '#') {
        this.skip(REST_OF_LINE);
        continue;
      }
      if (character === '\n' && depth === 0) break;
      if (this.string() === '') {
        this.at++;
        if (character === '[' || character === '{') depth++;
        else if (character === ']' || character === '}') depth--;
        if (/\s/.test(character)) continue;
      }
      end = this.at;
      if (depth < 0) break;
    }
    this.at = end;
  }
}

function unescape(key: string): string {
  try {
    return JSON.parse(`"${key}"`) as string;
  } catch {
    return key;
  }
}
