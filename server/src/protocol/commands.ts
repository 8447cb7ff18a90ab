import { RequestType } from 'vscode-jsonrpc';
import type { Outcome, RunCommand } from './data';
import type { ProjectParams } from './requests';

/**
 * A command of Alembic's that writes to no database, as its command line takes it: `["history", "-v"]`,
 * `["upgrade", "--sql", "a:b"]`, `["revision", "-m", "add orders"]`. Without `-c`, `-n`, `-x`: those are the target's.
 */
export interface CommandParams extends ProjectParams {
  readonly arguments: readonly string[];
}

/** What a command answered. */
export interface CommandResult {
  /** What it printed as its answer; may be empty. */
  readonly text: string;
  readonly language: 'sql' | 'plaintext';
  /** URIs of the files it made, in order; of `edit` the files to open. */
  readonly files: readonly string[];
  /** What env.py would write to files of its own (absolute paths) for `--sql`; none of it is on the disk. Absent: nothing. */
  readonly sqlFiles?: readonly { readonly path: string; readonly text: string }[];
  /** What the user should know besides, a sentence each: the number a numbered project was given. */
  readonly notes: readonly string[];
}

/** Answers a command. One that would write to a database is refused (`unsupported`): plan it with `PlanRun`. */
export const RunCommandRequest = new RequestType<CommandParams, Outcome<{ readonly result: CommandResult }>, void>(
  'alembicWorkbench/runCommand',
);

/** One of `alembic list_templates`. */
export interface Template {
  readonly name: string;
  readonly description: string;
}

export interface FolderParams {
  /** URI of the folder that is the working directory. */
  readonly folderUri: string;
}

/** The templates of the Alembic that is installed for a folder. */
export const ListTemplates = new RequestType<FolderParams, Outcome<{ readonly templates: readonly Template[] }>, void>(
  'alembicWorkbench/listTemplates',
);

export interface InitParams extends FolderParams {
  readonly template: string;
  /** As typed: `migrations`, `src/shop/migrations`. */
  readonly directory: string;
  /** `--package`: empty `__init__.py` files too. */
  readonly package: boolean;
}

/** `alembic init`. Files that are there already are never written over. */
export const InitProject = new RequestType<InitParams, Outcome<{ readonly files: readonly string[] }>, void>(
  'alembicWorkbench/initProject',
);

/** How env.py is to be filled in after `init`. What is absent is left as it is. */
export interface EnvironmentChoices {
  /** `shop.models:Base.metadata`, `shop.db:metadata`: the module to import and the expression for `target_metadata`. */
  readonly metadata?: string;
  /** Name of an environment variable that holds the URL. */
  readonly urlVariable?: string;
  /** `render_as_batch=True`, for SQLite. */
  readonly renderAsBatch?: boolean;
}

export interface FillEnvironmentParams {
  readonly envUri: string;
  readonly choices: EnvironmentChoices;
}

/** The whole new text of env.py, for a preview; nothing is written. */
export const FillEnvironment = new RequestType<FillEnvironmentParams, Outcome<{ readonly text: string }>, void>(
  'alembicWorkbench/fillEnvironment',
);

/** What could be imported as `target_metadata`: found by looking at the files below the folder. */
export const FindMetadata = new RequestType<FolderParams, readonly string[], void>('alembicWorkbench/findMetadata');

/** The id a numbered project (`0007_…`) goes on with; null where ids are not numbers in step. */
export const NextRevisionId = new RequestType<ProjectParams, string | null, void>('alembicWorkbench/nextRevisionId');

export interface IdentifierParams extends ProjectParams {
  /**
   * What it is typed for; `show`: for itself, wherever the database stands; `revision`: one revision, never relative, as where
   * offline SQL starts and what another revision depends on.
   */
  readonly command: Exclude<RunCommand, 'ensure_version'> | 'show' | 'revision';
  /** Offline SQL: the start that was chosen, which counts instead of where the database stands. */
  readonly from?: string;
  /** As typed: `+2`, `label@head`, `ab1`. */
  readonly identifier: string;
}

/** What an identifier means. */
export interface Meaning {
  /** Whole ids; none: the base. */
  readonly ids: readonly string[];
  /** How many revisions would run, where it is known where the database stands. */
  readonly steps?: number;
}

/**
 * What an identifier means that is being typed; `refusal`: what Alembic would say to it. Null: the revision files and the
 * state last read do not tell.
 */
export const ResolveIdentifier = new RequestType<IdentifierParams, Meaning | { readonly refusal: string } | null, void>(
  'alembicWorkbench/resolveIdentifier',
);

/** The folders `--version-path` can name, absolute paths; the one that is used without it first. */
export const ListVersionPaths = new RequestType<ProjectParams, readonly string[], void>(
  'alembicWorkbench/listVersionPaths',
);
