import { droppedName, namedConstraint, namedForeignKey } from '../operations/apply/conventionNames';
import type { AddConstraint, CreateForeignKey, DropConstraint } from '../operations/operation';
import type { Constraint, ForeignKeyConstraint, Table } from '../schema/model';
import { placeholder } from './ddlIndex';
import { refuse } from '../sqlalchemy/refusal';
import type { Ddl, DdlRules } from './ddl';
import { namesColumn } from '../sqlalchemy/toTable';

/** `ALTER TABLE t ADD CONSTRAINT ...` for keys, CHECKs and EXCLUDE, on a stand-in for the table (schemaobj.py of Alembic). */
export function addConstraint(ddl: Ddl, operation: AddConstraint): readonly string[] {
  const { constraint, table } = addedConstraint(ddl, operation);
  return ddl.rules.addConstraint(ddl, constraint, table);
}

/** A constraint as it is added: with the name that it gets, and the stand-in for its table. */
interface Added<C extends Constraint> {
  readonly constraint: C;
  readonly table: Table;
}

/** Keys, CHECKs and EXCLUDE with their names. @throws Refusal */
export function addedConstraint(ddl: Ddl, operation: AddConstraint): Added<Constraint> {
  const { constraint, table, schema } = operation;
  if (constraint.kind === 'primaryKey' && constraint.columns.length === 0) refuse('A primary key has no columns.');
  if (constraint.kind === 'exclude' && constraint.elements.some(({ expression }) => !namesColumn(expression))) {
    refuse('Alembic finds no name of a column in an element of EXCLUDE.');
  }
  const columns = constraint.kind === 'check' ? ['x'] : constraint.kind === 'exclude' ? [] : constraint.columns;
  return { constraint: namedConstraint(operation, ddl.context), table: placeholder(ddl, table, schema, columns) };
}

/** `ALTER TABLE t ADD CONSTRAINT ... FOREIGN KEY` */
export function createForeignKey(ddl: Ddl, operation: CreateForeignKey): readonly string[] {
  const { constraint, table } = addedForeignKey(ddl, operation);
  return ddl.rules.addConstraint(ddl, constraint, table);
}

/** A foreign key with its name. @throws Refusal */
export function addedForeignKey(ddl: Ddl, operation: CreateForeignKey): Added<ForeignKeyConstraint> {
  const { columns, referredColumns } = operation;
  if (new Set(columns).size !== referredColumns.length) {
    return refuse('A foreign key needs as many columns as it refers to, each once.');
  }
  if (columns.length === 0) return refuse('A foreign key has no columns.');
  if (referredColumns.some((column) => column.includes('.'))) {
    return refuse('A foreign key refers to a column with a dot in its name, which SQLAlchemy takes for a table.');
  }
  const table = placeholder(ddl, operation.table, operation.schema, columns);
  return { constraint: namedForeignKey(operation, ddl.context), table };
}

/** `ALTER TABLE t DROP CONSTRAINT name` */
export function dropConstraint(ddl: Ddl, operation: DropConstraint): readonly string[] {
  const table = placeholder(ddl, operation.table, operation.schema, []);
  const name = droppedName(operation, ddl.context);
  const dropped = { name, type: operation.type, ifExists: operation.ifExists === true, typeBound: false };
  return ddl.rules.dropConstraint(ddl, dropped, table);
}

/** DROP CONSTRAINT of a name that is final. */
export const genericDropConstraint: DdlRules['dropConstraint'] = (ddl, { name, ifExists }, table) => {
  const formatted = ddl.name(name ?? refuse('A constraint to drop has no name.'), 'constraint');
  return [`ALTER TABLE ${ddl.table(table)} DROP CONSTRAINT ${ifExists ? 'IF EXISTS ' : ''}${formatted}`];
};
