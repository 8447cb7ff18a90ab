import { writeText } from '../../python/write/literal';
import { isIdentifier } from '../../python/write/names';
import type { SqlExpression, TableReference } from '../../schema/expression';
import type { Column } from '../../schema/model';
import { refuse } from '../refusal';
import { keyword, type PythonWriter, writeCall } from './writer';

/** Names that a collection of columns has for itself (sqlalchemy/sql/base.py, ReadOnlyColumnCollection). */
const TAKEN: ReadonlySet<string> = new Set(
  'add as_readonly clear compare contains_column corresponding_column extend get items keys remove update values'.split(
    ' ',
  ),
);

/** The table of a statement: `sa.table('t', sa.column('a', sa.Integer()))`, or the variable that holds it. */
export function writeTable(table: TableReference, writer: PythonWriter): string {
  const text = makeTable(table, writer);
  return writer.variable(text) ?? text;
}

function makeTable(table: TableReference, writer: PythonWriter): string {
  const { name, schema, columns, alias, declared } = table;
  if (alias !== null) return `${writeTable({ ...table, alias: null }, writer)}.alias(${writeText(alias)})`;
  const inSchema = keyword('schema', schema === null ? null : writeText(schema));
  if (declared !== undefined) {
    const items = declared.map((item) => writer.item(item, declared));
    return writeCall(writer.sa('Table'), [writeText(name), `${writer.sa('MetaData')}()`, ...items, inSchema]);
  }
  const written = columns.map((column) =>
    writeCall(writer.sa('column'), [writeText(column.name), column.type === null ? null : writer.type(column.type)]),
  );
  return writeCall(writer.sa('table'), [writeText(name), ...written, inSchema]);
}

/**
 * The table that rows are stored in.
 * @throws Refusal where functions of the project fill its columns in, which are not known.
 */
export function writeTarget(table: TableReference, change: 'insert' | 'update', writer: PythonWriter): string {
  for (const item of table.declared ?? []) {
    if (item.kind !== 'column') continue;
    const isFilled = change === 'update' ? item.hasOnUpdate === true : isUnknownDefault(item.default);
    if (isFilled)
      refuse(`The column '${item.name}' of the table '${table.name}' is filled in by Python that is not known here.`);
  }
  return writeTable(table, writer);
}

function isUnknownDefault(value: Column['default']): boolean {
  return value?.kind === 'callable' || (value?.kind === 'value' && value.value.kind === 'enumMember');
}

/** A column of a table: `t.c.a`. */
export function writeColumnOf(table: TableReference, name: string, writer: PythonWriter): string {
  if (!table.columns.some((column) => column.name === name)) {
    return refuse(`The table \`${table.name}\` has no column \`${name}\`.`);
  }
  const isPlain = isIdentifier(name) && !name.startsWith('_') && !TAKEN.has(name);
  const isExcluded = table.name === 'excluded' && writer.excluded !== null;
  const columns = isExcluded ? writer.excluded : `${writeTable(table, writer)}.c`;
  return `${columns}${isPlain ? `.${name}` : `[${writeText(name)}]`}`;
}

/**
 * Makes variables for the tables that a statement names more than once: to SQLAlchemy, two tables of one name are two.
 * @param statement an expression, or whatever holds some.
 */
export function declareTables(statement: SqlExpression | readonly TableReference[], writer: PythonWriter): void {
  const counts = new Map<string, { readonly table: TableReference; count: number }>();
  const visit = (part: unknown): void => {
    if (typeof part !== 'object' || part === null) return;
    if (isTable(part)) {
      if (part.name === 'excluded') return;
      const text = makeTable(part, writer);
      const known = counts.get(text);
      if (known === undefined) counts.set(text, { table: part, count: 1 });
      else known.count++;
      return;
    }
    for (const inner of Object.values(part)) visit(inner);
  };
  visit(statement);
  for (const { table, count } of counts.values()) {
    if (count > 1) writer.declare(makeTable(table, writer), table.alias ?? table.name);
  }
}

function isTable(part: object): part is TableReference {
  return 'alias' in part && 'columns' in part && 'schema' in part && Array.isArray(part.columns);
}
