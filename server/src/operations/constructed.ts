import { raise } from '../python/interpreter/exception';
import { pyList, pyStr } from '../python/interpreter/make';
import { PY_NONE, type PyValue } from '../python/interpreter/value';
import type {
  CheckConstraint,
  Column,
  Constraint,
  DialectOptions,
  ExcludeConstraint,
  ForeignKeyConstraint,
  Index,
  IndexElement,
  UniqueConstraint,
} from '../schema/model';
import { ColumnObject } from '../sqlalchemy/column';
import { checkConstraint, columnsConstraint, excludeConstraint, foreignKeyConstraint } from '../sqlalchemy/constraints';
import { dialectOptions } from '../sqlalchemy/dialectOptions';
import { toText } from '../sqlalchemy/names';
import { known, notFollowed, notKnown } from '../sqlalchemy/notKnown';
import { ConstraintObject, ExpressionObject, IndexObject, OrderedLabel } from '../sqlalchemy/objects';
import { MetaDataObject, TableObject, tableWithMetaData } from '../sqlalchemy/table';
import { type Arguments, withoutDoubles } from './arguments';
import { CONSTRAINT_COLUMN_NOT_FOUND } from './exceptions';

/** `sa.UniqueConstraint(*columns, **kw)`, without its name. */
export function uniqueOf(args: Arguments, columns: readonly string[]): UniqueConstraint {
  return held(columnsConstraint('unique')({ positional: columns.map(pyStr), keywords: args.others() }), 'unique');
}

/** `sa.CheckConstraint(condition, **kw)`, without its name. */
export function checkOf(args: Arguments): CheckConstraint {
  const condition = args.value('condition') ?? PY_NONE;
  return held(checkConstraint({ positional: [condition], keywords: args.others() }), 'check');
}

/** `postgresql.ExcludeConstraint(*elements, **kw)`, without its name. */
export function excludeOf(args: Arguments, table: string): ExcludeConstraint {
  const made = held(excludeConstraint({ positional: args.rest('elements'), keywords: args.others() }), 'exclude');
  const columns = made.elements.flatMap(({ expression }) =>
    expression.kind === 'columnName' || expression.kind === 'columnReference' ? [expression.name] : [],
  );
  withoutDoubles(columns, table);
  return made;
}

/** Rules and options as `sa.ForeignKeyConstraint(..., **kw)` holds them. */
export function foreignKeyOptions(
  args: Arguments,
  columns: readonly string[],
): Pick<ForeignKeyConstraint, 'rules' | 'options'> {
  const keywords = new Map(args.others());
  for (const name of ['onupdate', 'ondelete', 'deferrable', 'initially', 'match']) {
    const value = args.value(name);
    if (value !== undefined) keywords.set(name, value);
  }
  // Which table is referred to, Alembic says apart: a dot in its name is part of it.
  const targets = columns.map((_, index) => pyStr(`t.c${index}`));
  const positional = [pyList(columns.map(pyStr)), pyList(targets)];
  return held(foreignKeyConstraint({ positional, keywords }), 'foreignKey');
}

function held<K extends Constraint['kind']>(
  { data, typeName }: ConstraintObject,
  kind: K,
): Extract<Constraint, { kind: K }> {
  return isOf(data, kind) ? data : notKnown(notFollowed(typeName));
}

function isOf<K extends Constraint['kind']>(
  data: ConstraintObject['data'],
  kind: K,
): data is Extract<Constraint, { kind: K }> {
  return data.kind === kind;
}

/** Options as `sa.Index(name, **kw)` holds them; what else it takes changes nothing. */
export function indexOptions(args: Arguments): DialectOptions {
  return options(args, 'Index', ['info', 'unique']);
}

/** Options as `sa.Table(name, metadata, **kw)` holds them. */
export function tableOptions(args: Arguments): DialectOptions {
  return options(args, 'Table', ['extend_existing', 'keep_existing', 'implicit_returning']);
}

/** Keywords of the item itself that are refused, since they change what is written and have no place in our data. */
const REFUSED = ['quote', 'quote_schema', '_table', 'listeners', 'autoload_with', 'autoload_replace', 'must_exist'];

function options(args: Arguments, owner: 'Index' | 'Table', idle: readonly string[]): DialectOptions {
  const others = args.others();
  const refused = REFUSED.find((name) => others.has(name));
  if (refused !== undefined) notKnown(notFollowed(`${owner}(${refused}=...)`));
  return dialectOptions(owner, new Map([...others].filter(([name]) => !idle.includes(name))));
}

/** What is indexed: names of columns, `text()`, or expressions. */
export function indexElements(args: Arguments, name: string, table: string): readonly IndexElement[] {
  const items = args.items(name);
  const elements = items.map((item): IndexElement => {
    const column = item instanceof ColumnObject ? item.data.name : toText(item);
    if (column !== undefined) return { kind: 'columnName', name: column };
    if (item instanceof ExpressionObject || item instanceof OrderedLabel) return item.data;
    if (item.kind === 'host') return notKnown(`A '${item.typeName}' in an index is not followed.`);
    return raise('ValueError', 'String or text() construct expected');
  });
  withoutDoubles(
    items.flatMap((item) => toText(item) ?? []),
    table,
  );
  return elements;
}

/** Items of a table. Alembic passes over whatever is neither a column nor a constraint nor an index. */
export function tableItems(values: readonly PyValue[]): readonly (Column | Constraint | Index)[] {
  return values.flatMap((value): readonly (Column | Constraint | Index)[] => {
    if (value instanceof ColumnObject || value instanceof IndexObject) return [value.data];
    if (value instanceof ConstraintObject) return value.data.kind === 'foreignKeyItem' ? [] : [value.data];
    if (value.kind === 'host') return notKnown(`A '${value.typeName}' in a table is not followed.`);
    return [];
  });
}

/** @throws PyRaised as SQLAlchemy's `Table` does: a column given twice, a constraint on a column that is not there. */
export function checkItems(items: readonly (Column | Constraint | Index)[], table: string): void {
  const columns = items.flatMap((item) => (item.kind === 'column' ? [item.name] : []));
  withoutDoubles(columns, table);
  for (const item of items) {
    const missing = columnsOf(item).find((column) => !columns.includes(column));
    if (missing === undefined) continue;
    const message = `Can't create ${CLASSES[item.kind]} on table '${table}': no column named '${missing}' is present.`;
    raise('ConstraintColumnNotFoundError', message, CONSTRAINT_COLUMN_NOT_FOUND);
  }
}

const CLASSES: Readonly<Record<(Column | Constraint | Index)['kind'], string>> = {
  column: 'Column',
  primaryKey: 'PrimaryKeyConstraint',
  unique: 'UniqueConstraint',
  foreignKey: 'ForeignKeyConstraint',
  check: 'CheckConstraint',
  exclude: 'ExcludeConstraint',
  index: 'Index',
};

/** The columns that an item names by a string. */
function columnsOf(item: Column | Constraint | Index): readonly string[] {
  switch (item.kind) {
    case 'primaryKey':
    case 'unique':
    case 'foreignKey':
      return item.columns;
    case 'index':
      return item.elements.flatMap((element) => (element.kind === 'columnName' ? [element.name] : []));
    default:
      return [];
  }
}

/** The table that `op.create_table` gives back. */
export function createdTable(args: Arguments): PyValue {
  const items = args.rest('columns').filter((item) => item.kind === 'host');
  const positional = [pyStr(args.table()), new MetaDataObject(null, null), ...items];
  const schema = args.schema();
  const keywords = new Map<string, PyValue>(schema === null ? [] : [['schema', pyStr(schema)]]);
  return known(() => tableWithMetaData({ positional, keywords }));
}

/** What `copy_from` of a batch holds. */
export function tableContent(table: PyValue): readonly (Column | Constraint | Index)[] {
  const definition = table instanceof TableObject ? table.definition : null;
  return definition?.items ?? notKnown('The table that `copy_from` names is not followed.');
}
