/**
 * One revision as the chain takes it in: what Alembic's `Script` object holds after a file was loaded.
 * `null` in `downRevision` etc. does not occur: None is the empty list.
 */
export interface Script {
  readonly id: string;
  /** As written, in order, duplicates kept. Empty for a base. */
  readonly downRevision: readonly string[];
  readonly dependsOn: readonly string[];
  readonly branchLabels: readonly string[];
  /** First paragraph of the docstring; empty when there is none. */
  readonly message: string;
  /** Absolute path of the file, or any unique name in tests. */
  readonly path: string;
}
