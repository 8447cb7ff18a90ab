import { isDeepStrictEqual } from 'node:util';
import type { Operation } from '../../../operations/operation';
import type { Reading } from '../../../operations/readOperations';

/**
 * Whether a function does the same on two databases, going by kinds and names: a downgrade is written once, for all of
 * them.
 */
export function isSame(one: Reading, other: Reading): boolean {
  return isDeepStrictEqual(one.operations.map(shapeOf), other.operations.map(shapeOf));
}

/** What an operation is about. */
function shapeOf(operation: Operation): readonly unknown[] {
  switch (operation.kind) {
    case 'addColumn':
      return [operation.kind, operation.table, operation.schema, operation.column.name];
    case 'alterColumn': {
      const { table, schema, column, newName, nullable, type, serverDefault, comment } = operation;
      const changes = [newName, nullable, type === null, serverDefault === undefined, comment];
      return [operation.kind, table, schema, column, ...changes];
    }
    case 'dropColumn':
      return [operation.kind, operation.table, operation.schema, operation.column];
    case 'createTable':
      return [operation.kind, operation.table, operation.schema, operation.items.map(({ kind, name }) => [kind, name])];
    case 'renameTable':
      return [operation.kind, operation.table, operation.schema, operation.newName];
    case 'createIndex':
    case 'dropIndex':
    case 'createForeignKey':
    case 'dropConstraint':
      return [operation.kind, operation.table, operation.schema, operation.name?.text];
    case 'addConstraint':
      return [operation.kind, operation.table, operation.schema, operation.constraint.kind, operation.constraint.name];
    case 'bulkInsert':
      return [operation.kind, operation.table.name, operation.rows.length];
    case 'execute':
      return [operation.kind, operation.statement.kind, 'sql' in operation.statement ? operation.statement.sql : null];
    case 'batch':
      return [operation.kind, operation.table, operation.schema, operation.children.map(shapeOf)];
    case 'autocommitBlock':
      return [operation.kind, operation.children.map(shapeOf)];
    case 'createEnum':
    case 'dropEnum':
    case 'opaque':
      return [operation.kind];
    case 'dropTable':
    case 'createTableComment':
    case 'dropTableComment':
      return [operation.kind, operation.table, operation.schema];
  }
}
