import {
  DEFAULT_SETTINGS,
  type EngineSetting,
  type ProjectSetting,
  type IrreversibleSetting,
  type PythonSettings,
  type Settings,
  type SeveritySetting,
  type SqlDialectSetting,
  type TargetSetting,
} from './settings';

/** Says that a setting (its key below the section) is not what it must be, and what becomes of it. */
type Tell = (key: string, mustBe: string, outcome: string) => void;

/**
 * Settings as they may be used: users write JSON of any shape, and editors only warn of it. What is wrong never makes a run
 * less guarded, or go to another machine: a protection that cannot be read protects everything, a command stays one, and a
 * target is left out as a whole. What is left out of the rest is told in `faults`.
 */
export function usableSettings(settings: Settings): Settings {
  const {
    codeLens,
    configFiles,
    databaseUrl,
    engine,
    folders,
    irreversible,
    lint,
    lockTimeout,
    projects,
    protectedDatabases,
    python,
    sqlDialect,
    targets,
  } = settings;
  const faults: string[] = [];
  const tell: Tell = (key, mustBe, outcome) => {
    faults.push(`The setting 'alembicWorkbench.${key}' must be ${mustBe}: ${outcome}.`);
  };
  const usable: Settings = {
    ...settings,
    configFiles: usableTexts('configFiles', configFiles, tell),
    projects: usableProjects(projects, tell),
    lint: usableLint(lint, tell),
    codeLens: usableSwitches('codeLens', DEFAULT_SETTINGS.codeLens, codeLens, tell),
    sqlDialect: usableDialect(sqlDialect, tell),
    engine: usableEngine(engine, tell),
    lockTimeout: usableSeconds(lockTimeout, tell),
    irreversible: usableIrreversible(irreversible, tell),
    python: usablePython(python),
    databaseUrl: textOr('', databaseUrl),
    protectedDatabases: usablePatterns(protectedDatabases),
    targets: usableTargets(targets),
    ...(folders !== undefined && {
      folders: Object.fromEntries(Object.entries(folders).map(([uri, own]) => [uri, usableSettings(own)])),
    }),
  };
  return faults.length === 0 ? usable : { ...usable, faults };
}

function usableTexts(key: string, value: unknown, tell: Tell): string[] {
  const mustBe = 'a list of texts';
  if (typeof value === 'string') {
    tell(key, mustBe, `${show(value)} is taken for a list of one`);
    return [value];
  }
  return listOf(key, value, mustBe, tell, (one) => (typeof one === 'string' && one !== '' ? one : null));
}

function usableProjects(projects: unknown, tell: Tell): ProjectSetting[] {
  return listOf('projects', projects, "a list of objects with a 'path'", tell, (one) => {
    if (!isObject(one)) return null;
    const { path, section, workingDirectory } = one;
    if (typeof path !== 'string' || path === '') return null;
    const others = { section, workingDirectory };
    for (const [name, text] of Object.entries(others)) {
      if (text === undefined || typeof text === 'string') continue;
      tell(`projects[…].${name}`, 'a text', `${show(text)} is not used`);
    }
    return {
      path,
      ...(typeof section === 'string' && { section }),
      ...(typeof workingDirectory === 'string' && { workingDirectory }),
    };
  });
}

/** The entries of a list that `usable` does not leave out (null). */
function listOf<T>(key: string, value: unknown, mustBe: string, tell: Tell, usable: (one: unknown) => T | null): T[] {
  if (value === null || value === undefined) return [];
  if (!Array.isArray(value)) {
    tell(key, mustBe, `${show(value)} is not used`);
    return [];
  }
  return value.flatMap((one: unknown): T[] => {
    const used = usable(one);
    if (used === null) tell(key, mustBe, `the entry ${show(one)} is left out`);
    return used === null ? [] : [used];
  });
}

const SEVERITIES: Readonly<Record<string, SeveritySetting>> = {
  error: 'error',
  warning: 'warning',
  information: 'information',
  hint: 'hint',
  off: 'off',
};

function usableLint(lint: unknown, tell: Tell): Settings['lint'] {
  const { enabled, severity } = isObject(lint) ? lint : {};
  if (severity !== undefined && severity !== null && !isObject(severity)) {
    tell('lint.severity', 'an object of rules and severities', `${show(severity)} is not used`);
  }
  const known = Object.entries(isObject(severity) ? severity : {}).flatMap(
    ([rule, value]): [string, SeveritySetting][] => {
      const one = typeof value === 'string' && Object.hasOwn(SEVERITIES, value) ? SEVERITIES[value] : undefined;
      if (one !== undefined) return [[rule, one]];
      const words = Object.keys(SEVERITIES).map((word) => `'${word}'`);
      const mustBe = `${words.slice(0, -1).join(', ')} or ${words.at(-1) ?? ''}`;
      tell(`lint.severity.${rule}`, mustBe, `${show(value)} is not used, the rule keeps its own`);
      return [];
    },
  );
  return {
    ...usableSwitches('lint', { enabled: DEFAULT_SETTINGS.lint.enabled }, { enabled }, tell),
    severity: Object.fromEntries(known),
  };
}

const DIALECTS: Readonly<Record<string, SqlDialectSetting>> = {
  auto: 'auto',
  postgresql: 'postgresql',
  sqlite: 'sqlite',
  mysql: 'mysql',
};

function usableDialect(value: unknown, tell: Tell): SqlDialectSetting {
  const known = typeof value === 'string' && Object.hasOwn(DIALECTS, value) ? DIALECTS[value] : undefined;
  if (known === undefined && value !== undefined && value !== null) {
    tell('sql.dialect', "'auto', 'postgresql', 'sqlite' or 'mysql'", `${show(value)} is not used, it is 'auto'`);
  }
  return known ?? DEFAULT_SETTINGS.sqlDialect;
}

function usableSeconds(value: unknown, tell: Tell): number {
  if (typeof value === 'number' && Number.isFinite(value) && value >= 0) return value;
  if (value !== undefined && value !== null) {
    tell('native.lockTimeout', 'a number of seconds', `${show(value)} is not used, it is 0`);
  }
  return DEFAULT_SETTINGS.lockTimeout;
}

function usableEngine(value: unknown, tell: Tell): EngineSetting {
  if (value === 'auto' || value === 'alembic' || value === 'native') return value;
  if (value !== undefined && value !== null) {
    tell('engine', "'auto', 'alembic' or 'native'", `${show(value)} is not used, it is 'auto'`);
  }
  return DEFAULT_SETTINGS.engine;
}

function usableIrreversible(value: unknown, tell: Tell): IrreversibleSetting {
  if (value === 'comment' || value === 'raise') return value;
  if (value !== undefined && value !== null) {
    tell('downgrade.irreversible', "'comment' or 'raise'", `${show(value)} is not used, it is 'comment'`);
  }
  return DEFAULT_SETTINGS.irreversible;
}

/** The switches of `otherwise`, each as set where that is true or false. */
function usableSwitches<T extends Readonly<Record<string, boolean>>>(
  key: string,
  otherwise: T,
  value: unknown,
  tell: Tell,
): T {
  const set = isObject(value) ? value : {};
  const changed = Object.keys(otherwise).flatMap((name): [string, boolean][] => {
    const one = set[name];
    if (typeof one === 'boolean') return [[name, one]];
    if (one !== undefined && one !== null) tell(`${key}.${name}`, 'true or false', `${show(one)} is not used`);
    return [];
  });
  return { ...otherwise, ...Object.fromEntries(changed) };
}

/** A value as JSON, cut: settings may hold anything. */
function show(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
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
