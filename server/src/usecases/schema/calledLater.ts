import type { Operation } from '../../operations/operation';
import type { RevisionReplay } from './schemaReplay';
import type { TouchTarget } from './touch';

/** What a table or column is called after further revisions, which may rename it. */
export function calledLater(replayed: readonly RevisionReplay[], target: TouchTarget): TouchTarget {
  return replayed.flatMap(({ reading }) => reading.operations).reduce(nameAfter, target);
}

function nameAfter(called: TouchTarget, operation: Operation): TouchTarget {
  if (operation.kind === 'batch' || operation.kind === 'autocommitBlock') {
    return operation.children.reduce(nameAfter, called);
  }
  if (operation.kind !== 'renameTable' && operation.kind !== 'alterColumn') return called;
  const { table, schema, newName } = operation;
  const isIt = table === called.table && (schema ?? '') === (called.schema ?? '');
  if (!isIt || newName === null) return called;
  if (operation.kind === 'renameTable') return { ...called, table: newName };
  return operation.column === called.column ? { ...called, column: newName } : called;
}
