import { children, GENERIC_STATEMENTS, type StatementTable } from '../ddlStatements';
import { batchStatements } from './batch';

/** What each kind of operation sends to SQLite. */
export const STATEMENTS: StatementTable = {
  ...GENERIC_STATEMENTS,
  // SQLite has no such types: `create()` and `drop()` do nothing there.
  createEnum: () => [],
  dropEnum: () => [],
  batch: (ddl, operation, memo) => batchStatements(ddl, operation, STATEMENTS, memo),
  autocommitBlock: (ddl, operation, memo) => children(operation.children, ddl, STATEMENTS, memo),
};
