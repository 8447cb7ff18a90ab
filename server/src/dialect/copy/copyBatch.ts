import { applyOperations } from '../../operations/applyOperation';
import type { Batch } from '../../operations/operation';
import type { Schema } from '../../schema/schema';
import { refuse } from '../../sqlalchemy/refusal';
import { toTable } from '../../sqlalchemy/toTable';
import type { Ddl } from '../ddl';
import { children, type StatementTable } from '../ddlStatements';
import type { RunMemo } from '../statement';
import { copyStatements } from './copyStatements';
import type { CopySource } from './tableCopy';

/** What SQLAlchemy reads of the table of a batch from the database. @throws Refusal where that is not known. */
export type Reflection = (ddl: Ddl, batch: Batch, schema: Schema) => CopySource;

/**
 * A batch that copies its table.
 * @throws Refusal where the table is not known: offline, Alembic has not seen it either.
 */
export function copyBatch(
  ddl: Ddl,
  batch: Batch,
  table: StatementTable,
  { memo, reflection }: { readonly memo: RunMemo; readonly reflection: Reflection },
): readonly string[] {
  // These do not wait for the end of the block.
  const atOnce = batch.children.filter(({ kind }) => kind === 'execute');
  const sent = children(atOnce, ddl, table, memo);
  const before =
    ddl.before === null ? null : applyOperations(ddl.before, atOnce, { ...ddl.context, revision: null }).schema;
  return [...sent, ...copyStatements(ddl, copySource(ddl, batch, before, reflection), batch, memo)];
}

/** The table that the batch begins with. @throws Refusal */
export function copySource(ddl: Ddl, batch: Batch, before: Schema | null, reflection: Reflection): CopySource {
  if (batch.copyFrom !== null) {
    const given = { name: batch.table, schema: batch.schema, items: batch.copyFrom, comment: null, prefixes: [] };
    const unsaid = batch.copyFrom.flatMap((item) =>
      item.kind === 'column' && item.nullable === null ? [item.name] : [],
    );
    const table = toTable({ ...given, options: {} }, { ...ddl.context, naming: null });
    return { table, isReflected: false, nullabilityUnsaid: new Set(unsaid) };
  }
  return before === null
    ? refuse('Alembic cannot copy a table offline that it has not seen: `copy_from` would have to describe it.')
    : reflection(ddl, batch, before);
}
