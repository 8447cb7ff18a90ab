/** A project as the client shows it. Plain JSON. */
export interface ProjectInfo {
  readonly id: string;
  readonly name: string;
  readonly rootUri: string;
  /** URI of the configuration file, if there is one. */
  readonly configUri?: string;
  readonly workingDirectory: string;
  readonly workingDirectoryReason: string;
  readonly revisionCount: number;
  readonly heads: readonly string[];
  /** Several heads that are no branches by design (the rule `multiple-heads`, more than a hint). */
  readonly headsUnresolved?: boolean;
  /** What every Alembic command would die of. */
  readonly chainError?: string;
  readonly errorCount: number;
  readonly warningCount: number;
  readonly state: StateInfo;
  /** Names of its targets, in the order of the setting; absent: it has none. */
  readonly targets?: readonly string[];
  /** The one that is chosen; absent: none. */
  readonly target?: string;
}

/** What is known of the project's database. */
export type StateInfo =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'reading' }
  | {
      readonly kind: 'known';
      /** One, or those of a `multidb` env.py. */
      readonly databases: readonly DatabaseInfo[];
      /** The rows of all databases. */
      readonly current: readonly string[];
      /** Rows that no revision file has. */
      readonly unknownRows: readonly string[];
      /** Revisions that some database lacks. */
      readonly pendingCount: number;
      /** `guess`: env.py may open another database than this. */
      readonly source: 'runner' | 'bridge' | 'guess';
      /** env.py is being asked, and its answer replaces the guess. */
      readonly asking?: true;
    }
  | RunningState
  | { readonly kind: 'failed'; readonly code: string; readonly message: string; readonly details?: string };

/** A run is under way. */
export interface RunningState {
  readonly kind: 'running';
  readonly command: RunCommand;
  readonly revision?: string;
  /** What cancel and force name the run by. */
  readonly runId: string;
  /** The databases it was confirmed for. */
  readonly databases: readonly Pick<DatabaseInfo, 'label' | 'dialect'>[];
  /** Its Python runs on another machine (a container): force asks it to end at once, and cannot make it. */
  readonly elsewhere?: true;
  /** It was asked to end and has not yet. */
  readonly cancelled?: boolean;
}

/** A database as shown: never with a password. */
export interface DatabaseInfo {
  readonly label: string;
  readonly url: string;
  readonly dialect: string;
  /** `engine_name` of a `multidb` env.py. */
  readonly name?: string;
  readonly current: readonly string[];
  readonly versionTableExists: boolean;
  /** SQLite: the file, an absolute path. */
  readonly file?: string;
  /** Revisions that this database lacks; absent where that is not known. */
  readonly pendingCount?: number;
}

export type RunCommand = 'upgrade' | 'downgrade' | 'stamp' | 'ensure_version';

/** One row of the tree. `status` is in words, for label, icon and screen reader. */
export interface RevisionRow {
  readonly id: string;
  readonly message: string;
  readonly uri: string;
  readonly createDate?: string;
  readonly status: 'applied' | 'current' | 'pending' | 'broken' | 'unknown';
  readonly isHead: boolean;
  readonly isBase: boolean;
  readonly isMerge: boolean;
  readonly isBranchPoint: boolean;
  readonly labels: readonly string[];
  readonly parents: readonly string[];
  readonly children: readonly string[];
  readonly dependsOn: readonly string[];
  /** Whole docstring. */
  readonly docstring: string;
  /** Problem messages of the file, worst first. */
  readonly problems: readonly string[];
  /** `upgrade()` surely does nothing, so that there is nothing to unfold. */
  readonly isEmpty?: true;
  /** Lane of the row, 0 leftmost, and lanes in use beside it, where the chain branches; absent in a straight chain. */
  readonly lane?: { readonly index: number; readonly count: number };
}

/** What a run would do, for the confirmation. */
export interface RunPlan {
  readonly planId: string;
  readonly command: RunCommand;
  /** As Alembic would be given them. */
  readonly arguments: readonly string[];
  /** In the order env.py opens them. */
  readonly databases: readonly PlannedDatabaseInfo[];
  /** No database would be changed. */
  readonly idle: boolean;
  readonly engine: 'alembic' | 'native';
  /** Interpreter and where it was found: `.venv/bin/python (folder .venv)`. */
  readonly engineDetail: string;
  readonly workingDirectory: string;
  /** Name of the target that is chosen. */
  readonly target?: string;
  /** What the user should know of it before, in sentences. */
  readonly notes?: readonly string[];
  /** The user has to type this word before the run: a database is protected. */
  readonly phrase?: string;
}

/** What a run would do to one database. `current`: where it starts from. */
export interface PlannedDatabaseInfo extends DatabaseInfo {
  /** In the order they run. */
  readonly steps: readonly { readonly id: string; readonly message: string; readonly direction: RunCommand }[];
  readonly to: readonly string[];
  /** SQLite: the run creates the file. */
  readonly fileMissing: boolean;
}

export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly details?: string;
  /** Where in the project's files it happened; `line` from zero. */
  readonly place?: { readonly uri: string; readonly line: number };
  /** What installs the package that is missing, as typed in a terminal. */
  readonly install?: string;
}

export type Outcome<T> = ({ readonly ok: true } & T) | { readonly ok: false; readonly failure: Failure };
