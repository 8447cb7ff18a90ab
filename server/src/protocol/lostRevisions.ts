import { RequestType } from 'vscode-jsonrpc';
import type { Outcome } from './data';
import type { ProjectParams } from './requests';

/** The revision to search for. */
export interface LostRevisionParams extends ProjectParams {
  /** The revision that no file has: a row of the version table, or a parent. */
  readonly id: string;
}

/** A revision file as git's history has it. */
export interface LostRevision {
  readonly id: string;
  /** The whole file. */
  readonly text: string;
  /** Relative to the repository. */
  readonly path: string;
  readonly commit: string;
  /** ISO 8601. */
  readonly date: string;
  readonly author: string;
  /** First line of the commit's message. */
  readonly subject: string;
  /** Branches that hold that commit, a few. */
  readonly branches: readonly string[];
  /** Where it would be restored: a file that is not there now, below a folder Alembic reads. */
  readonly restoreUri: string;
}

/** Looks for the file of a revision in all branches of git's history. Fails where there is no git, and where nothing is found. */
export const FindLostRevision = new RequestType<LostRevisionParams, Outcome<{ readonly revision: LostRevision }>, void>(
  'alembicWorkbench/findLostRevision',
);
