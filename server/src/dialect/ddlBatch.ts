import type { Batch } from '../operations/operation';
import type { Ddl } from './ddl';
import { refuse } from '../sqlalchemy/refusal';
import { copyBatch } from './copy/copyBatch';
import { children, type StatementTable } from './ddlStatements';
import type { RunMemo } from './statement';

/**
 * Where ALTER can do everything a batch is its operations, without the naming convention it may bring; only
 * `recreate="always"` copies the table.
 */
export function alterInPlace(ddl: Ddl, operation: Batch, table: StatementTable, memo: RunMemo): readonly string[] {
  if (operation.recreate === 'always') return copyBatch(ddl, operation, table, { memo, reflection: notReflected });
  const moved = operation.children.some(
    (child) => 'insertBefore' in child && (child.insertBefore ?? child.insertAfter) !== null,
  );
  if (moved) return refuse('`insert_before` and `insert_after` need `recreate="always"`.');
  return children(operation.children, ddl, table, memo);
}

function notReflected(): never {
  return refuse(
    'Alembic copies the table as it finds it in the database, which is followed on SQLite alone. `copy_from` would describe the table.',
  );
}
