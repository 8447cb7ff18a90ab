import { primaryKeyOf } from '../../../schema/lookup';
import type { Column, SequenceOptions, ServerDefault, Table } from '../../../schema/model';
import { autoincrementColumn } from '../../../sqlalchemy/autoincrement';
import { isType } from '../../../sqlalchemy/typeArguments';
import type { ColumnRow } from './catalogue';
import { printed } from './printed';
import type { ColumnTypes } from './types';

/** A column as the catalogue has it. @param sequence what the sequence that it owns is given. */
export function columnOf(row: ColumnRow, types: ColumnTypes, sequence: SequenceOptions | undefined): Column {
  return {
    kind: 'column',
    name: row.name,
    quote: null,
    type: types.of(row),
    primaryKey: false,
    nullable: !row.isRequired,
    autoincrement: 'auto',
    unique: false,
    index: false,
    default: null,
    serverDefault: defaultOf(row, sequence),
    items: [],
    comment: row.comment,
    system: false,
    options: {},
  };
}

function defaultOf(row: ColumnRow, sequence: SequenceOptions | undefined): ServerDefault | null {
  if (row.identity !== '') {
    return { kind: 'identity', always: row.identity === 'a', onNull: null, sequence: sequence ?? {} };
  }
  if (row.default === null) return null;
  const expression = printed(row.default);
  if (row.generated !== '') return { kind: 'computed', expression, persisted: row.generated === 's' };
  return { kind: 'expression', expression };
}

/**
 * The columns of a table that has its constraints: those of the primary key, and which of them a sequence of its own numbers
 * (`SERIAL`). SQLAlchemy takes a lone whole number for numbered, unless it is told otherwise.
 */
export function withKey(table: Table, isNumbered: (column: Column) => boolean): Table {
  const keys = primaryKeyOf(table)?.columns ?? [];
  const columns = table.columns.map((column): Column => {
    if (!keys.includes(column.name)) return column;
    const inKey: Column = { ...column, primaryKey: true };
    if (!isType(column.type, 'sqlalchemy.Integer')) return inKey;
    if (!isNumbered(column)) {
      const byItself = autoincrementColumn({ ...table, columns: [inKey] })?.name === column.name && keys.length === 1;
      return byItself && column.serverDefault === null ? { ...inKey, autoincrement: false } : inKey;
    }
    const bare: Column = { ...inKey, serverDefault: null };
    if (keys.length > 1) return { ...bare, autoincrement: true };
    const refers = table.constraints.some((one) => one.kind === 'foreignKey' && one.columns.includes(column.name));
    return refers ? { ...bare, autoincrement: 'ignore_fk' } : bare;
  });
  return { ...table, columns };
}
