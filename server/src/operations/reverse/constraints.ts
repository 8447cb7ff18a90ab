import { isDeepStrictEqual } from 'node:util';
import type { Column, Constraint } from '../../schema/model';
import { refuse } from '../../sqlalchemy/refusal';
import type { Reverse, ReverseStep } from '../applied';
import type { AddConstraint, AlterColumn, CreateForeignKey, DropConstraint, Operation } from '../operation';
import { alteredBack } from './alterColumn';
import { knownTable, missingFrom, sureTable } from './known';
import { constraintAgain, constraintDropped } from './rebuild';
import { withServingIndexes } from './servingIndexes';

/** DROP CONSTRAINT; and NULL again for the columns that a primary key has made NOT NULL. */
export const reverseAddConstraint: Reverse<AddConstraint> = (operation, step) => {
  const { table: name, schema, place, constraint } = operation;
  const dropped = constraintDropped(created(constraint, operation, step), { name, schema, place });
  const nulls = constraint.kind === 'primaryKey' ? nullable(operation, step) : [];
  return [...withServingIndexes([dropped], { name, schema, place }, step), ...nulls];
};

export const reverseCreateForeignKey: Reverse<CreateForeignKey> = (operation, step) => {
  const { table: name, schema, place } = operation;
  const own = created({ kind: 'foreignKey', name: operation.name }, operation, step);
  const { dialect } = step.context;
  if (dialect === 'sqlite' && hasTwin(operation, step, true)) {
    return refuse(`SQLAlchemy does not tell the foreign keys of \`${name}\` apart that say the same.`);
  }
  if (dialect === 'mysql' && hasTwin(operation, step, false)) {
    return refuse(`Servers differ in which index they keep for two foreign keys on the same columns of \`${name}\`.`);
  }
  const where = { name, schema, place };
  return withServingIndexes([constraintDropped(own, where)], where, step);
};

/** Whether there was a key of the same columns (to the same table): of two such, SQLite's reflection finds one. */
function hasTwin(
  { table, schema, columns, referredTable }: CreateForeignKey,
  { before }: ReverseStep,
  toTheSame: boolean,
): boolean {
  const keys = sureTable(before, table, schema)?.constraints ?? [];
  return keys.some(
    (one) =>
      one.kind === 'foreignKey' &&
      (!toTheSame || one.referredTable === referredTable) &&
      isDeepStrictEqual(one.columns, columns),
  );
}

/** The constraint as it was. */
export const reverseDropConstraint: Reverse<DropConstraint> = (operation, { before, after }) => {
  const { table: name, schema, place, ifExists } = operation;
  const was = knownTable(before, name, schema);
  const is = knownTable(after, name, schema);
  const lost = missingFrom(was.constraints, is.constraints);
  const [constraint] = lost.length > 0 ? lost : checksLost(was.columns, is.columns);
  if (constraint === undefined) {
    if (ifExists === true) return [];
    return refuse(`The table \`${name}\` has no constraint \`${operation.name?.text ?? ''}\` at this point.`);
  }
  return [constraintAgain(constraint, { name, schema, place })];
};

/** CHECKs that stood inside columns. */
function checksLost(was: readonly Column[], is: readonly Column[]): readonly Constraint[] {
  const checks = (columns: readonly Column[]): readonly Constraint[] =>
    columns.flatMap(({ items }) => items.filter((item) => item.kind !== 'foreignKeyItem'));
  return missingFrom(checks(was), checks(is));
}

/** A constraint with the name it got. */
function created(
  { kind, name }: Pick<Constraint, 'kind' | 'name'>,
  operation: AddConstraint | CreateForeignKey,
  { before, after }: ReverseStep,
): Pick<Constraint, 'kind' | 'name'> {
  if (name !== null) return { kind, name };
  const [was, is] = [before, after].map((one) => sureTable(one, operation.table, operation.schema));
  const made = was && is && missingFrom(is.constraints, was.constraints).find((one) => one.kind === kind);
  return made ?? refuse(`What name the database gives to the constraint of \`${operation.table}\` is not known.`);
}

function nullable({ table, schema, place }: AddConstraint, { before, after }: ReverseStep): readonly Operation[] {
  const was = knownTable(before, table, schema);
  const is = knownTable(after, table, schema);
  return was.columns.flatMap((column): readonly AlterColumn[] => {
    const now = is.columns.find(({ name }) => name === column.name);
    return now === undefined || now.nullable === column.nullable
      ? []
      : alteredBack(column, now, { name: table, schema, place });
  });
}
