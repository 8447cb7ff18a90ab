import type { EngineError, TableLock } from '../engine/engine';
import type { VersionRows } from './versionTable';

/** What a driver failed of, and what is left to do. */
export type LiveFailure = Pick<EngineError, 'code' | 'message'>;

/** A connection that migrations run on. Everything but `explain` may reject with the driver's own error. */
export interface LiveSession {
  /**
   * Begins a transaction, of SQLite's one that nobody else writes beside, and locks the version table until it ends.
   * @returns what the version table holds by now.
   * @throws SessionRefusal where another program keeps it from beginning.
   */
  begin(): Promise<VersionRows>;
  commit(): Promise<void>;
  rollback(): Promise<void>;
  /** @returns how many rows it changed. */
  execute(sql: string): Promise<number>;
  /** The same outside of any transaction. */
  executeAlone(sql: string): Promise<number>;
  /** Whether keys are enforced (SQLite); outside of any transaction. */
  enforceKeys(enforced: boolean): Promise<void>;
  /**
   * Whether a table is as it would be made by these statements.
   * @returns null: it is; otherwise what is different, one sentence.
   */
  differenceOf(table: string, statements: readonly string[]): Promise<string | null>;
  /** How many rows refer to none; of SQLite, which can be made to overlook it. */
  lostReferences(): Promise<number>;
  /** Names of indexes that are there and not usable: what CREATE INDEX CONCURRENTLY leaves when it fails. */
  invalidIndexes(): Promise<readonly string[]>;
  /**
   * Begins to tell which locks the open transaction holds on tables that are there now; of SQLite none, which locks its file.
   * @returns what tells them.
   */
  watchLocks(): Promise<() => Promise<readonly TableLock[]>>;
  /** Asks what runs just now to end. */
  cancel(): void;
  /** What an error of the driver means. */
  explain(error: unknown): LiveFailure;
  close(): Promise<void>;
}

/** The session itself refuses, for a reason in words for the user. */
export class SessionRefusal extends Error {
  constructor(readonly failure: LiveFailure) {
    super(failure.message);
  }
}
