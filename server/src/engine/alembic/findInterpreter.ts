import { err, ok } from '../../common/result';
import type { EngineResult } from '../engine';
import { findInstaller } from './installer';
import type { Interpreter } from './interpreter';
import { type InterpreterQuestion, Look } from './look';
import { TOOLS } from './toolEnvironments';

const FOLDERS = ['.venv', 'venv'];

/** The settings of a Python that does not run on this machine (`PythonSettings`). */
export interface PythonCommand {
  readonly command: readonly string[];
  readonly pathMapping: Readonly<Record<string, string>>;
}

/**
 * Finds the project's Python: the command of the settings, the interpreter of the settings, the Python extension's choice,
 * `.venv` or `venv` in the working directory or in one of the folders above it (`foldersUpwards`), the environments
 * of poetry, uv and conda, the activated one, pyenv's version, PATH. Executes nothing.
 * @returns `noInterpreter` when there is none, or when the setting names none: what the user has set is never passed over.
 */
export function findInterpreter(question: InterpreterQuestion & PythonCommand): EngineResult<Interpreter> {
  const look = new Look(question);
  if (question.command.length > 0) return ok(commandInterpreter(look, question));
  const found = findHere(look, question);
  return found.ok ? ok({ ...found.value, installer: findInstaller(look, found.value) }) : found;
}

function commandInterpreter(
  look: Look,
  { command, pathMapping, workspaceFolder, namedBy = 'setting' }: Parameters<typeof findInterpreter>[0],
): Interpreter {
  const [program = '', ...args] = command.map((part) => look.expand(part));
  const name = [program, ...args].join(' ');
  const folders = Object.entries(pathMapping).map(
    ([here, there]) => [look.path.resolve(workspaceFolder, look.expand(here)), look.expand(there)] as const,
  );
  return {
    command: program,
    args,
    detail: `${name} (${namedBy})`,
    elsewhere: { name, folder: workspaceFolder, folders },
  };
}

function findHere(look: Look, question: InterpreterQuestion): EngineResult<Interpreter> {
  const setting = question.setting.trim();
  if (setting !== '') {
    const found = look.setting(setting);
    if (found !== null) return chosen(look, found, question.namedBy ?? 'setting');
    return noInterpreter(
      `${question.namedBy ?? 'The setting alembicWorkbench.python.interpreter'} names ${setting}, where no Python is. Correct or clear it.`,
    );
  }
  if (question.pythonExtension !== undefined && question.pythonExtension !== '') {
    const found = look.at(question.pythonExtension);
    if (found !== null) return chosen(look, found, 'Python extension');
  }
  for (const folder of look.foldersUpwards()) {
    for (const name of FOLDERS) {
      const found = look.inEnvironment(look.path.join(folder, name));
      if (found !== null) return chosen(look, found, `folder ${name}`);
    }
  }
  for (const tool of TOOLS) {
    const environment = tool(look);
    const found = environment === null ? null : look.inEnvironment(environment.folder);
    if (environment !== null && found !== null) return chosen(look, found, environment.reason);
  }
  const windows = question.platform === 'win32';
  for (const name of windows ? ['python.exe', 'python3.exe'] : ['python3', 'python']) {
    const found = look.onPath(name);
    if (found !== null) return ok({ command: found, args: [], detail: `${found} (PATH)` });
  }
  const launcher = windows ? look.onPath('py.exe') : null;
  if (launcher !== null) return ok({ command: launcher, args: ['-3'], detail: `${launcher} -3 (PATH)` });
  return noInterpreter(
    `No Python was found: no environment of ${question.workingDirectory} (.venv, venv, poetry, uv, conda, pyenv), none on PATH. ` +
      'Create a virtual environment with the project’s requirements, or set alembicWorkbench.python.interpreter.',
  );
}

function chosen(look: Look, program: string, reason: string): EngineResult<Interpreter> {
  return ok({ command: program, args: [], detail: `${look.shown(program)} (${reason})` });
}

function noInterpreter(message: string): EngineResult<never> {
  return err({ code: 'noInterpreter', message });
}
