import { dirname, join } from 'node:path';
import type { FileSystem } from '../common/fileSystem';
import { type IniSection, parseIni } from './ini';
import { readText } from './textFile';
import { parseToml } from './toml';

/** A configuration file with what of it can be a project. */
export interface ConfigCandidate {
  readonly ini?: string;
  readonly toml?: string;
  readonly sections: readonly string[];
}

const ALEMBIC = 'alembic';
/** The header of `[tool.alembic]` or of a table below it, its bracket perhaps not closed yet. */
const ALEMBIC_TABLE = /^[ \t]*\[{1,2}[ \t]*tool[ \t]*\.[ \t]*alembic[ \t]*(?:[.\]]|$)/m;

/**
 * What a pair of files in one folder configures: the section `alembic`, and every other section that itself says where its
 * scripts are. Null when that is nothing: an INI file that only configures logging, a pyproject.toml of another kind.
 */
export function readCandidate(
  fs: FileSystem,
  files: { readonly ini?: string; readonly toml?: string },
): ConfigCandidate | null {
  const toml = files.toml !== undefined && holdsAlembic(readText(fs, files.toml)) ? files.toml : undefined;
  const text = files.ini === undefined ? null : readText(fs, files.ini);
  const document = text === null ? null : parseIni(text);
  const sections: string[] = [];
  // An unreadable file of that very name is told of, and so is one too broken to say what it holds.
  const broken = files.ini !== undefined && document?.error !== null;
  const main = document?.sections.get(ALEMBIC);
  if (broken || (main !== undefined && !isTemplate(main)) || toml !== undefined) sections.push(ALEMBIC);
  for (const section of document?.sections.values() ?? []) {
    if (section !== main && section.entries.has('script_location') && !isTemplate(section)) sections.push(section.name);
  }
  if (sections.length === 0) return null;
  return { ...(files.ini !== undefined && { ini: files.ini }), ...(toml !== undefined && { toml }), sections };
}

/** `{alembic_dir}` and `${DIR}`: a program fills them in and gives Alembic another file. */
function isTemplate({ entries }: IniSection): boolean {
  return /[{$]/.test(entries.get('script_location')?.value ?? '');
}

/** Whether the configuration itself says where the scripts are. */
export function namesScripts(fs: FileSystem, { ini, toml }: ConfigCandidate, section: string): boolean {
  const document = ini === undefined ? null : parseIni(readText(fs, ini) ?? '');
  const entries = document?.sections.get(section)?.entries;
  if (entries?.has('script_location') === true) return true;
  if (entries !== undefined && document?.defaults?.entries.has('script_location') === true) return true;
  const table = toml === undefined ? null : parseToml(readText(fs, toml) ?? '').table;
  return table !== null && Object.hasOwn(table, 'script_location');
}

/** Whether a folder with env.py and `versions` is Alembic's, as `alembic init` and Flask-Migrate lay it out. */
export function isScriptFolder(fs: FileSystem, folder: string, files: readonly string[]): boolean {
  if (files.includes('script.py.mako')) return true;
  return /\balembic\b/.test(readText(fs, join(folder, 'env.py')) ?? '');
}

function holdsAlembic(text: string | null): boolean {
  if (text?.includes(ALEMBIC) !== true) return false;
  const { table, error } = parseToml(text);
  return table !== null || (error !== null && ALEMBIC_TABLE.test(text));
}

/** The folder and those above it, the nearest first. */
export function* ancestors(folder: string): Generator<string> {
  for (let at = folder; ; at = dirname(at)) {
    yield at;
    if (at === dirname(at)) return;
  }
}
