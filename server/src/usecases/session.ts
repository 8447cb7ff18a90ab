import { basename, extname } from 'node:path';
import type { FileSystem } from '../common/fileSystem';
import type { Problem } from '../common/problem';
import { configInput } from '../project/configInput';
import { discovery } from '../project/discover';
import { type Settings, settingsFor } from '../protocol/settings';
import { usableSettings } from '../protocol/usableSettings';
import { pathToUri } from '../common/fileUri';
import { openFileSystem } from '../workspace/openFileSystem';
import { type ProblemsByFile, ProjectProblems } from '../workspace/problems';
import { inTurns, Scheduler } from '../workspace/scheduler';
import type { OpenDocument, ProjectSnapshot, ProjectState, Snapshot } from '../workspace/snapshot';
import { Workspace } from '../workspace/workspace';
import { CacheFolder } from './cacheFolder';
import { DocumentReader, readSource } from './documentReader';
import { loadProject, readBodies } from './loadProject';
import { RevisionCache } from './revisionCache';

/** Milliseconds after the last keystroke or file event before anything is looked at. */
const TYPING_PAUSE = 120;
const DISK_PAUSE = 200;

export interface SessionOptions {
  readonly fs: FileSystem;
  /** Workspace folders, absolute paths. */
  readonly folders: readonly string[];
  readonly settings: Settings;
  /** Folder for caches; absent: none on disk. */
  readonly storagePath?: string;
  /** Names this build of the program: caches of another one are not believed. */
  readonly buildVersion: string;
  /** One line for the log. */
  readonly log: (message: string) => void;
  /** Problems, projects or states may be others now. */
  readonly changed: () => void;
  /** Problems of a project that its files alone do not tell: where a run failed. */
  readonly moreProblems?: (projectId: string) => readonly Problem[];
  /** What the replayed schema of a project shows, as far as it was replayed. The same list while it is the same. */
  readonly schemaProblems?: (project: ProjectSnapshot) => readonly Problem[] | undefined;
}

/**
 * An open editor's view of a workspace: takes in what happens (typing, files, settings), holds the snapshot and its
 * problems, and says when they changed. Knows no LSP.
 */
export class Session {
  readonly #workspace: Workspace;
  readonly #scheduler: Scheduler;
  readonly #caches = new Map<string, RevisionCache>();
  readonly #cacheFolder: CacheFolder | null;
  readonly #problems = new ProjectProblems((config) => configInput(this.fileSystem(), config));
  #folders: readonly string[];
  #settings: Settings;

  constructor(private readonly options: SessionOptions) {
    this.#folders = options.folders;
    this.#settings = usableSettings(options.settings);
    this.#scheduler = new Scheduler((error) => {
      this.#fail(error);
    });
    this.#cacheFolder =
      options.storagePath === undefined
        ? null
        : new CacheFolder(options.storagePath, options.buildVersion, (error) => {
            options.log(`cache: ${String(error)}`);
          });
    const { fs } = options;
    this.#workspace = new Workspace({
      discover: async (open, signal) => {
        const found = await inTurns(discovery(openFileSystem(fs, open), this.#folders, this.#settings), signal);
        // Now, because it looks at the disk: no keystroke waits for that.
        for (const config of found.projects) this.#problems.ofConfig(config);
        return found;
      },
      load: (config, previous, open, signal) =>
        loadProject(config, { fs, cache: this.#cache(config.id), open, previous, signal }),
      reread: (project, path, open) => {
        const buffers = new Map(open && [[path, open]]);
        const reader = new DocumentReader(project.config, fs, this.#cache(project.config.id), buffers, Date.now);
        const found = reader.read(path, project.documents.get(path));
        return found === null || 'code' in found ? null : found;
      },
      prepare: async (project, signal) => {
        const cache = this.#cache(project.config.id);
        await readBodies(project, cache, signal);
        // Nobody waits for it, and it never fails.
        void this.#cacheFolder?.write(project.config.id, cache);
      },
      failed: (error) => {
        this.#fail(error);
      },
      changed: options.changed,
    });
  }

  get snapshot(): Snapshot {
    return this.#workspace.snapshot;
  }

  /** The snapshot without what was typed last. */
  get settled(): Snapshot {
    return this.#workspace.settled;
  }

  /** The settings that count for a project. */
  settingsOf({ config }: ProjectSnapshot): Settings {
    return this.settingsFor(config.root);
  }

  /** The settings that count for a folder. */
  settingsFor(folder: string): Settings {
    return settingsFor(this.#settings, pathToUri(folder));
  }

  /** The workspace folder around a project; the project's own folder when it stands outside of all. */
  folderOf({ config }: ProjectSnapshot): string {
    return this.folderAround(config.root);
  }

  /** The workspace folder around a folder; itself when it stands outside of all. */
  folderAround(path: string): string {
    const around = this.#folders.filter((folder) => isInside(path, folder));
    return around.toSorted((a, b) => b.length - a.length)[0] ?? path;
  }

  project(id: string): ProjectSnapshot | undefined {
    return this.snapshot.projects.find(({ config }) => config.id === id);
  }

  /** The problems of a project by file; none before its files were read for the first time. */
  problems(project: ProjectSnapshot): ProblemsByFile {
    const { id } = project.config;
    if (!this.#workspace.isPrepared(id)) return new Map();
    const ofSchema = this.options.schemaProblems?.(project);
    const problems = this.#problems.of(project, this.settingsOf(project).lint, ofSchema);
    return withMore(problems, this.options.moreProblems?.(id) ?? []);
  }

  /** Every problem there is to show, those of two projects that share a file told once. */
  allProblems(): Iterable<Problem> {
    const { projects, problems } = this.snapshot;
    const all = [...problems, ...projects.flatMap((project) => [...this.problems(project).values()].flat())];
    if (projects.length < 2) return all;
    return new Map(
      all.map((problem) => [`${problem.file}\0${problem.code}\0${rangeKey(problem)}\0${problem.message}`, problem]),
    ).values();
  }

  /** Looks at the disk for projects and at the files of each; resolves when all are read. */
  refresh(): Promise<void> {
    return this.#workspace.refresh('all');
  }

  edit(document: OpenDocument): void {
    this.#workspace.edit(document);
    this.#typed(document.path);
  }

  close(path: string): void {
    this.#workspace.close(path);
    this.#typed(path);
  }

  /** Files or folders appeared, changed or vanished on disk. */
  filesChanged(paths: readonly string[]): void {
    const { projects } = this.#workspace.settled;
    const ids = projects.filter((project) => paths.some((path) => concerns(project, path))).map((p) => p.config.id);
    // A new env.py may be a new project; what is no Python may be configuration, or a folder with either in it.
    if (paths.some((path) => extname(path) !== '.py' || basename(path) === 'env.py')) this.#look('all');
    else if (ids.length > 0) this.#look(ids);
  }

  setSettings(settings: Settings): void {
    this.#settings = usableSettings(settings);
    this.#look('all');
  }

  setFolders(folders: readonly string[]): void {
    this.#folders = folders;
    this.#look('all');
  }

  setState(projectId: string, state: ProjectState): void {
    this.#workspace.setState(projectId, state);
    this.options.changed();
  }

  /** Whether the configuration files are on disk as the editor shows them. */
  isSaved({ config: { source } }: ProjectSnapshot): boolean {
    const { open } = this.snapshot;
    return [source.ini, source.toml].every((path) => {
      const buffer = path === undefined ? undefined : open.get(path);
      if (path === undefined || buffer === undefined) return true;
      // The editor gives all lines of a file the same end.
      const saved = readSource(this.options.fs, path)?.text.replace(/\r\n?/g, '\n');
      return saved === buffer.text.replace(/\r\n?/g, '\n');
    });
  }

  /** The text of a file as the editor shows it; null when there is none. */
  readText(path: string): string | null {
    return this.snapshot.open.get(path)?.text ?? readSource(this.options.fs, path)?.text ?? null;
  }

  /** The files as the editor shows them: a buffer stands for its file. */
  fileSystem(): FileSystem {
    return openFileSystem(this.options.fs, this.snapshot.open);
  }

  dispose(): void {
    this.#scheduler.dispose();
    this.#workspace.dispose();
  }

  #typed(path: string): void {
    if (this.#isConfiguration(path)) this.#look('all');
    this.#scheduler.schedule('typing', TYPING_PAUSE, this.options.changed);
  }

  #isConfiguration(path: string): boolean {
    return (
      this.#workspace.settled.projects.some(({ config: { source, envPy } }) =>
        [source.ini, source.toml, envPy].includes(path),
      ) || ['alembic.ini', 'pyproject.toml'].includes(basename(path))
    );
  }

  #look(scope: 'all' | readonly string[]): void {
    // Each scope waits for its own pause: a look at one project must not swallow a look for all of them.
    const key = scope === 'all' ? 'disk' : `disk ${scope.join('\0')}`;
    this.#scheduler.schedule(key, DISK_PAUSE, () => this.#workspace.refresh(scope));
  }

  #cache(projectId: string): RevisionCache {
    let cache = this.#caches.get(projectId);
    if (cache === undefined) {
      const read = (path: string): ReturnType<typeof readSource> => readSource(this.options.fs, path);
      cache = this.#cacheFolder?.read(projectId, read) ?? new RevisionCache();
      this.#caches.set(projectId, cache);
    }
    return cache;
  }

  #fail(error: unknown): void {
    this.options.log(error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
}

/** Whether a change of the file may change what the project's revisions say. */
function concerns({ config, documents, unloaded }: ProjectSnapshot, path: string): boolean {
  const inside =
    config.versionLocations.some((location) => isInside(path, location)) || unloaded.some((file) => file.path === path);
  return inside || [...documents.values()].some(({ imports }) => imports.includes(path));
}

function isInside(path: string, folder: string): boolean {
  return path === folder || (path.startsWith(folder) && /^[\\/]/.test(path.slice(folder.replace(/[\\/]$/, '').length)));
}

function withMore(problems: ProblemsByFile, more: readonly Problem[]): ProblemsByFile {
  if (more.length === 0) return problems;
  const all = new Map(problems);
  for (const problem of more) all.set(problem.file, [...(all.get(problem.file) ?? []), problem]);
  return all;
}

function rangeKey({ range: { start, end } }: Problem): string {
  return `${start.line}:${start.character}-${end.line}:${end.character}`;
}
