import { writeText } from '../../python/write/literal';
import type { SqlExpression } from '../../schema/expression';
import { ITEM_METHODS } from '../jsonOperators';
import { BINARIES, COMPARISONS, LIKES, PYTHON_ARITHMETIC, PYTHON_COMPARISONS, TEXT_PARTS } from '../operators';
import { refuse } from '../refusal';
import { integerArgument } from '../typeArguments';
import { type PythonWriter, writeCall } from './writer';

type Binary = Extract<SqlExpression, { kind: 'binary' }>;

/** Methods of PostgreSQL's JSONB by operator. */
const JSONB: Readonly<Record<string, string>> = {
  'pg:?': 'has_key',
  'pg:?&': 'has_all',
  'pg:?|': 'has_any',
  'pg:@>': 'contains',
  'pg:<@': 'contained_by',
};

/** Methods that say an operator which is none of Python's. */
const METHODS: ReadonlySet<string> = new Set([
  ...Object.values(COMPARISONS),
  ...Object.values(BINARIES),
  ...Object.values(LIKES),
  ...TEXT_PARTS,
]);

/** An operator between two operands. @throws Refusal where Python would not come to SQLAlchemy's. */
export function writeBinary(expression: Binary, writer: PythonWriter): string {
  const { operator, custom, left, right } = expression;
  const beside = (): string => writer.expression(right);
  if (custom) return `${writeOperand(left, writer)}.op(${writeText(operator)})(${beside()})`;
  if (PYTHON_COMPARISONS.has(operator) || PYTHON_ARITHMETIC.has(operator)) {
    if (isPlain(left)) refusePlain(expression);
    return `${inParentheses(left, writer)} ${operator} ${inParentheses(right, writer)}`;
  }
  if (operator === 'in_' || operator === 'not_in')
    return writeCall(`${writeOperand(left, writer)}.${operator}`, [beside()]);
  if (operator === 'json_getitem' || operator === 'json_path_getitem') {
    return `${writeOperand(left, writer)}[${beside()}]${readAs(expression)}`;
  }
  if (operator === 'pg:->>' || operator === 'pg:#>>') return `${writeOperand(left, writer)}[${beside()}].astext`;
  const method = JSONB[operator] ?? (METHODS.has(operator) ? operator : undefined);
  if (method === undefined) return refuse(`The operator \`${operator}\` is not written.`);
  // Python's own `None` reads better, and is the same there.
  if (method.startsWith('is_') && right.kind === 'null') return `${writeOperand(left, writer)}.${method}(None)`;
  const modifiers = Object.entries(expression.modifiers).map(([name, value]) => `${name}=${writer.literal(value)}`);
  return writeCall(`${writeOperand(left, writer)}.${method}`, [beside(), ...modifiers]);
}

/** What says that an item of JSON is read as another type. */
function readAs({ itemType }: Binary): string {
  if (itemType === undefined) return '';
  const method = ITEM_METHODS.find(([, type]) => type === itemType.name)?.[0];
  if (method !== undefined) return `.${method}()`;
  const [precision, scale] = ['precision', 'scale'].map((name) => integerArgument(itemType, name));
  if (typeof precision !== 'bigint' || typeof scale !== 'bigint') {
    return refuse('What an item of JSON is read as is not written.');
  }
  return `.as_numeric(${precision}, ${scale})`;
}

/** A value of Python's own on the left leaves the operator to what stands on the right, save for `'%s' % x`. */
function refusePlain({ operator, left, right }: Binary): void {
  const isFormat = operator === '%' && left.kind === 'bind' && /^(?:string|bytes)$/.test(left.value.kind);
  if (isFormat || PYTHON_COMPARISONS.has(operator) || isPlain(right)) {
    refuse('An operator on a value of Python is not written.');
  }
}

/** Something that has SQLAlchemy's methods: a value of Python's own has not. */
export function writeOperand(expression: SqlExpression, writer: PythonWriter): string {
  if (isPlain(expression)) return refuse('A method of a value of Python is not written.');
  return inParentheses(expression, writer);
}

function isPlain(expression: SqlExpression): boolean {
  return expression.kind === 'bind' && expression.key === null && expression.type === null;
}

function inParentheses(expression: SqlExpression, writer: PythonWriter): string {
  const text = writer.expression(expression);
  const isInfix =
    expression.kind === 'binary' &&
    !expression.custom &&
    (PYTHON_COMPARISONS.has(expression.operator) || PYTHON_ARITHMETIC.has(expression.operator));
  const isSigned = (expression.kind === 'unary' && expression.operator === '-') || text.startsWith('-');
  return isInfix || isSigned ? `(${text})` : text;
}
