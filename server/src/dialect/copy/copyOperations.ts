import { droppedName } from '../../operations/apply/conventionNames';
import type { AddColumn, AlterColumn, Batch, Operation } from '../../operations/operation';
import type { SqlType } from '../../schema/sqlType';
import { conventionName } from '../../sqlalchemy/naming';
import { refuse } from '../../sqlalchemy/refusal';
import { bareTable, toTable, typeChecks } from '../../sqlalchemy/toTable';
import type { Ddl } from '../ddl';
import { createdIndex, droppedIndex } from '../ddlIndex';
import { addedConstraint, addedForeignKey } from '../ddlNamedConstraint';
import { refusingAt } from '../ddlStatements';
import { TableCopy, type CopySource } from './tableCopy';

/** What the operations of a batch make of the table it copies. @throws Refusal where Alembic raises. */
export function copyOf(source: CopySource, batch: Batch, ddl: Ddl): TableCopy {
  const copy = new TableCopy(source, batch, ddl.context.dialect);
  for (const child of batch.children) {
    refusingAt(child, () => {
      change(copy, child, ddl);
    });
  }
  return copy;
}

/** One operation, taken apart as outside batches (toimpl.py of Alembic). */
function change(copy: TableCopy, child: Operation, ddl: Ddl): void {
  switch (child.kind) {
    case 'addColumn':
      addColumn(copy, child, ddl);
      return;
    case 'alterColumn':
      alterColumn(copy, child, ddl);
      return;
    case 'dropColumn':
      copy.dropColumn(child);
      return;
    case 'createIndex':
      copy.createIndex(createdIndex(ddl, child).index);
      return;
    case 'dropIndex':
      copy.dropIndex(droppedIndex(ddl, child).index);
      return;
    case 'addConstraint':
      copy.addConstraint(addedConstraint(ddl, child).constraint);
      return;
    case 'createForeignKey':
      copy.addConstraint(addedForeignKey(ddl, child).constraint);
      return;
    case 'dropConstraint':
      copy.dropConstraint(droppedName(child, ddl.context)?.text ?? null, false);
      return;
    // These say nothing that the new table does not have already; what runs at once is no part of the copy.
    case 'createTableComment':
    case 'dropTableComment':
    case 'execute':
    case 'bulkInsert':
      return;
    case 'opaque':
      return refuse(child.reason);
    case 'createTable':
    case 'dropTable':
    case 'renameTable':
    case 'createEnum':
    case 'dropEnum':
    case 'batch':
    case 'autocommitBlock':
      return refuse('Alembic does not do this in a batch that copies its table.');
  }
}

function addColumn(copy: TableCopy, operation: AddColumn, ddl: Ddl): void {
  const table = toTable(bareTable(operation.table, operation.schema, [operation.column]), ddl.context);
  const [column] = table.columns;
  if (column === undefined) return;
  if (column.default !== null && column.default.kind !== 'sequence') {
    refuse('A `default` of Python that the copied rows get is not followed.');
  }
  copy.addColumn(operation, column);
  const keys = table.constraints.filter(({ kind }) => kind === 'foreignKey');
  for (const constraint of table.constraints) {
    const isInline = operation.inlineReferences === true && constraint.kind === 'foreignKey' && keys.length === 1;
    if (constraint.kind !== 'primaryKey' && !isInline) copy.addConstraint(constraint);
  }
  for (const index of table.indexes) copy.createIndex(index);
}

function alterColumn(copy: TableCopy, operation: AlterColumn, ddl: Ddl): void {
  const { type, existingType, column, table, schema } = operation;
  const checks = (of: SqlType) =>
    typeChecks(
      { name: column, type: of },
      { name: (kind, name, columns) => conventionName(ddl.context.naming, kind, name, { table, schema, columns }) },
      ddl.context,
    );
  if (type !== null && existingType !== null) {
    for (const { name } of checks(existingType)) copy.dropConstraint(name?.text ?? null, true);
  }
  copy.alterColumn(operation);
  if (type !== null) for (const check of checks(type)) copy.addConstraint(check);
}
