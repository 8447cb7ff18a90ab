import type { FileSystem } from '../common/fileSystem';
import { readDocuments } from './documents';
import type { ConfigValue, ProjectConfig } from './model';
import { AlembicOptions } from './options';
import { resolveLocation } from './resource';
import { isDirectory, readText } from './textFile';
import { walk } from './walk';

/** What a rule over the configuration sees: the files with their ranges, and what it may ask of the disk. */
export interface ConfigInput {
  readonly config: ProjectConfig;
  readonly options: AlembicOptions;
  /** The absolute path of a location as it is written; null when its package is not found. */
  resolve(location: ConfigValue): string | null;
  isDirectory(path: string): boolean;
  /** Folders below the configuration's own that hold env.py beside `versions` or script.py.mako, the nearest first. */
  scriptFolders(): readonly string[];
  /** The text of one of the configuration files; null when it cannot be read. */
  text(path: string): string | null;
  /** The text of env.py; null when there is none. */
  envPy(): string | null;
}

/** How far below the configuration's folder a script folder is looked for. */
const MAX_DEPTH = 4;

const known = new WeakMap<ProjectConfig, ConfigInput>();

/**
 * What the rules for the configuration see; null for a project without a configuration file. Read once for each evaluation
 * of the configuration: a keystroke elsewhere reads nothing.
 */
export function configInput(fs: FileSystem, config: ProjectConfig): ConfigInput | null {
  if (config.source.ini === undefined && config.source.toml === undefined) return null;
  let input = known.get(config);
  if (input === undefined) {
    input = read(fs, config);
    known.set(config, input);
  }
  return input;
}

function read(fs: FileSystem, config: ProjectConfig): ConfigInput {
  const files = [config.source.ini, config.source.toml].filter((path) => path !== undefined);
  const texts = new Map(files.map((path) => [path, readText(fs, path)]));
  return {
    config,
    options: new AlembicOptions(config.source, readDocuments(fs, config.source)),
    resolve: ({ value }) => resolveLocation(fs, value, config.workingDirectory, config.prependSysPath),
    isDirectory: (path) => isDirectory(fs, path),
    scriptFolders: () => scriptFolders(fs, config.root),
    text: (path) => texts.get(path) ?? null,
    envPy: () => (config.envPy === null ? null : readText(fs, config.envPy)),
  };
}

function scriptFolders(fs: FileSystem, root: string): readonly string[] {
  const found: string[] = [];
  for (const folder of walk(fs, [root], MAX_DEPTH)) {
    if ('code' in folder || !folder.files.includes('env.py')) continue;
    if (folder.files.includes('script.py.mako') || folder.folders.includes('versions')) found.push(folder.path);
  }
  return found;
}
