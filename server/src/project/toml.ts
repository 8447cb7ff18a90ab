import { parse, TomlError } from 'smol-toml';
import { LineIndex } from '../common/lineIndex';
import { FILE_START, type Range } from '../common/range';
import { tomlKey, type TomlPlace, tomlPlaces } from './tomlPlaces';

/** `[tool.alembic]` of a pyproject.toml. */
export interface TomlDocument {
  /** The table's values: integers are bigints, floats numbers. Null when the file has no such table. */
  readonly table: Readonly<Record<string, unknown>> | null;
  /** Why the file is no TOML, or holds something else than a table; `table` is then what can be read all the same. */
  readonly error: { readonly message: string; readonly range: Range } | null;
  /** `[tool.alembic]`, or the start of the file. */
  readonly headerRange: Range;
  /** The range of a key below the table, by path; of the nearest place around it when it has none of its own. */
  keyRange(path: readonly string[]): Range;
  /** The range of a key's value, quotes included. */
  valueRange(path: readonly string[]): Range;
}

const TABLE = ['tool', 'alembic'] as const;

/** Reads `[tool.alembic]` with the places of its keys and values. Never throws. */
export function parseToml(text: string): TomlDocument {
  const index = new LineIndex(text);
  const whole = tryParse(text, index);
  // A mistake elsewhere in the file, or one just being typed, must not hide the project.
  const own = whole.ok ? text : onlyAlembic(text);
  const parsed = whole.ok ? whole : tryParse(own, index);
  const places = tomlPlaces(own);
  const around = (path: readonly string[]): TomlPlace | undefined => {
    for (let length = path.length; length >= 0; length--) {
      const found = places.get(tomlKey([...TABLE, ...path.slice(0, length)]));
      if (found !== undefined) return found;
    }
    return places.get(tomlKey(TABLE.slice(0, 1)));
  };
  const rangeOf = (from: number | undefined, to: number | undefined): Range =>
    from === undefined || to === undefined ? FILE_START : index.range(from, to);
  const header = around([]);
  const headerRange = rangeOf(header?.keyFrom, header?.keyTo);
  const tool: unknown = parsed.ok ? parsed.value.tool : undefined;
  const table: unknown = isTable(tool) ? tool.alembic : undefined;
  let error = whole.ok ? null : whole.error;
  if (error === null && tool !== undefined && !isTable(tool))
    error = { message: "'tool' must be a table.", range: FILE_START };
  if (error === null && table !== undefined && !isTable(table)) {
    error = { message: "'tool.alembic' must be a table.", range: headerRange };
  }
  return {
    table: isTable(table) ? table : null,
    error,
    headerRange,
    keyRange: (path) => {
      const place = around(path);
      return rangeOf(place?.keyFrom, place?.keyTo);
    },
    valueRange: (path) => {
      const place = around(path);
      return rangeOf(place?.valueFrom, place?.valueTo);
    },
  };
}

/** The tables of a file of another program; none of a file that is no TOML. */
export function readToml(text: string): Readonly<Record<string, unknown>> {
  const parsed = tryParse(text, new LineIndex(text));
  return parsed.ok ? parsed.value : {};
}

type Parsed =
  | { readonly ok: true; readonly value: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly error: { readonly message: string; readonly range: Range } };

function tryParse(text: string, index: LineIndex): Parsed {
  try {
    return { ok: true, value: parse(text, { integersAsBigInt: true }) };
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const line = Math.min(error.line - 1, index.lineCount - 1);
    const from = Math.min(index.lineStart(line) + Math.max(0, error.column - 1), index.lineStart(line + 1));
    const to = Math.max(
      from,
      index.lineStart(line) + (text.slice(index.lineStart(line)).split(/\r?\n/, 1)[0] ?? '').length,
    );
    // The first line says what is wrong; the others draw the code.
    const message = (error.message.split('\n', 1)[0] ?? '').replace(/^Invalid TOML document: /, '');
    return { ok: false, error: { message, range: index.range(from, to) } };
  }
}

/** The text with every line blank that stands in another table than `[tool.alembic]` and those below it. */
function onlyAlembic(text: string): string {
  let own = false;
  return text
    .split('\n')
    .map((line) => {
      if (/^\s*\[/.test(line)) own = /^\s*\[{1,2}\s*tool\s*\.\s*alembic\s*[.\]]/.test(line);
      return own ? line : ' '.repeat(line.length);
    })
    .join('\n');
}

/** A TOML table; dates are objects too, but no plain ones. */
export function isTable(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}
