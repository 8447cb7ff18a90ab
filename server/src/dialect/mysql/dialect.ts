import type { DropConstraint } from '../../operations/operation';
import type { Constraint, Table } from '../../schema/model';
import { constraintText } from '../ddlConstraint';
import type { Ddl, DdlRules } from '../ddl';
import { refuseNamedTypes } from '../ddlForeignTypes';
import { GENERIC_DDL } from '../ddlGeneric';
import { refuse } from '../../sqlalchemy/refusal';
import { sqlDialect } from '../ddlStatements';
import type { SqlDialect } from '../statement';
import { alterColumn, columnSpecification } from './columns';
import { createIndex, dropIndex, keyUsing } from './indexes';
import { QUOTING } from './quoting';
import { STATEMENTS } from './statements';
import { tableOptions } from './tableOptions';
import { TYPES } from './types';

/** SQLAlchemy's `MySQLDDLCompiler` and Alembic's `MySQLImpl`. */
const RULES: DdlRules = {
  ...GENERIC_DDL,
  transactionalDdl: false,
  quoting: QUOTING,
  types: TYPES,
  longest: { index: 64, constraint: 64, identifier: 255 },
  comments: 'inline',
  typesOfTable: refuseNamedTypes('postgresql.ENUM', 'postgresql.DOMAIN'),
  typesOfDroppedTable: refuseNamedTypes('postgresql.ENUM', 'postgresql.DOMAIN'),
  tableOptions,
  columnSpecification,
  constraint,
  dropConstraint,
  createIndex,
  dropIndex,
  alterColumn,
};

/** MySQL's SQL, as Alembic writes it offline. */
export const mysql: SqlDialect = sqlDialect(RULES, STATEMENTS);

function constraint(ddl: Ddl, item: Constraint, table: Table): string | null {
  if (item.kind === 'foreignKey' && item.rules.match !== null) {
    refuse('SQLAlchemy writes no MATCH for MySQL, which would ignore the other rules then.');
  }
  return constraintText(ddl, item, table) + (item.kind === 'primaryKey' ? keyUsing(ddl, item) : '');
}

const DROPPED: Readonly<Record<Exclude<DropConstraint['type'], null>, string>> = {
  foreignkey: 'FOREIGN KEY ',
  primary: 'PRIMARY KEY ',
  unique: 'INDEX ',
  check: 'CHECK ',
};

function dropConstraint(
  ddl: Ddl,
  { name, type, typeBound }: Parameters<DdlRules['dropConstraint']>[1],
  table: Pick<Table, 'name' | 'schema'>,
): readonly string[] {
  if (typeBound) return [];
  if (type === null) return refuse('MySQL has a DROP for each type of constraint: `type_` must say which it is.');
  const formatted =
    type === 'primary' ? '' : ddl.name(name ?? refuse('A constraint to drop has no name.'), 'constraint');
  return [`ALTER TABLE ${ddl.table(table)} DROP ${DROPPED[type]}${formatted}`];
}
