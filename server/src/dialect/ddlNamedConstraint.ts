import type { AddConstraint, CreateForeignKey, DropConstraint } from '../operations/operation';
import type { Constraint, ForeignKeyConstraint, Name, Table } from '../schema/model';
import { placeholder } from './ddlIndex';
import { refuse } from '../sqlalchemy/refusal';
import type { Ddl, DdlRules } from './ddl';
import { conventionName, type NamedKind } from '../sqlalchemy/naming';
import { checkName, namesColumn } from '../sqlalchemy/toTable';

/** `ALTER TABLE t ADD CONSTRAINT ...` for keys, CHECKs and EXCLUDE, on a stand-in for the table (schemaobj.py of Alembic). */
export function addConstraint(ddl: Ddl, operation: AddConstraint): readonly string[] {
  const { constraint, table } = namedConstraint(ddl, operation);
  return ddl.rules.addConstraint(ddl, constraint, table);
}

/** A constraint as it is added: with the name that it gets, and the stand-in for its table. */
interface Added<C extends Constraint> {
  readonly constraint: C;
  readonly table: Table;
}

/** Keys, CHECKs and EXCLUDE with their names. @throws Refusal */
export function namedConstraint(ddl: Ddl, operation: AddConstraint): Added<AddConstraint['constraint']> {
  const { constraint } = operation;
  const name = (kind: NamedKind, columns: readonly string[]) =>
    conventionName(ddl.context.naming, kind, constraint.name, {
      table: operation.table,
      schema: operation.schema,
      columns,
    });
  const table = (columns: readonly string[]) => placeholder(ddl, operation.table, operation.schema, columns);
  switch (constraint.kind) {
    case 'primaryKey':
    case 'unique': {
      const { columns } = constraint;
      if (constraint.kind === 'primaryKey' && columns.length === 0) return refuse('A primary key has no columns.');
      const named = { ...constraint, name: name(constraint.kind === 'unique' ? 'uq' : 'pk', columns) };
      return { constraint: named, table: table(columns) };
    }
    case 'check': {
      const naming = { name: (kind: NamedKind) => name(kind, []), context: ddl.context };
      return { constraint: { ...constraint, name: checkName(constraint, naming) }, table: table(['x']) };
    }
    case 'exclude':
      if (constraint.elements.some(({ expression }) => !namesColumn(expression))) {
        refuse('Alembic finds no name of a column in an element of EXCLUDE.');
      }
      return { constraint, table: table([]) };
  }
}

/** `ALTER TABLE t ADD CONSTRAINT ... FOREIGN KEY` */
export function createForeignKey(ddl: Ddl, operation: CreateForeignKey): readonly string[] {
  const { constraint, table } = namedForeignKey(ddl, operation);
  return ddl.rules.addConstraint(ddl, constraint, table);
}

/** A foreign key with its name. @throws Refusal */
export function namedForeignKey(ddl: Ddl, operation: CreateForeignKey): Added<ForeignKeyConstraint> {
  const { columns, referredColumns } = operation;
  if (new Set(columns).size !== referredColumns.length) {
    return refuse('A foreign key needs as many columns as it refers to, each once.');
  }
  if (columns.length === 0) return refuse('A foreign key has no columns.');
  if (referredColumns.some((column) => column.includes('.'))) {
    return refuse('A foreign key refers to a column with a dot in its name, which SQLAlchemy takes for a table.');
  }
  const table = placeholder(ddl, operation.table, operation.schema, columns);
  const referred = { table: operation.referredTable, schema: operation.referredSchema, columns: referredColumns };
  const name = conventionName(ddl.context.naming, 'fk', operation.name, {
    table: table.name,
    schema: table.schema,
    columns,
    referred,
  });
  const { referredTable, referredSchema, rules, options } = operation;
  const target = { referredTable, referredSchema, referredColumns };
  return { constraint: { kind: 'foreignKey', name, columns, ...target, rules, options }, table };
}

const KINDS = { foreignkey: 'fk', primary: 'pk', unique: 'uq', check: 'ck' } as const;

/** The name of a constraint to drop: conventions that elaborate names elaborate this one too. @throws Refusal */
export function droppedName({ context }: Pick<Ddl, 'context'>, operation: DropConstraint): Name | null {
  const subject = { table: operation.table, schema: operation.schema, columns: [] };
  return operation.type === null
    ? operation.name
    : conventionName(context.naming, KINDS[operation.type], operation.name, subject);
}

/** `ALTER TABLE t DROP CONSTRAINT name` */
export function dropConstraint(ddl: Ddl, operation: DropConstraint): readonly string[] {
  const table = placeholder(ddl, operation.table, operation.schema, []);
  const name = droppedName(ddl, operation);
  const dropped = { name, type: operation.type, ifExists: operation.ifExists === true, typeBound: false };
  return ddl.rules.dropConstraint(ddl, dropped, table);
}

/** DROP CONSTRAINT of a name that is final. */
export const genericDropConstraint: DdlRules['dropConstraint'] = (ddl, { name, ifExists }, table) => {
  const formatted = ddl.name(name ?? refuse('A constraint to drop has no name.'), 'constraint');
  return [`ALTER TABLE ${ddl.table(table)} DROP CONSTRAINT ${ifExists ? 'IF EXISTS ' : ''}${formatted}`];
};
