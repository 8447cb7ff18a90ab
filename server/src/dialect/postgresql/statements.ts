import { children, GENERIC_STATEMENTS, type StatementTable } from '../ddlStatements';
import { refuse } from '../ddlRefusal';
import { createNamedType, dropNamedType } from './enumTypes';

/** What each kind of operation sends to PostgreSQL. */
export const STATEMENTS: StatementTable = {
  ...GENERIC_STATEMENTS,
  createEnum: (ddl, { type, checkFirst }) => createNamedType(ddl, type, checkFirst),
  dropEnum: (ddl, { type, checkFirst }) => dropNamedType(ddl, type, checkFirst),
  // ALTER can do everything here: a batch is its operations, without the convention it may name.
  batch: (ddl, operation, memo) => {
    if (operation.recreate === 'always')
      return refuse('`recreate="always"` copies a table, which is not followed here.');
    const moved = operation.children.some(
      (child) => 'insertBefore' in child && (child.insertBefore ?? child.insertAfter) !== null,
    );
    if (moved) return refuse('`insert_before` and `insert_after` need `recreate="always"`.');
    return children(operation.children, ddl, STATEMENTS, memo);
  },
  autocommitBlock: (ddl, operation, memo) => {
    const inside = children(operation.children, ddl, STATEMENTS, memo);
    return ddl.context.mode === 'offline' ? ['COMMIT', ...inside, 'BEGIN'] : inside;
  },
};
