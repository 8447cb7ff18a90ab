import type { Context, DialectName } from '../schema/context';
import type {
  CheckConstraint,
  Column,
  Constraint,
  DialectOptions,
  ForeignKey,
  ForeignKeyConstraint,
  Index,
  Name,
  PrimaryKeyConstraint,
  Table,
} from '../schema/model';
import { NONE_LITERAL } from '../common/literal';
import type { LibraryType, SqlType, TypeArgument } from '../schema/sqlType';
import { typeFor } from '../schema/sqlType';
import { autoincrementColumn } from './autoincrement';
import { refuse } from './refusal';
import { conventionFor, conventionName, type NamedKind, type Referred } from './naming';
import { booleanArgument, enumLabels, isType, stringArgument, typeArgument } from './typeArguments';

/** A table as an operation gives it. */
export interface TableItems {
  readonly name: string;
  readonly schema: string | null;
  readonly items: readonly (Column | Constraint | Index)[];
  readonly comment: string | null;
  readonly prefixes: readonly string[];
  readonly options: DialectOptions;
}

/** What databases have types of their own for; the others get a CHECK where `create_constraint` asks for one. */
const NATIVE_TYPES: Readonly<Record<DialectName, { readonly enum: boolean; readonly boolean: boolean }>> = {
  postgresql: { enum: true, boolean: true },
  mysql: { enum: true, boolean: false },
  sqlite: { enum: false, boolean: false },
};

/** A table of which nothing is known but its name, as operations on existing tables have it. */
export function bareTable(name: string, schema: string | null, items: TableItems['items'] = []): TableItems {
  return { name, schema, items, comment: null, prefixes: [], options: {} };
}

/**
 * Takes columns apart into what they bring to their table, as attaching them to a `sqlalchemy.Table` does: primary key,
 * then constraints by creation (those written for themselves, then those of each column), indexes, all with the names
 * the convention gives. Left inside a column are the CHECKs that DDL writes within it.
 * @throws Refusal where SQLAlchemy raises.
 */
export function toTable(source: TableItems, context: Context): Table {
  const naming = new TableNaming(source, context);
  const written = source.items.filter((item) => item.kind === 'column');
  const names = new Set<string>();
  for (const { name } of written) {
    if (names.has(name)) refuse(`The column \`${name}\` is in the table \`${source.name}\` twice.`);
    names.add(name);
  }
  const has = (columns: readonly string[]): readonly string[] => {
    const missing = columns.find((column) => !names.has(column));
    if (missing !== undefined) refuse(`The table \`${source.name}\` has no column \`${missing}\`.`);
    return [...new Set(columns)];
  };

  const constraints: Constraint[] = [];
  const indexes: Index[] = [];
  let primaryKey = implicitPrimaryKey(written, naming);
  for (const item of source.items) {
    if (item.kind === 'column') continue;
    if (item.kind === 'index') indexes.push(namedIndex(item, naming, has));
    else if (item.kind === 'primaryKey') primaryKey = explicitPrimaryKey(item, written, naming, has);
    else constraints.push(tableConstraint(item, naming, has));
  }
  for (const column of written) {
    const brought = columnConstraints(column, source, naming, context);
    constraints.push(...brought.constraints);
    indexes.push(...brought.indexes);
  }
  const keys = new Set(primaryKey.constraint.columns);
  const columns = written.map((column) => attached(column, keys, primaryKey.isImplicit, source, naming, written));
  const table = {
    name: source.name,
    schema: source.schema,
    columns,
    constraints,
    indexes,
    comment: source.comment,
    prefixes: source.prefixes,
    options: source.options,
  };
  if (primaryKey.constraint.columns.length === 0) return table;
  const ordered = primaryKey.isImplicit
    ? autoincrementFirst(primaryKey.constraint, columns, constraints, context)
    : primaryKey.constraint;
  return { ...table, constraints: [ordered, ...constraints] };
}

/** Names of what belongs to one table. */
class TableNaming {
  constructor(
    readonly table: TableItems,
    readonly context: Context,
  ) {}

  name(kind: NamedKind, name: Name | null, columns: readonly string[], referred?: Referred): Name | null {
    const subject = { table: this.table.name, schema: this.table.schema, columns, ...(referred && { referred }) };
    return conventionName(this.context.naming, kind, name, subject);
  }
}

interface PrimaryKey {
  readonly constraint: PrimaryKeyConstraint;
  readonly isImplicit: boolean;
}

/** Every table begins with a primary key without columns, which takes the columns that say `primary_key=True`. */
function implicitPrimaryKey(columns: readonly Column[], naming: TableNaming): PrimaryKey {
  naming.name('pk', null, []);
  const keys = columns.filter(({ primaryKey }) => primaryKey).map(({ name }) => name);
  const constraint: PrimaryKeyConstraint = {
    kind: 'primaryKey',
    name: naming.name('pk', null, keys),
    columns: keys,
    deferrable: null,
    initially: null,
    options: {},
  };
  return { constraint, isImplicit: true };
}

function explicitPrimaryKey(
  item: PrimaryKeyConstraint,
  columns: readonly Column[],
  naming: TableNaming,
  has: (columns: readonly string[]) => readonly string[],
): PrimaryKey {
  const given = has(item.columns);
  const flagged = columns.filter(({ primaryKey }) => primaryKey).map(({ name }) => name);
  // Columns given win over columns that say `primary_key=True`.
  const keys = given.length === 0 ? flagged : given;
  return { constraint: { ...item, columns: keys, name: naming.name('pk', item.name, keys) }, isImplicit: false };
}

function autoincrementFirst(
  key: PrimaryKeyConstraint,
  columns: readonly Column[],
  constraints: readonly Constraint[],
  context: Context,
): PrimaryKeyConstraint {
  const first = autoincrementColumn({ columns, constraints: [key, ...constraints] }, context.sqlalchemy)?.name;
  if (first === undefined) return key;
  return { ...key, columns: [first, ...key.columns.filter((name) => name !== first)] };
}

function tableConstraint(
  item: Exclude<Constraint, PrimaryKeyConstraint>,
  naming: TableNaming,
  has: (columns: readonly string[]) => readonly string[],
): Constraint {
  switch (item.kind) {
    case 'unique': {
      const columns = has(item.columns);
      return { ...item, columns, name: naming.name('uq', item.name, columns) };
    }
    case 'foreignKey':
      has(item.columns);
      return { ...item, name: naming.name('fk', item.name, item.columns, referredOf(item, naming)) };
    case 'check':
      return { ...item, name: checkName(item, naming) };
    case 'exclude':
      for (const { expression } of item.elements) if (expression.kind === 'columnName') has([expression.name]);
      return item;
  }
}

/** Another table, or a column that the table is not given here, cannot be looked up when the key is named. */
function referredOf(item: ForeignKeyConstraint, { table }: TableNaming): Referred {
  const isSelf = item.referredTable === table.name && item.referredSchema === table.schema;
  const own = table.items.filter(({ kind }) => kind === 'column').map(({ name }) => name);
  return {
    table: item.referredTable,
    schema: item.referredSchema,
    columns: item.referredColumns.map((column) => (isSelf && own.includes(column) ? column : undefined)),
  };
}

/** The name of a CHECK; its columns are those its expression names, which only `text()` has none of. */
export function checkName(
  item: CheckConstraint,
  naming: Pick<TableNaming, 'name'> & { readonly context: Context },
): Name | null {
  const convention = conventionFor(naming.context.naming, 'ck');
  if (convention?.includes('column_') === true && item.condition.kind !== 'text' && item.name?.final !== true) {
    return refuse('The columns of a CHECK, which the naming convention asks for, are not followed.');
  }
  return naming.name('ck', item.name, []);
}

function namedIndex(item: Index, naming: TableNaming, has: (columns: readonly string[]) => readonly string[]): Index {
  const columns = item.elements.flatMap((element) => (element.kind === 'columnName' ? [element.name] : []));
  has(columns);
  // `text()` has no column; what column another expression gives to the name is not looked for.
  const isPlain = item.elements.every(({ kind }) => kind === 'columnName' || kind === 'text');
  if (!isPlain) refuseColumnTokens(naming.context, item.name);
  return { ...item, name: naming.name('ix', item.name, columns) };
}

/** @throws Refusal where the name of an index depends on the columns that its expressions name. */
export function refuseColumnTokens({ naming }: Context, name: Name | null): void {
  const convention = conventionFor(naming, 'ix');
  const isAsked = name === null || (!name.final && convention?.includes('constraint_name') === true);
  if (isAsked && convention?.includes('column_') === true) {
    refuse('The columns of an index on expressions, which the naming convention asks for, are not followed.');
  }
}

/** What a column brings to its table, in the order in which it arrives there: flags, its type's CHECK, foreign keys. */
function columnConstraints(
  column: Column,
  source: TableItems,
  naming: TableNaming,
  context: Context,
): { readonly constraints: readonly Constraint[]; readonly indexes: readonly Index[] } {
  const constraints: Constraint[] = [];
  const indexes: Index[] = [];
  if (column.index) {
    const name = naming.name('ix', null, [column.name]);
    const elements = [{ kind: 'columnName', name: column.name } as const];
    indexes.push({ kind: 'index', name, elements, unique: column.unique, options: {} });
  } else if (column.unique) {
    const name = naming.name('uq', null, [column.name]);
    constraints.push({ kind: 'unique', name, columns: [column.name], deferrable: null, initially: null, options: {} });
  }
  constraints.push(...typeChecks(column, naming, context));
  for (const item of column.items) {
    if (item.kind === 'foreignKeyItem') constraints.push(columnForeignKey(item, column, source, naming));
  }
  return { constraints, indexes };
}

/** CHECKs of `Boolean` and `Enum` with `create_constraint`, where the database has no such type. */
export function typeChecks(
  column: Pick<Column, 'name' | 'type'>,
  naming: Pick<TableNaming, 'name'>,
  context: Context,
): readonly CheckConstraint[] {
  const own = typeFor(column.type, context.dialect);
  const checked = isType(own, 'sqlalchemy.ARRAY') ? typeArgument(own, 'item_type') : own;
  if (checked.kind === 'custom' || !isType(checked, 'sqlalchemy.Enum', 'sqlalchemy.Boolean')) return [];
  if (!booleanArgument(checked, 'create_constraint', false)) return [];
  const isEnum = isType(checked, 'sqlalchemy.Enum');
  const native = NATIVE_TYPES[context.dialect];
  const isNative = isEnum ? native.enum && isNativeEnum(checked) : native.boolean;
  if (isNative) return [];
  if (checked !== own)
    return refuse('SQLAlchemy has no CHECK for an array of an Enum that is no type of the database.');
  const text = stringArgument(checked, 'name');
  // A type without a name is the one thing that the convention names only when it is written.
  const name = naming.name('ck', text === null ? null : { text, final: false }, [column.name]);
  return [typeCheck(column, checked, isEnum, name)];
}

function typeCheck(
  column: Pick<Column, 'name'>,
  type: LibraryType,
  isEnum: boolean,
  name: Name | null,
): CheckConstraint {
  const string: SqlType = { kind: 'library', module: 'sqlalchemy', name: 'String', arguments: {}, variants: {} };
  const compared = isEnum ? string : type;
  const values = isEnum
    ? enumLabels(type).map((value) => ({ kind: 'string', value }) as const)
    : [0n, 1n].map((value) => ({ kind: 'integer', value }) as const);
  return {
    kind: 'check',
    name,
    condition: {
      kind: 'binary',
      operator: 'in_',
      custom: false,
      left: {
        kind: 'typeCoerce',
        operand: { kind: 'columnReference', name: column.name, table: null, type: compared },
        type: compared,
      },
      right: {
        kind: 'list',
        joiner: 'comma',
        items: values.map((value) => ({ kind: 'bind', value, type: null, key: null })),
      },
      modifiers: {},
    },
    typeBound: true,
    deferrable: null,
    initially: null,
    options: {},
  };
}

/** Whether an Enum is a type of the database, where the database has such types. */
export function isNativeEnum(type: LibraryType): boolean {
  return isType(type, 'postgresql.ENUM') || booleanArgument(type, 'native_enum', true);
}

function columnForeignKey(item: ForeignKey, column: Column, source: TableItems, naming: TableNaming): Constraint {
  const parts = item.target.split('.');
  const referredColumn = parts.length > 1 ? (parts.pop() ?? '') : column.name;
  const referredTable = parts.pop() ?? '';
  const referredSchema = parts.length > 0 ? parts.join('.') : null;
  const isSelf = referredTable === source.name && referredSchema === source.schema;
  const known = isSelf && source.items.some(({ kind, name }) => kind === 'column' && name === referredColumn);
  if (!known && !item.target.includes('.')) refuse(`The foreign key to \`${item.target}\` names no column.`);
  const key: ForeignKeyConstraint = {
    kind: 'foreignKey',
    name: null,
    columns: [column.name],
    referredSchema,
    referredTable,
    referredColumns: [referredColumn],
    rules: item.rules,
    options: item.options,
  };
  return { ...key, name: naming.name('fk', item.name, key.columns, referredOf(key, naming)) };
}

/** A column once it is in its table. */
function attached(
  column: Column,
  keys: ReadonlySet<string>,
  isImplicit: boolean,
  source: TableItems,
  naming: TableNaming,
  columns: readonly Column[],
): Column {
  const isKey = keys.has(column.name);
  const isIdentity = column.serverDefault?.kind === 'identity';
  const items = column.items.flatMap((item): Column['items'] => {
    if (item.kind === 'foreignKeyItem') return [];
    if (item.kind !== 'check') return refuse(`A constraint inside the column \`${column.name}\` is not followed.`);
    if (namesColumn(item.condition)) refuse('SQLAlchemy takes no expression on columns for a CHECK inside a column.');
    return [{ ...item, name: checkName(item, naming) }];
  });
  return {
    ...column,
    type: inheritingType(referredType(column, source, columns, new Set()), source.schema),
    primaryKey: isImplicit ? column.primaryKey : isKey,
    nullable: column.nullable ?? !(column.primaryKey || isKey || isIdentity),
    items,
  };
}

/** Whether an expression names a column anywhere. */
export function namesColumn(part: unknown): boolean {
  if (typeof part !== 'object' || part === null) return false;
  if ('kind' in part && /^(?:columnName|columnReference|literalColumn)$/.test(String(part.kind))) return true;
  return Object.values(part).some(namesColumn);
}

/** Types with `inherit_schema` stand in the schema of their table. */
function inheritingType(type: SqlType, schema: string | null): SqlType {
  if (type.kind === 'custom') return type;
  const variants = Object.entries(type.variants).map(([name, one]) => [name, inheritingType(one, schema)] as const);
  const item = isType(type, 'sqlalchemy.ARRAY')
    ? { item_type: inheritingType(typeArgument(type, 'item_type'), schema) }
    : {};
  const own: LibraryType = {
    ...type,
    arguments: { ...type.arguments, ...item },
    variants: Object.fromEntries(variants),
  };
  if (!isType(own, 'sqlalchemy.Enum') || !booleanArgument(own, 'inherit_schema', false)) return own;
  const inherited: TypeArgument = schema === null ? NONE_LITERAL : { kind: 'string', value: schema };
  return { ...own, arguments: { ...own.arguments, schema: inherited } };
}

/** A column without a type takes that of the column of its own table that it refers to. */
function referredType(column: Column, source: TableItems, columns: readonly Column[], seen: Set<string>): SqlType {
  if (!isType(column.type, 'sqlalchemy.NullType') || seen.has(column.name)) return column.type;
  seen.add(column.name);
  const prefix = source.schema === null ? `${source.name}.` : `${source.schema}.${source.name}.`;
  for (const item of column.items) {
    if (item.kind !== 'foreignKeyItem' || !item.target.startsWith(prefix)) continue;
    const referred = columns.find(({ name }) => name === item.target.slice(prefix.length));
    if (referred !== undefined) return referredType(referred, source, columns, seen);
  }
  return column.type;
}
