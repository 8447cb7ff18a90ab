import { basename, dirname, join } from 'node:path';
import type { FileSystem } from '../common/fileSystem';
import { FILE_START } from '../common/range';
import { documentProblems, readDocuments } from './documents';
import { postWriteHooks } from './hooks';
import { prependSysPath, versionLocations } from './locations';
import type { ConfigValue, ProjectConfig, ProjectSource } from './model';
import { AlembicOptions } from './options';
import { resolveLocation } from './resource';
import { isFile, readText } from './textFile';
import { type WorkingDirectory, workingDirectory } from './workingDirectory';

/** What finding a project says about it beside its files. */
export interface Placing {
  /** Shown when there are several projects. */
  readonly name: string;
  /** Absolute path the settings name. */
  readonly workingDirectory?: string;
  /** The folder of env.py, for a bare project. */
  readonly folder?: string;
}

const DEFAULT_FILE_TEMPLATE = '%(rev)s_%(slug)s';
const DEFAULT_SLUG_LENGTH = 40;

/** Words without which no env.py changes the version table's columns; a comment with one only makes us claim less. */
const CUSTOM_VERSION_TABLE = /version_table_impl|version_num|Impl\b/;

/** Whether env.py hands no arguments to the revisions' functions, as far as its text says. */
function handsNothing(envPy: string): boolean {
  const mentions = envPy.match(/\.\s*run_migrations\b/g) ?? [];
  const bare = envPy.match(/\.\s*run_migrations\s*\(\s*\)/g) ?? [];
  return mentions.length > 0 && mentions.length === bare.length;
}

/**
 * Evaluates a project's configuration as `alembic.config.Config` and `ScriptDirectory.from_config` of Alembic 1.20 do
 * (alembic-behaviour.md §2). Never throws: what Alembic refuses is a problem of the result, which holds what can be known
 * all the same.
 */
export function evaluateConfig(fs: FileSystem, source: ProjectSource, placing: Placing): ProjectConfig {
  const documents = readDocuments(fs, source);
  const options = new AlembicOptions(source, documents);
  const paths = prependSysPath(options).map(({ value }) => value);
  const file = source.ini ?? source.toml ?? null;
  const location = source.bare ? null : options.string('script_location');
  const directory = whereToRun(fs, placing, file, location?.value ?? null, paths);
  const resolved = (value: ConfigValue): string | null => {
    const path = resolveLocation(fs, value.value, directory.path, paths);
    if (path === null) {
      const [name = ''] = value.value.split(':');
      options.report(
        value,
        `The package '${name}' is not found in ${directory.path}, so the folder is not known. Write the folder's path, or add the folder that holds the package to 'prepend_sys_path'.`,
        'warning',
      );
    }
    return path;
  };
  const scriptLocation = source.bare ? (placing.folder ?? null) : location === null ? null : resolved(location);
  if (!source.bare && !options.has('script_location')) reportMissingLocation(options);
  const configured = versionLocations(options)?.flatMap((value) => resolved(value) ?? []);
  const versions = configured ?? (scriptLocation === null ? [] : [join(scriptLocation, 'versions')]);
  const envPy = scriptLocation === null ? null : join(scriptLocation, 'env.py');
  const hasEnvPy = envPy !== null && isFile(fs, envPy);
  const envText = hasEnvPy ? (readText(fs, envPy) ?? '') : '';
  const truncate = options.integer('truncate_slug_length');
  const root = file === null ? (placing.folder ?? directory.path) : dirname(file);
  return {
    id: projectId(source, placing.folder ?? root),
    name: placing.name,
    root: source.bare ? (placing.folder ?? root) : root,
    source,
    workingDirectory: directory.path,
    workingDirectoryReason: directory.reason,
    scriptLocation,
    envPy: hasEnvPy ? envPy : null,
    versionLocations: versions,
    prependSysPath: paths,
    recursive: options.boolean('recursive_version_locations'),
    sourceless: options.boolean('sourceless'),
    fileTemplate: options.string('file_template')?.value ?? DEFAULT_FILE_TEMPLATE,
    truncateSlugLength: truncate === null || truncate === 0 ? DEFAULT_SLUG_LENGTH : truncate,
    timezone: options.string('timezone')?.value ?? null,
    outputEncoding: options.string('output_encoding')?.value ?? 'utf-8',
    postWriteHooks: postWriteHooks(options),
    url: options.iniString('sqlalchemy.url'),
    versionTableCustomized: CUSTOM_VERSION_TABLE.test(envText),
    ...(handsNothing(envText) && { handsNothing: true }),
    problems: [...documentProblems(fs, source, documents), ...options.problems],
  };
}

/** `path/alembic.ini`, `path/alembic.ini#section`, or the folder of a bare project. */
export function projectId({ ini, toml, section, bare }: ProjectSource, folder: string): string {
  const file = bare ? folder : (ini ?? toml ?? folder);
  return section === 'alembic' ? file : `${file}#${section}`;
}

function whereToRun(
  fs: FileSystem,
  { workingDirectory: set, folder }: Placing,
  file: string | null,
  location: string | null,
  paths: readonly string[],
): WorkingDirectory {
  if (set !== undefined) return { path: set, reason: 'setting' };
  // Who sets script_location in a program runs it beside the folder: `flask db upgrade`.
  if (folder !== undefined) return { path: dirname(folder), reason: `folder that holds ${basename(folder)}` };
  if (file === null) throw new Error('A project has a configuration file or a folder');
  return workingDirectory(fs, file, location, paths);
}

/** The sections that could be meant. */
function others({ documents: { ini } }: AlembicOptions): string {
  const names = [...(ini?.sections.values() ?? [])]
    .filter(({ entries }) => entries.has('script_location'))
    .map(({ name }) => `[${name}]`);
  return names.length === 0 ? '' : ` Sections with a 'script_location': ${names.join(', ')}.`;
}

function reportMissingLocation(options: AlembicOptions): void {
  const { source, documents } = options;
  const message = "'script_location' is missing here. Add it with the folder that holds env.py.";
  const header = documents.ini?.sections.get(source.section)?.headerRange;
  if (source.ini !== undefined && (header !== undefined || source.toml === undefined)) {
    const missing =
      header === undefined ? `There is no section [${source.section}] in this file.${others(options)}` : message;
    // A file that cannot be read has a worse problem.
    if (documents.ini?.error === null) {
      options.report({ file: source.ini, range: header ?? FILE_START }, missing, 'warning');
    }
  } else if (source.toml !== undefined && documents.toml?.error === null) {
    options.report({ file: source.toml, range: documents.toml.headerRange }, message, 'warning');
  }
}
