import type { Problem } from '../../common/problem';
import type { ProjectSnapshot, RevisionDocument } from '../../workspace/snapshot';
import type { Change } from '../support/edits';

/** What fixes need from outside: chance, the clock and one file. */
export interface FixEnvironment {
  newRevisionId(): string;
  now(): Date;
  /** Null when the file is not there. */
  readText(path: string): string | null;
}

export interface FixInput {
  readonly problem: Problem;
  readonly project: ProjectSnapshot;
  /** The file the problem is shown in. */
  readonly document: RevisionDocument;
  readonly environment: FixEnvironment;
}

/** A quick fix: what it does, or why it cannot be done here (shown greyed out with the reason). */
export type Fix =
  | { readonly title: string; readonly change: Change; readonly preferred?: boolean }
  | { readonly title: string; readonly disabled: string }
  /** A command of the client's, by its name below `alembicWorkbench.`, for a file. */
  | { readonly title: string; readonly command: string; readonly uri: string };

export type FixBuilder = (input: FixInput) => readonly Fix[];
