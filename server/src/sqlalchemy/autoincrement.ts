import type { Context } from '../schema/context';
import type { Column, Table } from '../schema/model';
import { refuse } from './refusal';
import type { LibraryType } from '../schema/sqlType';
import { integerArgument, isType } from './typeArguments';

/**
 * The column that the database numbers by itself (`PrimaryKeyConstraint._autoincrement_column` of SQLAlchemy); null where
 * there is none.
 * @param version SQLAlchemy 2.1 numbers `Numeric` columns only where they say `autoincrement=True` and have no fractions.
 * @throws Refusal where `autoincrement=True` does not fit.
 */
export function autoincrementColumn(
  table: Pick<Table, 'columns' | 'constraints'>,
  version: Context['sqlalchemy'] = '2.0',
): Column | null {
  const key = table.constraints.find(({ kind }) => kind === 'primaryKey');
  const names = key?.kind === 'primaryKey' ? key.columns : [];
  const columns = names.flatMap((name) => table.columns.find((column) => column.name === name) ?? []);
  const [only] = columns;
  if (columns.length === 1 && only !== undefined) {
    if (only.autoincrement === true) return demanded(only, version);
    return only.autoincrement !== false && isSuited(only, table, version) ? only : null;
  }
  const marked = columns.filter(({ autoincrement }) => autoincrement === true);
  if (marked.length > 1) refuse('Two columns say `autoincrement=True`.');
  const [one] = marked;
  return one === undefined ? null : demanded(one, version);
}

/** A foreign key does not keep SQLAlchemy from it here. */
function demanded(column: Column, version: Context['sqlalchemy']): Column {
  const hasFractions = version === '2.1' && isNumeric(column) && integerArgument(column.type, 'scale') !== 0n;
  if ((!isInteger(column) && !isNumeric(column)) || hasFractions) {
    refuse(`The type of the column \`${column.name}\` does not fit \`autoincrement=True\`.`);
  }
  return column;
}

function isSuited(column: Column, table: Pick<Table, 'constraints'>, version: Context['sqlalchemy']): boolean {
  const { serverDefault } = column;
  return (
    (isInteger(column) || (version === '2.0' && isNumeric(column))) &&
    (column.default === null || column.default.kind === 'sequence') &&
    (serverDefault === null || serverDefault.kind === 'identity') &&
    (column.autoincrement === 'ignore_fk' ||
      !table.constraints.some((one) => one.kind === 'foreignKey' && one.columns.includes(column.name)))
  );
}

function isInteger({ type }: Column): boolean {
  return isType(type, 'sqlalchemy.Integer');
}

function isNumeric(column: Column): column is Column & { readonly type: LibraryType } {
  return isType(column.type, 'sqlalchemy.Numeric');
}
