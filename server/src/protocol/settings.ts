/** The extension's settings as they cross the wire; keys are those of package.json below `alembicWorkbench.`. */
export interface Settings {
  /** `configFiles`: glob patterns of configuration files besides `alembic.ini` and `pyproject.toml`. */
  readonly configFiles: readonly string[];
  /** `projects`: projects that cannot be found by looking. */
  readonly projects: readonly ProjectSetting[];
  readonly python: PythonSettings;
  readonly lint: {
    readonly enabled: boolean;
    /** Rule id -> severity, or `off`. */
    readonly severity: Readonly<Record<string, SeveritySetting>>;
  };
  readonly codeLens: {
    readonly upgrade: boolean;
    readonly downgrade: boolean;
    readonly revision: boolean;
    readonly sql: boolean;
  };
  /** `sql.dialect`: the dialect SQL is shown for; `auto`: that of the project's database. */
  readonly sqlDialect: SqlDialectSetting;
  /** `engine`: what runs migrations. */
  readonly engine: EngineSetting;
  /** `native.lockTimeout`: seconds a statement of the native engine may wait for a lock; 0: as long as it takes. */
  readonly lockTimeout: number;
  /** `downgrade.irreversible`: how a generated `downgrade()` says what it does not undo. */
  readonly irreversible: IrreversibleSetting;
  /** `database.connect`: when the state is read by itself. */
  readonly connect: 'onView' | 'never';
  /** `database.url`: where the database is looked for while env.py cannot be asked. Without a password. */
  readonly databaseUrl: string;
  /** `protectedDatabases`: patterns with `*` of databases whose name has to be typed before a write. */
  readonly protectedDatabases: readonly string[];
  /** `targets`: the ways to run env.py. */
  readonly targets: readonly TargetSetting[];
  /** What could not be used of them (`usableSettings`), a sentence each; absent: nothing. */
  readonly faults?: readonly string[];
  /** In a workspace of several folders: the settings of each, by folder URI. Read them with `settingsFor`. */
  readonly folders?: Readonly<Record<string, Settings>>;
}

/** How the project's Python is reached (`python.…`). */
export interface PythonSettings {
  /** Path of the interpreter, empty = find one. */
  readonly interpreter: string;
  /**
   * Program and arguments that stand for `python` where it does not run on this machine: `docker compose exec -T api python`.
   * Empty: the interpreter runs here.
   */
  readonly command: readonly string[];
  /** For `command`: folders here -> what the machine of that Python calls them. */
  readonly pathMapping: Readonly<Record<string, string>>;
  /** `module:attribute` of the application, or of a function that makes it, whose context env.py needs; empty: none. */
  readonly applicationLoader: string;
}

/** The settings that count for a file or folder: those of the innermost workspace folder around it. */
export function settingsFor(settings: Settings, uri: string): Settings {
  let best: readonly [folder: string, settings: Settings] | undefined;
  for (const [folder, own] of Object.entries(settings.folders ?? {})) {
    const inside = uri === folder || uri.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
    if (inside && (best === undefined || folder.length > best[0].length)) best = [folder, own];
  }
  return best?.[1] ?? settings;
}

/** Which engine runs migrations; `auto`: the project's Alembic, and where there is none, our own drivers. */
export type EngineSetting = 'auto' | 'alembic' | 'native';

/** What SQL is shown for. */
export type SqlDialectSetting = 'auto' | 'postgresql' | 'sqlite' | 'mysql';

/** How what is not undone is said. */
export type IrreversibleSetting = 'comment' | 'raise';

/** What a rule's problems count as. */
export type SeveritySetting = 'error' | 'warning' | 'information' | 'hint' | 'off';

/** One of `alembicWorkbench.projects`. */
export interface ProjectSetting {
  /** Path of a configuration file or of a folder that holds env.py, relative to the workspace folder. */
  readonly path: string;
  /** INI section, `alembic` by default. */
  readonly section?: string;
  /** Relative to the workspace folder. */
  readonly workingDirectory?: string;
}

/** One entry of the setting `targets`: a way to run env.py. Values may hold `${env:X}`, `${secret:NAME}`, `${workspaceFolder}`. */
export interface TargetSetting {
  readonly name: string;
  /** Name of the project it is for, or path of its configuration file relative to the workspace folder; absent: every one. */
  readonly project?: string;
  /** `-x`, in order. */
  readonly x?: readonly string[];
  /** `-n`. */
  readonly section?: string;
  /** Variables added to the environment of env.py. */
  readonly environment?: Readonly<Record<string, string>>;
  /** A file of such variables, relative to the workspace folder. */
  readonly envFile?: string;
  /** Before anything is written the name of the database has to be typed. */
  readonly protected?: boolean;
}

/** The settings where the user has changed none. */
export const DEFAULT_SETTINGS: Settings = {
  configFiles: [],
  projects: [],
  python: { interpreter: '', command: [], pathMapping: {}, applicationLoader: '' },
  lint: { enabled: true, severity: {} },
  codeLens: { upgrade: true, downgrade: true, revision: true, sql: true },
  sqlDialect: 'auto',
  engine: 'auto',
  lockTimeout: 0,
  irreversible: 'comment',
  connect: 'onView',
  databaseUrl: '',
  protectedDatabases: [],
  targets: [],
};
