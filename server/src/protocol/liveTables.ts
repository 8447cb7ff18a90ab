import { RequestType } from 'vscode-jsonrpc';
import type { Outcome } from './data';
import type { ProjectParams } from './requests';

/** The revision that made something, by the replayed revisions. */
export interface MadeBy {
  readonly id: string;
  readonly message: string;
  /** Of its file. */
  readonly uri: string;
}

/** A table that a database holds. */
export interface LiveTableInfo {
  /** `users`, `audit.events` */
  readonly name: string;
  readonly columnCount: number;
  readonly comment?: string;
  /** Why not all of it is shown as it is, one sentence. */
  readonly doubt?: string;
  /** Absent: no revision surely made it. */
  readonly madeBy?: MadeBy;
}

/** A database of a project, as it was read. */
export interface LiveDatabaseInfo {
  readonly label: string;
  /** The applied revisions. */
  readonly current: readonly string[];
  /** Where the place was guessed from, because env.py cannot be asked; absent: it is what env.py opens. */
  readonly guessedFrom?: string;
  /** By name. */
  readonly tables: readonly LiveTableInfo[];
}

/** A part of a table. */
export interface LiveTableRow {
  /** Its name; of what has none what it is: `primary key`. */
  readonly label: string;
  /** `VARCHAR(20) NOT NULL`, `UNIQUE (email)`, ... */
  readonly detail: string;
  readonly shape: 'column' | 'key' | 'constraint' | 'index';
  readonly comment?: string;
  readonly madeBy?: MadeBy;
}

export interface LiveTableParams extends ProjectParams {
  /** Which of the databases that were listed. */
  readonly database: number;
  /** As `LiveTableInfo` has it. */
  readonly table: string;
}

/** Reads what the databases of a project hold, changing nothing: only ever because the user asks. */
export const ListLiveTables = new RequestType<
  ProjectParams,
  Outcome<{ readonly databases: readonly LiveDatabaseInfo[] }>,
  void
>('alembicWorkbench/listLiveTables');

/** The parts of a table, as they were when the tables were listed. */
export const ShowLiveTable = new RequestType<
  LiveTableParams,
  Outcome<{ readonly rows: readonly LiveTableRow[] }>,
  void
>('alembicWorkbench/showLiveTable');
