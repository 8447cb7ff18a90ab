import type { AlterColumn } from '../../operations/operation';
import type { Column, Table } from '../../schema/model';
import { typeFor } from '../../schema/sqlType';
import { alterDefault } from '../ddlAlterColumn';
import { autoincrementColumn } from '../../sqlalchemy/autoincrement';
import { defaultClause, defaultText, genericComputed } from '../ddlColumn';
import type { Ddl } from '../ddl';
import { refuse } from '../../sqlalchemy/refusal';
import { argument, integerArgument, isType } from '../../sqlalchemy/typeArguments';

/** A column of CREATE TABLE or ADD COLUMN (`MySQLDDLCompiler.get_column_specification`). */
export function columnSpecification(ddl: Ddl, column: Column, table: Table): string {
  const { serverDefault, comment } = column;
  const own = typeFor(column.type, 'mysql');
  if (
    isType(own, 'sqlalchemy.Double') &&
    integerArgument(own, 'precision') !== null &&
    argument(own, 'scale') === null
  ) {
    refuse(`A column of MySQL takes the precision of \`${own.name}\` with a scale only.`);
  }
  const isTimestamp = isType(own, 'sqlalchemy.TIMESTAMP');
  const isNumbered =
    autoincrementColumn(table, ddl.context.sqlalchemy)?.name === column.name &&
    (serverDefault === null || serverDefault.kind === 'identity');
  return (
    `${ddl.column(column)} ${ddl.type(column.type)}` +
    (serverDefault?.kind === 'computed' ? ` ${genericComputed(ddl, serverDefault)}` : '') +
    (column.nullable === true ? (isTimestamp ? ' NULL' : '') : ' NOT NULL') +
    (comment === null ? '' : ` COMMENT ${ddl.string(comment)}`) +
    (isNumbered ? ' AUTO_INCREMENT' : defaultOfColumn(ddl, serverDefault))
  );
}

/** SQLAlchemy 2.1 puts parentheses around what is more than a word, a literal or the time. */
function defaultOfColumn(ddl: Ddl, serverDefault: Column['serverDefault']): string {
  const clause = defaultClause(ddl, serverDefault);
  const text = /^ DEFAULT ([^]*)$/.exec(clause)?.[1];
  if (ddl.context.sqlalchemy === '2.0' || text === undefined) return clause;
  const isPlain =
    /^\s*['"(]/.test(text) ||
    /ON +UPDATE/i.test(text) ||
    /^(?:now|current_timestamp)\(\d+\)/i.test(text) ||
    !/^.*\W/.test(text);
  return isPlain ? clause : ` DEFAULT (${text})`;
}

/** MySQL says a column anew: CHANGE, MODIFY, or only its default (`MySQLImpl.alter_column` of Alembic). */
export function alterColumn(ddl: Ddl, operation: AlterColumn): readonly string[] {
  const { serverDefault, existingServerDefault, newName, nullable, type, existingType, autoincrement, comment } =
    operation;
  const kinds = [serverDefault?.kind, existingServerDefault?.kind];
  if (kinds.includes('computed') || kinds.includes('identity')) {
    refuse('What Alembic makes of a computed column or an identity on MySQL is not followed.');
  }
  const said = type ?? existingType;
  const isMoment =
    said !== null && operation.isTypeClass !== true && isType(said, 'sqlalchemy.DateTime') && serverDefault !== null;
  const table = ddl.alterTable(operation.table, operation.schema);
  const column = ddl.quote(operation.column);
  if (newName !== null || isMoment) {
    return [`${table} CHANGE ${column} ${ddl.quote(newName ?? operation.column)} ${specification(ddl, operation)}`];
  }
  if (nullable !== null || type !== null || autoincrement !== null || comment !== undefined) {
    return [`${table} MODIFY ${column} ${specification(ddl, operation)}`];
  }
  return alterDefault(ddl, operation);
}

function specification(ddl: Ddl, operation: AlterColumn): string {
  const type = operation.type ?? operation.existingType;
  if (type === null) return refuse('Alembic changes a column of MySQL only when `existing_type` says what it is.');
  const isNullable = operation.nullable ?? operation.existingNullable ?? true;
  const isNumbered = operation.autoincrement ?? operation.existingAutoincrement;
  const given = operation.serverDefault === undefined ? operation.existingServerDefault : operation.serverDefault;
  const comment = operation.comment === undefined ? operation.existingComment : operation.comment;
  const text =
    given === undefined || given === null
      ? null
      : (defaultText(ddl, given) ?? refuse('A default that the database fills in has no SQL.'));
  return (
    `${ddl.type(type)} ${isNullable ? 'NULL' : 'NOT NULL'}` +
    (isNumbered === true ? ' AUTO_INCREMENT' : '') +
    (text === null ? '' : ` DEFAULT ${text}`) +
    (comment === null || comment === '' ? '' : ` COMMENT ${ddl.string(comment)}`)
  );
}
