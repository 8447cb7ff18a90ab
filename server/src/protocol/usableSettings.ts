import type { PythonSettings, Settings, TargetSetting } from './settings';

/**
 * Settings as they may be used: users write JSON of any shape, and editors only warn of it. What is wrong never makes a run
 * less guarded, or go to another machine: a protection that cannot be read protects everything, a command stays one, and a
 * target is left out as a whole.
 */
export function usableSettings(settings: Settings): Settings {
  const { databaseUrl, folders, protectedDatabases, python, targets } = settings;
  return {
    ...settings,
    python: usablePython(python),
    databaseUrl: textOr('', databaseUrl),
    protectedDatabases: usablePatterns(protectedDatabases),
    targets: usableTargets(targets),
    ...(folders !== undefined && {
      folders: Object.fromEntries(Object.entries(folders).map(([uri, own]) => [uri, usableSettings(own)])),
    }),
  };
}

function usablePython({ interpreter, command, pathMapping, applicationLoader }: PythonSettings): PythonSettings {
  const words: unknown = command;
  const mapping: unknown = pathMapping;
  return {
    interpreter: textOr('', interpreter),
    command: typeof words === 'string' ? [words] : Array.isArray(words) ? words.map(String) : [],
    pathMapping: Object.fromEntries(
      Object.entries(isObject(mapping) ? mapping : {}).map(([here, there]) => [here, String(there)]),
    ),
    applicationLoader: textOr('', applicationLoader),
  };
}

function usablePatterns(patterns: unknown): string[] {
  if (patterns === null) return [];
  if (typeof patterns === 'string') return [patterns];
  return Array.isArray(patterns) && patterns.every((one) => typeof one === 'string') ? patterns : ['*'];
}

/** The targets of the setting that have the shape of one. */
export function usableTargets(targets: unknown): TargetSetting[] {
  return Array.isArray(targets) ? targets.flatMap(usableTarget) : [];
}

function usableTarget(target: unknown): TargetSetting[] {
  if (!isObject(target)) return [];
  const { name, project, section, envFile, x, environment } = target;
  const values = isObject(environment) ? Object.entries(environment) : environment === undefined ? [] : null;
  const fits =
    typeof name === 'string' &&
    name !== '' &&
    [project, section, envFile].every((text) => text === undefined || typeof text === 'string') &&
    (x === undefined || (Array.isArray(x) && x.every(isPlain))) &&
    values?.every(([, value]) => isPlain(value)) === true;
  if (!fits) return [];
  // Checked above, but for what is a text only by the next lines.
  const usable = target as unknown as TargetSetting;
  return [
    {
      ...usable,
      ...(usable.x !== undefined && { x: usable.x.map(String) }),
      ...(environment !== undefined && {
        environment: Object.fromEntries(values.map(([key, value]) => [key, String(value)])),
      }),
      ...(target.protected !== undefined && { protected: target.protected !== false }),
    },
  ];
}

/** What is written without quotes as often as with them. */
function isPlain(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOr(otherwise: string, value: unknown): string {
  return typeof value === 'string' ? value : otherwise;
}
