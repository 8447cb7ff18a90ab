import type { Constraint, Table } from '../../schema/model';
import { toTable } from '../../sqlalchemy/toTable';
import { schemaKey, withTable } from '../../schema/schema';
import { Refusal } from '../../sqlalchemy/refusal';
import type { Apply, ApplyContext } from '../applied';
import type { CreateTable } from '../operation';
import { checksInside, heldColumn, makeSequences, serialColumn } from './columns';
import { addConstraint, addIndex } from './constraints';
import { createTypesOfTable, needTypes } from './enums';
import { alterTable, TableEdit, withNaming } from './tableEdit';

/** In what order PostgreSQL gives names: CHECKs, then keys, then foreign keys. */
const RANK: Readonly<Record<Constraint['kind'], number>> = {
  check: 0,
  primaryKey: 1,
  unique: 2,
  exclude: 2,
  foreignKey: 3,
};

/** CREATE TABLE with the types before it and the indexes behind it. */
export const applyCreateTable: Apply<CreateTable> = (schema, operation, context) => {
  const { table: name, place, ifNotExists } = operation;
  const key = schemaKey(name, operation.schema);
  const known = schema.tables.get(key);
  if (ifNotExists === true && known?.doubt === null) {
    // The indexes are made nevertheless.
    return alterTable(schema, operation, context, (edit, naming) => {
      for (const index of declaredTable(operation, naming).indexes) addIndex(edit, index, false);
    });
  }
  return withNaming(context, (naming, reason) => {
    const { comment, prefixes, options } = operation;
    const held = context.dialect === 'sqlite' || comment === '' ? null : comment;
    const empty: Table = {
      name,
      schema: operation.schema,
      columns: [],
      constraints: [],
      indexes: [],
      comment: held,
      prefixes,
      options,
    };
    const edit = new TableEdit(schema, key, empty, null, place, naming);
    if (known?.doubt === null && ifNotExists !== true) {
      edit.contradict('table-exists', `There already is a table \`${edit.label}\`.`);
    }
    if (ifNotExists === true && (known !== undefined || schema.doubt !== null)) {
      edit.doubtIt(`The table \`${edit.label}\` may have been there, and be otherwise.`);
    }
    if (reason !== null) edit.doubtIt(reason);
    const strange = strangeness(empty, context);
    if (strange !== null) edit.doubtIt(strange);
    try {
      fillTable(edit, declaredTable(operation, naming));
    } catch (error) {
      if (!(error instanceof Refusal) || naming.naming === 'unknown') throw error;
      const doubt = { reason: error.reason, revision: context.revision };
      return { schema: withTable(schema, key, { table: null, doubt }), contradictions: [] };
    }
    return edit.applied();
  });
};

function declaredTable(operation: CreateTable, context: ApplyContext): Table {
  return toTable({ ...operation, name: operation.table }, context);
}

/** Why a table is not only what is written. */
function strangeness({ prefixes, options }: Table, { dialect }: ApplyContext): string | null {
  if (prefixes.some((prefix) => /^(?:(?:global|local)\s+)?temp(?:orary)?$/i.test(prefix.trim()))) {
    return 'A temporary table is gone when its connection ends.';
  }
  const inherits = dialect === 'postgresql' ? options.postgresql_inherits : undefined;
  const isNone = inherits === undefined || ('kind' in inherits && inherits.kind === 'none');
  return isNone ? null : 'What a table inherits is not followed.';
}

/** Fills a table that is new with what CREATE TABLE, and the statements behind it, make. @throws Refusal */
function fillTable(edit: TableEdit, declared: Table): void {
  const { dialect } = edit;
  const columns = declared.columns.filter(({ system }) => !system);
  createTypesOfTable(edit, columns);
  for (const column of columns) needTypes(edit, column);
  edit.table = { ...edit.table, columns: columns.map((column) => heldColumn(column, dialect)) };
  makeSequences(edit, columns, serialColumn(edit, declared));
  const constraints = [...declared.constraints, ...columns.flatMap(checksInside)].filter(
    // Where foreign keys can be added later, nobody adds those with `use_alter`.
    (one) => one.kind !== 'foreignKey' || !one.rules.useAlter || dialect === 'sqlite',
  );
  const distinct = dialect === 'postgresql' ? withoutDoubleKeys(constraints) : constraints;
  const order = dialect === 'postgresql' ? distinct.toSorted((a, b) => RANK[a.kind] - RANK[b.kind]) : distinct;
  const held = new Map<Constraint, Constraint>();
  for (const constraint of order) {
    const before = new Set(edit.table.constraints);
    addConstraint(edit, constraint);
    const added = edit.table.constraints.find((one) => !before.has(one));
    if (added !== undefined) held.set(constraint, added);
  }
  edit.table = { ...edit.table, constraints: distinct.flatMap((constraint) => held.get(constraint) ?? []) };
  for (const index of declared.indexes) addIndex(edit, index, false);
}

/** PostgreSQL makes one index of keys of a CREATE TABLE that say the same (transformIndexConstraints). */
function withoutDoubleKeys(constraints: readonly Constraint[]): readonly Constraint[] {
  const kept: Constraint[] = [];
  for (const constraint of constraints) {
    if (constraint.kind !== 'unique') {
      kept.push(constraint);
      continue;
    }
    const at = kept.findIndex(
      (one) => (one.kind === 'unique' || one.kind === 'primaryKey') && isSameKey(one, constraint),
    );
    const prior = kept[at];
    if (prior === undefined) kept.push(constraint);
    else if (prior.name === null && constraint.name !== null) kept[at] = { ...prior, name: constraint.name };
  }
  return kept;
}

type Key = Extract<Constraint, { kind: 'unique' | 'primaryKey' }>;

function isSameKey(a: Key, b: Key): boolean {
  const options = ['postgresql_include', 'postgresql_nulls_not_distinct'] as const;
  return (
    a.columns.join('\0') === b.columns.join('\0') &&
    (a.deferrable ?? false) === (b.deferrable ?? false) &&
    (a.initially ?? null) === (b.initially ?? null) &&
    options.every((name) => asText(a.options[name]) === asText(b.options[name]))
  );
}

function asText(data: unknown): string {
  return JSON.stringify([data], (_key, value: unknown) => (typeof value === 'bigint' ? value.toString() : value));
}
