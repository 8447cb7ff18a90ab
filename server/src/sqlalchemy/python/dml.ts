import { writeText, writeTexts } from '../../python/write/literal';
import { isIdentifier } from '../../python/write/names';
import type { Delete, Insert, OnConflict, SqlExpression, TableReference, Update } from '../../schema/expression';
import { writeSelect } from './selects';
import { writeTable, writeTarget } from './tables';
import { keyword, type PythonWriter, writeCall } from './writer';

type Pair = readonly [column: string, value: SqlExpression];

/** `sa.insert(t).values(...)`. @throws Refusal */
export function writeInsert(insert: Insert, writer: PythonWriter): string {
  const { table, rows, fromSelect, onConflict } = insert;
  // ON CONFLICT is a dialect's: SQLite writes what PostgreSQL's `insert` says, too.
  const callee = onConflict === null ? writer.sa('insert') : writer.dialect('postgresql', 'insert');
  const text = [
    `${callee}(${writeTarget(table, 'insert', writer)})`,
    rows === null ? '' : writeRows(rows, insert.isMany === true, writer),
    fromSelect === null
      ? ''
      : `.from_select(${writeTexts(fromSelect.columns)}, ${writeSelect(fromSelect.select, writer)})`,
    insert.isInline === true ? '.inline()' : '',
  ].join('');
  return (
    (onConflict === null ? text : writeConflict(text, onConflict, writer)) + writeReturning(insert.returning, writer)
  );
}

/** `sa.update(t).where(...).values(...)`. @throws Refusal */
export function writeUpdate({ table, where, values, returning }: Update, writer: PythonWriter): string {
  const given = values.length === 0 ? '' : `.values(${writeRow(values, writer)})`;
  return `${writer.sa('update')}(${writeTarget(table, 'update', writer)})${writeWhere(where, writer)}${given}${writeReturning(returning, writer)}`;
}

/** `sa.delete(t).where(...)`. @throws Refusal */
export function writeDelete({ table, where, returning }: Delete, writer: PythonWriter): string {
  return `${writer.sa('delete')}(${writeTable(table, writer)})${writeWhere(where, writer)}${writeReturning(returning, writer)}`;
}

function writeWhere(where: readonly SqlExpression[], writer: PythonWriter): string {
  return where.length === 0
    ? ''
    : writeCall(
        '.where',
        where.map((one) => writer.expression(one)),
      );
}

function writeReturning(columns: readonly SqlExpression[], writer: PythonWriter): string {
  return columns.length === 0
    ? ''
    : writeCall(
        '.returning',
        columns.map((one) => writer.expression(one)),
      );
}

function writeRows(rows: readonly (readonly Pair[])[], isMany: boolean, writer: PythonWriter): string {
  const [first] = rows;
  if (!isMany && rows.length === 1 && first !== undefined) return `.values(${writeRow(first, writer)})`;
  return `.values([${rows.map((row) => writePairs(row, writer)).join(', ')}])`;
}

/** Keywords where the columns can be such, and a dict where not. */
function writeRow(row: readonly Pair[], writer: PythonWriter): string {
  if (row.length === 0 || !row.every(([column]) => isIdentifier(column) && column !== 'self'))
    return writePairs(row, writer);
  return row.map(([column, value]) => `${column}=${writer.expression(value)}`).join(', ');
}

function writePairs(row: readonly Pair[], writer: PythonWriter): string {
  return `{${row.map(([column, value]) => `${writeText(column)}: ${writer.expression(value)}`).join(', ')}}`;
}

function writeConflict(insert: string, conflict: OnConflict, writer: PythonWriter): string {
  const { constraint, elements, where, set, setWhere } = conflict;
  const isNamed = namesExcluded([set, setWhere]);
  const begun = isNamed ? writer.declare(insert, 'statement') : insert;
  if (isNamed) writer.excluded = `${begun}.excluded`;
  const write = (one: SqlExpression | null): string | null => one && writer.expression(one);
  const columns = elements.map((one) =>
    one.kind === 'columnReference' && one.table === null && one.type === null
      ? writeText(one.name)
      : writer.expression(one),
  );
  return writeCall(`${begun}.on_conflict_do_${set === null ? 'nothing' : 'update'}`, [
    keyword('constraint', constraint === null ? null : writeText(constraint)),
    columns.length === 0 ? null : `index_elements=[${columns.join(', ')}]`,
    keyword('index_where', write(where)),
    keyword('set_', set && writePairs(set, writer)),
    keyword('where', write(setWhere)),
  ]);
}

/** Whether what was to be inserted is named: its columns are those of `excluded`. */
function namesExcluded(part: unknown): boolean {
  if (typeof part !== 'object' || part === null) return false;
  if ('table' in part && (part.table as TableReference | null)?.name === 'excluded') return true;
  return Object.values(part).some(namesExcluded);
}
