import type { Literal } from '../../common/literal';
import { writeText } from '../../python/write/literal';
import type { SqlExpression } from '../../schema/expression';
import type { DialectOptions, OptionValue } from '../../schema/model';
import type { SequenceReference, TypeArgument } from '../../schema/sqlType';
import { keyword, writeCall, type PythonWriter } from './writer';

type Value = OptionValue | TypeArgument;

const LITERALS: ReadonlySet<string> = new Set<Literal['kind']>([
  'none',
  'boolean',
  'integer',
  'float',
  'decimal',
  'string',
  'bytes',
  'date',
  'time',
  'datetime',
  'timedelta',
  'uuid',
  'enumMember',
  'list',
  'tuple',
  'dict',
]);

/** What a constructor or an option of a dialect is given. @throws Refusal for what has no Python. */
export function writeValue(value: Value, writer: PythonWriter): string {
  if (!('kind' in value)) return `[${value.map((item) => writeValue(item, writer)).join(', ')}]`;
  switch (value.kind) {
    case 'library':
    case 'custom':
      return writer.type(value);
    case 'sequence':
      return writeSequence(value, writer);
    case 'mapping':
      return `{${value.entries.map(([key, held]) => `${writeText(key)}: ${writeValue(held, writer)}`).join(', ')}}`;
    default:
      return isLiteral(value) ? writer.literal(value) : writePotentialText(value, writer);
  }
}

/** Whether it is a value of Python's own, and no expression. */
export function isLiteral(value: Literal | SqlExpression): value is Literal {
  // A list between commas is an expression.
  return LITERALS.has(value.kind) && !('joiner' in value);
}

/** An expression where Alembic writes its SQL. */
function writePotentialText(expression: SqlExpression, writer: PythonWriter): string {
  const sql = writer.options.compile?.(expression, 'plain');
  return sql === undefined || sql === null ? writer.expression(expression) : `${writer.sa('text')}(${writeText(sql)})`;
}

/** `sa.Sequence('name', start=1)`. */
export function writeSequence(sequence: SequenceReference, writer: PythonWriter): string {
  const options = Object.entries(sequence.options).map(([name, value]) => keyword(name, writer.literal(value)));
  const schema = sequence.schema === null ? null : writeText(sequence.schema);
  return writeCall(writer.sa('Sequence'), [writeText(sequence.name), ...options, keyword('schema', schema)]);
}

/** Options of dialects by name, in the order given: `postgresql_using='gin'`. */
export function writeOptions(options: DialectOptions, writer: PythonWriter): readonly string[] {
  return Object.entries(options).map(([name, value]) => `${name}=${writeValue(value, writer)}`);
}
