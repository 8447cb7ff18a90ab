import { constraintNamed, indexNamed, primaryKeyOf, sameName, tableAt } from '../../schema/lookup';
import type {
  Column,
  Constraint,
  ForeignKeyConstraint,
  Index,
  Name,
  PrimaryKeyConstraint,
  Table,
} from '../../schema/model';
import { schemaKey } from '../../schema/schema';
import { truncateName } from '../../sqlalchemy/naming';
import { assignedName, mysqlForeignKeyIndex } from './assignedNames';
import { type TableEdit, tableLabel } from './tableEdit';

/** How long names get that a convention makes, and how long any name may be. */
const LONGEST = {
  postgresql: { index: 63, constraint: 63, identifier: 63 },
  mysql: { index: 64, constraint: 64, identifier: 255 },
  sqlite: { index: 9999, constraint: 9999, identifier: 9999 },
} as const;

/** A name as the database holds it. @throws Refusal where it is too long. */
export function heldName(edit: TableEdit, name: Name, of: 'index' | 'constraint'): Name {
  const longest = LONGEST[edit.dialect];
  const text = truncateName(name, longest[of], longest.identifier);
  return text === name.text ? name : { ...name, text };
}

/** Adds a constraint, named as far as conventions go, as the database then holds it. @throws Refusal */
export function addConstraint(edit: TableEdit, constraint: Constraint): void {
  if (!hasColumns(edit, columnsOf(constraint), constraint.kind)) return;
  const given = constraint.name === null ? null : heldName(edit, constraint.name, 'constraint');
  if (constraint.kind === 'primaryKey' && primaryKeyOf(edit.table) !== null) {
    edit.contradict('constraint-exists', `The table \`${edit.label}\` already has a primary key.`);
    edit.table = { ...edit.table, constraints: edit.table.constraints.filter(({ kind }) => kind !== 'primaryKey') };
  }
  if (constraint.kind === 'foreignKey') checkReference(edit, constraint);
  const name = databaseName(edit, constraint, given);
  if (given !== null && name === given) refuseTakenName(edit, constraint, given.text);
  const held = { ...constraint, name };
  if (held.kind === 'foreignKey' && edit.dialect === 'mysql') {
    const index = mysqlForeignKeyIndex(edit.table, held, given?.text ?? null);
    if (index !== null) edit.table = { ...edit.table, indexes: [...edit.table.indexes, index] };
  }
  const { constraints } = edit.table;
  edit.table = {
    ...edit.table,
    constraints: held.kind === 'primaryKey' ? [held, ...constraints] : [...constraints, held],
  };
  if (held.kind === 'primaryKey') markKeyColumns(edit, held);
}

/** The name that the database holds; null: none, or one that is not known. */
function databaseName(edit: TableEdit, constraint: Constraint, given: Name | null): Name | null {
  // MySQL has one name for all primary keys.
  if (given !== null && !(edit.dialect === 'mysql' && constraint.kind === 'primaryKey')) return given;
  return assignedName(edit.schema, edit.key, edit.table, constraint);
}

/** The database makes the columns of a key NOT NULL, and does not number them because of it. */
function markKeyColumns(edit: TableEdit, key: PrimaryKeyConstraint): void {
  for (const name of key.columns) {
    const column = edit.column(name);
    if (column === null) continue;
    const autoincrement = edit.dialect === 'sqlite' || column.primaryKey ? column.autoincrement : false;
    // SQLite takes NULL in keys, if the column does not say otherwise.
    const nullable = edit.dialect === 'sqlite' ? column.nullable : false;
    edit.updateColumn(column.name, (one): Column => ({ ...one, primaryKey: true, nullable, autoincrement }));
  }
}

/** The columns that a constraint names as such; those in the text of a CHECK are not looked for. */
export function columnsOf(constraint: Constraint): readonly string[] {
  if (constraint.kind === 'check') return [];
  if (constraint.kind !== 'exclude') return constraint.columns;
  return constraint.elements.flatMap(({ expression }) => (expression.kind === 'columnName' ? expression.name : []));
}

function hasColumns(edit: TableEdit, columns: readonly string[], kind: Constraint['kind'] | 'index'): boolean {
  const missing = columns.find((column) => edit.column(column) === null);
  if (missing === undefined) return true;
  // SQLite takes a quoted name that is no column for a string.
  if (kind === 'index' && edit.dialect === 'sqlite' && !/^[a-z_][a-z0-9_]*$/.test(missing)) {
    edit.doubtIt(`The table \`${edit.label}\` has no column \`${missing}\` for this ${WORDS[kind]}.`);
    return false;
  }
  edit.contradict(
    'no-such-column',
    `The table \`${edit.label}\` has no column \`${missing}\` for this ${WORDS[kind]}.`,
  );
  return false;
}

/** What items are called in messages. */
export const WORDS: Readonly<Record<Constraint['kind'] | 'index', string>> = {
  primaryKey: 'primary key',
  unique: 'unique constraint',
  foreignKey: 'foreign key',
  check: 'CHECK constraint',
  exclude: 'EXCLUDE constraint',
  index: 'index',
};

/** PostgreSQL looks for what a foreign key refers to; SQLite does not, MySQL only as long as it is told to. */
function checkReference(edit: TableEdit, constraint: ForeignKeyConstraint): void {
  if (edit.dialect !== 'postgresql') return;
  const { referredTable, referredSchema } = constraint;
  const isSelf = schemaKey(referredTable, referredSchema) === schemaKey(edit.table.name, edit.table.schema);
  const state = isSelf ? { table: edit.table, doubt: edit.doubt } : tableAt(edit.schema, referredTable, referredSchema);
  const label = tableLabel(referredTable, referredSchema);
  if (state === null) {
    edit.missOther(
      referredTable,
      referredSchema,
      `The foreign key refers to the table \`${label}\`, which is not there.`,
    );
    return;
  }
  if (state.table === null || state.doubt !== null) return;
  const { columns } = state.table;
  const missing = constraint.referredColumns.find((name) => !columns.some((column) => column.name === name));
  if (missing !== undefined) {
    const message = `The foreign key refers to the column \`${label}.${missing}\`, which is not there.`;
    edit.contradict('no-such-column', message);
  } else if (!isUnique(state.table, constraint.referredColumns)) {
    const wanted = constraint.referredColumns.join(', ');
    edit.contradict('no-unique-key', `The foreign key refers to \`${label}(${wanted})\`, which no unique key is on.`);
  }
}

/** Whether a key or an index makes columns unique, in whatever order. */
function isUnique(table: Table, columns: readonly string[]): boolean {
  const wanted = columns.toSorted().join('\0');
  const isSame = (names: readonly string[]): boolean => names.toSorted().join('\0') === wanted;
  return (
    table.constraints.some((one) => (one.kind === 'primaryKey' || one.kind === 'unique') && isSame(one.columns)) ||
    table.indexes.some(
      ({ unique, elements, options }) =>
        unique &&
        options.postgresql_where === undefined &&
        isSame(elements.map((element) => (element.kind === 'columnName' ? element.name : ''))),
    )
  );
}

function refuseTakenName(edit: TableEdit, constraint: Constraint, name: string): void {
  const { dialect, table } = edit;
  // SQLite lets constraints share names.
  if (dialect === 'sqlite') return;
  const own = constraintNamed(table, name, dialect);
  const isSameSpace = dialect === 'postgresql' || own?.kind === constraint.kind;
  const index = dialect === 'mysql' && constraint.kind !== 'unique' ? null : indexNamed(table, name, dialect);
  if ((own !== null && isSameSpace) || (index !== null && hasIndex(constraint))) {
    edit.contradict(
      'constraint-exists',
      `The table \`${edit.label}\` already has ${own === null ? 'an index' : 'a constraint'} \`${name}\`.`,
    );
    return;
  }
  if (dialect === 'postgresql' && hasIndex(constraint)) refuseTakenRelation(edit, name, 'constraint-exists');
}

function hasIndex({ kind }: Constraint): boolean {
  return kind === 'primaryKey' || kind === 'unique' || kind === 'exclude';
}

/** Tables, indexes and sequences of a schema share their names. */
function refuseTakenRelation(edit: TableEdit, name: string, code: string): void {
  const other = otherRelation(edit, name);
  if (other?.isSure === true) edit.contradict(code, `There already is ${other.what} called \`${name}\`.`);
}

/** What else of the table's schema has a name; null: nothing. */
function otherRelation(
  { schema, table, key }: TableEdit,
  name: string,
): { readonly what: string; readonly isSure: boolean } | null {
  const full = schemaKey(name, table.schema);
  const use = (schema.names.get(full) ?? []).find(({ of, table: other }) => of !== 'constraint' && other !== key);
  if (use !== undefined) return { what: 'an index', isSure: schema.tables.get(use.table)?.doubt === null };
  if (name === table.name) return { what: 'a table', isSure: true };
  const named = schema.tables.get(full);
  return named === undefined ? null : { what: 'a table', isSure: named.doubt === null };
}

/** Adds an index, named as far as conventions go. @throws Refusal */
export function addIndex(edit: TableEdit, index: Index, ifNotExists: boolean): void {
  const columns = index.elements.flatMap((element) => (element.kind === 'columnName' ? element.name : []));
  if (!hasColumns(edit, columns, 'index')) return;
  const name = index.name === null ? null : heldName(edit, index.name, 'index');
  if (name !== null && !hasRoomFor(edit, name.text, ifNotExists)) return;
  const others = edit.dialect === 'mysql' ? withoutServed(edit.table.indexes, index) : edit.table.indexes;
  edit.table = { ...edit.table, indexes: [...others, { ...index, name }] };
}

/** Whether an index can be made: IF NOT EXISTS passes over it where the name is taken, which is a contradiction otherwise. */
function hasRoomFor(edit: TableEdit, name: string, ifNotExists: boolean): boolean {
  const { dialect, label } = edit;
  const own = indexNamed(edit.table, name, dialect);
  // MySQL drops the index that it made for a foreign key when another serves.
  const isReplaced = dialect === 'mysql' && own?.name?.assigned === true;
  const constraint = dialect === 'sqlite' ? null : constraintNamed(edit.table, name, dialect);
  const isKey = constraint !== null && (dialect === 'mysql' ? constraint.kind === 'unique' : hasIndex(constraint));
  const isOwn = (own !== null && !isReplaced) || isKey;
  const other = dialect === 'mysql' ? null : otherRelation(edit, name);
  if (ifNotExists && (isOwn || other !== null)) {
    if (other?.isSure === false) edit.doubtIt(`Whether the name \`${name}\` is taken is not sure.`);
    return false;
  }
  if (isOwn) {
    edit.contradict('index-exists', `The table \`${label}\` already has an index \`${name}\`.`);
    edit.table = { ...edit.table, indexes: edit.table.indexes.filter((one) => one !== own) };
  }
  if (dialect !== 'mysql') refuseTakenRelation(edit, name, 'index-exists');
  return true;
}

/** Without those that MySQL made for foreign keys, and that a new index serves. */
function withoutServed(indexes: readonly Index[], added: Index): readonly Index[] {
  return indexes.filter((one) => {
    if (one.name?.assigned !== true) return true;
    return !one.elements.every((element, at) => {
      const other = added.elements[at];
      return (
        element.kind === 'columnName' && other?.kind === 'columnName' && sameName('mysql', element.name, other.name)
      );
    });
  });
}
