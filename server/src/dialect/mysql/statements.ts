import { alterInPlace } from '../ddlBatch';
import { children, GENERIC_STATEMENTS, type StatementTable } from '../ddlStatements';

/** What each kind of operation sends to MySQL. */
export const STATEMENTS: StatementTable = {
  ...GENERIC_STATEMENTS,
  // An Enum is part of its column there: `create()` and `drop()` do nothing.
  createEnum: () => [],
  dropEnum: () => [],
  createTableComment: (ddl, { table: name, schema, comment }) => [
    `ALTER TABLE ${ddl.table({ name, schema })} COMMENT ${comment === null ? 'NULL' : ddl.string(comment)}`,
  ],
  dropTableComment: (ddl, { table: name, schema }) => [`ALTER TABLE ${ddl.table({ name, schema })} COMMENT ''`],
  batch: (ddl, operation, memo) => alterInPlace(ddl, operation, STATEMENTS, memo),
  autocommitBlock: (ddl, operation, memo) => children(operation.children, ddl, STATEMENTS, memo),
};
