import type { FromItem, Select, SqlExpression, TableReference } from '../../schema/expression';
import { build, condition } from './build';
import { columnsClause } from './columnsClause';
import { conditions, selfGroup, type Element } from './element';
import { fromItems, isSameTable, tablesWithin } from './froms';
import { notKnown } from './notKnown';
import { known } from './operators';
import { schemaPrefix } from './printElement';
import { NOTHING_AROUND, type Place, type Printing } from './printing';
import { INTEGER } from './typeRules';

/**
 * A SELECT (`visit_select`), with SQLAlchemy's line breaks.
 * @param asFrom it stands in a FROM: nothing is left to the statements around, and its columns are named
 * @throws NotKnownError
 */
export function printSelect(select: Select, place: Place, asFrom: boolean, printing: Printing): string {
  const around = printing.enclosing.at(-1) ?? NOTHING_AROUND;
  const items = displayed(fromItems(select), asFrom ? [] : around.asFrom);
  const tables = items.flatMap(tablesWithin);
  printing.enclosing.push({ correlate: [...tables, ...around.correlate], asFrom: tables });
  const inner = { ...place, labelsByName: false };
  const columns = columnsClause(select.columns, inner, asFrom, printing);
  const froms = items.map((item) => fromItem(item, inner, printing)).join(', ');
  const text =
    `SELECT ${select.distinct ? 'DISTINCT ' : ''}${columns}`.trimEnd() +
    (froms === '' ? withoutFrom(select, printing) : ` \nFROM ${froms}`) +
    conditionsClause(' \nWHERE ', select.where, inner, printing) +
    listClause(' GROUP BY ', select.groupBy, inner, printing) +
    conditionsClause(' \nHAVING ', select.having, inner, printing) +
    orderBy(select, inner, printing) +
    limits(select, inner, printing);
  printing.enclosing.pop();
  return text;
}

/** Tables of the statement around are left to it, while something else remains (`_get_display_froms`). */
function displayed(items: readonly FromItem[], around: readonly TableReference[]): readonly FromItem[] {
  if (around.length === 0 || items.length < 2) return items;
  const kept = items.filter((item) => item.kind !== 'table' || !around.some((table) => isSameTable(table, item.table)));
  return kept.length > 0
    ? kept
    : notKnown('SQLAlchemy finds nothing to select from: all tables belong to the statement around.');
}

function withoutFrom(select: Select, { context }: Printing): string {
  return context.dialect === 'mysql' && select.where.length > 0 ? ' FROM DUAL' : '';
}

/** A table where it is read from or written to. */
export function tableText({ name, schema, alias }: TableReference, place: Place, printing: Printing): string {
  const { quote } = printing;
  const table = `${schema !== null && place.includeSchema ? schemaPrefix(schema, printing) : ''}${quote(name)}`;
  return alias === null ? table : `${table} AS ${quote(alias)}`;
}

function fromItem(item: FromItem, place: Place, printing: Printing): string {
  switch (item.kind) {
    case 'table':
      return tableText(item.table, place, printing);
    case 'subquery': {
      if (item.alias === null) return notKnown('A subquery without a name is not followed.');
      return `(${printing.select(item.select, place, true)}) AS ${printing.quote(item.alias)}`;
    }
    case 'join': {
      const inner = printing.context.dialect === 'mysql' ? ' INNER JOIN ' : ' JOIN ';
      const word = item.isFull ? ' FULL OUTER JOIN ' : item.isOuter ? ' LEFT OUTER JOIN ' : inner;
      const right = fromItem(item.right, place, printing);
      const on = printing.element(selfGroup(condition(item.on), known('_asbool')), place);
      return `${fromItem(item.left, place, printing)}${word}${item.right.kind === 'join' ? `(${right})` : right} ON ${on}`;
    }
  }
}

/** Conditions joined by AND behind `word`; nothing without any. */
export function conditionsClause(
  word: string,
  expressions: readonly SqlExpression[],
  place: Place,
  printing: Printing,
): string {
  if (expressions.length === 0) return '';
  const kept = conditions(known('and_'), expressions.map(condition));
  const texts = kept.map((item) => printing.element(item, place)).filter((text) => text !== '');
  return texts.length === 0 ? '' : word + texts.join(' AND ');
}

function listClause(word: string, expressions: readonly SqlExpression[], place: Place, printing: Printing): string {
  if (expressions.length === 0) return '';
  return word + expressions.map((item) => printing.element(build(item), place)).join(', ');
}

/** A label that is one of the columns stands by its name. */
function orderBy(select: Select, place: Place, printing: Printing): string {
  if (select.orderBy.length === 0) return '';
  const texts = select.orderBy.map((expression) => {
    const label = labelWithin(expression);
    const labelsByName = label !== undefined && select.columns.includes(label);
    const similar = select.columns.some((column) => column.kind === 'label' && column.name === label?.name);
    if (similar && !labelsByName) return notKnown('A label that is named as one of the columns is not followed.');
    return printing.element(build(expression), { ...place, labelsByName });
  });
  return ` ORDER BY ${texts.join(', ')}`;
}

const ORDERS = new Set(['asc', 'desc', 'nulls_first', 'nulls_last']);

function labelWithin(expression: SqlExpression): Extract<SqlExpression, { kind: 'label' }> | undefined {
  if (expression.kind === 'label') return expression;
  return expression.kind === 'unary' && ORDERS.has(expression.operator) ? labelWithin(expression.operand) : undefined;
}

function limits({ limit, offset }: Select, place: Place, printing: Printing): string {
  const text = (expression: SqlExpression | null): string | undefined =>
    expression === null ? undefined : printing.element(count(build(expression, INTEGER)), place);
  const [most, first] = [text(limit), text(offset)];
  if (most === undefined && first === undefined) return '';
  switch (printing.context.dialect) {
    case 'postgresql':
      return (
        (most === undefined ? '\n LIMIT ALL' : ` \n LIMIT ${most}`) + (first === undefined ? '' : ` OFFSET ${first}`)
      );
    case 'sqlite':
      if (most === undefined)
        return notKnown('SQLAlchemy writes no value for the LIMIT that SQLite needs with OFFSET.');
      return `\n LIMIT ${most} OFFSET ${first ?? '0'}`;
    case 'mysql':
      if (first === undefined) return ` \n LIMIT ${most ?? ''}`;
      return ` \n LIMIT ${first}, ${most ?? '18446744073709551615'}`;
  }
}

/** Numbers of rows are whole numbers. */
function count(element: Element): Element {
  return element.node === 'bind' && element.key === null ? { ...element, type: INTEGER } : element;
}
