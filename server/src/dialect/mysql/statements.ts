import type { SqlType } from '../../schema/sqlType';
import { alterInPlace } from '../ddlBatch';
import { refuse } from '../../sqlalchemy/refusal';
import { children, GENERIC_STATEMENTS, type StatementTable } from '../ddlStatements';

/** What each kind of operation sends to MySQL. */
export const STATEMENTS: StatementTable = {
  ...GENERIC_STATEMENTS,
  createEnum: (_ddl, { type }) => noType(type),
  dropEnum: (_ddl, { type }) => noType(type),
  createTableComment: (ddl, { table: name, schema, comment }) => [
    `ALTER TABLE ${ddl.table({ name, schema })} COMMENT ${comment === null ? 'NULL' : ddl.string(comment)}`,
  ],
  dropTableComment: (ddl, { table: name, schema }) => [`ALTER TABLE ${ddl.table({ name, schema })} COMMENT ''`],
  batch: (ddl, operation, memo) => alterInPlace(ddl, operation, STATEMENTS, memo),
  autocommitBlock: (ddl, operation, memo) => children(operation.children, ddl, STATEMENTS, memo),
};

/** An Enum is part of its column there: `create()` and `drop()` do nothing, but PostgreSQL's own classes insist. */
function noType(type: SqlType): readonly string[] {
  if (type.kind === 'custom') return refuse(type.reason);
  return type.module === 'postgresql' ? refuse(`MySQL has no CREATE TYPE for \`${type.name}\`.`) : [];
}
