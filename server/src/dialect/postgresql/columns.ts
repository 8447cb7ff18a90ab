import type { AlterColumn } from '../../operations/operation';
import type { Column, Computed, Identity, SequenceOptions, Table } from '../../schema/model';
import { typeFor } from '../../schema/sqlType';
import { alter, alterDefault, alterLast, alterNullable } from '../ddlAlterColumn';
import { autoincrementColumn } from '../../sqlalchemy/autoincrement';
import { defaultClause, generated, genericComputed, genericIdentity } from '../ddlColumn';
import type { Ddl } from '../ddl';
import { option, stringOption } from '../ddlOptions';
import { sequenceOptions } from '../sequenceOptions';
import { refuse } from '../../sqlalchemy/refusal';
import { isType } from '../../sqlalchemy/typeArguments';

/** A column of CREATE TABLE or ADD COLUMN (`PGDDLCompiler.get_column_specification`). */
export function columnSpecification(ddl: Ddl, column: Column, table: Table): string {
  const { serverDefault } = column;
  const isIdentity = serverDefault?.kind === 'identity';
  const isNullable = column.nullable === true;
  return (
    `${ddl.column(column)} ` +
    (isSerial(ddl, column, table)
      ? serialName(column)
      : `${ddl.type(column.type)}${defaultClause(ddl, serverDefault)}`) +
    generated(ddl, serverDefault) +
    (isIdentity ? (isNullable ? ' NULL' : '') : isNullable ? '' : ' NOT NULL')
  );
}

function isSerial(ddl: Ddl, column: Column, table: Table): boolean {
  if (!column.primaryKey || column.serverDefault?.kind === 'identity') return false;
  if (autoincrementColumn(table, ddl.context.sqlalchemy)?.name !== column.name) return false;
  const { default: value } = column;
  if (value === null) return true;
  const optional = value.kind === 'sequence' ? value.options.optional : undefined;
  return optional?.kind === 'boolean' && optional.value;
}

function serialName({ type }: Column): string {
  const own = typeFor(type, 'postgresql');
  if (own.kind === 'custom') return refuse(own.reason);
  if (isType(own, 'sqlalchemy.BigInteger')) return 'BIGSERIAL';
  return isType(own, 'sqlalchemy.SmallInteger') ? 'SMALLSERIAL' : 'SERIAL';
}

/** PostgreSQL stores all generated columns, as far as SQLAlchemy 2.0 knows; 2.1 takes it for a PostgreSQL 18. */
export function computed(ddl: Ddl, item: Computed): string {
  if (ddl.context.sqlalchemy === '2.1') return genericComputed(ddl, item);
  const { expression, persisted } = item;
  if (persisted === false) return refuse('SQLAlchemy has no virtual generated columns for PostgreSQL.');
  return `GENERATED ALWAYS AS (${ddl.expression(expression)}) STORED`;
}

/** ALTER COLUMN in PostgreSQL's order: the type first (`PostgresqlImpl.alter_column` of Alembic). */
export function alterColumn(ddl: Ddl, operation: AlterColumn): readonly string[] {
  return [
    ...alterType(ddl, operation),
    ...alterNullable(ddl, operation),
    ...(isAboutIdentity(operation) ? alterIdentity(ddl, operation) : alterDefault(ddl, operation)),
    ...alterLast(ddl, operation),
  ];
}

function alterType(ddl: Ddl, operation: AlterColumn): readonly string[] {
  const using = stringOption(operation.options, 'postgresql_using') ?? '';
  if (operation.type === null) {
    if (option(operation.options, 'postgresql_using') !== null) refuse('`postgresql_using` goes with `type_` only.');
    return [];
  }
  return [`${alter(ddl, operation)} TYPE ${ddl.type(operation.type)}${using === '' ? '' : ` USING ${using}`}`];
}

function isAboutIdentity({ serverDefault, existingServerDefault }: AlterColumn): boolean {
  const kinds = [serverDefault?.kind, existingServerDefault?.kind];
  return serverDefault !== undefined && kinds.includes('identity') && !kinds.includes('computed');
}

function alterIdentity(ddl: Ddl, operation: AlterColumn): readonly string[] {
  const { serverDefault, existingServerDefault } = operation;
  if (serverDefault === null) return [`${alter(ddl, operation)} DROP IDENTITY`];
  if (serverDefault?.kind !== 'identity') return [identityLost(ddl, operation)];
  if (existingServerDefault === null) return [`${alter(ddl, operation)} ADD ${genericIdentity(ddl, serverDefault)}`];
  const existing = existingServerDefault?.kind === 'identity' ? existingServerDefault : null;
  if (existing === null && ddl.context.sqlalchemy === '2.1') {
    return refuse('Alembic fails on SQLAlchemy 2.1 where the identity that was there is not said.');
  }
  const changes = identityChanges(serverDefault, existing).map((change) => `${change} `);
  if (changes.length === 0 && existingServerDefault?.kind === 'expression') {
    return refuse('Alembic cannot compare an identity with the default that was there.');
  }
  return [`${alter(ddl, operation)} ${changes.join('')}`];
}

/** A default in the place of an identity: Alembic looks for options of the identity that changed, and finds none. */
function identityLost(ddl: Ddl, operation: AlterColumn): string {
  const { serverDefault, existingServerDefault } = operation;
  const always = existingServerDefault?.kind === 'identity' && existingServerDefault.always === true;
  if (serverDefault?.kind !== 'string' || always || ddl.context.sqlalchemy === '2.1')
    refuse('Alembic cannot put a default in the place of an identity.');
  return alter(ddl, operation);
}

const OPTIONS = ['cache', 'cycle', 'increment', 'maxvalue', 'minvalue', 'nomaxvalue', 'nominvalue', 'start'] as const;

/** SET for each option that is new or different, by name (`_compare_identity_default` of Alembic). */
function identityChanges(identity: Identity, existing: Identity | null): readonly string[] {
  const always = (identity.always === true) !== (existing?.always === true);
  const changed = OPTIONS.filter((name) => {
    const value = identity.sequence[name];
    return value !== undefined && value !== existing?.sequence[name];
  });
  const options = changed.map((name): readonly [string, string] => {
    const one: SequenceOptions = { [name]: identity.sequence[name] };
    return [name, `SET ${sequenceOptions(one)}`];
  });
  const generation = `SET GENERATED ${identity.always === true ? 'ALWAYS' : 'BY DEFAULT'}`;
  return [...(always ? [['always', generation] as const] : []), ...options].map(([, text]) => text);
}
