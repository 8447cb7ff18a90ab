import type { Expression, Ranged, Statement } from '../ast';
import type { PyRaised } from './exception';
import type { Scope } from './scope';
import type { Supposed } from './supposed';
import type { CallArguments, Caller, PyValue, Site, UnknownPyValue } from './value';

/** How statements ended: undefined, by going through to their end. */
export type Completion = undefined | 'break' | 'continue' | { readonly returned: PyValue };

/** The interpretation ends here: a limit is reached. Caught at the top only. */
export class Stopped extends Error {
  constructor(
    readonly reason: string,
    readonly place: Ranged,
  ) {
    super(reason);
  }
}

/** What the parts of the interpreter ask of each other. */
export interface Machine extends Caller {
  evaluate(expression: Expression, scope: Scope): PyValue;
  run(statements: readonly Statement[], scope: Scope): Completion;
  /** Where a node is for the user, and who interprets it. */
  site(node: Ranged, scope: Scope): Site;
  /** Counts work. @throws Stopped when the budget is used up. */
  spend(steps: number, place: Ranged): void;
  /** Something unknown was worked with that may have raised an exception. */
  mayRaise(): void;
  /** How often `mayRaise` and `notFollowed` were called: a `try` compares it with before. */
  readonly uncertain: number;
  /** The exceptions that are being handled, the innermost last. */
  readonly handling: PyRaised[];
  /** How many blocks are open that put exceptions aside: `try` with handlers, `suppress()`. */
  trying: number;
  /** From here on it is not known whether what is followed runs at all. */
  perhaps(reason: string): void;
  /** Tells that code was not followed. */
  notFollowed(reason: string, place: Ranged): void;
  /** Tells of code that may not run, and sees what it does when it does; undefined: nobody wants to know. */
  readonly supposed: ((what: Supposed) => void) | undefined;
  /** Runs the body of a function. */
  within<T>(run: () => T): T;
  /** Remembers where the run is, for an excursion of so many steps; the answer goes back there. */
  setOut(steps: number): () => void;
  /**
   * Something unknown has these values: what they reach is not known any more. `kept`: what gets them may keep them
   * and change them later again.
   */
  giveAway(values: Iterable<PyValue>, reason: string, kept: boolean): void;
  /** Calls something of which only that it is unknown is known. */
  callUnknown(callee: UnknownPyValue, args: CallArguments, place: Ranged, shown?: string): PyValue;
  /** `x.name = value` */
  setAttribute(object: PyValue, name: string, value: PyValue, site: Site): void;
  /** Gives every item to `visit`, which answers false to stop. False: what it goes through is not known. */
  each(value: PyValue, site: Site, visit: (item: PyValue) => boolean): boolean;
  /** A module by its absolute name. */
  module(name: string, site: Site): PyValue;
  /** Modules of the project are not as they would be for another file. */
  spoil(): void;
  /** A module of the project is being read: what happens is part of it, not of the file. */
  readonly isReading: boolean;
  /** Does something outside of the file, with a budget of its own; what it loses is taken back. */
  aside<T>(act: () => T): T;
  /** Finds something out that belongs to the reading of a module: whether it is certain does not concern the file. */
  late<T>(find: () => T): T;
  /** What `name` is among Python's own names. */
  builtin(name: string): PyValue | undefined;
}

/** A machine is the only `Caller` there is: libraries see less of it. */
export function machineOf({ interpreter }: Site): Machine {
  return interpreter as Machine;
}
