import { writeFlag, writeText } from '../../python/write/literal';
import type { SqlExpression } from '../../schema/expression';
import type { ColumnDefault, Computed, Identity, ServerDefault } from '../../schema/model';
import { writeSequence } from './values';
import { type ExpressionUse, keyword, type PythonWriter, writeCall } from './writer';

/** `server_default=`, or what stands by itself in a column: `sa.Identity(...)`, `sa.Computed(...)`. */
export function writeServerDefault(value: ServerDefault, writer: PythonWriter): string {
  switch (value.kind) {
    case 'string':
      return writeText(value.value);
    case 'expression':
      return writePotentialExpression(value.expression, 'serverDefault', writer);
    case 'computed':
      return writeComputed(value, writer);
    case 'identity':
      return writeIdentity(value, writer);
    case 'fetched':
      return `${writer.sa('FetchedValue')}()`;
  }
}

/** Whether a server default stands among the items of a column. */
export function isGenerated(value: ServerDefault): value is Computed | Identity {
  return value.kind === 'computed' || value.kind === 'identity';
}

/** With the comma that Alembic leaves behind. */
function writeComputed({ expression, persisted }: Computed, writer: PythonWriter): string {
  const kept = persisted === null ? '' : `persisted=${writeFlag(persisted)}`;
  return `${writer.sa('Computed')}(${writeSqlText(expression, writer)}, ${kept})`;
}

function writeIdentity({ always, onNull, sequence }: Identity, writer: PythonWriter): string {
  const { data_type: type, ...options } = sequence;
  const said = IDENTITY_ORDER.map((name) => {
    const value = options[name];
    if (value === undefined) return null;
    return keyword(name, typeof value === 'boolean' ? writeFlag(value) : value.toString());
  });
  return writeCall(writer.sa('Identity'), [
    keyword('always', always === null ? null : writeFlag(always)),
    keyword('on_null', onNull === null ? null : writeFlag(onNull)),
    ...said,
    keyword('data_type', type === undefined ? null : writer.type(type)),
  ]);
}

const IDENTITY_ORDER = [
  'start',
  'increment',
  'minvalue',
  'maxvalue',
  'nominvalue',
  'nomaxvalue',
  'cycle',
  'cache',
  'order',
] as const;

/** Where Alembic writes SQL as a plain string: conditions, computed columns. */
export function writeSqlText(expression: SqlExpression, writer: PythonWriter): string {
  if (expression.kind === 'text' && Object.keys(expression.binds).length === 0) return writeText(expression.sql);
  const sql = writer.options.compile?.(expression, 'plain');
  return sql === undefined || sql === null ? writer.expression(expression) : writeText(sql);
}

/** Where Alembic writes SQL inside `sa.text()`, or in an index inside `sa.literal_column()`. */
export function writePotentialExpression(expression: SqlExpression, use: ExpressionUse, writer: PythonWriter): string {
  const sql = writer.options.compile?.(expression, use);
  if (sql === undefined || sql === null) return writer.expression(expression);
  const label = use === 'index' && expression.kind === 'label' ? `.label(${writeText(expression.name)})` : '';
  return `${writer.sa(use === 'index' ? 'literal_column' : 'text')}(${writeText(sql)})${label}`;
}

/** `default=` of a column; null where it is a function of the project, which is told. */
export function writeDefault(value: ColumnDefault, column: string, writer: PythonWriter): string | null {
  switch (value.kind) {
    case 'value':
      if (value.value.kind !== 'enumMember') return writer.literal(value.value);
      writer.note(
        `The default of the column '${column}' is left out: it is a member of an enum class, which is not known here.`,
      );
      return null;
    case 'expression':
      return writer.expression(value.expression);
    case 'sequence':
      return writeSequence(value, writer);
    case 'callable':
      writer.note(`The default of the column '${column}' is left out: it is a function, which is not known here.`);
      return null;
  }
}
