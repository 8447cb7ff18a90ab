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
  // What takes the name of something that is dropped.
  (operation, other) =>
    isDrop(other) &&
    operation.kind.startsWith('create_') &&
    isSame(operation.table, other.table) &&
    operation.name !== null &&
    operation.name === other.name,
  // A dropped table: what is dropped of it before, and the foreign keys that lead to it, with their tables or without.
  (operation, other) =>
    operation.kind === 'drop_table' &&
    isDrop(other) &&
    (isSame(operation.table, other.table) || leadsTo(other, operation.table)),
  // A dropped column: its indexes and constraints.
  (operation, other) =>
    operation.kind === 'drop_column' &&
    (other.kind === 'drop_index' || other.kind === 'drop_constraint') &&
    isSame(operation.table, other.table) &&
    operation.name !== null &&
    other.columns.includes(operation.name),
];

function isDrop({ kind }: ComparedOperation): boolean {
  return kind.startsWith('drop_');
}

function isSame(a: TableName | null, b: TableName | null): boolean {
  return a !== null && b !== null && tableText(a) === tableText(b);
}

function leadsTo({ references }: ComparedOperation, table: TableName | null): boolean {
  return references.some((reference) => isSame(reference, table));
}
