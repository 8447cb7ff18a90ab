import { NotificationType, ProgressType, RequestType } from 'vscode-jsonrpc';
import type { RevisionOptions } from './commandWords';
import type { DatabaseInfo, Outcome } from './data';
import type { ProjectParams } from './requests';

/** Which models to compare, and what the revision is to be. */
export interface CompareParams extends ProjectParams {
  readonly options: RevisionOptions;
  /** Only the differences are wanted (`alembic check`): what keeps a file from being made is no failure. */
  readonly check?: boolean;
  /** Names the progress (`CompareProgress`). */
  readonly progressId: string;
}

/** The table that is being read, and how many have been. */
export interface ComparingTable {
  readonly table: string;
  readonly number: number;
}

/** One operation of the review: what gets a tick. */
export interface ReviewRow {
  readonly key: string;
  /** The table it is grouped under, schema and all; empty: none. */
  readonly group: string;
  /** The engine of a `multidb` env.py. */
  readonly database?: string;
  /** Zero-based, where hooks make several files. */
  readonly file: number;
  /** `Add column email` */
  readonly label: string;
  /** Data would be lost, or may be: `note` says which where it is not plain. */
  readonly destructive: boolean;
  /** Of a destructive one: it depends on the values that are there whether something is lost. */
  readonly mayLose?: true;
  /** Whether it is ticked at first. */
  readonly ticked: boolean;
  /** What the user should know of it, in one sentence or two. */
  readonly note?: string;
  /** Keys of the operations it cannot do without. */
  readonly requires: readonly string[];
  /** As Alembic renders it; absent where one of the functions has nothing of it. */
  readonly upgrade?: string;
  readonly downgrade?: string;
}

/** What a comparison of the models with the database found. */
export interface ModelReview {
  readonly reviewId: string;
  readonly projectId: string;
  readonly projectName: string;
  readonly databases: readonly DatabaseInfo[];
  readonly rows: readonly ReviewRow[];
  /** With no rows: why that may be. Sentences. */
  readonly reasons: readonly string[];
}

/** What is ticked in a review. */
export interface ReviewParams {
  readonly reviewId: string;
  /** Keys of the rows that are ticked. */
  readonly keep: readonly string[];
}

/** A file as Alembic will write it. */
export interface PreviewFile {
  /** Absolute. */
  readonly path: string;
  readonly text: string;
  /** What cannot be known before it is written. Sentences. */
  readonly notes: readonly string[];
}

/** Compares the models with the database. Cancelling the request ends the comparison. */
export const CompareModels = new RequestType<CompareParams, Outcome<{ readonly review: ModelReview }>, void>(
  'alembicWorkbench/compareModels',
);
/** How far a comparison is. */
export const CompareProgress = new ProgressType<ComparingTable>();
/** The files for a set of ticks; nothing is run. */
export const PreviewRevision = new RequestType<ReviewParams, Outcome<{ readonly files: readonly PreviewFile[] }>, void>(
  'alembicWorkbench/previewRevision',
);
/**
 * Compares again and has Alembic write what is ticked. `changedPlan`: the comparison found something else, nothing was written.
 * `uris`: the files, in order. Progress as for `CompareModels`, token = the review's id.
 */
export const WriteRevision = new RequestType<ReviewParams, Outcome<{ readonly uris: readonly string[] }>, void>(
  'alembicWorkbench/writeRevision',
);
/** Client -> server: nothing more will be asked of a review. */
export const ReviewClosed = new NotificationType<{ readonly reviewId: string }>('alembicWorkbench/reviewClosed');
