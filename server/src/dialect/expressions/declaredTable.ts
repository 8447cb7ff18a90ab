import type { Insert, SqlExpression, TableReference } from '../../schema/expression';
import type { Context } from '../../schema/context';
import type { Column, ForeignKeyConstraint, PrimaryKeyConstraint } from '../../schema/model';
import { autoincrementColumn } from '../../sqlalchemy/autoincrement';
import { Refusal } from '../../sqlalchemy/refusal';
import { notKnown } from './notKnown';
import type { Printing } from './printing';

type Row = readonly (readonly [column: string, value: SqlExpression])[];

/**
 * A row with the defaults that Python fills in: SQL as it is, anything else as a parameter that gets its value when the
 * statement runs, and is NULL until then.
 */
export function withDefaults(row: Row, { declared = [] }: TableReference): Row {
  const given = new Set(row.map(([column]) => column));
  const filled = declared.flatMap((item): Row => {
    if (item.kind !== 'column' || item.default === null || given.has(item.name)) return [];
    const isUnsure = item.default.kind === 'callable' && item.default.isUnsure === true;
    if (item.primaryKey || item.default.kind === 'sequence' || isUnsure) return unfollowed(item.name);
    return [[item.name, item.default.kind === 'expression' ? item.default.expression : { kind: 'null' }]];
  });
  return [...row, ...filled];
}

/** @throws NotKnownError where Python would fill in a column that a select leaves out */
export function checkDefaults({ declared }: TableReference, given: readonly string[]): void {
  const filled = declared?.find(
    (item) => item.kind === 'column' && item.default !== null && !given.includes(item.name),
  );
  if (filled?.kind === 'column') unfollowed(filled.name);
}

function unfollowed(column: string): never {
  return notKnown(`The default of the column "${column}" is not followed.`);
}

/** @throws NotKnownError where Python would set a column that the statement leaves as it is */
export function checkOnUpdate({ declared }: TableReference, given: readonly string[]): void {
  const filled = declared?.find(
    (item) => item.kind === 'column' && item.hasOnUpdate === true && !given.includes(item.name),
  );
  if (filled?.kind === 'column') notKnown(`What updates the column "${filled.name}" is not followed.`);
}

/**
 * The columns of the primary key that a single INSERT into an `sa.Table` asks back (`_get_returning_modifiers`): those the
 * database makes, and those that are given as SQL.
 */
export function askedBack(insert: Insert, row: Row, { context }: Printing): readonly SqlExpression[] {
  const { table } = insert;
  const single = insert.isMany !== true && insert.isInline !== true && insert.rows?.length === 1;
  if (table.declared === undefined || !single || insert.returning.length > 0 || context.dialect === 'mysql') return [];
  const columns = table.declared.filter((item) => item.kind === 'column');
  const key = keyOf(table.declared);
  const numbered = numberedColumn(columns, key, table.declared, context.sqlalchemy);
  if (context.dialect === 'sqlite' && (numbered !== null || insert.onConflict !== null)) return [];
  const given = new Map(row);
  return columns.flatMap((column): SqlExpression[] => {
    if (!key.includes(column.name)) return [];
    const value = given.get(column.name);
    if (value?.kind === 'null') return notKnown('Whether NULL in a primary key is a value or SQL is not known.');
    const isMade = value === undefined ? column === numbered || column.serverDefault !== null : value.kind !== 'bind';
    return isMade ? [{ kind: 'columnReference', name: column.name, table, type: column.type }] : [];
  });
}

type Declared = NonNullable<TableReference['declared']>;

function keyOf(declared: Declared): readonly string[] {
  return declared.flatMap((item) => {
    if (item.kind === 'primaryKey') return item.columns;
    return item.kind === 'column' && item.primaryKey ? [item.name] : [];
  });
}

function numberedColumn(
  columns: readonly Column[],
  key: readonly string[],
  declared: Declared,
  version: Context['sqlalchemy'],
): Column | null {
  const primaryKey: PrimaryKeyConstraint = {
    kind: 'primaryKey',
    columns: key,
    name: null,
    deferrable: null,
    initially: null,
    options: {},
  };
  const inColumns = columns.flatMap((column): ForeignKeyConstraint[] =>
    column.items.flatMap((item): ForeignKeyConstraint[] =>
      item.kind === 'foreignKeyItem' ? [referring(column.name, item.rules)] : [],
    ),
  );
  const said = declared.filter((item) => item.kind === 'foreignKey');
  try {
    return autoincrementColumn({ columns, constraints: [primaryKey, ...inColumns, ...said] }, version);
  } catch (error) {
    if (error instanceof Refusal) return notKnown(error.reason);
    throw error;
  }
}

function referring(column: string, rules: ForeignKeyConstraint['rules']): ForeignKeyConstraint {
  return {
    kind: 'foreignKey',
    columns: [column],
    referredSchema: null,
    referredTable: '',
    referredColumns: [],
    rules,
    name: null,
    options: {},
  };
}
