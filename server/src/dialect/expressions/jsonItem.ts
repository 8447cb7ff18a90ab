import type { Literal } from '../../common/literal';
import type { LibraryType } from '../../schema/sqlType';
import { integerArgument } from '../../sqlalchemy/typeArguments';
import { grouping, type BinaryElement, type Element } from './element';
import { notKnown } from './notKnown';
import { literalText, type Place, type Printing } from './printing';
import { INTEGER, STRING } from './typeRules';
import { affinityOf } from './typeFamily';

type Write = (element: BinaryElement, place: Place, printing: Printing) => string;
type Between = (element: BinaryElement, text: string, place: Place, printing: Printing, isEager: boolean) => string;

/** Keys, positions and paths of JSON: `$."key"[1]` outside PostgreSQL. */
export function jsonIndex(value: Literal, printing: Printing): string {
  const isOwn = printing.context.dialect === 'postgresql';
  if (isOwn && value.kind === 'integer') return literalText(value, INTEGER, printing);
  return literalText({ kind: 'string', value: (isOwn ? postgresqlPath : path)(value) }, STRING, printing);
}

function path(value: Literal): string {
  const steps = value.kind === 'list' || value.kind === 'tuple' ? value.items : [value];
  return `$${steps.map(step).join('')}`;
}

function step(value: Literal): string {
  if (value.kind === 'string') return `."${value.value}"`;
  return value.kind === 'integer' ? `[${value.value}]` : notKnown('An index into JSON is not known.');
}

function postgresqlPath(value: Literal): string {
  if (value.kind === 'string') return value.value;
  if (value.kind !== 'list' && value.kind !== 'tuple') return notKnown('An index into JSON is not known.');
  const steps = value.items.map((item) =>
    item.kind === 'string' || item.kind === 'integer'
      ? String(item.value)
      : notKnown('An index into JSON is not known.'),
  );
  return `{${steps.join(', ')}}`;
}

/** What an item is read as; undefined: it stays JSON. */
function readAs({ type }: BinaryElement): LibraryType | undefined {
  return affinityOf(type) === 'json' || type?.kind !== 'library' ? undefined : type;
}

/**
 * Items of JSON on PostgreSQL: JSONB has subscripts; what is read as another type is its text, cast.
 * @param between both sides and an operator between them
 */
export function postgresqlItems(between: Between): Readonly<Record<string, Write>> {
  const item =
    (asJson: Write, asText: string): Write =>
    (element, place, printing) => {
      const type = readAs(element);
      if (type === undefined) return asJson(element, place, printing);
      return castTo(type, between(element, asText, place, printing, true), printing);
    };
  const arrow: Write = (element, place, printing) => between(element, ' -> ', place, printing, true);
  return {
    json_getitem_op: item(
      (element, place, printing) => (isJsonb(element.left) ? subscripted : arrow)(element, place, printing),
      ' ->> ',
    ),
    json_path_getitem_op: item((element, place, printing) => between(element, ' #> ', place, printing, true), ' #>> '),
  };
}

const isJsonb = ({ type }: Element): boolean => type?.kind === 'library' && type.name === 'JSONB';

function subscripted({ left, right }: BinaryElement, place: Place, printing: Printing): string {
  // SQLAlchemy hands its wish for parentheses on to what stands within.
  if (place.inOperator && left.node !== 'column' && left.node !== 'binary') {
    return notKnown('An item of such an expression within an operator is not followed.');
  }
  const owner = left.node === 'function' || left.node === 'cast' ? grouping(left) : left;
  return `${printing.element(owner, place)}[${printing.element(right, place)}]`;
}

/** Items of JSON on SQLite; SQLAlchemy 2.1 casts what is read as another type. */
export function sqliteItem(element: BinaryElement, place: Place, printing: Printing): string {
  const item = extracted(element, place, printing);
  const type = readAs(element);
  if (type === undefined) return `JSON_QUOTE(${item})`;
  return printing.context.sqlalchemy === '2.0' ? item : castTo(type, item, printing);
}

function castTo(type: LibraryType, item: string, printing: Printing): string {
  const text = printing.typeText(type);
  return text.ok ? `CAST(${item} AS ${text.value})` : notKnown(text.error);
}

function extracted({ left, right }: BinaryElement, place: Place, printing: Printing): string {
  return `JSON_EXTRACT(${printing.element(left, place)}, ${printing.element(right, place)})`;
}

/** Items of JSON on MySQL, where the null of JSON is none of SQL's. */
export function mysqlItem(element: BinaryElement, place: Place, printing: Printing): string {
  const item = extracted(element, place, printing);
  const type = readAs(element);
  return type === undefined ? item : `CASE ${item} WHEN 'null' THEN NULL ${mysqlRead(item, type)} END`;
}

function mysqlRead(item: string, type: LibraryType): string {
  switch (affinityOf(type)) {
    case 'integer':
      return `ELSE CAST(${item} AS SIGNED INTEGER)`;
    case 'numeric': {
      const [precision, scale] = ['precision', 'scale'].map((name) => integerArgument(type, name));
      return typeof precision === 'bigint' && typeof scale === 'bigint'
        ? `ELSE CAST(${item} AS DECIMAL(${precision}, ${scale}))`
        : `ELSE ${item}+0.0000000000000000000000`;
    }
    case 'boolean':
      return 'WHEN true THEN true ELSE false';
    case 'string':
      return `ELSE JSON_UNQUOTE(${item})`;
    default:
      return notKnown('What an item of JSON is read as is not followed.');
  }
}
