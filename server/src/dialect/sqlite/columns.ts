import type { Column, Table } from '../../schema/model';
import { defaultText, generated } from '../ddlColumn';
import type { Ddl } from '../ddl';
import { booleanOption, stringOption } from '../ddlOptions';
import { refuse } from '../../sqlalchemy/refusal';
import { isType } from '../../sqlalchemy/typeArguments';

/** A column of CREATE TABLE or ADD COLUMN (`SQLiteDDLCompiler.get_column_specification`). */
export function columnSpecification(ddl: Ddl, column: Column, table: Table): string {
  const { serverDefault } = column;
  const isKeyInline = column.primaryKey && isInlineKey(column, table);
  const written = defaultSql(ddl, column);
  if (column.primaryKey && column.autoincrement === true && keyColumns(table).length !== 1) {
    refuse('SQLite numbers no rows where the primary key has several columns.');
  }
  return (
    `${ddl.column(column)} ${ddl.type(column.type)}${written === null ? '' : ` DEFAULT ${written}`}` +
    (column.nullable === true ? '' : ` NOT NULL${onConflict(column, 'sqlite_on_conflict_not_null')}`) +
    (isKeyInline ? ` PRIMARY KEY${onConflict(column, 'sqlite_on_conflict_primary_key')} AUTOINCREMENT` : '') +
    (serverDefault?.kind === 'computed' ? generated(ddl, serverDefault) : '')
  );
}

/**
 * What stands behind DEFAULT; null: there is none. SQLite takes expressions in parentheses only: what is neither quoted nor
 * one word gets them.
 */
export function defaultSql(ddl: Ddl, { serverDefault }: Pick<Column, 'serverDefault'>): string | null {
  const text = defaultText(ddl, serverDefault);
  if (text === null) return null;
  const isExpression = !/^\s*['"(]/.test(text) && /^.*[^\p{L}\p{N}_]/u.test(text);
  return isExpression ? `(${text})` : text;
}

/** Whether `sqlite_autoincrement` moves the primary key into its column. */
export function isInlineKey(column: Column, table: Table): boolean {
  return (
    booleanOption(table.options, 'sqlite_autoincrement') === true &&
    keyColumns(table).length === 1 &&
    isType(column.type, 'sqlalchemy.Integer') &&
    !table.constraints.some((one) => one.kind === 'foreignKey' && one.columns.includes(column.name))
  );
}

/** The columns of a table's primary key. */
export function keyColumns(table: Table): readonly Column[] {
  const key = table.constraints.find(({ kind }) => kind === 'primaryKey');
  const names = key?.kind === 'primaryKey' ? key.columns : [];
  return names.flatMap((name) => table.columns.find((column) => column.name === name) ?? []);
}

/** ` ON CONFLICT ...` by an option, or nothing. */
export function onConflict({ options }: Pick<Column, 'options'>, name: string): string {
  const resolution = stringOption(options, name);
  return resolution === null ? '' : ` ON CONFLICT ${resolution}`;
}
