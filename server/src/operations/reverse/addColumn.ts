import { refuse } from '../../sqlalchemy/refusal';
import { bareTable, toTable } from '../../sqlalchemy/toTable';
import type { Reverse } from '../applied';
import type { AddColumn } from '../operation';
import { missingFrom, sureTable } from './known';
import { constraintDropped, indexDropped } from './rebuild';

/** DROP COLUMN, behind what would keep a database from it. */
export const reverseAddColumn: Reverse<AddColumn> = (operation, { before, after, context }) => {
  const { table: name, schema, column, place } = operation;
  const was = sureTable(before, name, schema);
  if (operation.ifNotExists === true) {
    if (was === undefined) return refuse(`Whether the column \`${column.name}\` was there already is not known.`);
    if (was.columns.some((one) => one.name === column.name)) return [];
  }
  const where = { name, schema, place };
  const is = sureTable(after, name, schema);
  const brought =
    was === undefined || is === undefined
      ? toTable(bareTable(name, schema, [column]), context)
      : { indexes: missingFrom(is.indexes, was.indexes), constraints: missingFrom(is.constraints, was.constraints) };
  // PostgreSQL lets go of them with the column; SQLite and MySQL do not.
  const keys = context.dialect === 'mysql' ? brought.constraints.filter(({ kind }) => kind === 'foreignKey') : [];
  return [
    ...keys.map((key) => constraintDropped(key, where)),
    ...brought.indexes.flatMap((index) => indexDropped(index, where)),
    {
      kind: 'dropColumn',
      place,
      table: name,
      schema,
      column: column.name,
      ifExists: null,
      existingType: null,
      options: {},
    },
  ];
};
