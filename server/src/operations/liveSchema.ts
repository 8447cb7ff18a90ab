import type { Schema } from '../schema/schema';
import type { ApplyContext } from './applied';
import { applyOperations, whyItMayEnd } from './applyOperation';
import type { Operation } from './operation';

/** The schema while a revision runs: what its run would find in the database. Worked out when somebody asks. */
export class LiveSchema {
  #applied: readonly Operation[] = [];
  #schema: Schema;
  #isAsked = false;

  /** @param before the schema that the revision meets. */
  constructor(
    private readonly before: Schema,
    private readonly context: ApplyContext,
  ) {
    this.#schema = before;
  }

  /** Whether anybody asked: what was read depends on the schema then. */
  get isAsked(): boolean {
    return this.#isAsked;
  }

  /** The schema after these operations, which are mostly those of the last question and some more. */
  after(operations: readonly Operation[]): Schema {
    this.#isAsked = true;
    const isContinued = this.#applied.every(
      (operation, index) => operations[index] === operation && whyItMayEnd(operation) === null,
    );
    const start = isContinued ? this.#schema : this.before;
    const more = isContinued ? operations.slice(this.#applied.length) : operations;
    this.#schema = applyOperations(start, more, this.context).schema;
    this.#applied = [...operations];
    return this.#schema;
  }
}
