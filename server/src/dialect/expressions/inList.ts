import { NONE_LITERAL, type Literal } from '../../common/literal';
import type { SqlExpression } from '../../schema/expression';
import { clauseList, selfGroup, type Element } from './element';
import { notKnown } from './notKnown';
import type { Operator } from './operators';
import { typeBeside, typeOfValue } from './typeRules';

/**
 * The right side of IN (`InElementImpl`): Python values are one list with one type, found by its first value; a select is a
 * scalar subquery; anything else is a list of expressions.
 */
export function inList(
  expression: SqlExpression,
  left: Element,
  operator: Operator,
  build: (expression: SqlExpression) => Element,
): Element {
  switch (expression.kind) {
    case 'select':
    case 'scalarSubquery':
      return build(expression);
    case 'bind':
      return valueList(expression.value, expression, left, operator);
    case 'list':
      return items(expression.items, left, operator, build);
    default:
      return notKnown('What stands behind IN is not followed.');
  }
}

function valueList(
  value: Literal,
  { type, key }: Extract<SqlExpression, { kind: 'bind' }>,
  left: Element,
  operator: Operator,
): Element {
  if (value.kind !== 'list' && value.kind !== 'tuple') return notKnown('What stands behind IN is not a list.');
  if (type === null && key !== null) return notKnown('The type of a bindparam() that holds a list is not followed.');
  return expanding(value.items, left, operator, type);
}

function expanding(values: readonly Literal[], left: Element, operator: Operator, given: Element['type']): Element {
  if (left.node === 'tuple' || values.some(({ kind }) => kind === 'list' || kind === 'tuple')) {
    return notKnown('IN with rows of several values is not followed.');
  }
  const [first] = values;
  const type = given ?? (first === undefined ? left.type : typeBeside(left.type, first)) ?? left.type;
  return { node: 'expanding', values, type, operator: operator.name === 'in_op' ? 'in_op' : 'not_in_op' };
}

function items(
  expressions: readonly SqlExpression[],
  left: Element,
  operator: Operator,
  build: (expression: SqlExpression) => Element,
): Element {
  const values = expressions.flatMap((item) =>
    item.kind === 'bind' && item.type === null && item.key === null
      ? [item.value]
      : item.kind === 'null'
        ? [NONE_LITERAL]
        : [],
  );
  if (values.length === expressions.length) return expanding(values, left, operator, null);
  // SQLAlchemy looks each value up among the expressions.
  if (values.some(({ kind }) => kind === 'list' || kind === 'tuple' || kind === 'dict')) {
    return notKnown('IN with lists and expressions is not followed.');
  }
  const elements = expressions.map((item): Element => {
    if (item.kind !== 'bind' || item.type !== null) return build(item);
    const type = item.key === null ? typeBeside(left.type, item.value) : typeOfValue(item.value);
    return { node: 'bind', value: item.value, key: item.key, type };
  });
  return selfGroup(clauseList(elements), operator);
}
