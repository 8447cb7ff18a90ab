import { raise } from '../python/interpreter/exception';
import { bindArguments } from '../python/interpreter/signature';
import type { CallArguments, PyValue, Site } from '../python/interpreter/value';
import type { SqlExpression, TableReference } from '../schema/expression';
import type { Column, ColumnDefault, Constraint, ForeignKey, ServerDefault } from '../schema/model';
import type { SqlType } from '../schema/sqlType';
import { libraryType } from '../schema/sqlType';
import { need, toColumnDefault, toFlag, toOpenFlag, toOpenText, toType } from './convert';
import { checkedDefault } from './defaults';
import { dialectOptions } from './dialectOptions';
import { ElementObject } from './elements';
import { lettersOf, NameObject } from './names';
import { notFollowed, notKnown, raiseSqlalchemy } from './notKnown';
import { ConstraintObject, Expressive, LibraryObject, SequenceObject, ServerDefaultObject, TypeValue } from './objects';
import { parameters } from './parameters';

const PARAMETERS = parameters(
  '*args =name? =type_? =autoincrement? =default? =insert_default? =doc? =key? =index? =unique? =info? =nullable? ' +
    '=onupdate? =primary_key? =server_default? =server_onupdate? =quote? =system? =comment? =insert_sentinel? ' +
    '=_omit_from_statements? =_proxies? **',
);

/** `sa.Column(...)`. In expressions it is a reference to itself. */
export class ColumnObject extends Expressive {
  readonly typeName = 'Column';
  override readonly type: SqlType;
  readonly expression: SqlExpression;
  readonly #element: ElementObject;

  constructor(
    /** The column as it was written. */
    readonly data: Column,
    table: TableReference | null = null,
  ) {
    super();
    this.type = data.type;
    this.expression = reference(data.name, data.type, table);
    this.#element = new ElementObject(this.expression, data.type, this.typeName);
  }

  /** The same column as a part of a table. */
  inTable(table: TableReference): ColumnObject {
    return new ColumnObject(this.data, table);
  }

  override getAttribute(name: string, site: Site): PyValue | undefined {
    return this.#element.getAttribute(name, site);
  }

  override binary(operator: string, other: PyValue, reflected: boolean): PyValue | undefined {
    return this.#element.binary(operator, other, reflected);
  }

  override unary(operator: string): PyValue | undefined {
    return this.#element.unary(operator);
  }

  override getItem(key: PyValue): PyValue {
    return this.#element.getItem(key);
  }
}

/** A column named in an expression. */
export function reference(name: string, type: SqlType | null, table: TableReference | null): SqlExpression {
  return { kind: 'columnReference', name, table, type };
}

/** What a column's arguments said, besides its name and type. */
interface Said {
  readonly items: (ForeignKey | Constraint)[];
  default: ColumnDefault | null;
  serverDefault: ServerDefault | null;
}

/**
 * `sa.Column(name?, type?, *items, **keywords)`. An unknown type is a custom one.
 * @throws PyRaised, NotKnown
 */
export function column(args: CallArguments): ColumnObject {
  const { given, rest, others } = bindArguments('Column', PARAMETERS, args);
  const places = [...rest];
  const name = takeName(places, given.get('name'));
  const type = takeType(places, given.get('type_'));
  const primaryKey = toFlag(given.get('primary_key'), '`primary_key`');
  const said: Said = { items: [], default: null, serverDefault: null };
  const increments = autoincrement(given.get('autoincrement'));
  const serverDefault = given.get('server_default');
  if (serverDefault !== undefined && serverDefault.kind !== 'none') said.serverDefault = checkedDefault(serverDefault);
  const writtenServerDefault = said.serverDefault;
  for (const item of places) takeItem(item, said, increments);
  // What the keyword says, SQLAlchemy takes up after the items.
  if (writtenServerDefault !== null) takeServerDefault(writtenServerDefault, said, increments);
  const written = given.get('insert_default') ?? given.get('default');
  if (written !== undefined) said.default = writtenDefault(written, primaryKey) ?? said.default;
  const key = toOpenText(given.get('key'), '`key`');
  if (key !== null && key !== name.text) notKnown(notFollowed('Column(key=...)'));
  return new ColumnObject({
    kind: 'column',
    name: name.text,
    quote: toOpenFlag(given.get('quote'), '`quote`') ?? name.quote,
    type,
    primaryKey,
    nullable: nullability(given.get('nullable')),
    autoincrement: increments,
    unique: toFlag(given.get('unique'), '`unique`'),
    index: toFlag(given.get('index'), '`index`'),
    default: said.default,
    ...(isSaid(given.get('onupdate')) ? { hasOnUpdate: true } : {}),
    serverDefault: said.serverDefault,
    items: said.items,
    comment: toOpenText(given.get('comment'), 'the comment'),
    system: toFlag(given.get('system'), '`system`'),
    options: dialectOptions('Column', others),
  });
}

function takeName(places: PyValue[], keyword: PyValue | undefined): NameObject {
  const [first] = places;
  const text = lettersOf(first);
  if (first !== undefined && text !== undefined) {
    if (keyword !== undefined && keyword.kind !== 'none') {
      raiseSqlalchemy('ArgumentError', 'May not pass name positionally and as a keyword.');
    }
    places.shift();
    return new NameObject(text, false, quoteOf(first));
  }
  if (first?.kind === 'unknown') notKnown(first.reason);
  if (first?.kind === 'none') places.shift();
  if (keyword === undefined) notKnown('The column has no name.');
  return new NameObject(need(keyword, lettersOf(keyword), 'the name of the column'), false, quoteOf(keyword));
}

function quoteOf(name: PyValue): boolean | null {
  return name instanceof NameObject ? name.quote : null;
}

function takeType(places: PyValue[], keyword: PyValue | undefined): SqlType {
  const [first] = places;
  const type =
    first === undefined || (first instanceof LibraryObject && !(first instanceof TypeValue))
      ? undefined
      : toType(first);
  if (first !== undefined && type !== undefined) {
    if (keyword !== undefined && keyword.kind !== 'none') {
      raiseSqlalchemy('ArgumentError', 'May not pass type_ positionally and as a keyword.');
    }
    places.shift();
    return type;
  }
  if (first?.kind === 'none') places.shift();
  if (keyword === undefined || keyword.kind === 'none') return libraryType('sqlalchemy', 'NullType');
  return need(keyword, toType(keyword), 'the type of the column');
}

/** A default that is not known does not change DDL, save for a primary key, which may be `SERIAL`. */
function writtenDefault(value: PyValue, primaryKey: boolean): ColumnDefault | null {
  const known = toColumnDefault(value);
  if (known !== undefined) return known;
  if (primaryKey || value instanceof LibraryObject) {
    return need<ColumnDefault>(value, undefined, 'the default of the column');
  }
  return { kind: 'callable', isUnsure: true };
}

function isSaid(value: PyValue | undefined): boolean {
  return value !== undefined && value.kind !== 'none';
}

function takeItem(item: PyValue, said: Said, increments: Column['autoincrement']): void {
  if (item instanceof ConstraintObject) {
    // The columns of a condition do not go with a column's own constraint (`ColumnCollectionMixin._col_expressions`).
    if (item.data.kind === 'check' && mentionsColumn(item.data.condition)) raise('AssertionError', '');
    said.items.push(item.data);
  } else if (item instanceof SequenceObject) said.default = item.data;
  else if (item instanceof ServerDefaultObject) takeServerDefault(item.data, said, increments);
  else if (item.kind === 'unknown') notKnown(item.reason);
  else if (item.kind === 'host') notKnown(notFollowed(`Column(..., ${item.typeName})`));
  else raiseSqlalchemy('ArgumentError', "'SchemaItem' object, such as a 'Column' or a 'Constraint' expected.");
}

function takeServerDefault(data: ServerDefault, said: Said, increments: Column['autoincrement']): void {
  const before = said.serverDefault;
  if ((data.kind === 'computed' || data.kind === 'identity') && before !== null && before.kind !== data.kind) {
    raiseSqlalchemy('ArgumentError', 'A generated column cannot specify a server default.');
  }
  if (data.kind === 'identity' && increments === false) {
    raiseSqlalchemy('ArgumentError', 'A column with an Identity object cannot specify autoincrement=False');
  }
  if (
    data.kind !== 'computed' &&
    data.kind !== 'identity' &&
    before !== null &&
    before !== data &&
    isGenerated(before)
  ) {
    notKnown('A server default beside a generated column is not followed.');
  }
  said.serverDefault = data;
}

function isGenerated({ kind }: ServerDefault): boolean {
  return kind === 'computed' || kind === 'identity';
}

/** Whether a column is named anywhere in an expression. */
function mentionsColumn(data: unknown): boolean {
  if (typeof data !== 'object' || data === null) return false;
  if ('kind' in data && (data.kind === 'columnReference' || data.kind === 'literalColumn')) return true;
  return Object.values(data).some(mentionsColumn);
}

function nullability(value: PyValue | undefined): boolean | null {
  return value === undefined ? null : toFlag(value, '`nullable`');
}

function autoincrement(value: PyValue | undefined): Column['autoincrement'] {
  if (value === undefined) return 'auto';
  if (value.kind === 'string' && (value.value === 'auto' || value.value === 'ignore_fk')) return value.value;
  return toFlag(value, '`autoincrement`');
}
