import type { FileSystem } from '../../common/fileSystem';
import type { VersionTable } from '../../dialect/versionTable';
import type { EnvironmentOptions } from '../../engine/environmentOptions';
import type { ProjectConfig } from '../../project/model';

/** A place where a project's database may be, for the time that env.py cannot be asked. Nothing is written on a guess. */
export type Guess =
  | {
      readonly kind: 'database';
      /** May hold a password: never log it. */
      readonly url: string;
      readonly versionTable: VersionTable;
      /** Where the guess comes from, for the user: `alembic.ini`. */
      readonly origin: string;
    }
  | { readonly kind: 'refused'; readonly message: string };

/** What the sources are asked about. */
export interface GuessQuestion {
  readonly fs: FileSystem;
  readonly config: ProjectConfig;
  readonly options: EnvironmentOptions;
  readonly workspaceFolder: string;
  /** The variables of our own process. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Setting `database.url`. */
  readonly setting: string;
  /** From secret storage, for the target that is chosen. */
  readonly secret: string | null;
}

/** What the sources share: read once. */
export interface GuessFacts extends GuessQuestion {
  readonly envText: string;
  /** As env.py would find them: the target's, ours, then those of `.env`. */
  readonly variables: Readonly<Record<string, string | undefined>>;
}

/** `null`: the source says nothing, the next one is asked. `refused`: no later source may be believed either. */
export type SourceAnswer =
  | { readonly kind: 'url'; readonly url: string; readonly origin: string }
  | { readonly kind: 'refused'; readonly message: string }
  | null;
