import type { Result } from '../common/result';
import type { Context } from '../schema/context';
import type { Batch, Operation, Place } from '../operations/operation';
import type { Table } from '../schema/model';
import type { Schema } from '../schema/schema';

/** A statement as Alembic's offline mode writes it, without terminator and surrounding blanks. */
export type Statement = string;

/** Why there is no SQL. */
export interface NoSql {
  /** One sentence for the user. */
  readonly reason: string;
  readonly place: Place;
}

/** What is remembered from statement to statement of one run. */
export interface RunMemo {
  /** Enum types for which CREATE TYPE was written: `schema.name`. */
  readonly createdTypes: Set<string>;
}

/** Writes SQL for one dialect. */
export interface SqlDialect {
  /** Whether Alembic runs migrations of it in transactions (alembic-behaviour.md §3.6). */
  readonly transactionalDdl: boolean;
  /** An identifier as it stands in statements. */
  quote(identifier: string): string;
  /**
   * What one operation sends to the database, in order; the reason when that is not known, or Alembic refuses it.
   * @param before what the database holds then, for what depends on it; without it, as offline.
   */
  statements(
    operation: Operation,
    context: Context,
    memo: RunMemo,
    before?: Schema,
  ): Result<readonly Statement[], NoSql>;
  /**
   * The table that a batch leaves when it copies it, as the database has it then; absent: as its operations say.
   * @returns in the error why it is not known.
   */
  readonly copiedTable?: (batch: Batch, schema: Schema, context: Context) => Result<Table, string>;
}
