import type { ForeignKeyConstraint, Table } from '../../schema/model';
import { bareTable, toTable } from '../../sqlalchemy/toTable';
import type { ApplyContext } from '../applied';
import type { AddColumn } from '../operation';
import { checksInside, heldColumn, makeSequences, serialColumn } from './columns';
import { addConstraint, addIndex } from './constraints';
import { needTypes } from './enums';
import type { TableEdit } from './tableEdit';

/**
 * ADD COLUMN, and what the column brings to its table (`toimpl.py` of Alembic).
 * @param isCopy the table is made anew, with everything. @throws Refusal
 */
export function addColumn(edit: TableEdit, operation: AddColumn, naming: ApplyContext, isCopy = false): void {
  const brought = toTable(bareTable(edit.table.name, edit.table.schema, [operation.column]), naming);
  const [column] = brought.columns;
  if (column === undefined) return;
  const existing = edit.column(column.name);
  if (existing !== null && operation.ifNotExists !== true) {
    edit.contradict('column-exists', `The table \`${edit.label}\` already has a column \`${column.name}\`.`);
    edit.table = { ...edit.table, columns: edit.table.columns.filter((one) => one !== existing) };
  }
  // A new table has the column in its key, if the column says so.
  const isKey = (isCopy || operation.inlinePrimaryKey === true) && column.primaryKey;
  if (existing === null || operation.ifNotExists !== true) {
    needTypes(edit, column);
    const serial = serialColumn(edit, brought);
    const held = { ...heldColumn(column, edit.dialect), primaryKey: isKey };
    edit.table = { ...edit.table, columns: [...edit.table.columns, held] };
    makeSequences(edit, [held], serial);
    for (const check of checksInside(column)) addConstraint(edit, check);
  }
  addBrought(edit, operation, brought, { isKey, isCopy });
}

function addBrought(
  edit: TableEdit,
  operation: AddColumn,
  brought: Table,
  { isKey, isCopy }: { readonly isKey: boolean; readonly isCopy: boolean },
): void {
  const inline = operation.inlineReferences === true ? onlyForeignKey(brought) : null;
  if (inline !== null && edit.dialect === 'mysql') {
    edit.doubtIt('Whether REFERENCES inside a column makes a foreign key depends on the version of MySQL.');
  }
  for (const constraint of brought.constraints) {
    const isBound = constraint.kind === 'check' && constraint.typeBound;
    if (isCopy && constraint.name === null && constraint.kind !== 'primaryKey' && !isBound) {
      edit.contradict('no-name', 'A constraint that a batch adds must have a name.');
    }
    // The column says PRIMARY KEY and REFERENCES itself then, without a name.
    if (constraint.kind === 'primaryKey') {
      if (isKey) addConstraint(edit, { ...constraint, name: null });
    } else if (constraint === inline) {
      addConstraint(edit, { ...constraint, name: null, ...(edit.dialect === 'sqlite' && { isInline: true }) });
    } else if (isCopy || edit.dialect !== 'sqlite') addConstraint(edit, constraint);
    // The CHECK of a type is passed over there, everything else refused.
    else if (!isBound) {
      edit.contradict('not-supported', 'Alembic adds no constraint to a table of SQLite outside of a batch.');
      addConstraint(edit, constraint);
    }
  }
  for (const index of brought.indexes) addIndex(edit, index, false);
}

/** Alembic writes REFERENCES into the column for a single foreign key only. */
function onlyForeignKey(table: Table): ForeignKeyConstraint | null {
  const keys = table.constraints.filter((constraint) => constraint.kind === 'foreignKey');
  return keys.length === 1 ? (keys[0] ?? null) : null;
}
