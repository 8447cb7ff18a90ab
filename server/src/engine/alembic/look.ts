import { posix, win32 } from 'node:path';
import { type FileSystem, kindAt, orNull } from '../../common/fileSystem';

/** Where Python is looked for. */
export interface InterpreterQuestion {
  /** Setting `alembicWorkbench.python.interpreter`; empty: none. */
  readonly setting: string;
  /** What holds it, where that is no setting: `--python`. */
  readonly namedBy?: string;
  /** What the Python extension would use for the folder: a path, of a program or of an environment's folder. */
  readonly pythonExtension: string | undefined;
  readonly workingDirectory: string;
  readonly workspaceFolder: string;
  /**
   * How far above the working directory environments are looked for: to the workspace folder (when absent), or for a
   * terminal, which has none, through the repository.
   */
  readonly upTo?: 'repository';
  readonly fs: FileSystem;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
}

/** An environment that a tool has for the project. */
export interface ToolEnvironment {
  readonly folder: string;
  /** Why it was chosen, for the user. */
  readonly reason: string;
}

const PROGRAMS: Readonly<Record<'posix' | 'windows', readonly string[]>> = {
  posix: ['bin/python', 'bin/python3'],
  // conda keeps python.exe in the environment's own folder.
  windows: ['Scripts\\python.exe', 'python.exe'],
};

/** Files that lock what an environment holds: of poetry, uv, pdm, pipenv. */
const LOCK_FILES = ['poetry.lock', 'uv.lock', 'pdm.lock', 'Pipfile.lock'];

/** Looks at the disk and the environment as the platform lays them out. Executes nothing. */
export class Look {
  readonly path: typeof posix;
  readonly environment: InterpreterQuestion['environment'];
  readonly platform: NodeJS.Platform;
  readonly home: string;
  readonly #programs: readonly string[];

  constructor(readonly question: InterpreterQuestion) {
    const { environment, platform } = question;
    const windows = platform === 'win32';
    this.path = windows ? win32 : posix;
    this.#programs = windows ? PROGRAMS.windows : PROGRAMS.posix;
    this.environment = environment;
    this.platform = platform;
    this.home = (windows ? environment.USERPROFILE : environment.HOME) ?? '~';
  }

  /** `${workspaceFolder}`, `${env:NAME}` and a `~` at the start. */
  expand(text: string): string {
    return text
      .replace(/\$\{workspaceFolder\}/g, () => this.question.workspaceFolder)
      .replace(/\$\{env:(\w+)\}/g, (_, name: string) => this.environment[name] ?? '')
      .replace(/^~(?=$|[\\/])/, () => this.home);
  }

  /** A path relative to the workspace folder; a bare name is looked up on PATH. */
  setting(text: string): string | null {
    const expanded = this.expand(text);
    if (!/[\\/]/.test(expanded)) {
      const found = this.onPath(expanded) ?? (this.path === win32 ? this.onPath(`${expanded}.exe`) : null);
      if (found !== null) return found;
    }
    return this.at(this.path.resolve(this.question.workspaceFolder, expanded));
  }

  at(place: string): string | null {
    return this.isFile(place) ? place : this.inEnvironment(place);
  }

  /** The Python of a virtual environment or an installation. */
  inEnvironment(folder: string): string | null {
    const places = this.#programs.map((program) => this.path.join(folder, program));
    return places.find((place) => this.isFile(place)) ?? null;
  }

  onPath(name: string): string | null {
    const variable = this.environment.PATH ?? this.environment.Path ?? '';
    for (const folder of variable.split(this.path.delimiter)) {
      // Windows puts a `python.exe` there that only opens its shop.
      if (folder === '' || /\\Microsoft\\WindowsApps\\?$/i.test(folder)) continue;
      const candidate = this.path.join(folder, name);
      if (this.isFile(candidate)) return candidate;
    }
    return null;
  }

  /** The working directory and what is above it, as far as the workspace folder; itself alone outside of it. */
  foldersUpwards(): string[] {
    const { workingDirectory, workspaceFolder, upTo } = this.question;
    if (upTo === 'repository') return this.#foldersOfRepository(workingDirectory);
    const below = this.path.relative(workspaceFolder, workingDirectory);
    if (below === '..' || below.startsWith(`..${this.path.sep}`) || this.path.isAbsolute(below)) {
      return [workingDirectory];
    }
    const folders = [workingDirectory];
    for (let folder = workingDirectory; folder !== workspaceFolder;) {
      const above = this.path.dirname(folder);
      if (above === folder) break;
      folders.push(above);
      folder = above;
    }
    return folders;
  }

  /** As far as the folder with `.git`, without one as far as the nearest with a lock file, without either to the top. */
  #foldersOfRepository(start: string): string[] {
    const folders = [start];
    for (let folder = start, above = this.path.dirname(start); above !== folder; above = this.path.dirname(folder)) {
      folders.push(above);
      folder = above;
    }
    const has = (folder: string, name: string): boolean =>
      kindAt(this.question.fs, this.path.join(folder, name)) !== null;
    const repository = folders.findIndex((folder) => has(folder, '.git'));
    const last =
      repository >= 0 ? repository : folders.findIndex((folder) => LOCK_FILES.some((name) => has(folder, name)));
    return last < 0 ? folders : folders.slice(0, last + 1);
  }

  /** Relative to the workspace folder where it is inside. */
  shown(program: string): string {
    const relative = this.path.relative(this.question.workspaceFolder, program);
    return relative.startsWith('..') || this.path.isAbsolute(relative) ? program : relative;
  }

  isFile(place: string): boolean {
    return kindAt(this.question.fs, place) === 'file';
  }

  /** The text of a file; null when there is none that can be read. */
  text(place: string): string | null {
    if (!this.isFile(place)) return null;
    return orNull(() => new TextDecoder().decode(this.question.fs.readFile(place)));
  }

  /** The names in a folder; none when it cannot be read. */
  names(folder: string): string[] {
    if (kindAt(this.question.fs, folder) !== 'directory') return [];
    return orNull(() => this.question.fs.readDirectory(folder).map(({ name }) => name)) ?? [];
  }

  realPath(place: string): string {
    return orNull(() => this.question.fs.realPath(place)) ?? place;
  }

  /** The first folder, from the working directory up, that has one of these files. */
  folderWith(...names: readonly string[]): string | null {
    return (
      this.foldersUpwards().find((folder) => names.some((name) => this.isFile(this.path.join(folder, name)))) ?? null
    );
  }

  /** Where programs of the user keep what they can make anew. */
  get cacheFolder(): string {
    const { XDG_CACHE_HOME: xdg, LOCALAPPDATA: local } = this.environment;
    if (this.platform === 'win32') return local ?? this.path.join(this.home, 'AppData', 'Local');
    if (this.platform === 'darwin') return this.path.join(this.home, 'Library', 'Caches');
    return xdg !== undefined && xdg !== '' ? xdg : this.path.join(this.home, '.cache');
  }

  get configFolder(): string {
    const { XDG_CONFIG_HOME: xdg, APPDATA: roaming } = this.environment;
    if (this.platform === 'win32') return roaming ?? this.path.join(this.home, 'AppData', 'Roaming');
    if (this.platform === 'darwin') return this.path.join(this.home, 'Library', 'Application Support');
    return xdg !== undefined && xdg !== '' ? xdg : this.path.join(this.home, '.config');
  }
}
