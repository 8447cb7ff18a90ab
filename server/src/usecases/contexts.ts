import type { FileSystem } from '../common/fileSystem';
import { pathToUri } from '../common/fileUri';
import { NO_OPTIONS } from '../engine/environmentOptions';
import type { EngineHost } from '../engine/host';
import type { Runner } from '../engine/runnerClient';
import type { ProjectSnapshot } from '../workspace/snapshot';
import type { EngineContext } from './engineContext';
import { EnvironmentMemories } from './environmentMemory';
import type { Session } from './session';
import type { Permission } from './stateKeeper';
import { projectContext } from './targets/projectContext';
import { TargetChoice } from './targets/targetChoice';
import { unsavedFiles } from './unsavedFiles';

/** What contexts are made of. */
export interface ContextsHost {
  readonly fs: FileSystem;
  readonly engine: EngineHost;
  readonly runner: Runner;
  readonly session: Pick<Session, 'settled' | 'snapshot' | 'settingsOf' | 'settingsFor' | 'folderOf' | 'folderAround'>;
  readonly permission: Readonly<Permission>;
  /** What the Python extension has chosen, by workspace folder URI. */
  readonly interpreters: () => Readonly<Record<string, string>>;
  /** One line for the log; secrets are masked. */
  readonly output: (projectId: string, text: string) => void;
}

/** What the editor's use cases need to reach a database, folder by folder and project by project. */
export class Contexts {
  readonly choice: TargetChoice;
  readonly #memories: EnvironmentMemories;

  constructor(private readonly host: ContextsHost) {
    const { fs, engine, session } = host;
    this.#memories = new EnvironmentMemories(fs);
    this.choice = new TargetChoice({
      fs,
      environment: engine.environment,
      settingsOf: (project) => session.settingsOf(project),
      folderOf: (project) => session.folderOf(project),
    });
  }

  /** Of a folder: no target, nothing remembered. `id`: whose output it is. */
  ofFolder(folder: string, id = folder): EngineContext {
    const { engine, runner, session, permission, output } = this.host;
    const workspaceFolder = session.folderAround(folder);
    const pythonExtension = this.host.interpreters()[pathToUri(workspaceFolder)];
    return {
      host: engine,
      runner,
      trusted: permission.trusted,
      python: session.settingsFor(folder).python,
      engine: session.settingsFor(folder).engine,
      lockTimeout: session.settingsFor(folder).lockTimeout,
      options: NO_OPTIONS,
      ...(pythonExtension !== undefined && { pythonExtension }),
      workspaceFolder,
      output: (text) => {
        output(id, text);
      },
    };
  }

  of(project: ProjectSnapshot): EngineContext {
    return projectContext(this.ofFolder(project.config.root, project.config.id), project, {
      fs: this.host.fs,
      choice: this.choice,
      memories: this.#memories,
      settings: this.host.session.settingsOf(project),
    });
  }

  /** The project's files whose buffers are not what is on disk. */
  unsaved(project: ProjectSnapshot): readonly string[] {
    return unsavedFiles(project, this.host.session.snapshot.open, this.host.fs);
  }

  /** Whatever is no revision file may be imported by env.py, or say where its database is. */
  filesChanged(paths: readonly string[]): void {
    const { projects } = this.host.session.settled;
    if (!paths.every((path) => projects.some(({ documents }) => documents.has(path)))) this.#memories.forget();
  }
}
