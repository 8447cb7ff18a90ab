import { basename, dirname, join, resolve } from 'node:path';
import { type FileSystem, kindAt } from '../common/fileSystem';
import type { Problem } from '../common/problem';
import { err, ok, type Result } from '../common/result';
import { readCandidate } from '../project/candidates';
import { evaluateConfig } from '../project/config';
import { discoverProjects } from '../project/discover';
import type { ProjectConfig } from '../project/model';
import { DEFAULT_SETTINGS } from '../protocol/settings';
import { type ConfigFiles, withVariable } from './configFiles';
import type { CliHost } from './host';
import type { Invocation } from './invocation';

export interface FoundProjects {
  readonly configs: readonly ProjectConfig[];
  /** What belongs to no project. */
  readonly problems: readonly Problem[];
  /** Where was looked, absolute. */
  readonly folder: string;
}

/** Finds the projects the arguments name. The error says what is not there. */
export function findProjects(invocation: Invocation, host: CliHost): Result<FoundProjects, string> {
  const { cwd, fs } = host;
  const { section } = invocation;
  if (invocation.versions.length > 0) return bareFolders(fs, cwd, invocation.versions);
  const named = namedFiles(invocation, host);
  const ini = named.ini ?? (named.toml && iniHere(fs, cwd, named.toml));
  const toml = named.toml ?? (ini && configuredHere(fs, cwd, ini));
  if (ini !== undefined && toml !== undefined) return bothFiles(fs, cwd, { ini, toml, section });
  const config = ini ?? toml;
  const folder = config === undefined ? resolve(cwd, invocation.project ?? '.') : dirname(config);
  const file = config === undefined ? (section === undefined ? null : 'alembic.ini') : basename(config);
  const path = file === null ? folder : resolve(folder, file);
  const kind = kindAt(fs, path);
  const wanted = file === null ? 'directory' : 'file';
  if (kind !== wanted) return err(kind === null ? `${path} is not there.` : `${path} is not a ${wanted}.`);
  const settings = file === null ? {} : { projects: [{ path: file, ...(section !== undefined && { section }) }] };
  const { projects, problems } = discoverProjects(fs, [folder], { ...DEFAULT_SETTINGS, ...settings });
  const configs =
    file === null
      ? projects
      : projects.filter(
          ({ source }) => [source.ini, source.toml].includes(path) && source.section === (section ?? 'alembic'),
        );
  const [only] = configs;
  // A section that is named and not there: nothing can be said of its project.
  const strange = section !== undefined && only?.scriptLocation === null ? only.problems[0] : undefined;
  if (strange !== undefined) return err(`${path}: ${strange.message}`);
  return ok({ configs, problems, folder });
}

/** The files of `--config` and `ALEMBIC_CONFIG`, absolute. A folder that is named goes before the variable. */
export function namedFiles({ config, project }: Invocation, { cwd, engine }: CliHost): ConfigFiles {
  const { ini, toml } = project === undefined ? withVariable(config, engine.environment.ALEMBIC_CONFIG) : config;
  return {
    ...(ini !== undefined && { ini: resolve(cwd, ini) }),
    ...(toml !== undefined && { toml: resolve(cwd, toml) }),
  };
}

/** The pyproject.toml that Alembic reads from the working directory with an INI file that lies elsewhere. */
function configuredHere(fs: FileSystem, cwd: string, ini: string): string | undefined {
  return dirname(ini) === cwd ? undefined : readCandidate(fs, { toml: join(cwd, 'pyproject.toml') })?.toml;
}

/** The alembic.ini that Alembic reads from the working directory with a pyproject.toml that lies elsewhere. */
function iniHere(fs: FileSystem, cwd: string, toml: string): string | undefined {
  const ini = join(cwd, 'alembic.ini');
  if (dirname(toml) === cwd || kindAt(fs, ini) !== 'file') return undefined;
  return readCandidate(fs, { ini })?.ini;
}

/** The one project of two files, wherever each of them is; relative paths in them count from where Alembic is run. */
function bothFiles(
  fs: FileSystem,
  cwd: string,
  { ini, toml, section = 'alembic' }: Required<ConfigFiles> & { readonly section: string | undefined },
): Result<FoundProjects, string> {
  const missing = [ini, toml].find((path) => kindAt(fs, path) !== 'file');
  if (missing !== undefined) return err(`${missing} is not a file.`);
  const folder = dirname(ini);
  const config = evaluateConfig(
    fs,
    { ini, toml, section, bare: false },
    { name: basename(folder), workingDirectory: cwd },
  );
  return ok({ configs: [config], problems: [], folder });
}

/** Folders of revision files as one project that has no configuration, so no env.py either. */
function bareFolders(fs: FileSystem, cwd: string, folders: readonly string[]): Result<FoundProjects, string> {
  const versionLocations = folders.map((folder) => resolve(cwd, folder));
  const missing = versionLocations.find((path) => kindAt(fs, path) !== 'directory');
  if (missing !== undefined) return err(`${missing} is not a folder.`);
  const [folder = cwd] = versionLocations;
  const config = evaluateConfig(fs, { section: 'alembic', bare: true }, { name: basename(folder), folder });
  return ok({ configs: [{ ...config, scriptLocation: null, envPy: null, versionLocations }], problems: [], folder });
}

/**
 * The one project a command that takes only one is meant for: the only one, or the only one that stands in the folder
 * itself. The error names the choices.
 */
export function onlyProject({ configs, folder }: FoundProjects): Result<ProjectConfig, string> {
  const here = configs.filter(({ root }) => root === folder);
  const [only, ...more] = configs.length === 1 ? configs : here;
  if (only !== undefined && more.length === 0) return ok(only);
  if (configs.length === 0) return err(nothingFound(folder));
  const choices = configs.map(({ root, source: { ini, toml, section } }) => {
    const file = ini ?? toml;
    const name = section === 'alembic' ? '' : ` --name ${section}`;
    return file === undefined ? `  --project ${root}` : `  --config ${file}${name}`;
  });
  return err(`There are ${configs.length} projects below ${folder}. Name one:\n${choices.join('\n')}`);
}

export function nothingFound(folder: string): string {
  return `No Alembic project is found below ${folder}. Name another folder by --project, or the folders of the revision files by --versions.`;
}
