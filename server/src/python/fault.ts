import type { Ranged } from './ast';

/** Something Python 3 refuses whatever its version: found by our own scanner, never guessed from a parser's error node. */
export interface Fault extends Ranged {
  readonly kind: 'bracket' | 'string' | 'indentation' | 'conflict-marker';
  readonly message: string;
}
