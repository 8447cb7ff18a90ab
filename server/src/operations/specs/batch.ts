import { err } from '../../common/result';
import { tableKey } from '../../schema/lookup';
import type { Table } from '../../schema/model';
import { withTable } from '../../schema/schema';
import type { Applied, Apply } from '../applied';
import { heldTable } from '../apply/columns';
import { recreates, recreateTable } from '../apply/recreate';
import type { Batch, Operation } from '../operation';
import type { ApplyAll } from './autocommitBlock';

/** A batch alters its table as its operations say, or makes it anew and copies the rows. */
export function applyBatch(applyAll: ApplyAll): Apply<Batch> {
  return (schema, operation, context) => {
    if (!recreates(operation, context)) return applyAll(schema, operation.children, context);
    // What is executed does not wait for the end of the block.
    const first = applyAll(schema, operation.children.filter(isSentAtOnce), context);
    const then = copyTable(first.schema, operation, context);
    return { schema: then.schema, contradictions: [...first.contradictions, ...then.contradictions] };
  };
}

/** What is not followed may be anything. */
function isSentAtOnce(child: Operation): boolean {
  return child.kind === 'execute' || (child.kind === 'opaque' && child.table === null);
}

/** The table as the database has it after the copy; where that is not known, as the operations say, and in doubt. */
const copyTable: Apply<Batch> = (schema, operation, context): Applied => {
  const key = tableKey(schema, operation.table, operation.schema);
  const replaced = key === null ? undefined : replacedColumn(schema.tables.get(key)?.table ?? null, operation);
  const copied =
    replaced === undefined
      ? context.copiedTable?.(operation, schema)
      : err(`The batch adds the column \`${replaced}\`, which is there: Alembic puts the new one in its place.`);
  if (copied?.ok === true && key !== null) {
    const table = heldTable(copied.value, context.dialect);
    return { schema: withTable(schema, key, { table, doubt: null }), contradictions: [] };
  }
  const likely = recreateTable(schema, operation, context);
  const state = key === null ? undefined : likely.schema.tables.get(key);
  if (key === null || state?.doubt !== null || copied?.ok !== false) return likely;
  const doubt = { reason: copied.error, revision: context.revision };
  return { ...likely, schema: withTable(likely.schema, key, { ...state, doubt }) };
};

/** A column that a batch adds though it is there. */
function replacedColumn(table: Table | null, { children }: Batch): string | undefined {
  const names = children.flatMap((child) => (child.kind === 'addColumn' ? child.column.name : []));
  return names.find((name) => table?.columns.some((column) => column.name === name));
}
