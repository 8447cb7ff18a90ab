import { type ComparedOperation, type TableName, tableText } from '../../engine/alembic/comparison';

/**
 * Which operations of one function each of them cannot do without, by key: an index its new table or column, a dropped table
 * whatever is dropped of it and leads to it, a constraint the dropped one whose name it takes.
 */
export function requirements(operations: readonly ComparedOperation[]): ReadonlyMap<string, readonly string[]> {
  return new Map(
    operations.map((operation) => [
      operation.key,
      operations.filter((other) => other !== operation && needs(operation, other)).map(({ key }) => key),
    ]),
  );
}

function needs(operation: ComparedOperation, other: ComparedOperation): boolean {
  if (operation.side !== 'upgrade' || other.side !== 'upgrade') return false;
  return RULES.some((rule) => rule(operation, other));
}

type Rule = (operation: ComparedOperation, other: ComparedOperation) => boolean;

const RULES: readonly Rule[] = [
  // What is done to a new table, and what leads to it.
  (operation, other) =>
    other.kind === 'create_table' &&
    operation.kind !== 'drop_table' &&
    (isSame(operation.table, other.table) || (!isDrop(operation) && leadsTo(operation, other.table))),
  // An index or a constraint of a new column.
  (operation, other) =>
    other.kind === 'add_column' &&
    isSame(operation.table, other.table) &&
    !isDrop(operation) &&
    other.name !== null &&
    operation.columns.includes(other.name),
  // A change of a new column, and what leads to one.
  (operation, other) =>
    other.kind === 'add_column' &&
    other.name !== null &&
    ((operation.kind === 'alter_column' && isSame(operation.table, other.table) && operation.name === other.name) ||
      (!isDrop(operation) && leadsToColumn(operation, other.table, other.name))),
  // A foreign key: the key or constraint of the very columns it leads to.
  (operation, other) =>
    (other.kind === 'create_unique_constraint' || other.kind === 'create_primary_key') &&
    !isDrop(operation) &&
    leadsTo(operation, other.table) &&
    other.columns.length > 0 &&
    other.columns.every((column) => leadsToColumn(operation, other.table, column)),
  // What takes the name of something that is dropped.
  (operation, other) =>
    isDrop(other) &&
    operation.kind.startsWith('create_') &&
    isSame(operation.table, other.table) &&
    operation.name !== null &&
    operation.name === other.name,
  (operation, other) =>
    isSame(operation.table, other.table) &&
    ((operation.kind === 'create_table' && other.kind === 'drop_table') ||
      (operation.kind === 'add_column' && other.kind === 'drop_column' && operation.name === other.name)),
  // A dropped table: what is dropped of it before, and the foreign keys that lead to it, with their tables or without.
  (operation, other) =>
    operation.kind === 'drop_table' &&
    isDrop(other) &&
    (isSame(operation.table, other.table) || leadsTo(other, operation.table)),
  // A dropped column: its indexes and constraints, and the foreign keys that lead to it.
  (operation, other) =>
    operation.kind === 'drop_column' &&
    operation.name !== null &&
    isDrop(other) &&
    (((other.kind === 'drop_index' || other.kind === 'drop_constraint') &&
      isSame(operation.table, other.table) &&
      other.columns.includes(operation.name)) ||
      leadsToColumn(other, operation.table, operation.name)),
];

function isDrop({ kind }: ComparedOperation): boolean {
  return kind.startsWith('drop_');
}

function isSame(a: TableName | null, b: TableName | null): boolean {
  return a !== null && b !== null && tableText(a) === tableText(b);
}

function leadsToColumn(operation: ComparedOperation, table: TableName | null, column: string): boolean {
  return operation.leadsTo.some(([name, one]) => one === column && isSame(name, table));
}

function leadsTo({ references }: ComparedOperation, table: TableName | null): boolean {
  return references.some((reference) => isSame(reference, table));
}
