import type { Delete, Insert, SqlExpression, TableReference, Update } from '../../schema/expression';
import { build, condition } from './build';
import { columnsClause } from './columnsClause';
import { selfGroup, type Element } from './element';
import { askedBack, checkDefaults, checkOnUpdate, withDefaults } from './declaredTable';
import { isSameTable, tablesOf } from './froms';
import { notKnown } from './notKnown';
import { onConflict } from './onConflict';
import { schemaPrefix } from './printElement';
import { NOTHING_AROUND, PLAIN_PLACE, type Place, type Printing } from './printing';
import { conditionsClause, tableText } from './printSelect';
import type { ElementType } from './typeFamily';

type Assignment = readonly [column: string, value: SqlExpression];

/** INSERT (`visit_insert`). The columns stand in the order of the table, not in that of the values. */
export function printInsert(insert: Insert, printing: Printing): string {
  const { table, fromSelect } = insert;
  printing.enclosing.push(NOTHING_AROUND);
  const start = `INSERT INTO ${writtenTable(table, printing)}`;
  const text =
    start +
    (fromSelect === null ? values(insert, printing) : selected(fromSelect, insert, printing)) +
    (insert.onConflict === null ? '' : ` ${onConflict(insert.onConflict, table, printing)}`) +
    returning([...insert.returning, ...askedBack(insert, insert.rows?.[0] ?? [], printing)], printing);
  printing.enclosing.pop();
  return text;
}

/** The table that is written: never by its alias. */
function writtenTable({ name, schema, alias }: TableReference, printing: Printing): string {
  if (alias !== null) return notKnown('A statement that writes to an alias is not followed.');
  return `${schema === null ? '' : schemaPrefix(schema, printing)}${printing.quote(name)}`;
}

function values(insert: Insert, printing: Printing): string {
  const { table, rows } = insert;
  const [first, ...others] = rows?.map((row) => withDefaults(row, table)) ?? notKnown(NO_VALUES);
  if (first === undefined) return notKnown('An INSERT of a list without rows is not followed.');
  const ordered = inTableOrder(first, table);
  if (ordered.length === 0) {
    if (others.length > 0) return notKnown('An INSERT of several empty rows is not followed.');
    return printing.context.dialect === 'mysql' ? ' () VALUES ()' : ' DEFAULT VALUES';
  }
  const names = ordered.map(([column]) => printing.quote(column)).join(', ');
  const written = [first, ...others].map((row) => {
    const fields = new Map(row);
    if (fields.size !== ordered.length) return notKnown('An INSERT whose rows have different columns is not followed.');
    const texts = ordered.map(([column]) => {
      const value = fields.get(column);
      if (value === undefined) return notKnown('An INSERT whose rows have different columns is not followed.');
      return assigned(value, typeOf(table, column), printing);
    });
    return `(${texts.join(', ')})`;
  });
  return ` (${names}) VALUES ${written.join(', ')}`;
}

/** Its parameters are left open, whatever is asked of the compiler. */
const NO_VALUES = 'A statement without values gets them when it runs.';

function selected(
  { columns, select }: NonNullable<Insert['fromSelect']>,
  { table }: Insert,
  printing: Printing,
): string {
  checkDefaults(table, columns);
  inTableOrder(
    columns.map((column): Assignment => [column, { kind: 'null' }]),
    table,
  );
  const names = columns.map((column) => printing.quote(column)).join(', ');
  return ` (${names}) ${printing.select(select, PLAIN_PLACE, false)}`;
}

/** @throws NotKnownError for columns the table does not have: SQLAlchemy leaves none over */
function inTableOrder(assignments: readonly Assignment[], table: TableReference): readonly Assignment[] {
  const lost = assignments.find(([column]) => !table.columns.some(({ name }) => name === column));
  if (lost !== undefined) return notKnown(`SQLAlchemy knows no column "${lost[0]}" of the table "${table.name}".`);
  const given = new Map(assignments);
  return table.columns.flatMap(({ name }): Assignment[] => {
    const value = given.get(name);
    return value === undefined ? [] : [[name, value]];
  });
}

function typeOf(table: TableReference, column: string): ElementType {
  const type = table.columns.find(({ name }) => name === column)?.type ?? null;
  return type?.kind === 'library' && type.name === 'NullType' ? null : type;
}

/** A value for a column: a Python value takes the column's type, an expression of several parts parentheses. */
function assigned(value: SqlExpression, type: ElementType, printing: Printing): string {
  const element = build(value, type);
  const typed: Element = element.node === 'bind' && element.type === null ? { ...element, type } : element;
  return printing.element(typed.node === 'bind' ? typed : selfGroup(typed, null), PLAIN_PLACE);
}

/** UPDATE (`visit_update`). */
export function printUpdate(update: Update, printing: Printing): string {
  const { table, where } = update;
  if (update.values.length === 0) return notKnown(NO_VALUES);
  checkOnUpdate(
    table,
    update.values.map(([column]) => column),
  );
  const others = otherTables(table, [...where.map(condition), ...update.values.map(([, value]) => build(value))]);
  printing.enclosing.push({ correlate: [table, ...others], asFrom: [table, ...others] });
  const mysql = printing.context.dialect === 'mysql' && others.length > 0;
  const tables = others.map((other) => tableText(other, PLAIN_PLACE, printing)).join(', ');
  const assignments = inTableOrder(update.values, table).map(([column, value]) => {
    const name = `${mysql ? `${printing.quote(table.name)}.` : ''}${printing.quote(column)}`;
    return `${name}=${assigned(value, typeOf(table, column), printing)}`;
  });
  const text =
    `UPDATE ${writtenTable(table, printing)}${mysql ? `, ${tables}` : ''} SET ${assignments.join(', ')}` +
    (others.length === 0 || mysql ? '' : ` FROM ${tables}`) +
    conditionsClause(' WHERE ', where, PLAIN_PLACE, printing) +
    returning(update.returning, printing);
  printing.enclosing.pop();
  return text;
}

/** DELETE (`visit_delete`). */
export function printDelete({ table, where, returning: columns }: Delete, printing: Printing): string {
  const others = otherTables(table, where.map(condition));
  const { dialect } = printing.context;
  if (others.length > 0 && dialect === 'sqlite')
    return notKnown('SQLAlchemy has no DELETE over several tables for SQLite.');
  printing.enclosing.push({ correlate: [table, ...others], asFrom: [table, ...others] });
  const using = dialect === 'mysql' ? [table, ...others] : others;
  const text =
    `DELETE FROM ${writtenTable(table, printing)}` +
    (others.length === 0 ? '' : ` USING ${using.map((other) => tableText(other, PLAIN_PLACE, printing)).join(', ')}`) +
    conditionsClause(' WHERE ', where, PLAIN_PLACE, printing) +
    returning(columns, printing);
  printing.enclosing.pop();
  return text;
}

function otherTables(table: TableReference, elements: readonly Element[]): readonly TableReference[] {
  return tablesOf(elements).filter((other) => !isSameTable(other, table));
}

function returning(columns: readonly SqlExpression[], printing: Printing): string {
  if (columns.length === 0) return '';
  const place: Place = { ...PLAIN_PLACE, includeTable: printing.context.dialect !== 'sqlite' };
  return ` RETURNING ${columnsClause(columns, place, false, printing)}`;
}
