import type { Problem } from '../common/problem';
import type { Range } from '../common/range';

/** A value of a configuration file with the place it came from. */
export interface ConfigValue {
  readonly value: string;
  /** Absolute path of the file. */
  readonly file: string;
  /** Range of the raw value. */
  readonly range: Range;
  readonly key: string;
  readonly keyRange: Range;
}

/** Where a project's configuration stands. At least one is there, except for `bare` projects. */
export interface ProjectSource {
  readonly ini?: string;
  /** INI section, `alembic` unless a setting names another. */
  readonly section: string;
  readonly toml?: string;
  /** `env.py` + `versions/` found with no configuration that names them (Flask-Migrate). */
  readonly bare: boolean;
}

/** A program that runs over each new revision file (`[post_write_hooks]`). */
export interface PostWriteHook {
  readonly name: string;
  /** `type`, `options`, `entrypoint`, `executable`, `module`, `cwd` and whatever else is set for it. */
  readonly options: ReadonlyMap<string, string>;
}

/** One Alembic project, its configuration evaluated (alembic-behaviour.md §2). Paths are absolute. */
export interface ProjectConfig {
  /** Stable id: the path of the configuration file (`#section` appended unless it is `alembic`), or the folder. */
  readonly id: string;
  /** Short and unique among the projects found: shown when there are several. */
  readonly name: string;
  /** Folder of the configuration file, or of env.py for a bare project. */
  readonly root: string;
  readonly source: ProjectSource;
  readonly workingDirectory: string;
  /** Why that one, for the tooltip: `setting`, `folder of alembic.ini`, `ancestor holding alembic/env.py`. */
  readonly workingDirectoryReason: string;
  readonly scriptLocation: string | null;
  readonly envPy: string | null;
  readonly versionLocations: readonly string[];
  /** `prepend_sys_path`: folders Alembic puts in front of `sys.path`. */
  readonly prependSysPath: readonly string[];
  readonly recursive: boolean;
  readonly sourceless: boolean;
  readonly fileTemplate: string;
  readonly truncateSlugLength: number;
  readonly timezone: string | null;
  readonly outputEncoding: string;
  readonly postWriteHooks: readonly PostWriteHook[];
  /** `sqlalchemy.url` of the section after interpolation, if it stands there. May hold a password: never log it. */
  readonly url: ConfigValue | null;
  /** env.py touches `version_table_impl` or the type of `version_num`: nothing is claimed about the length of ids. */
  readonly versionTableCustomized: boolean;
  /** True where env.py calls `run_migrations()` and nowhere hands it arguments for `upgrade()`; absent where that is not known. */
  readonly handsNothing?: true;
  /** Why Alembic refuses the configuration or a part of it; shown by the rule `config-unreadable`, whose code they have. */
  readonly problems: readonly Problem[];
}

/** A Python file that looks like a revision of the project and that Alembic does not load (rule `unloaded-revision-file`). */
export interface UnloadedFile {
  readonly path: string;
  /** `subfolder`: below a versions folder while `recursive_version_locations` is off; `name`: `.#x.py`, `__init__x.py`;
   * `location`: beside the versions folders. */
  readonly reason: 'subfolder' | 'name' | 'location';
  /** It may hold a comment that silences the problem. */
  readonly text: string;
}
