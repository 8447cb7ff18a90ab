import type { OnConflict, SqlExpression, TableReference } from '../../schema/expression';
import { build, condition } from './build';
import { selfGroup, type Element } from './element';
import { notKnown } from './notKnown';
import { PLAIN_PLACE, type Place, type Printing } from './printing';

const BARE: Place = { ...PLAIN_PLACE, includeTable: false, includeSchema: false };

/** `ON CONFLICT …` of PostgreSQL and SQLite (`visit_on_conflict_do_*`). */
export function onConflict(clause: OnConflict, table: TableReference, printing: Printing): string {
  if (printing.context.dialect === 'mysql') return notKnown('MySQL has no ON CONFLICT.');
  const target = targetText(clause, printing);
  const start = `ON CONFLICT${target === '' ? '' : ` ${target}`}`;
  if (clause.set === null) return `${start} DO NOTHING`;
  if (clause.setWhere !== null) return notKnown('The condition of DO UPDATE is not followed.');
  return `ON CONFLICT ${target} DO UPDATE SET ${assignments(clause.set, table, printing).join(', ')}`;
}

function targetText({ constraint, elements, where }: OnConflict, printing: Printing): string {
  if (constraint !== null) {
    if (printing.context.dialect !== 'postgresql') return notKnown('SQLite has no ON CONSTRAINT.');
    return `ON CONSTRAINT ${printing.quote(constraint)}`;
  }
  if (elements.length === 0) return '';
  const columns = elements.map((element) => printing.element(build(element), BARE)).join(', ');
  return `(${columns})${where === null ? '' : ` WHERE ${printing.element(condition(where), BARE)}`}`;
}

/** In the order of the table. */
function assignments(
  set: readonly (readonly [column: string, value: SqlExpression])[],
  table: TableReference,
  printing: Printing,
): readonly string[] {
  const given = new Map(set);
  const lost = set.find(([column]) => !table.columns.some(({ name }) => name === column));
  if (lost !== undefined) return notKnown(`The column "${lost[0]}", which the table does not have, is not followed.`);
  return table.columns.flatMap(({ name, type }) => {
    const value = given.get(name);
    if (value === undefined) return [];
    const own = type?.kind === 'library' && type.name === 'NullType' ? null : type;
    const element = build(value, own);
    const typed: Element = element.node === 'bind' && element.type === null ? { ...element, type: own } : element;
    const place = { ...PLAIN_PLACE, includeSchema: false };
    return [`${printing.quote(name)} = ${printing.element(selfGroup(typed, null), place)}`];
  });
}
