import type { Batch } from '../operations/operation';
import type { Ddl } from './ddl';
import { refuse } from '../sqlalchemy/refusal';
import { children, type StatementTable } from './ddlStatements';
import type { RunMemo } from './statement';

/** Where ALTER can do everything a batch is its operations, without the naming convention it may bring. */
export function alterInPlace(ddl: Ddl, operation: Batch, table: StatementTable, memo: RunMemo): readonly string[] {
  if (operation.recreate === 'always') return refuse('`recreate="always"` copies a table, which is not followed here.');
  const moved = operation.children.some(
    (child) => 'insertBefore' in child && (child.insertBefore ?? child.insertAfter) !== null,
  );
  if (moved) return refuse('`insert_before` and `insert_after` need `recreate="always"`.');
  return children(operation.children, ddl, table, memo);
}
