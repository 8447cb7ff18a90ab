import type { AlterColumn } from '../operations/operation';
import type { SqlType } from '../schema/sqlType';
import { defaultText } from './ddlColumn';
import { refuse } from '../sqlalchemy/refusal';
import type { Ddl } from './ddl';
import { placeholder } from './ddlIndex';
import { conventionName } from '../sqlalchemy/naming';
import { typeChecks } from '../sqlalchemy/toTable';

/** alter_column: CHECKs that belong to the old type go first, those of the new one come last (toimpl.py of Alembic). */
export function alterColumn(ddl: Ddl, operation: AlterColumn): readonly string[] {
  const { existingType, type } = operation;
  const table = placeholder(ddl, operation.table, operation.schema, []);
  const checks = (of: SqlType | null) =>
    of === null ? [] : typeChecks({ name: operation.column, type: of }, naming(ddl, operation), ddl.context);
  return [
    ...(type === null ? [] : checks(existingType)).flatMap(({ name }) =>
      ddl.rules.dropConstraint(ddl, { name, type: 'check', ifExists: false, typeBound: true }, table),
    ),
    ...ddl.rules.alterColumn(ddl, operation),
    ...checks(type).flatMap((check) => ddl.rules.addConstraint(ddl, check, table)),
  ];
}

function naming(ddl: Ddl, { table, schema }: AlterColumn): Parameters<typeof typeChecks>[1] {
  return {
    name: (kind, name, columns) => conventionName(ddl.context.naming, kind, name, { table, schema, columns }),
  };
}

/** NOT NULL, default, type, comment and name, each in a statement of its own (`DefaultImpl.alter_column`). */
export function genericAlterColumn(ddl: Ddl, operation: AlterColumn): readonly string[] {
  return [
    ...alterNullable(ddl, operation),
    ...alterDefault(ddl, operation),
    ...(operation.type === null ? [] : [`${alter(ddl, operation)} TYPE ${ddl.type(operation.type)}`]),
    ...alterComment(ddl, operation),
    ...renameColumn(ddl, operation),
  ];
}

/** `ALTER TABLE t ALTER COLUMN c` */
export function alter(ddl: Ddl, { table, schema, column }: AlterColumn): string {
  return `${ddl.alterTable(table, schema)} ALTER COLUMN ${ddl.quote(column)}`;
}

/** SET NOT NULL, DROP NOT NULL. */
export function alterNullable(ddl: Ddl, operation: AlterColumn): readonly string[] {
  if (operation.nullable === null) return [];
  return [`${alter(ddl, operation)} ${operation.nullable ? 'DROP' : 'SET'} NOT NULL`];
}

/** SET DEFAULT, DROP DEFAULT. */
export function alterDefault(ddl: Ddl, operation: AlterColumn): readonly string[] {
  const { serverDefault, existingServerDefault } = operation;
  if (serverDefault === undefined) return [];
  const kinds = [serverDefault?.kind, existingServerDefault?.kind];
  if (kinds.includes('computed')) refuse('A column cannot be made GENERATED ALWAYS AS, or be freed of it.');
  if (kinds.includes('identity')) refuse('SQLAlchemy changes identities on PostgreSQL only.');
  if (serverDefault === null) return [`${alter(ddl, operation)} DROP DEFAULT`];
  const text = defaultText(ddl, serverDefault) ?? refuse('A default that the database fills in has no SQL.');
  return [`${alter(ddl, operation)} SET DEFAULT ${text}`];
}

function alterComment(ddl: Ddl, { table, schema, column, comment }: AlterColumn): readonly string[] {
  if (comment === undefined) return [];
  if (ddl.rules.comments !== 'statement') return refuse('SQLAlchemy has no statement that comments on a column there.');
  const name = `${ddl.dottedTable(table, schema)}.${ddl.quote(column)}`;
  return [`COMMENT ON COLUMN ${name} IS ${comment === null ? 'NULL' : ddl.string(comment)}`];
}

function renameColumn(ddl: Ddl, { table, schema, column, newName }: AlterColumn): readonly string[] {
  if (newName === null) return [];
  return [`${ddl.alterTable(table, schema)} ${ddl.rules.renamedColumn} ${ddl.quote(column)} TO ${ddl.quote(newName)}`];
}

/** Comment and new name, which come last. */
export function alterLast(ddl: Ddl, operation: AlterColumn): readonly string[] {
  return [...alterComment(ddl, operation), ...renameColumn(ddl, operation)];
}
