import type { Literal } from '../../common/literal';
import type { Select, SqlExpression } from '../../schema/expression';
import { type LibraryType, libraryType, type SqlType } from '../../schema/sqlType';
import { binary, clauseList, conjunction, negate, operation, selfGroup, unary, type Element } from './element';
import { checkArity, functionType, knownFunction } from './functions';
import { inList } from './inList';
import { notKnown } from './notKnown';
import { customOperator, known, operatorNamed, type Operator } from './operators';
import { isReflected, mirror } from './reflected';
import { subscript } from './subscript';
import { adapt, BOOLEAN, INTEGER, typeBeside, typeOfValue } from './typeRules';
import { affinityOf, familyOf, type ElementType } from './typeFamily';

type Binary = Extract<SqlExpression, { kind: 'binary' }>;
type Unary = Extract<SqlExpression, { kind: 'unary' }>;

/**
 * The element SQLAlchemy makes of an expression.
 * @param given the type a Python value takes where it stands; undefined: its own
 * @throws NotKnownError
 */
export function build(expression: SqlExpression, given?: ElementType): Element {
  switch (expression.kind) {
    case 'text':
      return { node: 'text', text: expression, type: null };
    case 'literalColumn':
      return { node: 'literalColumn', sql: expression.sql, type: nullable(expression.type) };
    case 'columnReference': {
      const { name, table, type } = expression;
      return { node: 'column', name, table, type: nullable(type) };
    }
    case 'bind':
      return bind(expression.value, expression.key, expression.type, given);
    case 'null':
      return { node: 'null', type: null };
    case 'true':
    case 'false':
      return { node: expression.kind, type: BOOLEAN };
    case 'function':
      return call(expression);
    case 'binary':
      return buildBinary(expression);
    case 'unary':
      return buildUnary(expression);
    case 'list':
      return buildList(expression);
    case 'between':
      return between(expression);
    case 'cast': {
      const element = value(expression.operand, expression.type);
      return { node: 'cast', element, type: expression.type };
    }
    case 'typeCoerce': {
      const element = value(expression.operand, expression.type);
      const typed = element.node === 'bind' ? { ...element, type: nullable(expression.type) } : element;
      return { node: 'typeCoerce', element: typed, type: expression.type };
    }
    case 'case':
      return buildCase(expression);
    case 'label': {
      const element = withOperators(build(expression.operand));
      return { node: 'label', name: expression.name, element: selfGroup(element, known('as_')), type: element.type };
    }
    case 'extract':
      return { node: 'extract', field: expression.field, element: build(expression.operand), type: INTEGER };
    case 'collate': {
      const element = build(expression.operand);
      const collation: Element = { node: 'collation', name: expression.collation, type: null };
      return binary(element, collation, known('collate'), element.type);
    }
    case 'scalarSubquery':
      return scalarSelect(expression.select);
    case 'select':
      return scalarSelect(expression);
    case 'insert':
    case 'update':
    case 'delete':
    case 'createSequence':
    case 'dropSequence':
      return notKnown('A statement that stands within another one is not followed.');
  }
}

const nullable = (type: SqlType | null): ElementType =>
  type?.kind === 'library' && type.name === 'NullType' ? null : type;

/** All of it is built, since it may be left out of the text and still be refused. */
function scalarSelect(select: Select): Element {
  const [first] = select.columns.map((column) => build(column));
  select.where.forEach(condition);
  select.having.forEach(condition);
  for (const item of [...select.groupBy, ...select.orderBy]) build(item);
  return { node: 'scalarSelect', select, type: first?.type ?? null };
}

function bind(value: Literal, key: string | null, type: SqlType | null, given: ElementType | undefined): Element {
  const raw = type === null && key === null;
  const own = raw && given !== undefined ? given : type === null ? typeOfValue(value) : nullable(type);
  return { node: 'bind', value, key, type: own };
}

/** An operand beside `other`: a Python value takes its type from there, as does what has none (`BinaryElementImpl`). */
function operand(expression: SqlExpression, other: Element): Element {
  const raw = expression.kind === 'bind' && expression.type === null && expression.key === null;
  const element = build(expression, raw ? typeBeside(other.type, expression.value) : undefined);
  return element.node === 'bind' && element.type === null ? { ...element, type: other.type } : element;
}

const isRaw = (expression: SqlExpression): boolean =>
  expression.kind === 'bind' && expression.type === null && expression.key === null;

/** Both sides of an operator. A Python value on the left was the right side of a reversed call. */
function operands(expression: Binary): readonly [left: Element, right: Element] {
  if (isRaw(expression.left) && !isRaw(expression.right)) {
    const right = build(expression.right);
    return [operand(expression.left, right), right];
  }
  const left = withOperators(build(expression.left));
  return [left, operand(expression.right, left)];
}

/** text() has no operators; and_() and or_() of one text are that text. */
function withOperators(element: Element): Element {
  return element.node === 'text' ? notKnown('text() has no operators in SQLAlchemy.') : element;
}

const WITH_CONSTANTS = new Set(['eq', 'ne', 'is_', 'is_not', 'is_distinct_from', 'is_not_distinct_from']);
const LIKES = new Set([
  'startswith_op',
  'endswith_op',
  'contains_op',
  'istartswith_op',
  'iendswith_op',
  'icontains_op',
]);

function buildBinary(expression: Binary): Element {
  if (expression.custom) return buildCustom(expression);
  const found = operatorNamed(expression.operator);
  if (found === undefined) return notKnown(`SQLAlchemy's operator "${expression.operator}" is not followed.`);
  if (found.name === 'in_op' || found.name === 'not_in_op') return buildIn(expression, found);
  if (found.name === 'json_getitem_op' || found.name === 'json_path_getitem_op') {
    return subscript(build(expression.left), expression);
  }
  if (found.isEager) return buildPostgresql(expression, found);
  if (found.name === 'and_' || found.name === 'or_') {
    return conjunction(found, [build(expression.left), build(expression.right)]);
  }
  if (found.isComparison) return compare(expression, found);
  const [left, right] = operands(expression);
  const adapted = adapt(found, left.type, right.type);
  return operation(left, right, adapted.operator, adapted.type);
}

/** `op('…')`: without a comparison, the type is that of the left side. */
function buildCustom(expression: Binary): Element {
  const { precedence, is_comparison: isComparison, ...others } = expression.modifiers;
  if (Object.keys(others).length > 0) return notKnown('An argument of op() is not followed.');
  const comparison = isComparison?.kind === 'boolean' && isComparison.value;
  const rank = precedence?.kind === 'integer' ? Number(precedence.value) : 0;
  const operator = customOperator(expression.operator, rank, comparison);
  const [left, right] = operands(expression);
  const type = comparison ? BOOLEAN : adapt(operator, left.type, right.type).type;
  return operation(left, right, operator, type);
}

/** PostgreSQL's own operators of JSON. */
function buildPostgresql(expression: Binary, operator: Operator): Element {
  if (operator.isComparison) {
    const [left, right] = operands(expression);
    return operation(left, right, operator, BOOLEAN);
  }
  const item = subscript(build(expression.left), { right: expression.right });
  const { type } = item;
  const isOwn = type?.kind === 'library' && type.module === 'postgresql' && hasTextType(type);
  if (!isOwn) return notKnown('The type of the text of an item of JSON is not known.');
  return binary(item.left, item.right, operator, libraryType('sqlalchemy', 'Text'));
}

/** Whether `astext_type` is what it is where nothing is said: Alembic writes that out. */
function hasTextType({ arguments: given }: LibraryType): boolean {
  const said = given.astext_type;
  if (said === undefined) return true;
  return 'kind' in said && said.kind === 'library' && said.name === 'Text' && Object.keys(said.arguments).length === 0;
}

/** `_boolean_compare`: None, True and False are constants of SQL there, and `= NULL` is `IS NULL`. */
function compare(expression: Binary, operator: Operator): Element {
  const constant = constantOf(expression.right);
  if (constant !== undefined) {
    const left = withOperators(build(expression.left));
    // `TypeDecorator` makes values of its own of True and False, as `Interval` does.
    const family = constant.node === 'null' ? 'null' : familyOf(left.type);
    if (family === 'custom' || (family === 'interval' && operator.name.includes('distinct'))) {
      return notKnown('What this type makes of True and False is not known.');
    }
    return compareConstant(left, operator, constant);
  }
  const [left, right] = operands(escaped(expression, operator));
  const mirrored = mirror(expression.operator);
  if (mirrored !== undefined && isReflected(left, right)) return compareElements(right, known(mirrored), left, {});
  return compareElements(left, operator, right, modifiersOf(expression, operator));
}

function compareElements(
  left: Element,
  operator: Operator,
  right: Element,
  modifiers: Readonly<Record<string, Literal>>,
): Element {
  if (right.node === 'null' || right.node === 'true' || right.node === 'false') {
    return compareConstant(left, operator, right);
  }
  if (operator.name === 'contains_op' && affinityOf(left.type) !== 'string' && affinityOf(left.type) !== 'null') {
    return notKnown('contains() of a type other than text is not followed.');
  }
  // SQLAlchemy has it so: the opposite of IS between two expressions is IS again.
  if (operator.name === 'is_' || operator.name === 'is_not') return binary(left, right, operator, BOOLEAN, operator);
  return operation(left, right, operator, BOOLEAN, modifiers);
}

function constantOf(expression: SqlExpression): Element | undefined {
  if (expression.kind === 'null' || expression.kind === 'true' || expression.kind === 'false') return build(expression);
  if (expression.kind !== 'bind' || expression.key !== null || expression.type !== null) return undefined;
  if (expression.value.kind === 'none') return { node: 'null', type: null };
  if (expression.value.kind !== 'boolean') return undefined;
  return { node: expression.value.value ? 'true' : 'false', type: BOOLEAN };
}

function compareConstant(left: Element, operator: Operator, constant: Element): Element {
  if (!WITH_CONSTANTS.has(operator.name)) {
    return notKnown('SQLAlchemy compares with None, True and False only for equality.');
  }
  const equality = operator.name === 'eq' || operator.name === 'ne';
  if (!equality || constant.node !== 'null') return operation(left, constant, operator, BOOLEAN);
  return operation(left, constant, known(operator.name === 'eq' ? 'is_' : 'is_not'), BOOLEAN);
}

const ESCAPING = new Set(['like_op', 'ilike_op', 'not_like_op', 'not_ilike_op', ...LIKES]);

function modifiersOf({ modifiers }: Binary, operator: Operator): Readonly<Record<string, Literal>> {
  const given = Object.entries(modifiers).filter(([, value]) => value.kind !== 'none');
  const lost = given.find(([name]) => !ESCAPING.has(operator.name) || (name !== 'escape' && name !== 'autoescape'));
  if (lost !== undefined) return notKnown(`The argument "${lost[0]}" of an operator is not followed.`);
  const kept = given.filter(([name]) => name !== 'autoescape');
  const escapes = truth(modifiers.autoescape) && modifiers.escape === undefined;
  return Object.fromEntries(escapes ? [...kept, ['escape', { kind: 'string', value: '/' }]] : kept);
}

const truth = (literal: Literal | undefined): boolean => literal?.kind === 'boolean' && literal.value;

/** `autoescape=True`: the pattern's own letters are escaped before it is bound. */
function escaped(expression: Binary, operator: Operator): Binary {
  if (!LIKES.has(operator.name) || !truth(expression.modifiers.autoescape)) return expression;
  const { right } = expression;
  const escape = expression.modifiers.escape ?? { kind: 'string', value: '/' };
  if (right.kind !== 'bind' || right.value.kind !== 'string' || escape.kind !== 'string') {
    return notKnown('autoescape=True needs a text to escape.');
  }
  const letter = escape.value;
  const doubled =
    letter === '%' || letter === '_' ? right.value.value : right.value.value.replaceAll(letter, letter + letter);
  const value = doubled.replaceAll('%', `${letter}%`).replaceAll('_', `${letter}_`);
  return { ...expression, right: { ...right, value: { kind: 'string', value } } };
}

function buildIn(expression: Binary, operator: Operator): Element {
  const left = withOperators(build(expression.left));
  return operation(left, inList(expression.right, left, operator, build), operator, BOOLEAN);
}

function between(expression: Extract<SqlExpression, { kind: 'between' }>): Element {
  const element = withOperators(build(expression.operand));
  const bounds: Element = {
    node: 'list',
    operator: known('and_'),
    items: [operand(expression.low, element), operand(expression.high, element)],
    groups: false,
    isClauseList: false,
    type: null,
  };
  const [is, isNot] = [known('between_op'), known('not_between_op')];
  return expression.negated ? binary(element, bounds, isNot, null, is) : binary(element, bounds, is, null, isNot);
}

function buildUnary(expression: Unary): Element {
  if (expression.operator === 'exists') return exists(expression.operand);
  const operator = expression.operator === '-' ? known('neg') : operatorNamed(expression.operator);
  const element = build(expression.operand);
  switch (operator?.name) {
    case 'inv':
      if (element.node === 'text') return notKnown('SQLAlchemy cannot negate text().');
      return negate(element);
    case 'neg':
    case 'bitwise_not_op':
      return unary(operator, withOperators(element), element.type);
    case 'distinct_op':
      return unary(operator, element, element.type);
    case 'desc_op':
    case 'asc_op':
    case 'nulls_first_op':
    case 'nulls_last_op':
      return { node: 'unary', operator, isModifier: true, element: selfGroup(element, operator), type: null };
    default:
      return notKnown(`SQLAlchemy's operator "${expression.operator}" is not followed.`);
  }
}

function exists(expression: SqlExpression): Element {
  const element = build(expression);
  if (element.node !== 'scalarSelect') return notKnown('exists() of anything but a select is not followed.');
  return unary(known('exists'), element, BOOLEAN);
}

function buildList(expression: Extract<SqlExpression, { kind: 'list' }>): Element {
  const items = expression.items.map((item) => build(item));
  switch (expression.joiner) {
    case 'and':
      return logical('and_', expression.items);
    case 'or':
      return logical('or_', expression.items);
    case 'tuple':
      return { node: 'tuple', items, type: null };
    case 'comma':
      return clauseList(items);
  }
}

/** Conditions: Python's True, False and None become constants (`WhereHavingRole`). */
export function condition(expression: SqlExpression): Element {
  return constantOf(expression) ?? build(expression);
}

function logical(name: 'and_' | 'or_', items: readonly SqlExpression[]): Element {
  return conjunction(known(name), items.map(condition));
}

function call(expression: Extract<SqlExpression, { kind: 'function' }>): Element {
  const given = expression.arguments.map((argument) => value(argument));
  const { path } = expression;
  checkArity(path, given.length);
  const [first] = expression.arguments;
  const isCount = path.length === 1 && path[0]?.toLowerCase() === 'count';
  if (isCount && first?.kind === 'null') return notKnown('Whether count() is given None or NULL is not known.');
  const counts = isCount && (first === undefined || isNone(first));
  const items: Element[] = counts ? [{ node: 'literalColumn', sql: '*', type: null }] : given;
  const type = functionType(
    path,
    expression.type === null ? null : nullable(expression.type),
    items.map((item) => item.type),
  );
  const name = knownFunction(path)?.name;
  return { node: 'function', path: name === undefined ? path : [name], items: items.map(asArgument), type };
}

const asArgument = (item: Element): Element => selfGroup(item, known('comma_op'));

/** An expression or a Python value, where None is NULL (`ExpressionElementRole`). */
export function value(expression: SqlExpression, given?: ElementType): Element {
  return isNone(expression) ? { node: 'null', type: null } : build(expression, given);
}

const isNone = (expression: SqlExpression): boolean =>
  expression.kind === 'bind' && isRaw(expression) && expression.value.kind === 'none';

function buildCase(expression: Extract<SqlExpression, { kind: 'case' }>): Element {
  const whens = expression.whens.map(({ when, then }) => ({ when: selfGroup(value(when), null), then: value(then) }));
  const otherwise = expression.otherwise === null || isNone(expression.otherwise) ? null : value(expression.otherwise);
  const type = whens.findLast(({ then }) => then.type !== null)?.then.type ?? otherwise?.type ?? null;
  const subject = expression.value === null ? null : value(expression.value);
  return { node: 'case', value: subject, whens, otherwise, type };
}
