import { LineIndex } from '../common/lineIndex';
import type { Range } from '../common/range';
import { pythonTrim, pythonTrimEnd } from '../python/text';

/** One line of a value, without the white space around it. Comments and the lines that hold them are not among them. */
export interface IniLine {
  readonly text: string;
  readonly range: Range;
}

export interface IniEntry {
  /** Lower-cased, as ConfigParser knows it. */
  readonly key: string;
  readonly keyRange: Range;
  /** The raw value: lines joined, nothing interpolated. */
  readonly value: string;
  /** From the value's first character to its last, comments between its lines included. */
  readonly range: Range;
  readonly lines: readonly IniLine[];
}

export interface IniSection {
  readonly name: string;
  /** The whole `[name]`. */
  readonly headerRange: Range;
  readonly entries: ReadonlyMap<string, IniEntry>;
}

/** Why ConfigParser refuses a file. */
export interface IniError {
  /** Name of Python's exception. */
  readonly name: 'MissingSectionHeaderError' | 'DuplicateSectionError' | 'DuplicateOptionError' | 'ParsingError';
  /** The line the exception names, without white space at its ends. For ParsingError the first of them. */
  readonly range: Range;
  /** The section or option that is there twice. */
  readonly subject: string | null;
}

/** An INI file as far as it can be read. */
export interface IniDocument {
  /** In order of appearance, without DEFAULT. */
  readonly sections: ReadonlyMap<string, IniSection>;
  /** What `[DEFAULT]` holds; null when the file has none. */
  readonly defaults: IniSection | null;
  /** The exception ConfigParser raises; the document then holds what stands on lines that can be understood. */
  readonly error: IniError | null;
}

const DEFAULT_SECTION = 'DEFAULT';

interface OpenEntry {
  readonly key: string;
  readonly keyRange: Range;
  /** Where the value begins when all its lines are empty. */
  readonly emptyAt: number;
  /** Null: an empty line of the file. */
  readonly lines: (IniLine | null)[];
}

interface OpenSection {
  readonly name: string;
  readonly headerRange: Range;
  readonly entries: Map<string, OpenEntry>;
}

/**
 * Reads an INI file by the rules of Python's `configparser.ConfigParser()` with its default arguments (library reference,
 * "Supported INI File Structure"; CPython 3.11 and later). Never throws. Where Python would stop, the first value counts.
 *
 * @param text the decoded file; a byte order mark is text, as it is for Alembic, which opens the file in the locale's encoding.
 */
export function parseIni(text: string): IniDocument {
  const reader = new Reader(text);
  reader.read();
  return reader.document();
}

class Reader {
  readonly #index: LineIndex;
  readonly #sections = new Map<string, OpenSection>();
  #defaults: OpenSection | null = null;
  #fatal: IniError | null = null;
  #parsing: IniError | null = null;
  #section: OpenSection | null = null;
  #entry: OpenEntry | null = null;

  constructor(private readonly text: string) {
    this.#index = new LineIndex(text);
  }

  read(): void {
    let indentation = 0;
    for (let line = 0; line < this.#index.lineCount; line++) {
      const from = this.#index.lineStart(line);
      const raw = this.text.slice(from, this.#index.lineStart(line + 1));
      const value = pythonTrim(raw);
      if (value === '') {
        // The text after the last line end is no line of Python's.
        if (raw !== '') this.#entry?.lines.push(null);
        continue;
      }
      if (value.startsWith('#') || value.startsWith(';')) continue;
      const start = from + raw.indexOf(value);
      const own = start - from;
      if (this.#entry !== null && own > indentation) {
        this.#entry.lines.push({ text: value, range: this.#range(start, value.length) });
        continue;
      }
      indentation = own;
      this.#readLine(value, start);
    }
  }

  #readLine(value: string, start: number): void {
    const range = this.#range(start, value.length);
    const header = /^\[(.+)\]/su.exec(value);
    if (header?.[1] !== undefined) {
      this.#openSection(header[1], this.#range(start, header[0].length), range);
    } else if (this.#section === null) {
      this.#fatal ??= { name: 'MissingSectionHeaderError', range, subject: null };
      // A byte order mark is all that is wrong with such a file.
      if (value.startsWith('\ufeff')) this.#readLine(value.slice(1), start + 1);
    } else {
      this.#openEntry(this.#section, value, start, range);
    }
  }

  #openSection(name: string, headerRange: Range, range: Range): void {
    this.#entry = null;
    if (name === DEFAULT_SECTION) {
      this.#section = this.#defaults ??= { name, headerRange, entries: new Map() };
      return;
    }
    const known = this.#sections.get(name);
    if (known !== undefined) this.#fatal ??= { name: 'DuplicateSectionError', range, subject: name };
    this.#section = known ?? { name, headerRange, entries: new Map() };
    this.#sections.set(name, this.#section);
  }

  #openEntry(section: OpenSection, line: string, start: number, range: Range): void {
    const delimiter = line.search(/[=:]/);
    if (delimiter <= 0) {
      this.#parsing ??= { name: 'ParsingError', range, subject: null };
      // Python goes on with an option that has no name, and so do the lines indented below it.
      if (delimiter < 0) return;
      this.#entry = null;
    }
    const name = pythonTrimEnd(line.slice(0, delimiter));
    const key = name.toLowerCase();
    const rest = line.slice(delimiter + 1);
    const text = pythonTrim(rest);
    const at = text === '' ? start + delimiter + 1 : start + delimiter + 1 + rest.indexOf(text);
    const entry: OpenEntry = {
      key,
      keyRange: this.#range(start, name.length),
      emptyAt: at,
      lines: [{ text, range: this.#range(at, text.length) }],
    };
    if (section.entries.has(key)) this.#fatal ??= { name: 'DuplicateOptionError', range, subject: name };
    else section.entries.set(key, entry);
    if (delimiter > 0) this.#entry = entry;
  }

  #range(from: number, length: number): Range {
    return this.#index.range(from, from + length);
  }

  document(): IniDocument {
    return {
      sections: new Map([...this.#sections].map(([name, section]) => [name, this.#close(section)])),
      defaults: this.#defaults === null ? null : this.#close(this.#defaults),
      error: this.#fatal ?? this.#parsing,
    };
  }

  #close({ name, headerRange, entries }: OpenSection): IniSection {
    const closed = [...entries.values()].map((entry) => [entry.key, this.#closeEntry(entry)] as const);
    // The entry without a name is only there to be found twice.
    return { name, headerRange, entries: new Map(closed.filter(([key]) => key !== '')) };
  }

  #closeEntry({ key, keyRange, emptyAt, lines }: OpenEntry): IniEntry {
    const filled = lines.filter((line) => line !== null && line.text !== '') as IniLine[];
    const [first] = filled;
    const last = filled.at(-1);
    const value = pythonTrimEnd(lines.map((line) => line?.text ?? '').join('\n'));
    const range =
      first === undefined || last === undefined
        ? this.#range(emptyAt, 0)
        : { start: first.range.start, end: last.range.end };
    return { key, keyRange, value, range, lines: filled };
  }
}
