/** The extension's settings as they cross the wire; keys are those of package.json below `alembicWorkbench.`. */
export interface Settings {
  /** `configFiles`: glob patterns of configuration files besides `alembic.ini` and `pyproject.toml`. */
  readonly configFiles: readonly string[];
  /** `projects`: projects that cannot be found by looking. */
  readonly projects: readonly ProjectSetting[];
  /** `python.interpreter`: path of the interpreter, empty = find one. */
  readonly interpreter: string;
  readonly lint: {
    readonly enabled: boolean;
    /** Rule id -> severity, or `off`. */
    readonly severity: Readonly<Record<string, SeveritySetting>>;
  };
  readonly codeLens: {
    readonly upgrade: boolean;
    readonly downgrade: boolean;
    readonly revision: boolean;
  };
  /** `database.connect`: when the state is read by itself. */
  readonly connect: 'onView' | 'never';
  /** In a workspace of several folders: the settings of each, by folder URI. Read them with `settingsFor`. */
  readonly folders?: Readonly<Record<string, Settings>>;
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

export type SeveritySetting = 'error' | 'warning' | 'information' | 'hint' | 'off';

export interface ProjectSetting {
  /** Path of a configuration file or of a folder that holds env.py, relative to the workspace folder. */
  readonly path: string;
  /** INI section, `alembic` by default. */
  readonly section?: string;
  /** Relative to the workspace folder. */
  readonly workingDirectory?: string;
}

export const DEFAULT_SETTINGS: Settings = {
  configFiles: [],
  projects: [],
  interpreter: '',
  lint: { enabled: true, severity: {} },
  codeLens: { upgrade: true, downgrade: true, revision: true },
  connect: 'onView',
};
