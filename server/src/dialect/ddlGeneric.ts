import { genericAlterColumn } from './ddlAlterColumn';
import { genericColumnSpecification, genericComputed, genericIdentity } from './ddlColumn';
import { genericAddConstraint } from './ddlAddColumn';
import { constraintText, ON_DELETE } from './ddlConstraint';
import { genericCreateIndex, genericDropIndex } from './ddlIndex';
import { genericDropConstraint } from './ddlNamedConstraint';
import type { DdlRules } from './ddl';

/** What SQLAlchemy's and Alembic's compilers do where a dialect has nothing of its own. */
export const GENERIC_DDL: Omit<DdlRules, 'transactionalDdl' | 'quoting' | 'types' | 'longest' | 'comments'> = {
  canAlter: true,
  onDelete: ON_DELETE,
  typesOfTable: () => [],
  typesOfDroppedTable: () => [],
  beforeCopy: () => [],
  tableOptions: () => '',
  columnSpecification: genericColumnSpecification,
  computed: genericComputed,
  identity: genericIdentity,
  constraint: (ddl, constraint, table) => constraintText(ddl, constraint, table),
  addConstraint: genericAddConstraint,
  dropConstraint: genericDropConstraint,
  createIndex: genericCreateIndex,
  dropIndex: genericDropIndex,
  alterColumn: genericAlterColumn,
  renamedColumn: 'RENAME',
  renamedTable: (ddl, schema, name) => ddl.dottedTable(name, schema),
};
