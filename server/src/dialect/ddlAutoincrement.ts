import type { Column, Table } from '../schema/model';
import { refuse } from './ddlRefusal';
import { isType } from './types';

/**
 * The column that the database numbers by itself (`PrimaryKeyConstraint._autoincrement_column` of SQLAlchemy); null where
 * there is none.
 * @throws DdlRefusal where `autoincrement=True` does not fit.
 */
export function autoincrementColumn(table: Pick<Table, 'columns' | 'constraints'>): Column | null {
  const key = table.constraints.find(({ kind }) => kind === 'primaryKey');
  const names = key?.kind === 'primaryKey' ? key.columns : [];
  const columns = names.flatMap((name) => table.columns.find((column) => column.name === name) ?? []);
  const [only] = columns;
  if (columns.length === 1 && only !== undefined) {
    if (only.autoincrement === true) return demanded(only);
    return only.autoincrement !== false && isSuited(only, table) ? only : null;
  }
  const marked = columns.filter(({ autoincrement }) => autoincrement === true);
  if (marked.length > 1) refuse('Two columns say `autoincrement=True`.');
  const [one] = marked;
  return one === undefined ? null : demanded(one);
}

/** A foreign key does not keep SQLAlchemy from it here. */
function demanded(column: Column): Column {
  if (!isNumber(column)) refuse(`The type of the column \`${column.name}\` does not fit \`autoincrement=True\`.`);
  return column;
}

function isSuited(column: Column, table: Pick<Table, 'constraints'>): boolean {
  const { serverDefault } = column;
  return (
    isNumber(column) &&
    (column.default === null || column.default.kind === 'sequence') &&
    (serverDefault === null || serverDefault.kind === 'identity') &&
    (column.autoincrement === 'ignore_fk' ||
      !table.constraints.some((one) => one.kind === 'foreignKey' && one.columns.includes(column.name)))
  );
}

function isNumber({ type }: Column): boolean {
  return isType(type, 'sqlalchemy.Integer', 'sqlalchemy.Numeric');
}
