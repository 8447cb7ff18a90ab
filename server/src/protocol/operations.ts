import { NotificationType, RequestType } from 'vscode-jsonrpc';
import type { Outcome } from './data';
import type { ProjectParams } from './requests';

/** A dialect that SQL is written for, by SQLAlchemy's name. */
export type SqlDialectName = 'postgresql' | 'sqlite' | 'mysql';

/** Which way a revision is run. */
export type SqlDirection = 'upgrade' | 'downgrade';

/** A revision file, and where the cursor stands in it. */
export interface RevisionSqlParams {
  readonly uri: string;
  /** Zero-based, as LSP counts. */
  readonly position?: { readonly line: number; readonly character: number };
  /** Absent: of the function the cursor is in; outside of both `otherwise`. */
  readonly direction?: SqlDirection;
  readonly otherwise?: SqlDirection;
}

/** The SQL of one direction of a revision, buffers included. */
export interface RevisionSqlInfo extends ProjectParams {
  readonly id: string;
  readonly dialect: SqlDialectName;
  readonly direction: SqlDirection;
  /** The function the cursor is in; null: neither. */
  readonly at: SqlDirection | null;
  /** With comments that say what is not known, and why. */
  readonly text: string;
}

/** Null: the file is no revision of a project. */
export const ShowRevisionSql = new RequestType<RevisionSqlParams, RevisionSqlInfo | null, void>(
  'alembicWorkbench/showRevisionSql',
);

/** Client -> server: the dialects the user chose in this workspace, by project id; all of them, whenever one changed. */
export const SqlDialectsChosen = new NotificationType<Readonly<Record<string, SqlDialectName>>>(
  'alembicWorkbench/sqlDialectsChosen',
);

/** How an operation looks: which picture stands for it. */
export type OperationShape =
  | 'table'
  | 'column'
  | 'index'
  | 'constraint'
  | 'comment'
  | 'rows'
  | 'statement'
  | 'type'
  | 'batch'
  | 'block'
  | 'unknown';

/** One operation of `upgrade()`, as the tree shows it. */
export interface OperationRow {
  /** `add column users.email` */
  readonly label: string;
  readonly shape: OperationShape;
  /** It makes, changes or takes away. */
  readonly effect: 'create' | 'change' | 'drop';
  /** One sentence: what it does; of what is not known the reason. */
  readonly sentence: string;
  /** Where the call stands; zero-based. */
  readonly range: {
    readonly start: { readonly line: number; readonly character: number };
    readonly end: { readonly line: number; readonly character: number };
  };
  /** Of a batch or block. */
  readonly children: readonly OperationRow[];
  /** Of a file for several databases: which. */
  readonly engine?: string;
}

/** The operations of `upgrade()` of a revision file, in the order in which they run. */
export const ListOperations = new RequestType<{ readonly uri: string }, readonly OperationRow[], void>(
  'alembicWorkbench/listOperations',
);

/** Which schema of a project. */
export interface SchemaParams extends ProjectParams {
  /** The id of a revision, or `heads`. */
  readonly revision: string;
}

/** The schema after a revision, as SQL that would make it. Fails where the chain cannot order what comes before it. */
export const ShowSchema = new RequestType<SchemaParams, Outcome<{ readonly text: string }>, void>(
  'alembicWorkbench/showSchema',
);

/** A table of a project's history. */
export interface HistoryTable {
  /** `users`, `audit.events` */
  readonly name: string;
  /** By name. */
  readonly columns: readonly string[];
}

/** Every table that revisions of the project have made, and the columns it ever had; by name. */
export const ListHistoryTables = new RequestType<ProjectParams, readonly HistoryTable[], void>(
  'alembicWorkbench/listHistoryTables',
);

/** A table, or one of its columns. */
export interface TouchingParams extends ProjectParams {
  /** As `HistoryTable` has it. */
  readonly table: string;
  readonly column?: string;
}

/** A revision that touches a table or column, and where. */
export interface TouchingRow {
  readonly id: string;
  readonly message: string;
  readonly uri: string;
  /** Zero-based, of the first place. */
  readonly line: number;
  /** What it does there, a label each. */
  readonly labels: readonly string[];
  /** Why it only may touch it, in one sentence; absent: it surely does. */
  readonly perhaps?: string;
}

/** The revisions that touched a table or column, under whatever name, the newest first. */
export const ListTouching = new RequestType<TouchingParams, readonly TouchingRow[], void>(
  'alembicWorkbench/listTouching',
);
