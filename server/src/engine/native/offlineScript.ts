import { err, ok, type Result } from '../../common/result';
import type { Statement } from '../../dialect/statement';
import type { VersionTableSql } from '../../dialect/versionTableSql';
import type { RevisionError, RevisionMap, Step } from '../../revision/model';
import { changesBy } from '../../revision/versionRows';
import { logLine } from './logLine';

/** How a run is wrapped in transactions (alembic-behaviour.md §1.5, §3.6). */
export interface OfflineOptions {
  /** The dialect's, or `transactional_ddl` of `context.configure()`. */
  readonly transactionalDdl: boolean;
  /** `transaction_per_migration` of `context.configure()`. */
  readonly transactionPerMigration: boolean;
  readonly versionTable: VersionTableSql;
  /** The database that the script is for has it already, though it may be empty; absent: as Alembic takes it, from base on it has not. */
  readonly versionTableExists?: boolean;
  /** The dialect's begin and commit, with their terminators. */
  readonly begin: string;
  readonly commit: string;
  readonly terminator: string;
}

/**
 * What `alembic upgrade FROM:TO --sql` (downgrade, stamp) prints for these steps: comments, statements, the version table,
 * transactions.
 * @param rows the rows that the script begins at.
 * @param statementsOf what one step's `upgrade()` or `downgrade()` sends, with terminators; an error ends the script.
 */
export function offlineScript<E>(
  map: RevisionMap,
  rows: readonly string[],
  steps: readonly Step[],
  statementsOf: (step: Step) => Result<readonly Statement[], E>,
  options: OfflineOptions,
): Result<string, E | RevisionError> {
  const { transactionalDdl, transactionPerMigration, versionTable, begin, commit, terminator } = options;
  const written: string[] = [];
  const write = (...statements: readonly Statement[]): void => {
    written.push(...statements.map((statement) => statement + terminator));
  };
  if (transactionalDdl && !transactionPerMigration) written.push(begin);
  let heads = rows;
  for (const step of steps) {
    if (transactionalDdl && transactionPerMigration) written.push(begin);
    if (heads.length === 0 && options.versionTableExists !== true) write(versionTable.create());
    written.push(`-- Running ${logLine(map, step)}`);
    const statements = step.kind === 'stamp' ? ok([]) : statementsOf(step);
    if (!statements.ok) return statements;
    written.push(...statements.value);
    const changed = changesBy(map, heads, step);
    if (!changed.ok) return err(changed.error);
    write(...changed.value.changes.map((change) => versionTable.change(change)));
    heads = changed.value.after;
    if (transactionalDdl && transactionPerMigration) written.push(commit);
  }
  if (transactionalDdl && !transactionPerMigration) written.push(commit);
  return ok(written.map((text) => `${text}\n\n`).join(''));
}
