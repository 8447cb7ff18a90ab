import type { CopyPlace } from '../engine/engine';

/** A database that stands in for another while something is tried, and must not stay. */
export interface LiveCopy {
  readonly place: CopyPlace;
  /** How our own drivers reach it; may hold a password. */
  readonly url: string;
  /** Removes it. @throws the driver's own error. */
  drop(): Promise<void>;
}

/** `content`: with all rows; else made new, by these statements. */
export type CopyContent = 'content' | { readonly statements: readonly string[] };

/** What the name of every copy begins with: what a crash left behind is known by it. */
export const COPY_PREFIX = 'alembic_workbench_copy_';
