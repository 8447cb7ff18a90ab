import { createHash } from 'node:crypto';
import { isTable, readToml } from '../../project/toml';
import type { Look, ToolEnvironment } from './look';

type Table = Readonly<Record<string, unknown>>;

/**
 * The environment poetry has made for the project outside of its folder, found as poetry finds it: by the project's name and
 * a hash of its folder. Where there are several, `envs.toml` says which one was chosen by `poetry env use`.
 * https://python-poetry.org/docs/configuration/#virtualenvspath
 */
export function poetryEnvironment(look: Look): ToolEnvironment | null {
  const project = look.folderWith('pyproject.toml');
  if (project === null) return null;
  const file = readToml(look.text(look.path.join(project, 'pyproject.toml')) ?? '');
  const poetry = table(table(file.tool).poetry);
  if (!look.isFile(look.path.join(project, 'poetry.lock')) && Object.keys(poetry).length === 0) return null;
  const name = table(file.project).name ?? poetry.name;
  if (typeof name !== 'string') return null;
  const environments = environmentsFolder(look, project);
  if (environments === null) return null;

  const base = `${environmentName(name)}-${folderHash(look, project)}`;
  const made = look.names(environments).filter((one) => one.startsWith(`${base}-py`));
  const chosen = table(readToml(look.text(look.path.join(environments, 'envs.toml')) ?? '')[base]).minor;
  const one = typeof chosen === 'string' ? made.find((each) => each === `${base}-py${chosen}`) : undefined;
  const found = one ?? (made.length === 1 ? made[0] : undefined);
  return found === undefined ? null : { folder: look.path.join(environments, found), reason: 'poetry' };
}

/** Settings of poetry come from the environment, the project's poetry.toml and the user's config.toml, in this order. */
function environmentsFolder(look: Look, project: string): string | null {
  const { POETRY_CONFIG_DIR, POETRY_CACHE_DIR, POETRY_VIRTUALENVS_PATH } = look.environment;
  const user = look.path.join(POETRY_CONFIG_DIR ?? look.path.join(look.configFolder, 'pypoetry'), 'config.toml');
  const settings = [look.path.join(project, 'poetry.toml'), user].map((path) => readToml(look.text(path) ?? ''));
  const first = (values: readonly unknown[]): string | undefined =>
    values.find((value): value is string => typeof value === 'string' && value !== '');
  const cache =
    first([POETRY_CACHE_DIR, ...settings.map((one) => one['cache-dir'])]) ??
    look.path.join(look.cacheFolder, ...(look.platform === 'win32' ? ['pypoetry', 'Cache'] : ['pypoetry']));
  const path = first([POETRY_VIRTUALENVS_PATH, ...settings.map((one) => table(one.virtualenvs).path)]);
  if (path === undefined) return look.path.join(cache, 'virtualenvs');
  const expanded = look.expand(path.replaceAll('{cache-dir}', cache).replaceAll('{project-dir}', project));
  return expanded.includes('{') ? null : look.path.resolve(project, expanded);
}

/** The name as package indexes spell it, cut as poetry cuts it. */
function environmentName(name: string): string {
  return name
    .toLowerCase()
    .replace(/[-_.]+/g, '-')
    .replace(/[ $`!*@"\\\r\n\t]/g, '_')
    .slice(0, 42);
}

function folderHash(look: Look, folder: string): string {
  const real = look.realPath(folder);
  const text = look.platform === 'win32' ? real.toLowerCase().replaceAll('/', '\\') : real;
  return createHash('sha256').update(text).digest('base64url').slice(0, 8);
}

function table(value: unknown): Table {
  return isTable(value) ? value : {};
}
