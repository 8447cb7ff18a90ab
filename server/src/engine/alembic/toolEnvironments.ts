import type { Look, ToolEnvironment } from './look';
import { poetryEnvironment } from './poetryEnvironment';

type Tool = (look: Look) => ToolEnvironment | null;

/** The tools that keep environments elsewhere than in `.venv`, in the order they are asked. None of them is run. */
export const TOOLS: readonly Tool[] = [
  poetryEnvironment,
  uvEnvironment,
  condaEnvironment,
  activatedEnvironment,
  pyenvVersion,
];

/** UV_PROJECT_ENVIRONMENT, relative to the folder of uv.lock; without it uv uses `.venv`. */
function uvEnvironment(look: Look): ToolEnvironment | null {
  const named = look.environment.UV_PROJECT_ENVIRONMENT ?? '';
  const project = look.folderWith('uv.lock');
  if (named === '' || project === null) return null;
  return { folder: look.path.resolve(project, named), reason: 'UV_PROJECT_ENVIRONMENT' };
}

/** `.conda` in the project, the environment that environment.yml names, the activated one unless that is `base`. */
function condaEnvironment(look: Look): ToolEnvironment | null {
  for (const folder of look.foldersUpwards()) {
    const own = look.path.join(folder, '.conda');
    if (look.inEnvironment(own) !== null) return { folder: own, reason: 'folder .conda' };
  }
  for (const file of ['environment.yml', 'environment.yaml']) {
    const project = look.folderWith(file);
    const name = project === null ? null : condaName(look.text(look.path.join(project, file)) ?? '');
    const folder = name === null ? null : condaFolder(look, name);
    if (folder !== null) return { folder, reason: `conda environment ${name ?? ''} of ${file}` };
  }
  const { CONDA_PREFIX: prefix = '', CONDA_DEFAULT_ENV: active } = look.environment;
  return prefix === '' || active === 'base' ? null : { folder: prefix, reason: 'CONDA_PREFIX' };
}

function condaName(text: string): string | null {
  const [, quoted, plain] = /^name:[ \t]*(?:["']([^"'\n]+)["']|([^\s#"'][^\s#]*))/m.exec(text) ?? [];
  return quoted ?? plain ?? null;
}

/** conda writes down the path of every environment it makes. */
function condaFolder(look: Look, name: string): string | null {
  const list = look.text(look.path.join(look.home, '.conda', 'environments.txt')) ?? '';
  const found = list
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((path) => look.path.basename(path) === name && look.inEnvironment(path) !== null);
  // Two installations may have one of this name each.
  return found.length === 1 ? (found[0] ?? null) : null;
}

function activatedEnvironment(look: Look): ToolEnvironment | null {
  const folder = look.environment.VIRTUAL_ENV ?? '';
  return folder === '' ? null : { folder, reason: 'VIRTUAL_ENV' };
}

/** The version that `.python-version` names, or the newest one below it: `3.11` is 3.11.9. */
function pyenvVersion(look: Look): ToolEnvironment | null {
  const project = look.folderWith('.python-version');
  const file = project === null ? null : look.text(look.path.join(project, '.python-version'));
  const wanted = file
    ?.split(/\r?\n/)
    .map((line) => line.replace(/#.*/, '').trim())
    .find((line) => line !== '');
  if (wanted === undefined || wanted === 'system') return null;
  const root =
    look.environment.PYENV_ROOT ??
    look.path.join(look.home, ...(look.platform === 'win32' ? ['.pyenv', 'pyenv-win'] : ['.pyenv']));
  const versions = look.path.join(root, 'versions');
  const names = look.names(versions);
  const name = names.includes(wanted) ? wanted : newest(names.filter((one) => one.startsWith(`${wanted}.`)));
  return name === undefined ? null : { folder: look.path.join(versions, name), reason: '.python-version' };
}

/** Only finished releases: `3.13.0`, not `3.13.0rc1`. */
function newest(names: readonly string[]): string | undefined {
  return names
    .filter((name) => /^\d+(\.\d+)*$/.test(name))
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
    .at(-1);
}
