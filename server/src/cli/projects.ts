import { basename, dirname, resolve } from 'node:path';
import { type FileSystem, kindAt } from '../common/fileSystem';
import type { Problem } from '../common/problem';
import { err, ok, type Result } from '../common/result';
import { evaluateConfig } from '../project/config';
import { discoverProjects } from '../project/discover';
import type { ProjectConfig } from '../project/model';
import { DEFAULT_SETTINGS } from '../protocol/settings';
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
  const { config, section } = invocation;
  if (invocation.versions.length > 0) return bareFolders(fs, cwd, invocation.versions);
  const folder = resolve(cwd, config === undefined ? (invocation.project ?? '.') : dirname(config));
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
  return ok({ configs, problems, folder });
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
