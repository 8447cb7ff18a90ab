import type { Context } from '../schema/context';
import type { Environment } from './environment';
import type { Hook } from './hooks';
import type { Operation, Place } from './operation';
import type { Recorder } from './recorder';

/** One reading of a revision: what its directives share. */
export interface Session {
  readonly context: Context;
  readonly recorder: Recorder;
  readonly environment: Environment;
  /** What open batches hold back until their block ends, the innermost last. */
  readonly batches: Operation[][];
  /** Names of directives that the file puts its own in place of. */
  readonly overridden: Set<string>;
  /** Classes of SQLAlchemy's that the file, or a module of the project it takes something from, makes behave otherwise. */
  readonly hooks: Hook[];
  /** Whether the file is being loaded: none of its functions runs yet. */
  readonly loading: { now: boolean };
  /**
   * Takes back that calls of classes at this place were not followed: what they made turned out to be a column type, and
   * to make one has no effect.
   */
  readonly withdrawTypes: (place: Place) => void;
}
