import type { FromItem, Select, SqlExpression, TableReference } from '../../schema/expression';
import { notKnown } from './notKnown';

/** The same table; two that only look the same are two to SQLAlchemy, which our data may not tell. */
export function isSameTable(one: TableReference, other: TableReference): boolean {
  if (one === other) return true;
  if (one.name !== other.name || one.alias !== other.alias) return false;
  return notKnown(`Whether two tables named "${one.name}" are one and the same is not known.`);
}

/** The tables an expression stands on (`_from_objects`), in order, without repetition. */
export function tablesOf(expressions: readonly SqlExpression[]): readonly TableReference[] {
  const found: TableReference[] = [];
  for (const expression of expressions) collect(expression, found);
  return found;
}

function collect(expression: SqlExpression, found: TableReference[]): void {
  switch (expression.kind) {
    case 'columnReference': {
      const { table } = expression;
      if (table !== null && !found.some((known) => isSameTable(known, table))) found.push(table);
      return;
    }
    case 'binary':
      return collectAll([expression.left, expression.right], found);
    case 'between':
      return collectAll([expression.operand, expression.low, expression.high], found);
    case 'function':
      return collectAll(expression.arguments, found);
    case 'list':
      return collectAll(expression.items, found);
    case 'unary':
      return expression.operator === 'exists' ? undefined : collect(expression.operand, found);
    case 'cast':
    case 'typeCoerce':
    case 'label':
    case 'extract':
    case 'collate':
      return collect(expression.operand, found);
    case 'case': {
      const { value, whens, otherwise } = expression;
      const parts = whens.flatMap(({ when, then }) => [when, then]);
      return collectAll(
        [...(value === null ? [] : [value]), ...parts, ...(otherwise === null ? [] : [otherwise])],
        found,
      );
    }
    default:
      return;
  }
}

function collectAll(expressions: readonly SqlExpression[], found: TableReference[]): void {
  for (const expression of expressions) collect(expression, found);
}

/** The tables within a FROM item. */
export function tablesWithin(item: FromItem): readonly TableReference[] {
  switch (item.kind) {
    case 'table':
      return [item.table];
    case 'join':
      return [...tablesWithin(item.left), ...tablesWithin(item.right)];
    case 'subquery':
      return [];
  }
}

function subqueryNames(item: FromItem): readonly string[] {
  if (item.kind === 'subquery') return item.alias === null ? [] : [item.alias];
  return item.kind === 'join' ? [...subqueryNames(item.left), ...subqueryNames(item.right)] : [];
}

/** What a select reads from: what was said, then what its columns and conditions stand on. */
export function fromItems(select: Select): readonly FromItem[] {
  const joined = select.from.filter((item) => item.kind === 'join').flatMap(tablesWithin);
  const said = select.from.filter(
    (item) => item.kind !== 'table' || !joined.some((table) => isSameTable(table, item.table)),
  );
  const items = [...said.filter((item, index) => !isRepeated(item, said.slice(0, index)))];
  const covered = items.flatMap(tablesWithin);
  const names = items.flatMap(subqueryNames);
  for (const table of tablesOf([...select.columns, ...select.where])) {
    if (names.includes(table.alias ?? table.name)) continue;
    if (covered.some((known) => isSameTable(known, table))) continue;
    items.push({ kind: 'table', table });
    covered.push(table);
  }
  const plain = covered.filter(({ schema, alias }) => schema === null && alias === null);
  if (covered.some(({ name, schema }) => schema !== null && plain.some((table) => table.name === name))) {
    return notKnown('A table without schema beside one of the same name in a schema is not followed.');
  }
  return items;
}

function isRepeated(item: FromItem, before: readonly FromItem[]): boolean {
  return (
    item.kind === 'table' && before.some((known) => known.kind === 'table' && isSameTable(known.table, item.table))
  );
}
