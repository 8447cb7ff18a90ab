import type { Installer, Interpreter } from './interpreter';
import type { Look } from './look';

const CONDA_NAMES: Readonly<Record<string, string>> = { 'psycopg2-binary': 'psycopg2', 'psycopg[binary]': 'psycopg' };

/** What adds a package where an interpreter finds it, as typed in a terminal, and what is to be done besides. */
export function installCommand(
  interpreter: Interpreter,
  distribution: string,
): { readonly command: string; readonly advice: string } {
  const { installer, elsewhere } = interpreter;
  const name = installer?.conda === true ? (CONDA_NAMES[distribution] ?? distribution) : distribution;
  const start = installer?.command ?? pipCommand(interpreter);
  const advice = [
    ...(installer?.requirements === undefined ? [] : [` Name it in ${installer.requirements} as well.`]),
    ...(elsewhere === undefined ? [] : [' What the container is made from has to name it as well.']),
  ].join('');
  return { command: `${start} ${quoted(name)}`, advice };
}

/** Tools that keep a list of the project's packages: their file, and what adds to it, wherever the terminal is. */
const PROJECT_TOOLS: readonly { readonly file: string; readonly add: (folder: string) => string }[] = [
  { file: 'uv.lock', add: (folder) => `uv add --project ${folder}` },
  { file: 'poetry.lock', add: (folder) => `poetry --directory ${folder} add` },
  { file: 'pdm.lock', add: (folder) => `pdm add --project ${folder}` },
  { file: 'Pipfile', add: (folder) => `cd ${folder} && pipenv install` },
];

/** How packages are added to an interpreter: by the tool that keeps the project's list of them, else by the environment's. */
export function findInstaller(look: Look, interpreter: Pick<Interpreter, 'command' | 'args'>): Installer {
  for (const { file, add } of PROJECT_TOOLS) {
    const folder = look.folderWith(file);
    if (folder !== null) return { command: add(quoted(folder)) };
  }
  const list = look.folderWith('requirements.txt');
  const requirements = list === null ? undefined : look.shown(look.path.join(list, 'requirements.txt'));
  const named = requirements === undefined ? {} : { requirements };
  const folder = environmentOf(look, interpreter.command);
  if (look.names(look.path.join(folder, 'conda-meta')).length > 0) {
    return { command: `conda install --prefix ${quoted(folder)} --channel conda-forge`, conda: true };
  }
  // Environments made by uv have no pip.
  if (/^uv\s*=/m.test(look.text(look.path.join(folder, 'pyvenv.cfg')) ?? '')) {
    return { command: `uv pip install --python ${quoted(interpreter.command)}`, ...named };
  }
  return { command: pipCommand(interpreter, look.platform), ...named };
}

function environmentOf(look: Look, program: string): string {
  const folder = look.path.dirname(program);
  return /^(bin|Scripts)$/.test(look.path.basename(folder)) ? look.path.dirname(folder) : folder;
}

/** pip of an interpreter, as typed in a terminal. */
function pipCommand({ command, args }: Pick<Interpreter, 'command' | 'args'>, platform?: NodeJS.Platform): string {
  // PowerShell takes a quoted word at the start for a text.
  const call = platform === 'win32' && quoted(command) !== command ? '& ' : '';
  return `${call}${[command, ...args].map(quoted).join(' ')} -m pip install`;
}

/** As the shells of all platforms take it: in double quotes where it holds more than letters and signs of paths. */
export function quoted(word: string): string {
  return /^[\w.:/\\@%+,=-]+$/.test(word) ? word : `"${word}"`;
}
