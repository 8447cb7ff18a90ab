import { referencesTo, sameName } from '../../schema/lookup';
import type { Column, Constraint, Identity, Index, ServerDefault, Table } from '../../schema/model';
import { schemaKey, withTable } from '../../schema/schema';
import { typeFor } from '../../schema/sqlType';
import { conventionName } from '../../sqlalchemy/naming';
import { refuse } from '../../sqlalchemy/refusal';
import { isType } from '../../sqlalchemy/typeArguments';
import { typeChecks } from '../../sqlalchemy/toTable';
import type { AlterColumn } from '../operation';
import { changeSequences, keepNumbering, makeSequences, serialColumn } from './columns';
import { addConstraint } from './constraints';
import { needTypes } from './enums';
import { renameColumnIn } from './mentions';
import type { TableEdit } from './tableEdit';

/** What an `alter_column` does to its column. @throws Refusal */
export function changeColumn(edit: TableEdit, operation: AlterColumn): void {
  const column = edit.column(operation.column);
  if (column === null) {
    edit.contradict('no-such-column', `The table \`${edit.label}\` has no column \`${operation.column}\`.`);
    return;
  }
  if (edit.dialect === 'mysql') respecify(edit, column, operation);
  else alterParts(edit, column, operation);
  if (operation.newName !== null) renameColumn(edit, column.name, operation.newName);
}

function alterParts(edit: TableEdit, column: Column, operation: AlterColumn): void {
  const { nullable, type, existingType, serverDefault, comment } = operation;
  const checks = (of: typeof type) =>
    of === null
      ? []
      : typeChecks(
          { name: column.name, type: of },
          {
            name: (kind, name, columns) =>
              conventionName(edit.context.naming, kind, name, {
                table: edit.table.name,
                schema: edit.table.schema,
                columns,
              }),
          },
          edit.context,
        );
  if (type !== null) {
    for (const { name } of checks(existingType)) {
      const constraints = edit.table.constraints.filter((one) => one.kind !== 'check' || one.name?.text !== name?.text);
      edit.table = { ...edit.table, constraints };
    }
    needTypes(edit, { name: column.name, type });
    const numbered = serialColumn(edit, edit.table)?.name;
    edit.updateColumn(column.name, (one) => ({ ...one, type }));
    if (numbered === column.name && serialColumn(edit, edit.table) === null) {
      edit.doubtIt(`What becomes of the default of \`${edit.label}.${column.name}\` is not followed.`);
    }
  }
  if (nullable !== null) setNullable(edit, column, nullable);
  if (serverDefault !== undefined) setDefault(edit, column, serverDefault, operation);
  if (comment !== undefined)
    edit.updateColumn(column.name, (one) => ({ ...one, comment: comment === '' ? null : comment }));
  for (const check of checks(type)) addConstraint(edit, check);
}

function setNullable(edit: TableEdit, column: Column, nullable: boolean): void {
  if (nullable && column.primaryKey) {
    edit.contradict(
      'primary-key-column',
      `The column \`${edit.label}.${column.name}\` is in the primary key and cannot be made to take NULL.`,
    );
  }
  edit.updateColumn(column.name, (one) => ({ ...one, nullable }));
}

function setDefault(
  edit: TableEdit,
  column: Column,
  serverDefault: ServerDefault | null,
  { existingServerDefault }: AlterColumn,
): void {
  const kinds = [serverDefault?.kind, existingServerDefault?.kind];
  if (kinds.includes('computed')) refuse('A column cannot be made GENERATED ALWAYS AS, or be freed of it.');
  if (kinds.includes('identity')) {
    setIdentity(edit, column, serverDefault, existingServerDefault);
    return;
  }
  // What numbers a SERIAL column is its default.
  const autoincrement = edit.dialect === 'postgresql' ? false : column.autoincrement;
  edit.updateColumn(column.name, (one) => ({ ...one, serverDefault, autoincrement }));
}

/** ADD GENERATED, SET ..., DROP IDENTITY of PostgreSQL. */
function setIdentity(
  edit: TableEdit,
  column: Column,
  serverDefault: ServerDefault | null,
  existing: AlterColumn['existingServerDefault'],
): void {
  const before = column.serverDefault?.kind === 'identity' ? column.serverDefault : null;
  const owner = { table: edit.table.name, schema: edit.table.schema, column: column.name };
  if (serverDefault === null) {
    changeSequences(edit, owner, null);
    edit.updateColumn(column.name, (one) => ({ ...one, serverDefault: null, autoincrement: false }));
    return;
  }
  if (serverDefault.kind !== 'identity') {
    edit.doubtIt('Alembic cannot put a default in the place of an identity.');
    return;
  }
  if (existing === null) {
    edit.updateColumn(column.name, (one) => ({ ...one, serverDefault }));
    makeSequences(
      edit,
      edit.table.columns.filter(({ name }) => name === column.name),
      null,
    );
    return;
  }
  const merged: Identity = {
    kind: 'identity',
    always: serverDefault.always,
    onNull: serverDefault.onNull,
    sequence: { ...before?.sequence, ...serverDefault.sequence },
  };
  edit.updateColumn(column.name, (one) => ({ ...one, serverDefault: merged }));
}

/** MySQL says a column anew (CHANGE, MODIFY), or only its default: what is not said is lost (`MySQLImpl.alter_column`). */
function respecify(edit: TableEdit, column: Column, operation: AlterColumn): void {
  const { serverDefault, existingServerDefault, newName, nullable, type, existingType, autoincrement, comment } =
    operation;
  const kinds = [serverDefault?.kind, existingServerDefault?.kind];
  if (kinds.includes('computed') || kinds.includes('identity')) {
    refuse('What Alembic makes of a computed column or an identity on MySQL is not followed.');
  }
  const said = type ?? existingType;
  const isMoment =
    said !== null && operation.isTypeClass !== true && isType(said, 'sqlalchemy.DateTime') && serverDefault !== null;
  const isWhole =
    newName !== null ||
    isMoment ||
    nullable !== null ||
    type !== null ||
    autoincrement !== null ||
    comment !== undefined;
  if (!isWhole) {
    if (serverDefault === undefined) return;
    keepNumbering(edit, () => {
      edit.updateColumn(column.name, (one) => ({ ...one, serverDefault }));
    });
    return;
  }
  if (said === null) return refuse('Alembic changes a column of MySQL only when `existing_type` says what it is.');
  const given = serverDefault === undefined ? existingServerDefault : serverDefault;
  const isNumbered = operation.autoincrement ?? operation.existingAutoincrement;
  const text = comment === undefined ? operation.existingComment : comment;
  // TIMESTAMP columns get defaults of their own from some servers.
  if (isType(typeFor(said, 'mysql'), 'sqlalchemy.TIMESTAMP'))
    edit.doubtIt('What MySQL makes of a TIMESTAMP is not followed.');
  edit.updateColumn(column.name, (one) => ({
    ...one,
    type: said,
    nullable: !one.primaryKey && (nullable ?? operation.existingNullable ?? true),
    autoincrement: isNumbered === true,
    serverDefault: given ?? null,
    comment: text === '' ? null : text,
  }));
}

/** A column with a new name, which everything follows that names it: keys, indexes, expressions, foreign keys to it. */
export function renameColumn(edit: TableEdit, from: string, to: string): void {
  const { dialect, label } = edit;
  if (from === to) {
    if (dialect === 'postgresql')
      edit.contradict('column-exists', `The column \`${label}.${from}\` is called so already.`);
    return;
  }
  const taken = edit.column(to);
  if (taken !== null && taken.name !== from) {
    edit.contradict('column-exists', `The table \`${label}\` already has a column \`${to}\`.`);
    edit.table = { ...edit.table, columns: edit.table.columns.filter((column) => column !== taken) };
  }
  const name = { table: edit.table.name, column: from, dialect };
  const follow = <T>(data: T): T => {
    const renamed = renameColumnIn(data, name, to);
    if (renamed === null) {
      edit.doubtIt(`Whether an expression of the table \`${label}\` names the column \`${from}\` is not sure.`);
    }
    return renamed ?? data;
  };
  const renameList = (columns: readonly string[]): readonly string[] =>
    columns.map((one) => (sameName(dialect, one, from) ? to : one));
  edit.table = {
    ...edit.table,
    columns: edit.table.columns.map((column) => ({
      ...column,
      name: column.name === from ? to : column.name,
      serverDefault: column.serverDefault?.kind === 'computed' ? follow(column.serverDefault) : column.serverDefault,
    })),
    constraints: edit.table.constraints.map((one): Constraint => {
      if (one.kind === 'check' || one.kind === 'exclude') return follow(one);
      return { ...one, columns: renameList(one.columns), options: renameOptions(one.options, from, to) };
    }),
    indexes: edit.table.indexes.map((one): Index => {
      const { options, ...rest } = one;
      return { ...follow(rest), options: renameOptions(follow(options), from, to) };
    }),
  };
  followReferences(edit, (columns) => renameList(columns));
  changeSequences(edit, { table: edit.table.name, schema: edit.table.schema, column: from }, { column: to });
}

/** Options that name columns: lists (`include`), and dicts by column (`ops`, `length`). */
function renameOptions(options: Index['options'], from: string, to: string): Index['options'] {
  const exchange = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(exchange);
    if (typeof value !== 'object' || value === null || !('kind' in value)) return value;
    if (value.kind === 'string' && 'value' in value && value.value === from) return { ...value, value: to };
    if ('items' in value) return { ...value, items: exchange(value.items) };
    if ('entries' in value && Array.isArray(value.entries)) {
      return { ...value, entries: value.entries.map((entry: unknown) => exchangeKey(entry)) };
    }
    return value;
  };
  const exchangeKey = (entry: unknown): unknown => {
    if (!Array.isArray(entry)) return entry;
    const [key, value] = Array.from<unknown>(entry);
    return [key === from ? to : exchange(key), value];
  };
  return Object.fromEntries(
    Object.entries(options).map(([key, value]) => [
      key,
      /_(?:include|ops|length)$/.test(key) ? (exchange(value) as typeof value) : value,
    ]),
  );
}

/** Foreign keys to this table, its own among them, get what they refer to from a function. */
function followReferences(edit: TableEdit, columns: (columns: readonly string[]) => readonly string[]): void {
  for (const { from, constraint } of referencesTo(edit.schema, edit.key)) {
    const state = edit.schema.tables.get(from);
    if (from === edit.key || state?.table === null || state === undefined) continue;
    const changed = { ...constraint, referredColumns: columns(constraint.referredColumns) };
    const table = withConstraint(state.table, constraint, changed);
    edit.schema = withTable(edit.schema, from, { ...state, table });
  }
  const own = schemaKey(edit.table.name, edit.table.schema);
  const constraints = edit.table.constraints.map((one) =>
    one.kind === 'foreignKey' && schemaKey(one.referredTable, one.referredSchema) === own
      ? { ...one, referredColumns: columns(one.referredColumns) }
      : one,
  );
  edit.table = { ...edit.table, constraints };
}

function withConstraint(table: Table, before: Constraint, after: Constraint): Table {
  return { ...table, constraints: table.constraints.map((one) => (one === before ? after : one)) };
}
