import type { RowChange } from '../../revision/versionRows';
import type { VersionTableOptions } from '../../dialect/versionTableSql';
import type { RunStep } from '../engine';

/** All that a run sends, known before it begins: plain data, for another process to execute. */
export interface NativeProgram {
  readonly dialect: 'sqlite' | 'postgresql';
  readonly versionTable: VersionTableOptions;
  /** The rows that the run must find. */
  readonly rows: readonly string[];
  /** `--purge`: the version table is emptied first. */
  readonly purge: boolean;
  readonly transactions: readonly NativeTransaction[];
}

/** Steps that are kept together or not at all. */
export interface NativeTransaction {
  /** Whether keys are enforced in it, and afterwards; absent: as before. Only SQLite is told. */
  readonly enforcesKeys?: boolean;
  readonly steps: readonly NativeStep[];
  /** Set when it is over: `PRAGMA foreign_keys` that a revision ends with. */
  readonly enforcesKeysAfter?: boolean;
}

export interface NativeStep {
  readonly step: RunStep;
  /** `upgrade a -> b, message`: as Alembic logs it. */
  readonly log: string;
  /** Absolute path of the revision; null: a stamp. */
  readonly file: string | null;
  readonly actions: readonly NativeAction[];
  readonly changes: readonly RowChange[];
  readonly rowsAfter: readonly string[];
  /** It copies tables: rows that refer to none are counted before and after. */
  readonly checksReferences: boolean;
}

export type NativeAction =
  /** `line`: zero-based, of the call that sends it. */
  | { readonly kind: 'statement'; readonly sql: string; readonly line: number }
  /** An autocommit block: the transaction is committed before it, and another one begun after it. */
  | { readonly kind: 'alone'; readonly statements: readonly { readonly sql: string; readonly line: number }[] }
  /** What is about to be copied must be what it is known as. */
  | { readonly kind: 'expect'; readonly table: string; readonly statements: readonly string[]; readonly line: number };

/** Whether some of it is sent outside of transactions. */
export function hasAutocommitBlocks({ transactions }: NativeProgram): boolean {
  return transactions.some(({ steps }) => steps.some(({ actions }) => actions.some(({ kind }) => kind === 'alone')));
}

/** Why a run cannot be native. */
export interface NativeRefusal {
  /** Null: it is not about one revision. */
  readonly revision: string | null;
  readonly file: string | null;
  /** Zero-based; null: it is about the whole file. */
  readonly line: number | null;
  /** One sentence. */
  readonly reason: string;
}
