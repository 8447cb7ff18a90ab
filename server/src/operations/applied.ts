import type { Context } from '../schema/context';
import type { Schema } from '../schema/schema';
import type { Result } from '../common/result';
import type { Table } from '../schema/model';
import type { Batch, Operation, Place } from './operation';

/** An operation that cannot run on the schema it meets: the database, or Alembic, would refuse it. */
export interface Contradiction {
  /** `table-exists`, `no-such-table`, `column-exists`, `no-such-column`, ... */
  readonly code: string;
  /** One sentence for the user, with the names. */
  readonly message: string;
  readonly place: Place;
}

/** What an operation leaves behind. */
export interface Applied {
  readonly schema: Schema;
  readonly contradictions: readonly Contradiction[];
}

/** What `apply` is told besides the schema. */
export interface ApplyContext extends Context {
  /** The revision whose operation it is, for doubts; null: none. */
  readonly revision: string | null;
  /**
   * The table that a batch leaves when it copies it: databases tell less of a table than it was made with. Absent: as its
   * operations say.
   */
  readonly copiedTable?: (batch: Batch, schema: Schema) => Result<Table, string>;
}

/** Why something cannot be undone. */
export interface Irreversible {
  /** One sentence for the user. */
  readonly reason: string;
  readonly place: Place;
}

/** What undoes an operation. */
export interface Reversed {
  /** In the order in which they must run. */
  readonly operations: readonly Operation[];
  /** What of it they do not undo. */
  readonly irreversible: readonly Irreversible[];
}

export type Apply<O extends Operation = Operation> = (schema: Schema, operation: O, context: ApplyContext) => Applied;

/** Between what an operation stands. */
export interface ReverseStep {
  /** The schema that the operation met. */
  readonly before: Schema;
  /** What it left behind. */
  readonly after: Schema;
  readonly context: ApplyContext;
}

/**
 * What undoes an operation wholly, in the order in which it must run; or what it can, and why not the rest.
 * @throws Refusal where there is no answer.
 */
export type Reverse<O extends Operation = Operation> = (
  operation: O,
  step: ReverseStep,
) => readonly Operation[] | Reversed;

/** What undoes an operation, whichever its kind: for those that hold others. */
export type ReverseOne = (operation: Operation, step: ReverseStep) => Reversed;

/** What undoes several, the last of them first. */
export type ReverseAll = (
  operations: readonly Operation[],
  before: Schema,
  context: ApplyContext,
) => readonly Reversed[];
