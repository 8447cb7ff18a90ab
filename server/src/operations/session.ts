import { machineOf } from '../python/interpreter/machine';
import type { Site } from '../python/interpreter/value';
import type { Context } from '../schema/context';
import type { Environment } from './environment';
import type { Hook } from './hooks';
import type { Operation, Place } from './operation';
import type { Recorder } from './recorder';

/**
 * What the directives of revisions share that are read one after the other. What modules of the project change about
 * Alembic and SQLAlchemy stands from when they are read; what a file changes, until the next one is.
 */
export interface Session {
  readonly context: Context;
  readonly recorder: Recorder;
  readonly environment: Environment;
  /** What open batches hold back until their block ends, the innermost last. */
  readonly batches: Operation[][];
  /** What was changed by the file that is read, and by modules of the project. */
  readonly changed: { readonly byFile: Changes; readonly byModules: Changes };
  /** Whether the file is being loaded: none of its functions runs yet. */
  readonly loading: { now: boolean };
  /**
   * Takes back that calls of classes at this place were not followed: what they made turned out to be a column type, and
   * to make one has no effect.
   */
  readonly withdrawTypes: (place: Place) => void;
}

/** What Python code changes about Alembic and SQLAlchemy. */
interface Changes {
  /** Names of directives that it puts its own in place of. */
  readonly overridden: Set<string>;
  /** Classes of SQLAlchemy's that it makes behave otherwise. */
  readonly hooks: Hook[];
}

/** What the code that runs now changes belongs here. */
export function changesAt({ changed }: Session, site: Site): Changes {
  return machineOf(site).isReading ? changed.byModules : changed.byFile;
}

/** Whether a directive is the project's own. */
export function isOverridden({ changed: { byFile, byModules } }: Session, name: string): boolean {
  return byFile.overridden.has(name) || byModules.overridden.has(name);
}
