import type { Operation, Place } from '../../operations/operation';
import type { Reading } from '../../operations/readOperations';
import { operationsOfSql } from '../../operations/sqlEffects/operationsOfSql';
import { type Schema, schemaKey } from '../../schema/schema';
import type { RevisionDocument } from '../../workspace/snapshot';
import type { RevisionReplay } from './schemaReplay';
import { touchOf, type TouchTarget } from './touch';

/** One operation on a table or column. */
export interface Touch {
  /** Of a batch: the operation in it. */
  readonly operation: Operation;
  readonly place: Place;
  /** Why it only may be one, in one sentence; null: it surely is. */
  readonly perhaps: string | null;
}

/** A revision whose `upgrade()` touches a table or column. */
export interface TouchingRevision {
  readonly id: string;
  readonly document: RevisionDocument;
  /** What the table or column was called when the revision began, where it was another name than when it ended. */
  readonly calledBefore: TouchTarget;
  readonly calledAfter: TouchTarget;
  /** In the order in which they run. */
  readonly touches: readonly Touch[];
}

/**
 * Which revisions touched a table or column, the newest first. The name is the one it has after the last of `replayed`;
 * before an operation that renames the table or the column, the older name is looked for.
 * @param replayed in the order an upgrade runs them (`SchemaReplay.upTo`).
 */
export function touchedBy(replayed: readonly RevisionReplay[], target: TouchTarget): readonly TouchingRevision[] {
  const found: TouchingRevision[] = [];
  let called = target;
  for (const { id, document, before, reading } of replayed.toReversed()) {
    const calledAfter = called;
    const touches: Touch[] = [];
    const operations = operationsOf(reading);
    for (const one of operations.toReversed()) {
      for (const operation of sqlRead(one, called, before).toReversed()) {
        const perhaps = touchOf(operation, called, { before, operations });
        if (perhaps !== undefined) touches.unshift({ operation, place: operation.place, perhaps });
        called = nameBefore(operation, called);
      }
    }
    if (touches.length > 0) found.push({ id, document, calledBefore: called, calledAfter, touches });
  }
  return found;
}

/**
 * What a word like `users`, `users.email`, `shop.users` or `shop.users.email` may mean, going by the tables that revisions
 * speak of; the table without a column where they speak of none.
 */
export function targetNamed(replayed: readonly RevisionReplay[], text: string): TouchTarget | null {
  const [first = '', second = null, third = null, ...more] = text.split('.');
  if (first === '' || second === '' || third === '' || more.length > 0) return null;
  if (third !== null) return { schema: first, table: second ?? '', column: third };
  const column: TouchTarget = { schema: null, table: first, column: second };
  if (second === null || isKnown(replayed, first, null)) return column;
  return isKnown(replayed, second, first) ? { schema: first, table: second, column: null } : column;
}

function isKnown(replayed: readonly RevisionReplay[], table: string, schema: string | null): boolean {
  const key = schemaKey(table, schema);
  const has = ({ tables }: Schema): boolean => tables.has(key);
  return replayed.some(
    ({ after, reading }) =>
      has(after) ||
      oneByOne(reading.operations).some(
        (operation) =>
          'table' in operation &&
          (operation.table === table ||
            (operation.kind === 'renameTable' && operation.newName === table) ||
            (typeof operation.table === 'object' && operation.table?.name === table)) &&
          (!('schema' in operation) || operation.schema === schema),
      ),
  );
}

/** What a revision does, one by one; last what may follow where its reading stops. */
function operationsOf({ operations, ends }: Reading): readonly Operation[] {
  const known = oneByOne(operations);
  if (ends.kind !== 'stopped') return known;
  const { from, to } = ends.place;
  return [...known, { kind: 'opaque', place: { from, to }, reason: ends.reason, table: null }];
}

/** What SQL that names the table does; other operations are themselves. */
function sqlRead(operation: Operation, { table }: TouchTarget, schema: Schema): readonly Operation[] {
  if (operation.kind !== 'execute' || operation.statement.kind !== 'text') return [operation];
  const isNamed = operation.statement.sql.toLowerCase().includes(table.toLowerCase());
  return isNamed ? operationsOfSql(operation, { schema }) : [];
}

/** Operations with those inside blocks in place of the blocks. */
export function oneByOne(operations: readonly Operation[]): readonly Operation[] {
  return operations.flatMap((operation) => {
    if (operation.kind === 'autocommitBlock') return oneByOne(operation.children);
    if (operation.kind !== 'batch') return [operation];
    return operation.children.length === 0 ? [operation] : oneByOne(operation.children);
  });
}

function nameBefore(operation: Operation, called: TouchTarget): TouchTarget {
  if (operation.kind === 'renameTable') {
    const isIt = operation.newName === called.table && sameSchema(operation.schema, called.schema);
    return isIt ? { ...called, table: operation.table } : called;
  }
  if (operation.kind !== 'alterColumn' || operation.newName !== called.column || called.column === null) return called;
  const isIt = operation.table === called.table && sameSchema(operation.schema, called.schema);
  return isIt ? { ...called, column: operation.column } : called;
}

function sameSchema(a: string | null, b: string | null): boolean {
  return (a ?? '') === (b ?? '');
}
