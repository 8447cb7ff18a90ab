import { columnAt } from '../../schema/lookup';
import type { Context } from '../../schema/context';
import type { Column, Table } from '../../schema/model';
import { autoincrementColumn } from '../../sqlalchemy/autoincrement';
import type { Reverse } from '../applied';
import type { DropColumn } from '../operation';
import { knownColumn, knownTable, missingFrom } from './known';
import { addColumnAgain, constraintAgain, constraintDropped, indexAgain, indexDropped } from './rebuild';

/** ADD COLUMN, then the constraints and indexes that went with it. */
export const reverseDropColumn: Reverse<DropColumn> = (operation, { before, after, context }) => {
  const { table: name, schema, place } = operation;
  const was = knownTable(before, name, schema);
  if (operation.ifExists === true && columnAt(was, operation.column, context.dialect) === null) return [];
  const column = knownColumn(was, operation.column, context);
  const is = knownTable(after, name, schema);
  const where = { name, schema, place };
  const constraints = missingFrom(was.constraints, is.constraints).filter(
    (one) => one.kind !== 'check' || !one.typeBound,
  );
  return [
    // MySQL takes the column out of keys and indexes, which go on with the others.
    ...missingFrom(is.constraints, was.constraints).map((one) => constraintDropped(one, where)),
    ...missingFrom(is.indexes, was.indexes).flatMap((one) => indexDropped(one, where)),
    addColumnAgain(column, where, isSerial(was, column, context)),
    ...constraints.map((one) => constraintAgain(one, where)),
    ...missingFrom(was.indexes, is.indexes).map((one) => indexAgain(one, where)),
  ];
};

/** Whether PostgreSQL numbers the column: ADD COLUMN makes it SERIAL where it is said to be the key. */
function isSerial(table: Table, column: Column, { dialect, sqlalchemy }: Context): boolean {
  return dialect === 'postgresql' && column.primaryKey && autoincrementColumn(table, sqlalchemy) === column;
}
