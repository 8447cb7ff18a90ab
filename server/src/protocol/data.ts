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
}

/** What is known of the project's database. */
export type StateInfo =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'reading' }
  | {
      readonly kind: 'known';
      readonly databaseLabel: string;
      readonly databaseUrl: string;
      readonly current: readonly string[];
      /** Rows that no revision file has. */
      readonly unknownRows: readonly string[];
      readonly pendingCount: number;
      readonly source: 'runner' | 'bridge';
    }
  | { readonly kind: 'running'; readonly command: RunCommand; readonly revision?: string }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string; readonly details?: string };

export type RunCommand = 'upgrade' | 'downgrade' | 'stamp';

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
  /** Lane of the row, 0 leftmost, and lanes in use beside it, where the chain branches; absent in a straight chain. */
  readonly lane?: { readonly index: number; readonly count: number };
}

/** What a run would do, for the confirmation. */
export interface RunPlan {
  readonly planId: string;
  readonly command: RunCommand;
  /** Oldest step first, in the order they run. */
  readonly steps: readonly { readonly id: string; readonly message: string; readonly direction: RunCommand }[];
  readonly databaseLabel: string;
  readonly databaseUrl: string;
  readonly dialect: string;
  readonly engine: 'alembic' | 'native';
  /** Interpreter and where it was found: `.venv/bin/python (folder .venv)`. */
  readonly engineDetail: string;
  readonly workingDirectory: string;
  readonly from: readonly string[];
  readonly to: readonly string[];
}

export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly details?: string;
}

export type Outcome<T> = ({ readonly ok: true } & T) | { readonly ok: false; readonly failure: Failure };
