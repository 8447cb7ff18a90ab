import type { Problem } from '../common/problem';
import type { ProjectConfig } from '../project/model';
import { buildChain } from '../revision/chain';
import { replaceDocuments } from './updateProject';
import {
  EMPTY_SNAPSHOT,
  type OpenDocument,
  type ProjectSnapshot,
  type ProjectState,
  type RevisionDocument,
  type Snapshot,
} from './snapshot';

type OpenDocuments = ReadonlyMap<string, OpenDocument>;

/** What the workspace lets others do: everything that looks at a disk. */
export interface WorkspaceServices {
  /** Finds the projects. Open configuration files stand for those on disk. */
  discover(
    open: OpenDocuments,
    signal: AbortSignal,
  ): Promise<{ readonly projects: readonly ProjectConfig[]; readonly problems: readonly Problem[] }>;
  load(
    config: ProjectConfig,
    previous: ProjectSnapshot | undefined,
    open: OpenDocuments,
    signal: AbortSignal,
  ): Promise<ProjectSnapshot>;
  /** Reads one revision file again, from its buffer when it is open; null when it cannot be read. */
  reread(project: ProjectSnapshot, path: string, open: OpenDocument | undefined): RevisionDocument | null;
  /** Reads the bodies lint needs; runs after a project is shown for the first time and before it is shown again. */
  prepare(project: ProjectSnapshot, signal: AbortSignal): Promise<void>;
  /** A project could not be loaded for a reason nobody expected; the others go on. */
  failed(error: unknown): void;
  /** The snapshot changed, or (`prepared`) everything of it can now be answered at once. */
  changed(): void;
}

/** What must be looked at again on disk. */
interface Scope {
  discover: boolean;
  readonly projects: Set<string>;
}

/**
 * Holds the current snapshot. Keystrokes are taken in when somebody asks for the snapshot next (one file each);
 * everything on disk is looked at by one `refresh` at a time, which keystrokes never wait for.
 */
export class Workspace {
  #snapshot: Snapshot = EMPTY_SNAPSHOT;
  #open = new Map<string, OpenDocument>();
  /** Files whose buffer changed since the snapshot was made. */
  readonly #typed = new Set<string>();
  readonly #prepared = new Set<string>();
  #scope: Scope = { discover: false, projects: new Set() };
  #running: Promise<void> | null = null;
  readonly #stop = new AbortController();

  constructor(private readonly services: WorkspaceServices) {}

  /** The workspace as it is now, unsaved buffers included. */
  get snapshot(): Snapshot {
    if (this.#typed.size > 0) this.#takeIn();
    return this.#snapshot;
  }

  /** The snapshot without what was typed last: for questions that must cost a keystroke nothing. */
  get settled(): Snapshot {
    return this.#snapshot;
  }

  /** Whether the project's bodies were read: before that its problems are not all known. */
  isPrepared(projectId: string): boolean {
    return this.#prepared.has(projectId);
  }

  /** A document was opened or changed. */
  edit(document: OpenDocument): void {
    this.#open.set(document.path, document);
    this.#typed.add(document.path);
  }

  /** A document was closed: the file on disk counts again. */
  close(path: string): void {
    if (this.#open.delete(path)) this.#typed.add(path);
  }

  setState(projectId: string, state: ProjectState): void {
    const states = new Map(this.#snapshot.states).set(projectId, state);
    this.#snapshot = { ...this.#snapshot, states };
  }

  /**
   * Looks at the disk again: for projects as well (`'all'`), or at the files of the projects named. Resolves once that
   * is done, whoever else asked for more meanwhile.
   */
  refresh(scope: 'all' | readonly string[]): Promise<void> {
    if (scope === 'all') this.#scope.discover = true;
    else for (const id of scope) this.#scope.projects.add(id);
    this.#running ??= this.#refreshUntilDone();
    return this.#running;
  }

  dispose(): void {
    this.#stop.abort();
  }

  async #refreshUntilDone(): Promise<void> {
    const { signal } = this.#stop;
    // The callers' changes of this turn belong to one look.
    await Promise.resolve();
    try {
      while (!signal.aborted && (this.#scope.discover || this.#scope.projects.size > 0)) {
        const scope = this.#scope;
        this.#scope = { discover: false, projects: new Set() };
        const found = scope.discover ? await this.services.discover(new Map(this.#open), signal) : null;
        if (found !== null) this.#adopt(found.projects, found.problems);
        for (const { config } of this.#snapshot.projects) {
          if (scope.discover || scope.projects.has(config.id)) {
            await this.#load(config, signal).catch((error: unknown) => {
              if (!signal.aborted) this.services.failed(error);
            });
          }
        }
      }
    } finally {
      // In the turn of the last look at `#scope`: a question that comes later finds nobody under way.
      this.#running = null;
    }
  }

  /** Takes over the projects found: those of before keep their files until they are loaded anew, new ones have none. */
  #adopt(configs: readonly ProjectConfig[], problems: readonly Problem[]): void {
    const before = new Map(this.#snapshot.projects.map((project) => [project.config.id, project]));
    const projects = configs.map((config): ProjectSnapshot => {
      const old = before.get(config.id);
      return old === undefined ? emptyProject(config) : { ...old, config };
    });
    const ids = new Set(configs.map(({ id }) => id));
    for (const id of this.#prepared) if (!ids.has(id)) this.#prepared.delete(id);
    const states = new Map([...this.#snapshot.states].filter(([id]) => ids.has(id)));
    this.#snapshot = { ...this.#snapshot, projects, problems, states };
    this.services.changed();
  }

  async #load(config: ProjectConfig, signal: AbortSignal): Promise<void> {
    const { id } = config;
    const previous = this.snapshot.projects.find((project) => project.config.id === id);
    const open = new Map(this.#open);
    const project = await this.services.load(config, previous, open, signal);
    // Shown at once the first time; later only when nothing has to be waited for any more.
    if (!this.#prepared.has(id)) this.#show(project, open);
    await this.services.prepare(project, signal);
    this.#prepared.add(id);
    this.#show(project, open);
  }

  #show(project: ProjectSnapshot, openWhenLoaded: OpenDocuments): void {
    const { projects } = this.#snapshot;
    const { id } = project.config;
    if (!projects.some(({ config }) => config.id === id)) return;
    this.#snapshot = {
      ...this.#snapshot,
      projects: projects.map((other) => (other.config.id === id ? project : other)),
    };
    // What was typed while the files were read is not in them.
    for (const path of new Set([...openWhenLoaded.keys(), ...this.#open.keys()])) {
      if (openWhenLoaded.get(path) !== this.#open.get(path)) this.#typed.add(path);
    }
    this.services.changed();
  }

  #takeIn(): void {
    const typed = [...this.#typed];
    this.#typed.clear();
    const projects = this.#snapshot.projects.map((project) => {
      const documents = touchedBy(project, typed).flatMap(
        (path) => this.services.reread(project, path, this.#open.get(path)) ?? [],
      );
      return replaceDocuments(project, documents);
    });
    this.#snapshot = { ...this.#snapshot, projects, open: new Map(this.#open) };
  }
}

/** The revision files of a project whose facts change with `paths`: themselves, and who takes constants from them. */
function touchedBy(project: ProjectSnapshot, paths: readonly string[]): string[] {
  const touched = paths.filter((path) => project.documents.has(path));
  for (const { path, imports } of project.documents.values()) {
    if (imports.length > 0 && paths.some((changed) => changed !== path && imports.includes(changed)))
      touched.push(path);
  }
  return touched;
}

const EMPTY_CHAIN = buildChain([]);

function emptyProject(config: ProjectConfig): ProjectSnapshot {
  return {
    config,
    documents: new Map(),
    readProblems: [],
    unloaded: [],
    chain: EMPTY_CHAIN,
  };
}
