import type { Batch } from '../../operations/operation';
import type { Context } from '../../schema/context';
import type { Column, Constraint, DialectOptions, Index, PrimaryKeyConstraint, Table } from '../../schema/model';
import type { SqlType } from '../../schema/sqlType';
import { refuse } from '../../sqlalchemy/refusal';
import { toTable } from '../../sqlalchemy/toTable';
import { columnsNamed } from './columnsNamed';
import type { CopiedColumn, CopySource, TableCopy } from './tableCopy';

/** A table that takes the place of another. */
export interface NewTable {
  /** Under the name it has at first. */
  readonly table: Table;
  /** The same with the types alone that bring something with them: a CHECK, a type of their own. */
  readonly loud: Table;
  /** What is read from the old table, in order. */
  readonly transfers: readonly {
    /** The column in the new table. */
    readonly name: string;
    /** In the old one. */
    readonly source: string;
    readonly casts: readonly SqlType[];
  }[];
  /** Made when the table has its name. */
  readonly indexes: readonly Index[];
}

/** How long the name gets that the new table has at first (`_calc_temp_name`). */
const LONGEST_NAME = 50;

/** The table that a batch has made of the one it copies. @throws Refusal */
export function newTable({ table: old }: CopySource, copy: TableCopy, batch: Batch, context: Context): NewTable {
  const columns = copy.columns;
  const source = {
    name: [...`_alembic_tmp_${old.name}`].slice(0, LONGEST_NAME).join(''),
    schema: old.schema,
    items: [...[...columns.values()].map(silent), ...batch.tableItems],
    comment: null,
    prefixes: [],
    options: { ...old.options, ...optionsOf(batch) },
  };
  // Its MetaData knows no naming convention.
  const own = toTable(source, { ...context, naming: null });
  const attached = own.columns.map((column): Column => {
    const copied = [...columns.values()].find((one) => one.column.name === column.name);
    return copied === undefined ? column : { ...column, type: copied.column.type };
  });
  const kept = copy.constraints.flatMap((constraint) => constraintOf(constraint, columns));
  const unsaid = [...columns.values()].flatMap((one) => (one.isNullabilityUnsaid ? [one.column.name] : []));
  const table = withConstraints({ ...own, columns: attached }, kept, new Set(unsaid));
  const index = (one: Index): Index => ({
    ...one,
    elements: one.elements.map((element) => indexed(element, columns, one)),
  });
  return {
    table,
    loud: own,
    transfers: [...columns].flatMap(([key, { column, casts }]) =>
      casts === null ? [] : [{ name: column.name, source: key, casts }],
    ),
    indexes: [...copy.indexes, ...copy.newIndexes].map(index),
  };
}

/** A column without what its type would bring. */
function silent({ column, isTypeSilent }: CopiedColumn): Column {
  return isTypeSilent ? { ...column, type: NO_TYPE } : column;
}

const NO_TYPE: SqlType = { kind: 'library', module: 'sqlalchemy', name: 'NullType', arguments: {}, variants: {} };

function optionsOf({ tableOptions }: Batch): DialectOptions {
  const other = Object.keys(tableOptions).find((name) => !/^(?:sqlite|postgresql|mysql|mariadb)_/.test(name));
  if (other !== undefined) refuse(`\`${other}\` of \`table_kwargs\` is not followed.`);
  return tableOptions;
}

/** A constraint with the names that its columns have now; none where not all of them are left. */
function constraintOf(constraint: Constraint, columns: ReadonlyMap<string, CopiedColumn>): readonly Constraint[] {
  const keys = keysOf(constraint);
  if (keys.some((key) => !columns.has(key))) return [];
  const name = (key: string): string => columns.get(key)?.column.name ?? key;
  if (constraint.kind === 'exclude') return refuse('A batch that copies EXCLUDE constraints is not followed.');
  if (constraint.kind === 'check') {
    const [key] = keys;
    return constraint.typeBound && key !== undefined && name(key) !== key
      ? refuse(`The CHECK of the type of \`${key}\`, which gets a new name, is not followed.`)
      : [constraint];
  }
  return [{ ...constraint, columns: constraint.columns.map(name) }];
}

/** The columns that a constraint is on, as Alembic finds them. */
function keysOf(constraint: Constraint): readonly string[] {
  if (constraint.kind === 'exclude') return [];
  return constraint.kind === 'check' ? columnsNamed(constraint.condition) : constraint.columns;
}

function indexed(
  element: Index['elements'][number],
  columns: ReadonlyMap<string, CopiedColumn>,
  index: Index,
): Index['elements'][number] {
  const key = element.kind === 'columnName' ? element.name : null;
  if (key === null) return element;
  const column = columns.get(key)?.column;
  if (column === undefined)
    return refuse(`The index \`${index.name?.text ?? ''}\` is on \`${key}\`, which the batch does not leave.`);
  return { kind: 'columnName', name: column.name };
}

/**
 * Attaches constraints one after the other: each primary key takes the place of the one before it.
 * @param unsaid columns that do not say whether they may be NULL.
 */
function withConstraints(table: Table, added: readonly Constraint[], unsaid: ReadonlySet<string>): Table {
  let key = table.constraints.find((one) => one.kind === 'primaryKey') ?? null;
  const keys = new Set(table.columns.filter(({ primaryKey }) => primaryKey).map(({ name }) => name));
  for (const constraint of added) {
    if (constraint.kind !== 'primaryKey') continue;
    key = constraint.columns.length > 0 ? constraint : withColumns(constraint, keys);
    for (const name of key.columns) keys.add(name);
  }
  const others = [...table.constraints, ...added].filter(({ kind }) => kind !== 'primaryKey');
  const columns = table.columns.map((column) => {
    const primaryKey = keys.has(column.name);
    const nullable = primaryKey && unsaid.has(column.name) ? false : column.nullable;
    return { ...column, primaryKey, nullable };
  });
  return { ...table, columns, constraints: key === null || key.columns.length === 0 ? others : [key, ...others] };
}

function withColumns(key: PrimaryKeyConstraint, columns: ReadonlySet<string>): PrimaryKeyConstraint {
  return { ...key, columns: [...columns] };
}

/** The table under the name it ends with. */
export function renamed(made: NewTable, name: string): Table {
  return { ...made.table, name, indexes: [...made.table.indexes, ...made.indexes] };
}
