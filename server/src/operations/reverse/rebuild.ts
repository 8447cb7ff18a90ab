import type { Context } from '../../schema/context';
import type { Column, Constraint, DialectOptions, ForeignKeyConstraint, Index, Name, Table } from '../../schema/model';
import { refuse } from '../../sqlalchemy/refusal';
import { withExistingType } from './existingType';
import type {
  AddColumn,
  AddConstraint,
  CreateForeignKey,
  CreateIndex,
  CreateTable,
  DropConstraint,
  DropIndex,
  Operation,
  Place,
} from '../operation';

/** Where something is made again. */
export interface Rebuilt {
  readonly name: string;
  readonly schema: string | null;
  readonly place: Place;
}

/** How a table is made again. */
interface RestoredTable {
  readonly place: Place;
  readonly context: Context;
  /** Names that the database made up are said, too. */
  readonly keepsNames: boolean;
}

/**
 * What makes a table again as it was: CREATE TABLE, then what that leaves out. Types of the database stand, since dropping
 * a table leaves them.
 */
export function tableAgain(table: Table, { place, context, keepsNames }: RestoredTable): readonly Operation[] {
  const { name, schema } = table;
  const where = { name, schema, place };
  const isLater = (one: Constraint): one is ForeignKeyConstraint => one.kind === 'foreignKey' && one.rules.useAlter;
  const inside = table.constraints.filter((one) => !isLater(one) && !isOfType(one));
  const created: CreateTable = {
    kind: 'createTable',
    place,
    table: name,
    schema,
    items: [
      ...table.columns.map((column) => columnAgain({ ...column, type: withExistingType(column.type, context) })),
      ...inside.map((one) => ({ ...one, name: keepsNames ? kept(one.name) : given(one.name) })),
    ],
    ifNotExists: null,
    comment: table.comment,
    prefixes: table.prefixes,
    options: table.options,
  };
  return [
    created,
    ...table.constraints.filter(isLater).map((one) => constraintAgain(one, where)),
    ...table.indexes.map((index) => indexAgain(index, where)),
  ];
}

/** A column without what stands in its table by itself: keys, indexes, UNIQUE; and without what only Python fills in. */
function columnAgain(column: Column): Column {
  const { hasOnUpdate: _, ...rest } = column;
  return {
    ...rest,
    primaryKey: false,
    unique: false,
    index: false,
    default: column.default?.kind === 'sequence' ? column.default : null,
    items: column.items.map((item) => ({ ...item, name: given(item.name) })),
  };
}

/** @param isKey whether it says that it is the primary key, which ADD COLUMN does not make. */
export function addColumnAgain(column: Column, { name, schema, place }: Rebuilt, isKey: boolean): AddColumn {
  return {
    kind: 'addColumn',
    place,
    table: name,
    schema,
    column: { ...columnAgain(column), primaryKey: isKey },
    ifNotExists: null,
    inlineReferences: null,
    inlinePrimaryKey: null,
    insertBefore: null,
    insertAfter: null,
  };
}

/** What adds a constraint to a table that is there. The name stands, also where the database made it up. */
export function constraintAgain(
  constraint: Constraint,
  { name, schema, place }: Rebuilt,
): AddConstraint | CreateForeignKey {
  if (constraint.kind !== 'foreignKey') {
    return {
      kind: 'addConstraint',
      place,
      table: name,
      schema,
      constraint: { ...constraint, name: kept(constraint.name) },
    };
  }
  const { columns, referredTable, referredColumns, referredSchema, rules, options } = constraint;
  return {
    kind: 'createForeignKey',
    place,
    name: kept(constraint.name),
    table: name,
    schema,
    columns,
    referredTable,
    referredColumns,
    referredSchema,
    // It stood in the table, so that it is no longer left for later.
    rules,
    options,
  };
}

/** @param options those that belong to the statement, not to the index: `postgresql_concurrently`. */
export function indexAgain(index: Index, { name, schema, place }: Rebuilt, options: DialectOptions = {}): CreateIndex {
  return {
    kind: 'createIndex',
    place,
    name: kept(index.name),
    table: name,
    schema,
    elements: index.elements,
    unique: index.unique,
    ifNotExists: null,
    options: { ...index.options, ...options },
  };
}

/** DROP INDEX; nothing for an index without a name. */
export function indexDropped(
  index: Pick<Index, 'name' | 'options'>,
  { name, schema, place }: Rebuilt,
): readonly DropIndex[] {
  const called = kept(index.name);
  if (called === null) return [];
  const { postgresql_concurrently: concurrently } = index.options;
  const options = concurrently === undefined ? {} : { postgresql_concurrently: concurrently };
  return [{ kind: 'dropIndex', place, name: called, table: name, schema, ifExists: null, options }];
}

const TYPES: Readonly<Record<Constraint['kind'], DropConstraint['type']>> = {
  primaryKey: 'primary',
  unique: 'unique',
  check: 'check',
  foreignKey: 'foreignkey',
  exclude: null,
};

/** DROP CONSTRAINT by its name. @throws Refusal where it has none. */
export function constraintDropped(
  constraint: Pick<Constraint, 'kind' | 'name'>,
  { name, schema, place }: Rebuilt,
): DropConstraint {
  const called = kept(constraint.name) ?? refuse(`A constraint of \`${name}\` has no name by which it can be dropped.`);
  return {
    kind: 'dropConstraint',
    place,
    name: called,
    table: name,
    schema,
    type: TYPES[constraint.kind],
    ifExists: null,
  };
}

/** Whether a constraint comes with the type of its column. */
function isOfType(constraint: Constraint): boolean {
  return constraint.kind === 'check' && constraint.typeBound;
}

/** A name as a statement gives it: no naming convention changes what the database made up. */
function kept(name: Name | null): Name | null {
  return name?.assigned === true ? { text: name.text, final: true } : name;
}

/** A name that the database did not make up. */
function given(name: Name | null): Name | null {
  return name?.assigned === true ? null : name;
}
