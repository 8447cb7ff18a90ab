import type { Context } from '../schema/context';
import type { Operation } from './operation';
import type { Recorder } from './recorder';

/** One reading of a revision: what its directives share. */
export interface Session {
  readonly context: Context;
  readonly recorder: Recorder;
  /** What open batches hold back until their block ends, the innermost last. */
  readonly batches: Operation[][];
  /** Names of directives that the file puts its own in place of. */
  readonly overridden: Set<string>;
  /** Whether the file is being loaded: none of its functions runs yet. */
  readonly loading: { now: boolean };
}
