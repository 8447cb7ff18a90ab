/** What the first look at a folder needs of the editor. Patterns are globs; URIs are opaque to the look itself. */
export interface Look<U> {
  find(pattern: string): Promise<readonly U[]>;
  read(file: U): Promise<string>;
  /** Whether something of that name stands beside the file. */
  hasSibling(file: U, name: string): Promise<boolean>;
}

/**
 * Whether a folder holds something of Alembic's: an alembic.ini, a configuration file that a setting names, an env.py
 * beside what Alembic keeps there, or a pyproject.toml with `[tool.alembic]`. Cheap, and may say yes too often: the
 * server then looks properly.
 */
export async function looksLikeAlembic<U>(look: Look<U>, configFiles: readonly string[]): Promise<boolean> {
  const named = ['**/alembic.ini', ...configFiles];
  for (const pattern of named) if ((await look.find(pattern)).length > 0) return true;
  for (const env of await look.find('**/env.py')) {
    if ((await look.hasSibling(env, 'versions')) || (await look.hasSibling(env, 'script.py.mako'))) return true;
  }
  for (const file of await look.find('**/pyproject.toml')) {
    if (namesAlembic(await look.read(file).catch(() => ''))) return true;
  }
  return false;
}

/** Whether a pyproject.toml opens a table of `tool.alembic`, in any of TOML's ways. */
export function namesAlembic(toml: string): boolean {
  const [tool, alembic] = ['tool', 'alembic'].map((name) => `(?:${name}|"${name}"|'${name}')`);
  return (
    new RegExp(`^\\s*\\[+\\s*${tool}\\s*\\.\\s*${alembic}\\s*[.\\]]`, 'm').test(toml) ||
    new RegExp(`^\\s*${tool}\\s*\\.\\s*${alembic}\\s*[.=]`, 'm').test(toml) ||
    (new RegExp(`^\\s*\\[\\s*${tool}\\s*\\]`, 'm').test(toml) && new RegExp(`^\\s*${alembic}\\s*[.=]`, 'm').test(toml))
  );
}
