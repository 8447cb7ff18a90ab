import { writeText } from '../../python/write/literal';
import { isIdentifier } from '../../python/write/names';
import type { SequenceStatement, SqlExpression } from '../../schema/expression';
import { refuse } from '../refusal';
import { writeBinary, writeOperand } from './binary';
import { writeDelete, writeInsert, writeUpdate } from './dml';
import { writeSelect } from './selects';
import { writeColumnOf } from './tables';
import { writeType } from './types';
import { writeSequence } from './values';
import { type PythonWriter, writeCall } from './writer';

/**
 * The Core that makes an expression.
 * @throws Refusal where no Python that we write makes it.
 */
export function writeExpression(expression: SqlExpression, writer: PythonWriter): string {
  const write = (one: SqlExpression): string => writeExpression(one, writer);
  switch (expression.kind) {
    case 'text':
      return writeTextClause(expression, writer);
    case 'literalColumn':
      return writeCall(writer.sa('literal_column'), [writeText(expression.sql), typeOf(expression, writer)]);
    case 'columnReference':
      return expression.table === null
        ? writeCall(writer.sa('column'), [writeText(expression.name), typeOf(expression, writer)])
        : writeColumnOf(expression.table, expression.name, writer);
    case 'bind':
      return writeBind(expression, writer);
    case 'null':
    case 'true':
    case 'false':
      return `${writer.sa(expression.kind)}()`;
    case 'function':
      return writeFunction(expression, writer);
    case 'binary':
      return writeBinary(expression, writer);
    case 'unary':
      return writeUnary(expression, writer);
    case 'list':
      if (expression.joiner === 'comma') return `[${expression.items.map(write).join(', ')}]`;
      return writeCall(writer.sa(JOINERS[expression.joiner]), expression.items.map(write));
    case 'between': {
      const { operand, low, high, negated } = expression;
      const text = writeCall(`${writeOperand(operand, writer)}.between`, [write(low), write(high)]);
      return negated ? writeCall(writer.sa('not_'), [text]) : text;
    }
    case 'cast':
      return writeCall(writer.sa('cast'), [write(expression.operand), writeType(expression.type, writer)]);
    case 'typeCoerce':
      return writeCall(writer.sa('type_coerce'), [write(expression.operand), writeType(expression.type, writer)]);
    case 'case':
      return writeCase(expression, writer);
    case 'label': {
      const text = `${writeOperand(expression.operand, writer)}.label(${writeText(expression.name)})`;
      return writer.variable(text) ?? text;
    }
    case 'extract':
      return writeCall(writer.sa('extract'), [writeText(expression.field), write(expression.operand)]);
    case 'collate':
      return writeCall(writer.sa('collate'), [write(expression.operand), writeText(expression.collation)]);
    case 'scalarSubquery':
      return `${writeSelect(expression.select, writer)}.scalar_subquery()`;
    case 'select':
      return writeSelect(expression, writer);
    case 'insert':
      return writeInsert(expression, writer);
    case 'update':
      return writeUpdate(expression, writer);
    case 'delete':
      return writeDelete(expression, writer);
    case 'createSequence':
    case 'dropSequence':
      return writeSequenceStatement(expression, writer);
  }
}

/** `sa.schema.CreateSequence(sa.Sequence('name'))` */
function writeSequenceStatement({ kind, sequence, isChecked }: SequenceStatement, writer: PythonWriter): string {
  const [name, checked] =
    kind === 'createSequence' ? ['CreateSequence', 'if_not_exists=True'] : ['DropSequence', 'if_exists=True'];
  return writeCall(writer.sa(`schema.${name}`), [writeSequence(sequence, writer), isChecked ? checked : null]);
}

const JOINERS = { and: 'and_', or: 'or_', tuple: 'tuple_' } as const;

type Of<K extends SqlExpression['kind']> = Extract<SqlExpression, { kind: K }>;

function typeOf({ type }: Of<'literalColumn' | 'columnReference'>, writer: PythonWriter): string | null {
  return type === null ? null : writeType(type, writer);
}

function writeTextClause({ sql, binds }: Of<'text'>, writer: PythonWriter): string {
  const text = `${writer.sa('text')}(${writeText(sql)})`;
  const parameters: string[] = [];
  const keywords: string[] = [];
  for (const [name, { value, type }] of Object.entries(binds)) {
    const held = value === null ? null : writer.literal(value);
    const typed = type === null ? null : `type_=${writeType(type, writer)}`;
    if (typed === null && held !== null && isIdentifier(name)) keywords.push(`${name}=${held}`);
    else parameters.push(writeCall(writer.sa('bindparam'), [writeText(name), held, typed]));
  }
  const given = [...parameters, ...keywords];
  return given.length === 0 ? text : writeCall(`${text}.bindparams`, given);
}

function writeBind({ key, value, type }: Of<'bind'>, writer: PythonWriter): string {
  const held = writer.literal(value);
  if (key !== null) {
    const typed = type === null ? null : `type_=${writeType(type, writer)}`;
    return writeCall(writer.sa('bindparam'), [writeText(key), held, typed]);
  }
  return type === null ? held : writeCall(writer.sa('literal'), [held, writeType(type, writer)]);
}

function writeFunction({ path, arguments: given, type }: Of<'function'>, writer: PythonWriter): string {
  const names = path.map((name) => {
    // `func.in_`: the last `_` is taken off.
    const written = isIdentifier(name) && !name.endsWith('_') ? name : `${name}_`;
    return isIdentifier(written) && !name.startsWith('__')
      ? written
      : refuse(`The function \`${name}\` has no name in Python.`);
  });
  return writeCall([writer.sa('func'), ...names].join('.'), [
    ...given.map((one) => writeExpression(one, writer)),
    type === null ? null : `type_=${writeType(type, writer)}`,
  ]);
}

/** Those that are functions; the others are methods. */
const UNARY_FUNCTIONS: Readonly<Record<string, string>> = { not: 'not_', exists: 'exists', distinct: 'distinct' };
/** Ends in the order of a query: functions where text is ordered, which has no such methods. */
const ORDERS = new Set(['asc', 'desc', 'nulls_first', 'nulls_last']);
const UNARY_METHODS: Readonly<Record<string, string>> = { bitwise_not: 'bitwise_not', any: 'any_', all: 'all_' };

function writeUnary({ operator, operand }: Of<'unary'>, writer: PythonWriter): string {
  if (operator === '-') return `-${writeOperand(operand, writer)}`;
  const callee = UNARY_FUNCTIONS[operator];
  if (callee !== undefined) return writeCall(writer.sa(callee), [writeExpression(operand, writer)]);
  if (ORDERS.has(operator)) {
    if (isText(operand)) return writeCall(writer.sa(operator), [writeExpression(operand, writer)]);
    return `${writeOperand(operand, writer)}.${operator}()`;
  }
  const method = UNARY_METHODS[operator] ?? refuse(`The operator \`${operator}\` is not written.`);
  return `${writeOperand(operand, writer)}.${method}()`;
}

function isText(expression: SqlExpression): boolean {
  return expression.kind === 'text' || (expression.kind === 'unary' && isText(expression.operand));
}

function writeCase({ value, whens, otherwise }: Of<'case'>, writer: PythonWriter): string {
  const write = (one: SqlExpression): string => writeExpression(one, writer);
  return writeCall(writer.sa('case'), [
    ...whens.map(({ when, then }) => `(${write(when)}, ${write(then)})`),
    value === null ? null : `value=${write(value)}`,
    otherwise === null ? null : `else_=${write(otherwise)}`,
  ]);
}
