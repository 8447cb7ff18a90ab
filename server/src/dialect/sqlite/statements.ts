import type { Operation } from '../../operations/operation';
import { children, GENERIC_STATEMENTS, type StatementTable } from '../ddlStatements';
import type { Ddl } from '../ddl';
import { refuse } from '../ddlRefusal';
import { typeChecks } from '../toTable';

/** What each kind of operation sends to SQLite. */
export const STATEMENTS: StatementTable = {
  ...GENERIC_STATEMENTS,
  // SQLite has no such types: `create()` and `drop()` do nothing there.
  createEnum: () => [],
  dropEnum: () => [],
  batch: (ddl, operation, memo) => {
    if (
      operation.recreate === 'always' ||
      (operation.recreate === 'auto' && operation.children.some((child) => needsCopy(child, ddl)))
    ) {
      return refuse(
        operation.copyFrom === null
          ? 'Alembic cannot copy a table offline that it has not seen: `copy_from` would have to describe it.'
          : 'A batch that copies the table of `copy_from` is not followed.',
      );
    }
    return children(operation.children, ddl, STATEMENTS, memo);
  },
  autocommitBlock: (ddl, operation, memo) => children(operation.children, ddl, STATEMENTS, memo),
};

/** What SQLite cannot alter (`SQLiteImpl.requires_recreate_in_batch`). */
function needsCopy(operation: Operation, { context, rules }: Ddl): boolean {
  if (operation.kind === 'addColumn') {
    const { serverDefault } = operation.column;
    const isStored = serverDefault?.kind === 'computed' && serverDefault.persisted === true;
    return (
      operation.insertBefore !== null ||
      operation.insertAfter !== null ||
      serverDefault?.kind === 'expression' ||
      isStored ||
      // The CHECK of a type comes as an operation of its own.
      typeChecks(operation.column, { name: () => null }, context, rules.native).length > 0
    );
  }
  // These run at once, whatever the batch does.
  return operation.kind !== 'createIndex' && operation.kind !== 'dropIndex' && operation.kind !== 'execute';
}
