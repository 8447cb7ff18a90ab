import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { type FileSystem, kindAt, orNull } from '../common/fileSystem';
import { pathToUri } from '../common/fileUri';
import type { Problem } from '../common/problem';
import { FILE_START } from '../common/range';
import { type ProjectSetting, type Settings, settingsFor } from '../protocol/settings';
import { ancestors, isScriptFolder, namesScripts, readCandidate } from './candidates';
import { evaluateConfig } from './config';
import { foldersNamed, globPattern } from './glob';
import type { ProjectConfig, ProjectSource } from './model';
import { projectNames } from './projectNames';
import { isDirectory, isFile } from './textFile';
import { walk } from './walk';

export interface Discovery {
  /** Sorted by folder, then by section. */
  readonly projects: readonly ProjectConfig[];
  /** What belongs to no project: folders that cannot be read, settings that lead nowhere. */
  readonly problems: readonly Problem[];
}

interface Found {
  readonly source: ProjectSource;
  /** Folder of the configuration file, or of env.py. */
  readonly root: string;
  readonly workspaceFolder: string;
  readonly workingDirectory?: string;
}

/** Finds every project of the folders at once; `discovery` does the same in steps. */
export function discoverProjects(fs: FileSystem, folders: readonly string[], settings: Settings): Discovery {
  const steps = discovery(fs, folders, settings);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/**
 * Finds every project of the folders, in steps short enough to let others have a turn between them: `alembic.ini` and
 * `pyproject.toml` with `[tool.alembic]` at any depth (both in one folder are one project, as for the command `alembic`), files
 * with other names by `configFiles`, `env.py` with `versions/` that no configuration names, and what `projects` lists.
 */
export function* discovery(
  fs: FileSystem,
  folders: readonly string[],
  settings: Settings,
): Generator<undefined, Discovery> {
  const search = new Search(fs, folders, settings);
  for (const folder of walk(fs, folders, undefined, search.named)) {
    if ('code' in folder) search.unreadable(folder.path, folder.code);
    else search.look(folder.path, folder.files, folder.folders);
    yield;
  }
  search.addFromSettings();
  const projects: ProjectConfig[] = [];
  for (const evaluate of search.evaluations()) {
    projects.push(evaluate());
    yield;
  }
  return search.finish(projects);
}

class Search {
  readonly #found = new Map<string, Found>();
  readonly #problems: Problem[] = [];
  /** Folders with env.py and versions, which a configuration may name yet. */
  readonly #scriptFolders: string[] = [];
  /** Names of folders that patterns of the settings name. */
  readonly named: ReadonlySet<string>;
  readonly #settings = new Map<string, { readonly patterns: readonly RegExp[]; readonly own: Settings }>();

  constructor(
    private readonly fs: FileSystem,
    private readonly folders: readonly string[],
    settings: Settings,
  ) {
    for (const folder of folders) {
      const own = settingsFor(settings, pathToUri(folder));
      for (const fault of own.faults ?? []) this.#reportSetting(folder, fault);
      this.#settings.set(folder, { own, patterns: own.configFiles.flatMap((glob) => this.#pattern(folder, glob)) });
    }
    this.named = new Set([...this.#settings.values()].flatMap(({ own }) => own.configFiles.flatMap(foldersNamed)));
  }

  unreadable(path: string, code: string): void {
    const why = code === 'EACCES' || code === 'EPERM' ? 'permission denied' : code;
    this.#report(path, 'folder', `This folder cannot be read (${why}): projects in it are not found.`, 'information');
  }

  look(folder: string, files: readonly string[], folders: readonly string[]): void {
    const ini = files.includes('alembic.ini') ? join(folder, 'alembic.ini') : undefined;
    const toml = files.includes('pyproject.toml') ? join(folder, 'pyproject.toml') : undefined;
    if (ini !== undefined || toml !== undefined) this.#addConfig({ ...(ini && { ini }), ...(toml && { toml }) });
    const workspaceFolder = this.#workspaceFolder(folder);
    const patterns = this.#settings.get(workspaceFolder)?.patterns ?? [];
    for (const name of patterns.length === 0 ? [] : files) {
      const path = join(folder, name);
      const below = relative(workspaceFolder, path).replaceAll('\\', '/');
      if (path !== ini && path !== toml && patterns.some((pattern) => pattern.test(below))) this.#addFile(path);
    }
    if (files.includes('env.py') && folders.includes('versions') && isScriptFolder(this.fs, folder, files)) {
      this.#scriptFolders.push(folder);
    }
  }

  /** Projects the settings name; for one that was found all the same, what the setting says of it. */
  addFromSettings(): void {
    for (const [folder, { own }] of this.#settings) {
      for (const setting of own.projects) this.#addSetting(folder, setting);
    }
  }

  /** The projects found, each read when it is asked for: those with a configuration, then the bare ones that are left. */
  *evaluations(): Generator<() => ProjectConfig> {
    const configured = [...this.#found.values()];
    const named = new Set<string>();
    const lost: string[] = [];
    for (const found of configured) {
      yield () => {
        const config = this.#evaluate(found);
        for (const path of [config.scriptLocation ?? [], config.versionLocations].flat()) named.add(this.#real(path));
        if (config.scriptLocation === null || !isDirectory(this.fs, config.scriptLocation)) lost.push(config.root);
        return config;
      };
    }
    for (const folder of this.#scriptFolders) {
      // A configuration above it that leads nowhere most likely means this folder: its own problem says so.
      if (named.has(this.#real(folder)) || [...ancestors(folder)].some((above) => lost.includes(above))) continue;
      yield () => this.#evaluate(this.#bare(folder));
    }
  }

  finish(projects: readonly ProjectConfig[]): Discovery {
    const sorted = projects.toSorted((a, b) => compare(a.root, b.root) || compare(a.id, b.id));
    const names = projectNames(
      sorted.map(({ source, root }) => ({ source, root, workspaceFolder: this.#workspaceFolder(root) })),
    );
    return {
      projects: sorted.map((project, index) => ({ ...project, name: names[index] ?? project.id })),
      problems: this.#problems,
    };
  }

  #evaluate({ source, root, workingDirectory }: Found): ProjectConfig {
    return evaluateConfig(this.fs, source, {
      name: root,
      ...(workingDirectory !== undefined && { workingDirectory }),
      ...(source.bare && { folder: root }),
    });
  }

  /** Flask-Migrate keeps an alembic.ini beside env.py that does not say where the scripts are. */
  #bare(folder: string): Found {
    const ini = join(folder, 'alembic.ini');
    const source = { section: 'alembic', bare: true, ...(isFile(this.fs, ini) && { ini }) };
    return { source, root: folder, workspaceFolder: this.#workspaceFolder(folder) };
  }

  #addFile(path: string): void {
    this.#addConfig(path.endsWith('.toml') ? { toml: path } : { ini: path });
  }

  /** A configuration file with the pyproject.toml that Alembic reads beside it. */
  #filesOf(path: string): { readonly ini?: string; readonly toml?: string } {
    if (path.endsWith('.toml')) return { toml: path };
    if (basename(path) !== 'alembic.ini') return { ini: path };
    const beside = readCandidate(this.fs, { toml: join(dirname(path), 'pyproject.toml') });
    return { ini: path, ...(beside?.toml !== undefined && { toml: beside.toml }) };
  }

  #addConfig(files: { readonly ini?: string; readonly toml?: string }): void {
    const candidate = readCandidate(this.fs, files);
    if (candidate === null) return;
    const file = candidate.ini ?? candidate.toml;
    if (file === undefined) return;
    const root = dirname(file);
    const { sections, ...paths } = candidate;
    for (const section of sections) {
      if (!namesScripts(this.fs, candidate, section) && isFile(this.fs, join(root, 'env.py'))) continue;
      this.#add({ source: { ...paths, section, bare: false }, root, workspaceFolder: this.#workspaceFolder(root) });
    }
  }

  #add(found: Found): void {
    this.#found.set(keyOf(found), found);
  }

  #addSetting(folder: string, setting: ProjectSetting): void {
    const path = resolve(folder, setting.path);
    const section = setting.section ?? 'alembic';
    const kind = kindAt(this.fs, path);
    const workingDirectory =
      setting.workingDirectory === undefined ? {} : { workingDirectory: resolve(folder, setting.workingDirectory) };
    if (kind === 'file') {
      const files = this.#filesOf(path);
      this.#add({
        source: { ...files, section, bare: false },
        root: dirname(path),
        workspaceFolder: folder,
        ...workingDirectory,
      });
    } else if (kind === 'directory' && isFile(this.fs, join(path, 'env.py'))) {
      this.#add({ ...this.#bare(path), ...workingDirectory });
    } else {
      const wrong =
        kind === null ? 'there is nothing' : 'there is neither a configuration file nor a folder with env.py';
      const message = `The setting 'alembicWorkbench.projects' names '${setting.path}', but ${wrong} at ${path}.`;
      this.#reportSetting(folder, message);
    }
    if (workingDirectory.workingDirectory !== undefined && !isDirectory(this.fs, workingDirectory.workingDirectory)) {
      const message = `The setting 'alembicWorkbench.projects' names the working directory '${setting.workingDirectory ?? ''}', which is not there.`;
      this.#reportSetting(folder, message);
    }
  }

  #pattern(folder: string, glob: string): readonly RegExp[] {
    try {
      return [globPattern(glob)];
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      const message = `The setting 'alembicWorkbench.configFiles' holds '${glob}', which is no glob pattern: it is left out.`;
      this.#reportSetting(folder, message);
      return [];
    }
  }

  #reportSetting(folder: string, message: string): void {
    const file = join(folder, '.vscode', 'settings.json');
    this.#report(isFile(this.fs, file) ? file : folder, 'setting', message, 'warning');
  }

  #report(file: string, subCode: string, message: string, severity: Problem['severity']): void {
    this.#problems.push({ code: 'config-unreadable', subCode, severity, file, range: FILE_START, message });
  }

  #workspaceFolder(path: string): string {
    const around = this.folders.filter((folder) => {
      const below = relative(folder, path);
      return !below.startsWith('..') && !isAbsolute(below);
    });
    return around.toSorted((a, b) => b.length - a.length)[0] ?? this.folders[0] ?? path;
  }

  #real(path: string): string {
    return orNull(() => this.fs.realPath(path)) ?? path;
  }
}

function keyOf({ source: { ini, toml, section }, root }: Found): string {
  return `${ini ?? toml ?? root}\0${section}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
