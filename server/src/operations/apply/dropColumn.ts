import { referencesTo, sameName } from '../../schema/lookup';
import type { Column, Constraint, Index } from '../../schema/model';
import { changeSequences, keepNumbering } from './columns';
import { WORDS } from './constraints';
import { isAbout } from './itemMentions';
import { mentions } from './mentions';
import type { TableEdit } from './tableEdit';

/** A column goes, and with it what the database drops along; what it refuses is a contradiction. */
export function dropColumn(edit: TableEdit, name: string): void {
  const column = edit.column(name);
  if (column === null) {
    edit.contradict('no-such-column', `The table \`${edit.label}\` has no column \`${name}\`.`);
    return;
  }
  const items = [...edit.table.constraints, ...edit.table.indexes].map((item) => ({
    item,
    about: isAbout(edit, item, column.name),
  }));
  refuseGenerated(edit, column);
  if (edit.dialect !== 'mysql') refuseReferred(edit, column);
  if (items.some(({ about }) => about === 'unsure')) {
    edit.doubtIt(
      `Whether an expression of the table \`${edit.label}\` names the column \`${column.name}\` is not sure.`,
    );
  }
  const gone = items.flatMap(({ item, about }) => (about === 'yes' ? item : []));
  if (edit.dialect === 'sqlite') refuseUsed(edit, column, gone);
  const keep = <T extends Constraint | Index>(all: readonly T[]): readonly T[] =>
    edit.dialect === 'mysql'
      ? all.flatMap((item) => withoutMysqlColumn(edit, item, column.name, gone.includes(item)))
      : all.filter((item) => !gone.includes(item));
  keepNumbering(edit, () => {
    edit.table = {
      ...edit.table,
      columns: edit.table.columns.filter((one) => one !== column),
      constraints: keep(edit.table.constraints),
      indexes: keep(edit.table.indexes),
    };
  });
  const key = edit.table.constraints.some(({ kind }) => kind === 'primaryKey');
  if (column.primaryKey && !key) {
    edit.table = { ...edit.table, columns: edit.table.columns.map((one) => ({ ...one, primaryKey: false })) };
  }
  changeSequences(edit, { table: edit.table.name, schema: edit.table.schema, column: column.name }, null);
}

function refuseGenerated(edit: TableEdit, column: Column): void {
  const name = { table: edit.table.name, column: column.name, dialect: edit.dialect };
  const other = edit.table.columns.find(
    (one) => one !== column && one.serverDefault?.kind === 'computed' && mentions(one.serverDefault, name) === 'yes',
  );
  if (other === undefined) return;
  edit.contradict(
    'referenced-column',
    `The column \`${edit.label}.${column.name}\` cannot be dropped: the column \`${other.name}\` is computed from it.`,
  );
}

/** Foreign keys of other tables keep PostgreSQL from dropping the key that they refer to. */
function refuseReferred(edit: TableEdit, column: Column): void {
  if (edit.dialect !== 'postgresql') return;
  const isKey = edit.table.constraints.some(
    (one) => (one.kind === 'primaryKey' || one.kind === 'unique') && one.columns.includes(column.name),
  );
  const isIndexed = edit.table.indexes.some(({ unique }) => unique);
  if (!isKey && !isIndexed) return;
  for (const { from, constraint } of referencesTo(edit.schema, edit.key)) {
    const state = edit.schema.tables.get(from);
    if (from === edit.key || state?.doubt !== null || !constraint.referredColumns.includes(column.name)) continue;
    edit.contradict(
      'referenced-column',
      `The column \`${edit.label}.${column.name}\` cannot be dropped: a foreign key of the table \`${state.table?.name ?? ''}\` refers to it.`,
    );
    return;
  }
}

/** SQLite drops no column that anything else uses; a CHECK on nothing else may stand inside the column, and go with it. */
function refuseUsed(edit: TableEdit, column: Column, gone: readonly (Constraint | Index)[]): void {
  const used = gone.find((item) => item.kind !== 'check');
  if (used !== undefined) {
    edit.contradict(
      'referenced-column',
      `SQLite cannot drop the column \`${edit.label}.${column.name}\`: its ${WORDS[used.kind]}${used.name === null ? '' : ` \`${used.name.text}\``} uses it.`,
    );
  } else if (gone.length > 0) {
    edit.doubtIt(
      `SQLite drops the column \`${edit.label}.${column.name}\` only where its CHECK stands inside the column.`,
    );
  }
}

/** MySQL takes a column out of its indexes; one that has no other goes. */
function withoutMysqlColumn<T extends Constraint | Index>(
  edit: TableEdit,
  item: T,
  column: string,
  isGone: boolean,
): readonly T[] {
  if (!isGone) return [item];
  if (item.kind === 'foreignKey') {
    edit.contradict(
      'referenced-column',
      `MySQL cannot drop the column \`${edit.label}.${column}\`: its foreign key${item.name === null ? '' : ` \`${item.name.text}\``} uses it.`,
    );
    return [];
  }
  if (item.kind === 'primaryKey' || item.kind === 'unique') {
    const columns = item.columns.filter((one) => !sameName('mysql', one, column));
    return columns.length === 0 ? [] : [{ ...item, columns }];
  }
  if (item.kind === 'index') {
    const elements = item.elements.filter((one) => one.kind !== 'columnName' || !sameName('mysql', one.name, column));
    return elements.length === 0 ? [] : [{ ...item, elements }];
  }
  return [];
}
