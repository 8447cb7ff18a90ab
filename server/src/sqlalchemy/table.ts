import { noteChange } from '../python/interpreter/journal';
import { bindArguments } from '../python/interpreter/signature';
import type { CallArguments, PyValue, Site } from '../python/interpreter/value';
import type { FromItem, TableReference } from '../schema/expression';
import type { Column, Constraint, DialectOptions, Index, NamingConvention } from '../schema/model';
import type { SqlType } from '../schema/sqlType';
import { ColumnObject } from './column';
import { allOf, need, toOpenFlag, toOpenText } from './convert';
import { dialectOptions } from './dialectOptions';
import { BEGIN } from './dml';
import type { InsertFlavour } from './dml';
import { ElementObject } from './elements';
import { toText } from './names';
import { DataFunction, NotKnown, notFollowed, notKnown, raiseSqlalchemy } from './notKnown';
import { ConstraintObject, Expressive, IndexObject, LibraryObject } from './objects';
import { parameters } from './parameters';
import { FromObject } from './selectable';
import { UnknownTable } from './unknownTable';

const NONE: PyValue = { kind: 'none' };

/** What `sa.Table(...)` says besides its columns' names. */
export interface TableDefinition {
  /** In the order written. */
  readonly items: readonly (Column | Constraint | Index)[];
  readonly comment: string | null;
  readonly prefixes: readonly string[];
  readonly options: DialectOptions;
}

/** `sa.table(...)`, `sa.Table(...)`, an alias of one. */
export class TableObject extends FromObject {
  readonly columns: ReadonlyMap<string, Expressive>;
  readonly from: FromItem;

  constructor(
    override readonly typeName: 'TableClause' | 'Table' | 'Alias',
    readonly reference: TableReference,
    given: readonly Expressive[],
    /** Null for `sa.table(...)`. */
    readonly definition: TableDefinition | null,
  ) {
    super();
    this.from = { kind: 'table', table: reference };
    this.columns = new Map(
      reference.columns.map(({ name, type }, index) => {
        const column = given[index];
        const own =
          column instanceof ColumnObject
            ? column.inTable(reference)
            : new ElementObject({ kind: 'columnReference', name, table: reference, type }, type);
        return [name, own];
      }),
    );
  }

  protected override readonly isData = false;

  protected override member(name: string, site: Site): PyValue | undefined {
    if (name === 'insert' || name === 'update' || name === 'delete') {
      return new DataFunction(name, (args) => {
        bindArguments(name, [], args);
        return BEGIN[name](this.reference);
      });
    }
    if (name === 'alias') return new DataFunction(name, (args) => this.#alias(args));
    if (name === 'name') return { kind: 'string', value: this.reference.alias ?? this.reference.name };
    if (name === 'schema') {
      const { schema } = this.reference;
      return schema === null ? NONE : { kind: 'string', value: schema };
    }
    return super.member(name, site);
  }

  #alias(args: CallArguments): PyValue {
    const { given } = bindArguments('alias', parameters('name? flat?'), args);
    const alias = toOpenText(given.get('name'), 'the alias');
    if (alias === null) notKnown('The name of an alias that SQLAlchemy makes is not followed.');
    return new TableObject('Alias', { ...this.reference, alias }, [...this.columns.values()], null);
  }
}

/** A column as a table names it. */
function referenceColumns(columns: readonly Expressive[]): TableReference['columns'] {
  return columns.map((column) => {
    const data = column.expression;
    const name = data?.kind === 'columnReference' ? data.name : need<never>(column, undefined, 'a column of the table');
    return { name, type: column.type === null || isNullType(column.type) ? null : column.type };
  });
}

function isNullType(type: SqlType): boolean {
  return type.kind === 'library' && type.name === 'NullType';
}

/** `sa.table(name, *columns, schema=None)`. */
export function table(args: CallArguments): TableObject {
  const { given, rest } = bindArguments('table', parameters('name *columns =schema?'), args);
  const name = given.get('name') ?? NONE;
  const columns = need(
    NONE,
    allOf(rest, (one) => (one instanceof Expressive ? one : undefined)),
    'a column of the table',
  );
  return new TableObject(
    'TableClause',
    {
      name: need(name, toText(name), 'the name of the table'),
      schema: toOpenText(given.get('schema'), 'the schema'),
      columns: referenceColumns(columns),
      alias: null,
    },
    columns,
    null,
  );
}

/** `sa.MetaData(...)`: its tables by key. */
export class MetaDataObject extends LibraryObject {
  readonly typeName = 'MetaData';
  readonly tables = new Map<string, TableObject>();

  constructor(
    /** Undefined: not known. */
    readonly schema: string | null | undefined,
    /** Undefined: not known. */
    public naming: NamingConvention | null | undefined,
  ) {
    super();
  }

  protected override readonly isData = false;

  override setAttribute(name: string, value: PyValue): boolean {
    if (name === 'naming_convention') {
      const before = this.naming;
      this.naming = ifKnown(() => namingConvention(value));
      noteChange(() => (this.naming = before));
    }
    return name === 'naming_convention' || name === 'info';
  }

  protected override member(name: string): PyValue | undefined {
    if (name !== 'tables') return undefined;
    const entries = [...this.tables].map(([key, value]) => ({ key: { kind: 'string', value: key } as const, value }));
    return { kind: 'dict', entries };
  }
}

export function metaData(args: CallArguments): MetaDataObject {
  const { given } = bindArguments('MetaData', parameters('schema? quote_schema? naming_convention? info?'), args);
  if (toOpenFlag(given.get('quote_schema'), '`quote_schema`') !== null) {
    notKnown(notFollowed('MetaData(quote_schema=...)'));
  }
  return new MetaDataObject(
    ifKnown(() => toOpenText(given.get('schema'), 'the schema')),
    ifKnown(() => namingConvention(given.get('naming_convention'))),
  );
}

function ifKnown<T>(find: () => T): T | undefined {
  try {
    return find();
  } catch (error) {
    if (error instanceof NotKnown) return undefined;
    throw error;
  }
}

function namingConvention(value: PyValue | undefined): NamingConvention | null {
  if (value === undefined || value.kind === 'none') return null;
  const entries =
    value.kind === 'dict'
      ? allOf(value.entries, ({ key, value: held }) => {
          const kind = toText(key);
          const template = toText(held);
          return kind !== undefined && template !== undefined ? ([kind, template] as const) : undefined;
        })
      : undefined;
  return Object.fromEntries(need(value, entries, 'the naming convention'));
}

const TABLE_PARAMETERS = parameters(
  'name metadata *args =schema? =quote? =quote_schema? =autoload_with? =autoload_replace? =keep_existing? ' +
    '=extend_existing? =resolve_fks? =include_columns? =implicit_returning? =comment? =info? =listeners? =prefixes? ' +
    '=must_exist? **',
);
const NOT_FOLLOWED = ['quote', 'quote_schema', 'keep_existing', 'extend_existing', 'listeners', 'must_exist'];

/** `sa.Table(name, metadata, *items)`. */
export function tableWithMetaData(args: CallArguments): PyValue {
  const { given, rest, others } = bindArguments('Table', TABLE_PARAMETERS, args);
  for (const option of NOT_FOLLOWED) {
    const value = given.get(option);
    if (value !== undefined && value.kind !== 'none') notKnown(notFollowed(`Table(${option}=...)`));
  }
  if (given.has('autoload_with')) {
    const reason = 'What a table in the database looks like is not known.';
    return new UnknownTable(toText(given.get('name')) ?? null, reason);
  }
  const metadata = given.get('metadata') ?? NONE;
  if (!(metadata instanceof MetaDataObject)) return need<never>(metadata, undefined, 'the MetaData');
  const nameValue = given.get('name') ?? NONE;
  const name = need(nameValue, toText(nameValue), 'the name of the table');
  const schema =
    toOpenText(given.get('schema'), 'the schema') ?? metadata.schema ?? (metadata.schema === null ? null : noSchema());
  const key = schema === null ? name : `${schema}.${name}`;
  const existing = metadata.tables.get(key);
  if (existing !== undefined) {
    if (rest.length === 0 && others.size === 0) return existing;
    raiseSqlalchemy('InvalidRequestError', `Table '${key}' is already defined for this MetaData instance.`);
  }
  const columns = rest.filter((item) => item instanceof ColumnObject);
  const items = rest.map(tableItem);
  const reference = { name, schema, columns: referenceColumns(columns), alias: null, declared: items };
  const made = new TableObject('Table', reference, columns, {
    items,
    comment: toOpenText(given.get('comment'), 'the comment'),
    prefixes: prefixes(given.get('prefixes')),
    options: dialectOptions('Table', others),
  });
  metadata.tables.set(key, made);
  noteChange(() => metadata.tables.delete(key));
  return made;
}

function noSchema(): never {
  return notKnown('The schema of the MetaData is not known.');
}

function tableItem(item: PyValue): Column | Constraint | Index {
  if (item instanceof ColumnObject || item instanceof IndexObject) return item.data;
  if (item instanceof ConstraintObject && item.data.kind !== 'foreignKeyItem') return item.data;
  return need<never>(item, undefined, 'an item of the table');
}

function prefixes(value: PyValue | undefined): readonly string[] {
  if (value === undefined || value.kind === 'none') return [];
  const items = value.kind === 'list' || value.kind === 'tuple' ? allOf(value.items, toText) : undefined;
  return need(value, items, '`prefixes`');
}

/** `sa.insert(table)` and its like. */
export function statement(kind: 'insert' | 'update' | 'delete', flavour: InsertFlavour = 'sqlalchemy') {
  return (args: CallArguments): PyValue => {
    const { given } = bindArguments(kind, parameters('table'), args);
    const value = given.get('table') ?? NONE;
    const target = need(value, value instanceof TableObject ? value.reference : undefined, 'the table');
    return kind === 'insert' ? BEGIN.insert(target, flavour) : BEGIN[kind](target);
  };
}
