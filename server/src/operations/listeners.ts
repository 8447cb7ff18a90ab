import type { Expression, Statement } from '../python/ast';
import { UserFunction } from '../python/interpreter/objects/function';
import type { PyValue } from '../python/interpreter/value';

/**
 * Whether a listener `f(item, table)` does nothing but set `item.name`, and cannot raise: it branches on names and texts,
 * and builds the new name of them. Whatever is written otherwise counts as more.
 */
export function setsNameOnly(listener: PyValue): boolean {
  if (!(listener instanceof UserFunction) || listener.isAsync || !Array.isArray(listener.body)) return false;
  const { parameters } = listener;
  if (parameters?.length !== 2 || parameters.some(({ kind }) => kind !== 'positional')) return false;
  const [item, table] = parameters.map(({ name }) => name.name);
  if (item === undefined || table === undefined) return false;
  return (listener.body as readonly Statement[]).every((statement) => isHarmless(statement, { item, table }));
}

interface Names {
  readonly item: string;
  readonly table: string;
}

function isHarmless(statement: Statement, names: Names): boolean {
  switch (statement.kind) {
    case 'pass':
      return true;
    case 'expression':
      return statement.value.kind === 'string';
    case 'return':
      return statement.values.length === 0;
    case 'assign':
      return statement.targets.every((target) => isNameOf(target, names.item)) && isText(statement.value, names);
    case 'if': {
      const { branches, otherwise } = statement;
      return (
        branches.every(({ test, body }) => isTest(test, names) && body.every((one) => isHarmless(one, names))) &&
        otherwise.every((one) => isHarmless(one, names))
      );
    }
    default:
      return false;
  }
}

function isNameOf(expression: Expression, object: string): boolean {
  return (
    expression.kind === 'attribute' &&
    expression.name.name === 'name' &&
    expression.object.kind === 'name' &&
    expression.object.name === object
  );
}

/** The table has a name, which is a text; the item may have none. */
function isText(expression: Expression, names: Names): boolean {
  switch (expression.kind) {
    case 'string':
      return !expression.bytes;
    case 'call': {
      const { callee, arguments: given } = expression;
      return (
        given.length === 0 &&
        callee.kind === 'attribute' &&
        ['upper', 'lower'].includes(callee.name.name) &&
        isText(callee.object, names)
      );
    }
    case 'binary': {
      const { operator, left, right } = expression;
      if (operator === '+') return isText(left, names) && isText(right, names);
      if (operator !== '%' || left.kind !== 'string' || left.value === null || left.bytes) return false;
      const places = left.value.replaceAll('%s', '').includes('%') ? -1 : left.value.split('%s').length - 1;
      const values = right.kind === 'tuple' ? right.items : [right];
      return places === values.length && values.every((value) => isText(value, names));
    }
    default:
      return isNameOf(expression, names.table);
  }
}

function isTest(expression: Expression, names: Names): boolean {
  switch (expression.kind) {
    case 'comparison':
      return (
        expression.operators.every((operator) => ['==', '!=', 'is', 'is not'].includes(operator)) &&
        expression.operands.every(
          (operand) => operand.kind === 'none' || isNameOf(operand, names.item) || isText(operand, names),
        )
      );
    case 'unary':
      return expression.operator === 'not' && isTest(expression.operand, names);
    default:
      return isNameOf(expression, names.item) || isText(expression, names);
  }
}
