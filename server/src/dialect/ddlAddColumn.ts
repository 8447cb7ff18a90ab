import type { AddColumn } from '../operations/operation';
import type { Constraint, Table } from '../schema/model';
import { columnChecks } from './ddlColumn';
import { references } from './ddlConstraint';
import { columnComment } from './ddlTable';
import type { Ddl } from './ddl';
import { bareTable, toTable } from '../sqlalchemy/toTable';

/** ADD COLUMN, and what the column brings to its table in statements of its own (toimpl.py of Alembic). */
export function addColumn(ddl: Ddl, operation: AddColumn): readonly string[] {
  const { schema } = operation;
  const table = toTable(bareTable(operation.table, schema, [operation.column]), ddl.context);
  const [column] = table.columns;
  if (column === undefined) return [];
  const inline = operation.inlineReferences === true ? onlyForeignKey(table) : null;
  // What a dialect refuses of a foreign key, it refuses in the column, too.
  if (inline !== null) ddl.rules.constraint(ddl, inline, table);
  const specification = ddl.rules.columnSpecification(ddl, column, table);
  const added =
    `${ddl.alterTable(operation.table, schema)} ADD COLUMN ${operation.ifNotExists === true ? 'IF NOT EXISTS ' : ''}` +
    specification +
    (operation.inlinePrimaryKey === true && column.primaryKey ? ' PRIMARY KEY' : '') +
    (inline === null ? '' : ` ${references(ddl, inline, table)}`) +
    columnChecks(ddl, column);
  return [
    added,
    ...table.constraints
      .filter((constraint) => constraint.kind !== 'primaryKey' && constraint !== inline)
      .flatMap((constraint) => ddl.rules.addConstraint(ddl, constraint, table)),
    ...table.indexes.map((index) => ddl.rules.createIndex(ddl, index, table, false)),
    ...(ddl.rules.comments === 'statement' ? columnComment(ddl, column, table) : []),
  ];
}

/** Alembic writes REFERENCES into the column for a single foreign key only. */
function onlyForeignKey(table: Table): Extract<Constraint, { kind: 'foreignKey' }> | null {
  const keys = table.constraints.filter((constraint) => constraint.kind === 'foreignKey');
  return keys.length === 1 ? (keys[0] ?? null) : null;
}

/** `ALTER TABLE t ADD CONSTRAINT ...` */
export function genericAddConstraint(ddl: Ddl, constraint: Constraint, table: Table): readonly string[] {
  const text = ddl.rules.constraint(ddl, constraint, table);
  return text === null ? [] : [`ALTER TABLE ${ddl.table(table)} ADD ${text}`];
}
