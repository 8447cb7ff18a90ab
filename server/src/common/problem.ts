import type { Range } from './range';

export type Severity = 'error' | 'warning' | 'information' | 'hint';

/** Another place that explains a problem: the second file of a duplicate, each edge of a cycle. */
export interface RelatedPlace {
  readonly file: string;
  readonly range: Range;
  readonly message: string;
}

/**
 * Something wrong in the user's code or configuration.
 * `code` is the id of a rule in `lint/` (`duplicate-revision-id`); `data` is what its quick fixes need, plain JSON.
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
  readonly data?: unknown;
}
