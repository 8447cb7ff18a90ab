import type { SqlExpression } from '../schema/expression';
import { enumKey, tableKey, tablesOfIndex } from '../schema/lookup';
import { type Doubt, type Schema, schemaKey, withTable } from '../schema/schema';
import { attachedTypes } from '../sqlalchemy/namedTypes';
import { Refusal } from '../sqlalchemy/refusal';
import type { SqlType } from '../schema/sqlType';
import type { ApplyContext } from './applied';
import { enumOf } from './apply/enums';
import { doubtEverything } from './doubt';
import type { Operation, Place } from './operation';
import type { ApplyAll } from './specs/autocommitBlock';
import { readStatement, statementsOfSql } from './sqlEffects/readSql';
import { mentionedNames, namesInPlace } from './sqlEffects/sqlMentions';

/** Keys of what operations concern. */
interface Concerned {
  readonly tables: Set<string>;
  readonly enums: Set<string>;
  readonly sequences: Set<string>;
}

/** How often operations are tried on what they left behind, until they concern nothing more. */
const MOST_ROUNDS = 4;

/**
 * What a schema is after operations of which it is not known which of them ran, or how often: what they change when they
 * run, and what they speak of, is in doubt.
 */
export function applyPerhaps(
  applyAll: ApplyAll,
  schema: Schema,
  operations: readonly Operation[],
  { reason, context }: { readonly reason: string; readonly context: ApplyContext },
): Schema {
  const doubt: Doubt = { reason, revision: context.revision };
  const all = possible(operations);
  if (all === null) return doubtEverything(schema, doubt);
  if (all.length === 0) return schema;
  const concerned: Concerned = { tables: new Set(), enums: new Set(), sequences: new Set() };
  let doubted = schema;
  for (let round = 0, size = -1; size !== sizeOf(concerned); round++) {
    if (round === MOST_ROUNDS) return doubtEverything(schema, doubt);
    size = sizeOf(concerned);
    let last = doubted;
    for (const operation of all) {
      const after = applyAll(last, [operation], context).schema;
      noteChanged(last, after, concerned);
      if (!noteNamed(operation, last, after, context, concerned)) return doubtEverything(schema, doubt);
      last = after;
    }
    doubted = doubtConcerned(doubted, last, concerned, doubt);
  }
  return doubted;
}

/** Operations that may run, those they hold in their places; null: one of them may do anything. */
export function possible(operations: readonly Operation[]): readonly Operation[] | null {
  const all: Operation[] = [];
  for (const operation of operations) {
    if (operation.kind !== 'opaque' || operation.statement !== undefined) all.push(operation);
    else if (operation.may !== undefined) all.push(...operation.may);
    else if (operation.table !== null) all.push(operation);
    else return null;
  }
  return all;
}

function sizeOf({ tables, enums, sequences }: Concerned): number {
  return tables.size + enums.size + sequences.size;
}

function doubtConcerned(before: Schema, after: Schema, { tables, enums, sequences }: Concerned, doubt: Doubt): Schema {
  let schema: Schema = {
    ...before,
    doubt: before.doubt ?? after.doubt,
    typesDoubt: before.typesDoubt ?? after.typesDoubt,
    gone: before.gone.intersect(after.gone),
  };
  for (const key of tables) {
    const state = before.tables.get(key);
    const made = state === undefined ? after.tables.get(key) : undefined;
    const table = state?.table ?? made?.table ?? null;
    schema = withTable(schema, key, { table, doubt: state?.doubt ?? doubt });
  }
  for (const key of enums) {
    const state = before.enums.get(key);
    const item = state?.item ?? after.enums.get(key)?.item ?? null;
    schema = { ...schema, enums: schema.enums.set(key, { item, doubt: state?.doubt ?? doubt }) };
  }
  for (const key of sequences) {
    const state = before.sequences.get(key);
    const item = state?.item ?? after.sequences.get(key)?.item ?? null;
    schema = { ...schema, sequences: schema.sequences.set(key, { item, doubt: state?.doubt ?? doubt }) };
  }
  return schema;
}

/** What an operation changed. */
function noteChanged(before: Schema, after: Schema, concerned: Concerned): void {
  for (const kind of ['tables', 'enums', 'sequences'] as const) {
    const [old, now] = [before[kind], after[kind]];
    if (old === now) continue;
    for (const key of [...old.keys(), ...now.keys()]) if (old.get(key) !== now.get(key)) concerned[kind].add(key);
  }
}

/**
 * What an operation speaks of, though it may find it changed already; false where that is not known. What it does to other
 * things by the way (what a `CASCADE` takes along) shows when it runs.
 */
function noteNamed(
  operation: Operation,
  before: Schema,
  after: Schema,
  context: ApplyContext,
  concerned: Concerned,
): boolean {
  const noteTable = (name: string, schema: string | null): void => {
    const key = tableKey(before, name, schema) ?? tableKey(after, name, schema);
    if (key === null) return;
    concerned.tables.add(key);
    for (const [sequence, { item }] of after.sequences) {
      const owner = item?.ownedBy;
      if (owner && tableKey(after, owner.table, owner.schema) === key) concerned.sequences.add(sequence);
    }
  };
  const noteNames = (names: readonly Named[]): void => {
    for (const { name, schema } of names) {
      noteTable(name, schema);
      const key = schemaKey(name, schema);
      for (const { table } of after.names.get(key) ?? []) concerned.tables.add(table);
      const type = enumKey(after, name, schema);
      if (type !== null) concerned.enums.add(type);
      if (after.sequences.has(key)) concerned.sequences.add(key);
    }
  };
  switch (operation.kind) {
    case 'bulkInsert':
      return true;
    case 'createTable':
      noteTable(operation.table, operation.schema);
      for (const item of operation.items) if (item.kind === 'column') noteNames(madeTypes(item.type, before, after));
      return true;
    case 'renameTable':
      noteTable(operation.table, operation.schema);
      noteTable(operation.newName, operation.schema);
      return true;
    case 'dropIndex': {
      if (operation.table !== null) {
        noteTable(operation.table, operation.schema);
        return true;
      }
      const tables = tablesOfIndex(before, operation.name.text, operation.schema);
      for (const key of tables) concerned.tables.add(key);
      return tables.length > 0 || operation.ifExists === true;
    }
    case 'createEnum':
    case 'dropEnum':
      noteNames(namesOf(operation.type));
      return true;
    case 'execute':
      noteNames(namesOfStatement(operation.statement, operation.place, before, context));
      return true;
    case 'batch':
      noteTable(operation.table, operation.schema);
      return operation.children.every((child) => noteNamed(child, before, after, context, concerned));
    case 'autocommitBlock':
      return operation.children.every((child) => noteNamed(child, before, after, context, concerned));
    case 'opaque':
      if (operation.table !== null) noteTable(operation.table.name, operation.table.schema);
      if (operation.statement !== undefined) {
        noteNames(namesOfStatement(operation.statement, operation.place, before, context));
      }
      // Otherwise it left everything in doubt.
      return operation.may?.every((one) => noteNamed(one, before, after, context, concerned)) ?? true;
    default:
      noteTable(operation.table, operation.schema);
      return true;
  }
}

interface Named {
  readonly name: string;
  readonly schema: string | null;
}

/** The enum types that `create_table` makes, or made. */
function madeTypes(type: SqlType, before: Schema, after: Schema): readonly Named[] {
  return namesOf(type).filter(({ name, schema }) => {
    const key = schemaKey(name, schema);
    return before.enums.get(key)?.item?.byTable === true || after.enums.get(key)?.item?.byTable === true;
  });
}

function namesOf(type: SqlType): readonly Named[] {
  return attachedTypes(type).flatMap((one) => {
    try {
      return enumOf(one) ?? [];
    } catch (error) {
      if (error instanceof Refusal) return [];
      throw error;
    }
  });
}

/** The names in the parts of a text that may change what a schema holds. */
function namesOfStatement(
  statement: SqlExpression,
  place: Place,
  schema: Schema,
  { dialect }: ApplyContext,
): readonly Named[] {
  if (statement.kind === 'createSequence' || statement.kind === 'dropSequence') return [statement.sequence];
  if (statement.kind !== 'text') return [];
  const statements = statementsOfSql(statement.sql, dialect) ?? [];
  return statements
    .filter((one) => readStatement(one, dialect, { schema, place }).length > 0)
    .flatMap(({ tokens }) => [...mentionedNames(tokens), ...namesInPlace(tokens)]);
}
