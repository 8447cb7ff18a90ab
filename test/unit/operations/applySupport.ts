import type { Applied } from '../../../server/src/operations/applied';
import { applyOperations } from '../../../server/src/operations/applyOperation';
import { readOperations } from '../../../server/src/operations/readOperations';
import type { Context, DialectName } from '../../../server/src/schema/context';
import type { SqlExpression } from '../../../server/src/schema/expression';
import type { Constraint, Index, IndexElement, Name, Table } from '../../../server/src/schema/model';
import { emptySchema, type Schema } from '../../../server/src/schema/schema';

const HEAD = `from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

def upgrade():
`;

/** What the body of an `upgrade()` makes of a schema. */
export function after(
  dialect: DialectName,
  body: string,
  naming: Context['naming'] = null,
  before: Schema = emptySchema(dialect),
): Applied {
  const lines = body.split('\n').map((line) => `    ${line}\n`);
  const context: Context = { dialect, mode: 'online', sqlalchemy: '2.0', naming };
  const { operations, ends } = readOperations(HEAD + lines.join(''), 'upgrade', context, {
    readModule: () => undefined,
  });
  if (ends.kind !== 'completed') throw new Error(JSON.stringify(ends));
  return applyOperations(before, operations, { ...context, revision: 'r' });
}

/** Codes of what is wrong with the body of an `upgrade()`. */
export function codes(dialect: DialectName, body: string, naming: Context['naming'] = null): readonly string[] {
  return after(dialect, body, naming).contradictions.map(({ code }) => code);
}

/** The schema after the body, a line for each item: `*` behind names that the database made up. */
export function outline(dialect: DialectName, body: string, naming: Context['naming'] = null): readonly string[] {
  const { schema, contradictions } = after(dialect, body, naming);
  const tables = [...schema.tables.values()].flatMap(({ table, doubt }) => [
    ...(table === null ? ['?'] : tableLines(table)),
    ...(doubt === null ? [] : [`doubt: ${doubt.reason}`]),
  ]);
  const enums = [...schema.enums.values()].map(({ item }) => `enum ${item?.name ?? '?'}(${item?.labels.join() ?? ''})`);
  const sequences = [...schema.sequences.values()].map(
    ({ item }) =>
      `sequence ${item?.name ?? '?'}${item?.ownedBy === undefined ? '' : ` of ${item.ownedBy.table}.${item.ownedBy.column}`}`,
  );
  return [
    ...tables,
    ...enums,
    ...sequences,
    ...(schema.doubt === null ? [] : [`doubt: ${schema.doubt.reason}`]),
    ...contradictions.map(({ code }) => `! ${code}`),
  ];
}

function tableLines(table: Table): readonly string[] {
  const title = `table ${table.schema === null ? '' : `${table.schema}.`}${table.name}`;
  return [
    `${title}${table.comment === null ? '' : ` -- ${table.comment}`}`,
    ...table.columns.map((column) => {
      const type = column.type.kind === 'custom' ? column.type.name : column.type.name;
      const { serverDefault } = column;
      const value =
        serverDefault === null
          ? ''
          : serverDefault.kind === 'string'
            ? ` = '${serverDefault.value}'`
            : serverDefault.kind === 'expression' || serverDefault.kind === 'computed'
              ? ` = ${sql(serverDefault.expression)}`
              : ` ${serverDefault.kind}`;
      const words = [column.primaryKey ? ' key' : '', column.nullable === true ? ' null' : '', value];
      return `  ${column.name} ${type}${words.join('')}${column.comment === null ? '' : ` -- ${column.comment}`}`;
    }),
    ...table.constraints.map((one) => `  ${constraintLine(one)}`),
    ...table.indexes.map((one) => `  ${indexLine(one)}`),
  ];
}

function constraintLine(one: Constraint): string {
  const name = `${one.kind}${nameText(one.name)}`;
  if (one.kind === 'check') return `${name} ${sql(one.condition)}`;
  if (one.kind === 'exclude') return `${name} ${one.elements.map(({ expression }) => element(expression)).join()}`;
  const to =
    one.kind === 'foreignKey'
      ? ` -> ${one.referredSchema === null ? '' : `${one.referredSchema}.`}${one.referredTable}(${one.referredColumns.join()})`
      : '';
  return `${name} (${one.columns.join()})${to}`;
}

function indexLine({ name, unique, elements, options }: Index): string {
  const where = options.postgresql_where ?? options.sqlite_where;
  const condition = where !== undefined && 'kind' in where && where.kind === 'text' ? ` where ${sql(where)}` : '';
  return `${unique ? 'unique ' : ''}index${nameText(name)} (${elements.map(element).join()})${condition}`;
}

function element(one: IndexElement): string {
  return one.kind === 'columnName' ? one.name : sql(one);
}

function nameText(name: Name | null): string {
  return name === null ? '' : ` ${name.text}${name.assigned === true ? '*' : ''}`;
}

function sql(expression: SqlExpression): string {
  if (expression.kind === 'text' || expression.kind === 'literalColumn') return expression.sql;
  if (expression.kind === 'columnReference') return expression.name;
  if (expression.kind === 'function') return `${expression.path.join('.')}(${expression.arguments.map(sql).join()})`;
  return expression.kind === 'binary' ? `${sql(expression.left)} ${expression.operator} ...` : expression.kind;
}
