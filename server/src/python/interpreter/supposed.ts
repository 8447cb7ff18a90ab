import type { Ranged } from '../ast';

/** How code went that was run as if it ran: to its end, to an exception that ends the whole run, or not followed. */
export type Ended = 'completed' | 'failed' | 'lost';

/** Code of which it is not known whether it runs. */
export interface Supposed {
  /** Why: a sentence for the user. */
  readonly reason: string;
  readonly place: Ranged;
  /** What follows it may not run then, though the run goes on. */
  readonly mayEnd: boolean;
  /** It runs once at most, and nothing of it has run. */
  readonly isOnce: boolean;
  /** Run its parts, one each, to see what that does. */
  readonly ways: readonly (() => Ended)[];
}
