import { columnAt, constraintNamed, indexNamed, primaryKeyOf } from '../../schema/lookup';
import type { Constraint, Index } from '../../schema/model';
import type { Schema } from '../../schema/schema';
import { toTable, typeChecks } from '../../sqlalchemy/toTable';
import type { Applied, ApplyContext } from '../applied';
import type { AddColumn, Batch, DropColumn, DropConstraint, DropIndex, Operation } from '../operation';
import { addColumn } from './addColumn';
import { changeColumn } from './changeColumn';
import { heldTable } from './columns';
import { addConstraint, addIndex, WORDS } from './constraints';
import { droppedIndexName, droppedName, indexName, namedConstraint, namedForeignKey } from './conventionNames';
import { mayHaveOthers, removeConstraint } from './dropConstraint';
import { isAbout } from './itemMentions';
import { alterTable, type TableEdit } from './tableEdit';

/** Whether a batch makes its table anew (`DefaultImpl` and `SQLiteImpl.requires_recreate_in_batch`). @throws Refusal */
export function recreates({ recreate, children }: Batch, context: ApplyContext): boolean {
  if (recreate !== 'auto') return recreate === 'always';
  return context.dialect === 'sqlite' && children.some((child) => needsCopy(child, context));
}

/** What SQLite cannot alter. */
function needsCopy(operation: Operation, context: ApplyContext): boolean {
  // What is executed runs at once, whatever the batch does.
  if (operation.kind !== 'addColumn') return !/^(?:createIndex|dropIndex|execute)$/.test(operation.kind);
  const { serverDefault, items } = operation.column;
  const keys = items.filter(({ kind }) => kind === 'foreignKeyItem');
  return (
    serverDefault?.kind === 'expression' ||
    (serverDefault?.kind === 'computed' && serverDefault.persisted === true) ||
    // Keys and CHECKs come as operations of their own.
    keys.length > (operation.inlineReferences === true ? 1 : 0) ||
    (operation.column.unique && !operation.column.index) ||
    typeChecks(operation.column, { name: () => null }, context).length > 0
  );
}

/** The table that a batch makes anew, by its operations (`ApplyBatchImpl` of Alembic). */
export function recreateTable(schema: Schema, batch: Batch, context: ApplyContext): Applied {
  return alterTable(schema, batch, context, (edit, naming) => {
    if (batch.copyFrom !== null) {
      const { comment, prefixes, options } = edit.table;
      const given = { name: batch.table, schema: batch.schema, items: batch.copyFrom, comment, prefixes, options };
      edit.table = heldTable(toTable(given, naming), edit.dialect);
    } else loseUnnamedChecks(edit);
    for (const child of batch.children) applyChild(edit, child, batch, naming);
    for (const item of batch.tableItems) {
      if (item.kind === 'index') addIndex(edit, item, false);
      else addConstraint(edit, item);
    }
  });
}

/** SQLAlchemy finds CHECKs without a name, and Alembic leaves them out: it cannot tell whether a type brings them. */
function loseUnnamedChecks(edit: TableEdit): void {
  if (edit.dialect !== 'sqlite') return;
  const constraints = edit.table.constraints.filter(({ kind, name }) => kind !== 'check' || name !== null);
  edit.table = { ...edit.table, constraints };
}

function applyChild(edit: TableEdit, child: Operation, batch: Batch, naming: ApplyContext): void {
  switch (child.kind) {
    case 'addColumn':
      replaceOrAdd(edit, child, naming);
      break;
    case 'alterColumn':
      changeColumn(edit, child);
      break;
    case 'dropColumn':
      dropColumn(edit, child);
      break;
    case 'addConstraint':
      addNamed(edit, namedConstraint(child, naming));
      break;
    case 'createForeignKey':
      addNamed(edit, namedForeignKey(child, naming));
      break;
    case 'dropConstraint':
      dropConstraint(edit, child, batch, naming);
      break;
    case 'createIndex': {
      const { elements, unique, options } = child;
      const name = indexName(child.name, child, elements, naming);
      addIndex(edit, { kind: 'index', name, elements, unique, options }, false);
      break;
    }
    case 'dropIndex':
      dropIndex(edit, child, naming);
      break;
    case 'opaque':
      // The rest of what it may have done is seen to before.
      if (child.may?.length !== 0) edit.doubtIt(child.reason);
      break;
    default:
  }
}

/** A column that is there is exchanged without a word. */
function replaceOrAdd(edit: TableEdit, operation: AddColumn, naming: ApplyContext): void {
  const existing = columnAt(edit.table, operation.column.name, edit.dialect);
  edit.table = { ...edit.table, columns: edit.table.columns.filter((column) => column !== existing) };
  addColumn(edit, operation, naming, true);
}

function addNamed(edit: TableEdit, constraint: Constraint): void {
  if (constraint.name === null) edit.contradict('no-name', 'A constraint that a batch adds must have a name.');
  const key = primaryKeyOf(edit.table);
  // A new primary key takes the place of one without a name.
  if (constraint.kind === 'primaryKey' && key?.name === null) removeConstraint(edit, key);
  addConstraint(edit, constraint);
}

/** Keys on the column are left out; indexes on it, and CHECKs, which are text, are made again, and fail. */
function dropColumn(edit: TableEdit, operation: DropColumn): void {
  const column = edit.column(operation.column);
  if (column === null) {
    edit.contradict('no-such-column', `The table \`${edit.label}\` has no column \`${operation.column}\`.`);
    return;
  }
  const about = (item: Constraint | Index): boolean => isAbout(edit, item, column.name) === 'yes';
  const kept = [...edit.table.indexes, ...edit.table.constraints.filter(({ kind }) => kind === 'check')].find(about);
  if (kept !== undefined) {
    // The operations behind it may still drop what uses the column.
    edit.doubtIt(
      `The ${WORDS[kept.kind]} \`${kept.name?.text ?? ''}\` of \`${edit.label}\` uses a column that is dropped.`,
    );
  }
  edit.table = {
    ...edit.table,
    columns: edit.table.columns.filter((one) => one !== column),
    constraints: edit.table.constraints.flatMap((one): readonly Constraint[] => {
      if (!about(one)) return [one];
      // The primary key does without the column.
      const columns = one.kind === 'primaryKey' ? one.columns.filter((name) => name !== column.name) : [];
      return one.kind === 'primaryKey' && columns.length > 0 ? [{ ...one, columns }] : [];
    }),
    indexes: edit.table.indexes.filter((one) => !about(one)),
  };
}

function dropConstraint(edit: TableEdit, operation: DropConstraint, batch: Batch, naming: ApplyContext): void {
  const name = droppedName(operation, naming);
  if (name === null) {
    edit.contradict('no-name', 'A constraint that a batch drops must have a name.');
    return;
  }
  const found = constraintNamed(edit.table, name.text, edit.dialect);
  if (found !== null) removeConstraint(edit, found);
  else if (batch.namingConvention !== null || (edit.dialect !== 'sqlite' && mayHaveOthers(edit)) || hasCustom(edit)) {
    edit.doubtIt(`Which constraint of the table \`${edit.label}\` is called \`${name.text}\` is not known.`);
  } else {
    edit.contradict('no-such-constraint', `The table \`${edit.label}\` has no constraint \`${name.text}\`.`);
  }
}

/** Types of the project may bring CHECKs with names. */
function hasCustom({ table }: TableEdit): boolean {
  return table.columns.some(({ type }) => type.kind === 'custom' && type.text === undefined);
}

function dropIndex(edit: TableEdit, operation: DropIndex, naming: ApplyContext): void {
  const name = droppedIndexName(operation.name, operation.table, operation.schema, naming) ?? operation.name;
  const found = indexNamed(edit.table, name.text, edit.dialect);
  if (found === null) {
    edit.contradict('no-such-index', `The table \`${edit.label}\` has no index \`${name.text}\`.`);
    return;
  }
  edit.table = { ...edit.table, indexes: edit.table.indexes.filter((one) => one !== found) };
}
