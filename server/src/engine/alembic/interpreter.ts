import { posix, win32 } from 'node:path';
import { type FileSystem, kindAt } from '../../common/fileSystem';
import { err, ok } from '../../common/result';
import type { EngineResult } from '../engine';

/** A Python and why it was chosen. */
export interface Interpreter {
  readonly command: string;
  /** Before ours: `-3` of the `py` launcher. */
  readonly args: readonly string[];
  /** Shown to the user: `.venv/bin/python (folder .venv)`. */
  readonly detail: string;
}

export interface InterpreterQuestion {
  /** Setting `alembicWorkbench.python.interpreter`; empty: none. */
  readonly setting: string;
  /** What the Python extension would use for the folder: a path, of a program or of an environment's folder. */
  readonly pythonExtension: string | undefined;
  readonly workingDirectory: string;
  readonly workspaceFolder: string;
  readonly fs: Pick<FileSystem, 'stat'>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
}

const FOLDERS = ['.venv', 'venv'];
const PROGRAMS: Readonly<Record<'posix' | 'windows', readonly string[]>> = {
  posix: ['bin/python', 'bin/python3'],
  // conda keeps python.exe in the environment's own folder.
  windows: ['Scripts\\python.exe', 'python.exe'],
};

/**
 * Finds the project's Python: the setting, the Python extension's choice, `.venv` or `venv` in the working directory or in one
 * of the folders above it up to the workspace folder, PATH. Executes nothing.
 * @returns `noInterpreter` when there is none, or when the setting names none: what the user has set is never passed over.
 */
export function findInterpreter(question: InterpreterQuestion): EngineResult<Interpreter> {
  const look = new Look(question);
  const setting = question.setting.trim();
  if (setting !== '') {
    const found = look.setting(setting);
    if (found !== null) return ok({ command: found, args: [], detail: `${look.shown(found)} (setting)` });
    return noInterpreter(
      `The setting alembicWorkbench.python.interpreter names ${setting}, where no Python is. Correct or clear it.`,
    );
  }
  if (question.pythonExtension !== undefined && question.pythonExtension !== '') {
    const found = look.at(question.pythonExtension);
    if (found !== null) return ok({ command: found, args: [], detail: `${look.shown(found)} (Python extension)` });
  }
  for (const folder of look.foldersUpwards()) {
    for (const name of FOLDERS) {
      const found = look.inEnvironment(look.path.join(folder, name));
      if (found !== null) return ok({ command: found, args: [], detail: `${look.shown(found)} (folder ${name})` });
    }
  }
  const names = question.platform === 'win32' ? ['python.exe', 'python3.exe'] : ['python3', 'python'];
  for (const name of names) {
    const found = look.onPath(name);
    if (found !== null) return ok({ command: found, args: [], detail: `${found} (PATH)` });
  }
  const launcher = question.platform === 'win32' ? look.onPath('py.exe') : null;
  if (launcher !== null) return ok({ command: launcher, args: ['-3'], detail: `${launcher} -3 (PATH)` });
  return noInterpreter(
    `No Python was found: no .venv or venv beside ${question.workingDirectory} or above it, none on PATH. ` +
      'Create a virtual environment with the project’s requirements, or set alembicWorkbench.python.interpreter.',
  );
}

class Look {
  readonly path: typeof posix;
  readonly #programs: readonly string[];

  constructor(private readonly question: InterpreterQuestion) {
    const windows = question.platform === 'win32';
    this.path = windows ? win32 : posix;
    this.#programs = windows ? PROGRAMS.windows : PROGRAMS.posix;
  }

  /** `~`, `${workspaceFolder}` and paths relative to the workspace folder; a bare name is looked up on PATH. */
  setting(text: string): string | null {
    const { environment, workspaceFolder } = this.question;
    const home = environment.HOME ?? environment.USERPROFILE ?? '~';
    const expanded = text
      .replace(/\$\{workspaceFolder\}/g, () => workspaceFolder)
      .replace(/\$\{env:(\w+)\}/g, (_, name: string) => environment[name] ?? '')
      .replace(/^~(?=$|[\\/])/, () => home);
    if (!/[\\/]/.test(expanded)) {
      const found = this.onPath(expanded) ?? (this.path === win32 ? this.onPath(`${expanded}.exe`) : null);
      if (found !== null) return found;
    }
    return this.at(this.path.resolve(workspaceFolder, expanded));
  }

  at(place: string): string | null {
    return kindAt(this.question.fs, place) === 'file' ? place : this.inEnvironment(place);
  }

  inEnvironment(folder: string): string | null {
    for (const program of this.#programs) {
      const candidate = this.path.join(folder, program);
      if (kindAt(this.question.fs, candidate) === 'file') return candidate;
    }
    return null;
  }

  onPath(name: string): string | null {
    const { environment } = this.question;
    const variable = environment.PATH ?? environment.Path ?? '';
    for (const folder of variable.split(this.path.delimiter)) {
      // Windows puts a `python.exe` there that only opens its shop.
      if (folder === '' || /\\Microsoft\\WindowsApps\\?$/i.test(folder)) continue;
      const candidate = this.path.join(folder, name);
      if (kindAt(this.question.fs, candidate) === 'file') return candidate;
    }
    return null;
  }

  /** The working directory and what is above it, as far as the workspace folder; itself alone outside of it. */
  foldersUpwards(): string[] {
    const { workingDirectory, workspaceFolder } = this.question;
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

  shown(program: string): string {
    const relative = this.path.relative(this.question.workspaceFolder, program);
    return relative.startsWith('..') || this.path.isAbsolute(relative) ? program : relative;
  }
}

function noInterpreter(message: string): EngineResult<never> {
  return err({ code: 'noInterpreter', message });
}
