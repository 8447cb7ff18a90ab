import { delimiter } from 'node:path';
import { inlineComments } from './inlineComment';
import type { ConfigValue } from './model';
import type { AlembicOptions } from './options';
import { pythonTrim } from '../python/text';

const SEPARATORS: Readonly<Record<string, string>> = { space: ' ', newline: '\n', os: delimiter, ':': ':', ';': ';' };

/** What splits a list of paths without `path_separator` (Config.get_version_locations_list, get_prepend_sys_paths_list). */
const LEGACY = { version_locations: /, *| +/, prepend_sys_path: /, *| +|:/ } as const;

/**
 * `version_locations` as it is written, not yet resolved; null when it is not set. An empty part is the working directory, as
 * it is for Alembic.
 */
export function versionLocations(options: AlembicOptions): readonly ConfigValue[] | null {
  const list = pathList(options, 'version_locations', ['path_separator', 'version_path_separator']);
  return list === null || list.length === 0 ? null : list;
}

/** `prepend_sys_path`, relative to the working directory. */
export function prependSysPath(options: AlembicOptions): readonly ConfigValue[] {
  return pathList(options, 'prepend_sys_path', ['path_separator']) ?? [];
}

function pathList(
  options: AlembicOptions,
  key: keyof typeof LEGACY,
  separators: readonly string[],
): readonly ConfigValue[] | null {
  const value = options.iniString(key);
  if (value === null || value.value === '')
    return options.iniPlace(key) !== null && value === null ? null : options.tomlStrings(key);
  return split(options, value, key, separators).map((part) => ({ ...value, value: part }));
}

function split(
  options: AlembicOptions,
  { value }: ConfigValue,
  key: keyof typeof LEGACY,
  separators: readonly string[],
): readonly string[] {
  const name = separators.find((candidate) => options.iniPlace(candidate) !== null);
  if (name === undefined) return value.split(LEGACY[key]);
  return value
    .split(separator(options, name))
    .filter((part) => part !== '')
    .map(pythonTrim);
}

/** The separator a key names. Where Alembic refuses it: what it would be without its comment, or the platform's. */
function separator(options: AlembicOptions, name: string): string {
  const value = options.iniString(name);
  if (value === null) return delimiter;
  const known = Object.hasOwn(SEPARATORS, value.value) ? SEPARATORS[value.value] : undefined;
  if (known !== undefined) return known;
  const entry = options.ini?.entry(options.source.section, name);
  const [comment] = entry === undefined ? [] : inlineComments(entry, 'main');
  const plain = comment === undefined ? undefined : value.value.slice(0, comment.length);
  if (plain !== undefined && Object.hasOwn(SEPARATORS, plain)) return SEPARATORS[plain] ?? delimiter;
  // A comment has a rule of its own, which says more.
  const words = `'${name}' must be one of os, space, newline, : and ;`;
  if (comment === undefined) {
    const problem = `Alembic stops here: ${words}`;
    if (!options.problems.some(({ message }) => message === problem)) options.report(value, problem);
  }
  return delimiter;
}
