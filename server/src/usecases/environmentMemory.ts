import { hash } from 'node:crypto';
import { join } from 'node:path';
import { type FileSystem, orNull } from '../common/fileSystem';
import type { OpenedConnection } from '../engine/engine';
import type { EnvironmentOptions } from '../engine/environmentOptions';
import type { ProjectConfig } from '../project/model';
import type { PythonSettings } from '../protocol/settings';

/** What one project's env.py was seen to open, while all that decides it is as it was. */
export interface EnvironmentMemory {
  /** Stands for everything that decides what env.py opens, as it is now. To be taken before env.py is asked. */
  stamp(): string;
  /** Null: not asked yet, or something has changed, or only env.py itself can read what it opens. */
  recall(): readonly OpenedConnection[] | null;
  remember(stamp: string, connections: readonly OpenedConnection[]): void;
  /** Whoever opened the URLs without env.py got elsewhere, or nowhere: until something changes env.py is asked. */
  distrust(): void;
}

/** What decides which databases env.py opens, besides its own text and the configuration's. */
export interface MemoryKey {
  readonly config: ProjectConfig;
  readonly options: EnvironmentOptions;
  readonly python: PythonSettings;
  readonly interpreter: string;
  readonly workspaceFolder: string;
}

interface Entry {
  readonly stamp: string;
  /** Null: only env.py can read them. */
  readonly connections: readonly OpenedConnection[] | null;
}

/** The memory of every project and target. In memory only: URLs have their passwords. */
export class EnvironmentMemories {
  readonly #entries = new Map<string, Entry>();

  constructor(private readonly fs: Pick<FileSystem, 'readFile'>) {}

  of(key: MemoryKey): EnvironmentMemory {
    const name = `${key.config.id}\0${key.options.target ?? ''}`;
    const stamp = (): string => this.#stamp(key);
    const current = (): Entry | undefined => {
      const entry = this.#entries.get(name);
      return entry?.stamp === stamp() ? entry : undefined;
    };
    return {
      stamp,
      recall: () => current()?.connections ?? null,
      remember: (at, connections) => {
        // What was found wanting stays so while nothing has changed.
        if (current()?.connections === null && at === stamp()) return;
        this.#entries.set(name, { stamp: at, connections });
      },
      distrust: () => {
        this.#entries.set(name, { stamp: stamp(), connections: null });
      },
    };
  }

  /** Something env.py may import has changed. */
  forget(): void {
    this.#entries.clear();
  }

  #stamp({ config, options, python, interpreter, workspaceFolder }: MemoryKey): string {
    const { source, envPy, workingDirectory, root } = config;
    const folders = [workingDirectory, root, workspaceFolder, config.scriptLocation ?? root];
    const files = [envPy, source.ini, source.toml, ...folders.map((folder) => join(folder, '.env'))];
    const texts = files.map((file) => {
      const bytes = file === null || file === undefined ? null : orNull(() => this.fs.readFile(file));
      return bytes === null ? null : hash('sha1', bytes);
    });
    return hash('sha1', JSON.stringify([texts, options, python, interpreter, source.section, workingDirectory]));
  }
}
