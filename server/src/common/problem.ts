import type { Range } from './range';

export type Severity = 'error' | 'warning' | 'information' | 'hint';

/** Another place that explains a problem: the second file of a duplicate, each edge of a cycle. */
export interface RelatedPlace {
  readonly file: string;
  readonly range: Range;
  readonly message: string;
}

/** Replaces the text of `range` in `file` (absolute path) by `newText`. */
export interface FileEdit {
  readonly file: string;
  readonly range: Range;
  readonly newText: string;
}

/** A quick fix whose edits the rule itself knows. Titles are imperatives: `Change to 'ae1027a6acf'`. */
export interface ProblemFix {
  readonly title: string;
  readonly edits: readonly FileEdit[];
  /** The one fix that is surely meant: VS Code's "Auto Fix". */
  readonly preferred?: boolean;
}

/**
 * Something wrong in the user's code or configuration.
 * `code` is the id of a rule in `lint/` (`duplicate-revision-id`). `fixes` are the quick fixes the rule can write down at
 * once; fixes that need more (new ids, new files, children) are built by `features/codeActions` from `code` and `data`.
 */
export interface Problem {
  readonly code: string;
  /** A finer name within the rule (`self`, `docstring-revises`), stable, for tests and fixes. */
  readonly subCode?: string;
  readonly severity: Severity;
  /** Absolute path of the file it is shown in. */
  readonly file: string;
  readonly range: Range;
  readonly message: string;
  readonly related?: readonly RelatedPlace[];
  readonly fixes?: readonly ProblemFix[];
  /** Plain JSON. */
  readonly data?: unknown;
}
