import type { IniDocument, IniEntry } from './ini';

/** How deep references may lead (configparser.MAX_INTERPOLATION_DEPTH). */
const MAX_DEPTH = 10;
const MAX_PIECES = 100_000;

/** Why ConfigParser refuses a value. */
export interface InterpolationError {
  /** Name of Python's exception. */
  readonly name: 'InterpolationSyntaxError' | 'InterpolationMissingOptionError' | 'InterpolationDepthError';
  /** The name that is not there, for `InterpolationMissingOptionError`. */
  readonly reference: string | null;
}

export type Interpolated =
  { readonly ok: true; readonly value: string } | { readonly ok: false; readonly error: InterpolationError };

/** Sections of an INI file as ConfigParser answers from them: DEFAULT behind every section, references filled in. */
export class IniReader {
  /** @param here what `%(here)s` stands for: Alembic's name for the folder of the file, with forward slashes. */
  constructor(
    readonly document: IniDocument,
    private readonly here: string,
  ) {}

  hasSection(section: string): boolean {
    return this.document.sections.has(section);
  }

  /** The entry `has_option()` finds: of the section, else of DEFAULT; undefined when the section is not there. */
  entry(section: string, key: string): IniEntry | undefined {
    const entries = this.document.sections.get(section)?.entries;
    if (entries === undefined) return undefined;
    return entries.get(key) ?? this.document.defaults?.entries.get(key);
  }

  /** `get(section, key)`; undefined when there is no such option. */
  get(section: string, key: string): Interpolated | undefined {
    const raw = this.#raw(section, key);
    return raw === undefined ? undefined : this.interpolate(section, raw);
  }

  /** Every key `items(section)` yields: the defaults first. */
  keys(section: string): readonly string[] {
    const own = this.document.sections.get(section)?.entries.keys() ?? [];
    return [...new Set(['here', ...(this.document.defaults?.entries.keys() ?? []), ...own])];
  }

  /** Fills the references of a raw value of the section in (BasicInterpolation). */
  interpolate(section: string, raw: string): Interpolated {
    const pieces: string[] = [];
    const error = this.#fill(section, raw, pieces, 1);
    return error === null ? { ok: true, value: pieces.join('') } : { ok: false, error };
  }

  #raw(section: string, key: string): string | undefined {
    const entry = this.entry(section, key);
    return entry?.value ?? (key === 'here' ? this.here : undefined);
  }

  #fill(section: string, text: string, pieces: string[], depth: number): InterpolationError | null {
    // References that multiply: Python would work on them for hours.
    if (depth > MAX_DEPTH || pieces.length > MAX_PIECES) return { name: 'InterpolationDepthError', reference: null };
    let rest = text;
    while (rest !== '') {
      const percent = rest.indexOf('%');
      if (percent < 0) {
        pieces.push(rest);
        return null;
      }
      pieces.push(rest.slice(0, percent));
      rest = rest.slice(percent);
      if (rest.startsWith('%%')) {
        pieces.push('%');
        rest = rest.slice(2);
        continue;
      }
      const reference = /^%\(([^)]+)\)s/.exec(rest);
      if (reference?.[1] === undefined) return { name: 'InterpolationSyntaxError', reference: null };
      rest = rest.slice(reference[0].length);
      const key = reference[1].toLowerCase();
      const value = this.#raw(section, key);
      if (value === undefined) return { name: 'InterpolationMissingOptionError', reference: key };
      const error = value.includes('%') ? this.#fill(section, value, pieces, depth + 1) : null;
      if (error !== null) return error;
      if (!value.includes('%')) pieces.push(value);
    }
    return null;
  }
}
