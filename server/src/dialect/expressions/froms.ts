import type { FromItem, Select, TableReference } from '../../schema/expression';
import { build, condition } from './build';
import type { Element } from './element';
import { notKnown } from './notKnown';

/** The same table; two that only look the same are two to SQLAlchemy, which our data may not tell. */
export function isSameTable(one: TableReference, other: TableReference): boolean {
  if (one === other) return true;
  if (one.name !== other.name || one.alias !== other.alias) return false;
  return notKnown(`Whether two tables named "${one.name}" are one and the same is not known.`);
}

/** The tables that elements stand on (`_from_objects`), in order, without repetition. */
export function tablesOf(elements: readonly Element[]): readonly TableReference[] {
  const found: TableReference[] = [];
  const pending = [...elements];
  for (let next = pending.shift(); next !== undefined; next = pending.shift()) {
    if (next.node !== 'column') {
      pending.unshift(...partsOf(next));
    } else if (next.table !== null) {
      const { table } = next;
      if (!found.some((known) => isSameTable(known, table))) found.push(table);
    }
  }
  return found;
}

/** What an element is made of, in SQLAlchemy's order; a subquery keeps its own to itself. */
function partsOf(element: Element): readonly Element[] {
  switch (element.node) {
    case 'binary':
      return [element.left, element.right];
    case 'function':
    case 'list':
    case 'tuple':
      return element.items;
    case 'unary':
    case 'asBoolean':
    case 'grouping':
    case 'cast':
    case 'typeCoerce':
    case 'label':
    case 'extract':
      return [element.element];
    case 'case': {
      const parts = element.whens.flatMap(({ when, then }) => [when, then]);
      return [element.value, ...parts, element.otherwise].filter((part) => part !== null);
    }
    default:
      return [];
  }
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
  for (const table of tablesOf([...select.columns.map((item) => build(item)), ...select.where.map(condition)])) {
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
