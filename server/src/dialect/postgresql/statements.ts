import { alterInPlace } from '../ddlBatch';
import { children, GENERIC_STATEMENTS, type StatementTable } from '../ddlStatements';
import { createNamedType, dropNamedType } from './enumTypes';

/** What each kind of operation sends to PostgreSQL. */
export const STATEMENTS: StatementTable = {
  ...GENERIC_STATEMENTS,
  createEnum: (ddl, { type, checkFirst }) => createNamedType(ddl, type, checkFirst),
  dropEnum: (ddl, { type, checkFirst }) => dropNamedType(ddl, type, checkFirst),
  batch: (ddl, operation, memo) => alterInPlace(ddl, operation, STATEMENTS, memo),
  autocommitBlock: (ddl, operation, memo) => {
    const inside = children(operation.children, ddl, STATEMENTS, memo);
    return ddl.context.mode === 'offline' ? ['COMMIT', ...inside, 'BEGIN'] : inside;
  },
};
