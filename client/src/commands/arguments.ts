/** What a command can be told beforehand, by a key binding, a lens, a menu or a row of the tree. */
export interface CommandArguments {
  readonly projectId?: string;
  /** A revision identifier as Alembic takes it: `head`, an id, `+1`, `label@head`. */
  readonly target?: string;
  readonly id?: string;
  readonly uri?: string;
}

const NAMES = ['projectId', 'target', 'id', 'uri'] as const;

/** Reads the first argument of a command; what is no text is left out, so that a picker asks for it. */
export function readArguments(argument: unknown): CommandArguments {
  if (typeof argument !== 'object' || argument === null) return {};
  const given = argument as Partial<Record<string, unknown>>;
  const texts = NAMES.flatMap((name) => {
    const value = given[name];
    return typeof value === 'string' && value !== '' ? [[name, value] as const] : [];
  });
  return Object.fromEntries(texts);
}
