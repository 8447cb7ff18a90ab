import type { Literal } from '../common/literal';
import { raise } from '../python/interpreter/exception';
import type { PyValue } from '../python/interpreter/value';
import { bindArguments } from '../python/interpreter/signature';
import type { CallArguments } from '../python/interpreter/value';
import type { SqlExpression } from '../schema/expression';
import type { SqlType } from '../schema/sqlType';
import { need, toExpression, toFlag, toLiteral, toType } from './convert';
import type { Coercion } from './convert';
import { itemMethod, jsonItem, postgresqlMember } from './jsonOperators';
import { toText } from './names';
import { DataFunction, known, notFollowed, notKnown } from './notKnown';
import { ExpressionObject, Expressive } from './objects';
import { BINARIES, COMPARISONS, LIKES, PYTHON_ARITHMETIC, PYTHON_COMPARISONS, TEXT_PARTS, UNARIES } from './operators';
import { parameters } from './parameters';
import { isTypeOf } from './typeObject';

/** An expression with operators: SQLAlchemy's `ColumnElement`. */
export class ElementObject extends ExpressionObject {
  constructor(
    readonly data: SqlExpression,
    override readonly type: SqlType | null = null,
    override readonly typeName: string = TYPE_NAMES[data.kind] ?? 'ColumnElement',
  ) {
    super();
  }

  override binary(operator: string, other: PyValue, reflected: boolean): PyValue | undefined {
    if (reflected && (operator === '&' || operator === '|')) return undefined;
    return known(() => {
      if (operator === '&' || operator === '|') {
        const condition = need(other, toExpression(other, 'condition'), 'a condition');
        return new ElementObject(conjunction(operator === '&' ? 'and' : 'or', [this.data, condition]));
      }
      const comparison = PYTHON_COMPARISONS.has(operator);
      if (!comparison && !PYTHON_ARITHMETIC.has(operator)) notKnown(notFollowed(`ColumnElement ${operator}`));
      const operand = operandOf(other, comparison ? 'comparison' : 'operand');
      return new ElementObject(reflected ? binary(operator, operand, this.data) : binary(operator, this.data, operand));
    });
  }

  override unary(operator: string): PyValue | undefined {
    if (operator === '~') return new ElementObject(negated(this.data));
    if (operator === '-') return new ElementObject({ kind: 'unary', operator: '-', operand: this.data });
    return undefined;
  }

  override getItem(key: PyValue): PyValue {
    return known(() => jsonItem(this, key, make));
  }

  protected override member(name: string): PyValue | undefined {
    const own = METHODS[name];
    if (own !== undefined) return new DataFunction(name, (args) => own(this, args));
    return (
      postgresqlMember(this, name, make) ??
      itemMethod(this, name, make) ??
      this.#operatorMethod(name) ??
      (name === 'name' ? this.#name() : undefined)
    );
  }

  #name(): PyValue | undefined {
    if (this.data.kind === 'columnReference' || this.data.kind === 'label') {
      return { kind: 'string', value: this.data.name };
    }
    return undefined;
  }

  #operatorMethod(name: string): PyValue | undefined {
    const comparison = COMPARISONS[name];
    if (comparison !== undefined) return this.#withOther(name, comparison, 'comparison');
    const plain = BINARIES[name];
    if (plain !== undefined) return this.#withOther(name, plain, 'operand');
    const like = LIKES[name];
    if (like !== undefined) {
      return new DataFunction(name, (args) => {
        const { given } = bindArguments(name, parameters('other escape?'), args);
        return new ElementObject(binary(like, this.data, operandOf(given.get('other'), 'operand'), modifiers(given)));
      });
    }
    if (TEXT_PARTS.has(name) && isTextual(this.type)) {
      return new DataFunction(name, (args) => {
        const { given } = bindArguments(name, parameters('other =escape? =autoescape?'), args);
        return new ElementObject(binary(name, this.data, operandOf(given.get('other'), 'operand'), modifiers(given)));
      });
    }
    const unary = UNARIES[name];
    if (unary === undefined) return undefined;
    return new DataFunction(name, (args) => {
      bindArguments(name, [], args);
      return new ElementObject({ kind: 'unary', operator: unary, operand: this.data }, this.type);
    });
  }

  #withOther(name: string, operator: string, coercion: Coercion): PyValue {
    return new DataFunction(name, (args) => {
      const { given } = bindArguments(name, parameters('other'), args);
      return new ElementObject(binary(operator, this.data, operandOf(given.get('other'), coercion)));
    });
  }
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  columnReference: 'ColumnClause',
  binary: 'BinaryExpression',
  bind: 'BindParameter',
  function: 'Function',
};

function make(data: SqlExpression, type: SqlType | null = null): ElementObject {
  return new ElementObject(data, type);
}

/** `left operator right`. */
export function binary(
  operator: string,
  left: SqlExpression,
  right: SqlExpression,
  changes: Readonly<Record<string, Literal>> = {},
): SqlExpression {
  return { kind: 'binary', operator, custom: false, left, right, modifiers: changes };
}

/** Conditions joined by AND or OR, as they were given: the compiler leaves out what SQLAlchemy leaves out. */
export function conjunction(joiner: 'and' | 'or', items: readonly SqlExpression[]): SqlExpression {
  return { kind: 'list', joiner, items };
}

/**
 * `not_(expression)`.
 * @throws PyRaised `AssertionError` for text, also where it is all that AND and OR join.
 */
export function negated(operand: SqlExpression): SqlExpression {
  let inner = operand;
  while (inner.kind === 'list' && inner.items.length === 1 && inner.items[0] !== undefined) inner = inner.items[0];
  if (inner.kind === 'text') raise('AssertionError', '');
  return { kind: 'unary', operator: 'not', operand };
}

/** The other side of an operator; `NotKnown` when it is not known. */
export function operandOf(value: PyValue | undefined, coercion: Coercion): SqlExpression {
  const held: PyValue = value ?? { kind: 'none' };
  return need(held, toExpression(held, coercion), 'an operand');
}

function modifiers(given: ReadonlyMap<string, PyValue>): Readonly<Record<string, Literal>> {
  const said: Record<string, Literal> = {};
  for (const name of ['escape', 'autoescape']) {
    const value = given.get(name);
    if (value !== undefined && value.kind !== 'none') said[name] = need(value, toLiteral(value), `\`${name}\``);
  }
  return said;
}

/** Whether `contains` and its like are about text: types with operators of their own have others of these names. */
function isTextual(type: SqlType | null): boolean {
  if (type?.kind !== 'library') return type === null;
  return isTypeOf(type, 'sqlalchemy.String') || type.name === 'NullType';
}

type Method = (self: ElementObject, args: CallArguments) => PyValue;

function membership(operator: 'in_' | 'not_in'): Method {
  return (self, args) => {
    const { given } = bindArguments(operator, parameters('other'), args);
    const other: PyValue = given.get('other') ?? { kind: 'none' };
    if (other instanceof Expressive) return make(binary(operator, self.data, operandOf(other, 'operand')));
    if (other.kind !== 'list' && other.kind !== 'tuple') notKnown('The values that `in_` compares with are not known.');
    const items = other.items.map((item) => operandOf(item, 'value'));
    return make(binary(operator, self.data, { kind: 'list', joiner: 'comma', items }));
  };
}

/** Methods with arguments of their own. */
const METHODS: Readonly<Record<string, Method>> = {
  in_: membership('in_'),
  not_in: membership('not_in'),
  notin_: membership('not_in'),
  between(self, args) {
    const { given } = bindArguments('between', parameters('cleft cright symmetric?'), args);
    if (toFlag(given.get('symmetric'), '`symmetric`')) notKnown(notFollowed('between(symmetric=True)'));
    return make({
      kind: 'between',
      operand: self.data,
      low: operandOf(given.get('cleft'), 'operand'),
      high: operandOf(given.get('cright'), 'operand'),
      negated: false,
    });
  },
  cast(self, args) {
    const { given } = bindArguments('cast', parameters('type_'), args);
    return castTo('cast', self.data, given.get('type_'));
  },
  label(self, args) {
    const { given } = bindArguments('label', parameters('name'), args);
    const name: PyValue = given.get('name') ?? { kind: 'none' };
    return make({ kind: 'label', name: need(name, toText(name), 'the label'), operand: self.data }, self.type);
  },
  collate(self, args) {
    const { given } = bindArguments('collate', parameters('collation'), args);
    const collation: PyValue = given.get('collation') ?? { kind: 'none' };
    return make({
      kind: 'collate',
      operand: self.data,
      collation: need(collation, toText(collation), 'the collation'),
    });
  },
  op(self, args) {
    const { given } = bindArguments(
      'op',
      parameters('opstring precedence? is_comparison? return_type? python_impl?'),
      args,
    );
    if (given.size !== 1) notKnown(notFollowed('op(precedence=..., return_type=...)'));
    const sign: PyValue = given.get('opstring') ?? { kind: 'none' };
    const operator = need(sign, toText(sign), 'the operator');
    return new DataFunction('op', (other) => {
      const bound = bindArguments('op', parameters('other'), other);
      const right = operandOf(bound.given.get('other'), 'operand');
      return make({ kind: 'binary', operator, custom: true, left: self.data, right, modifiers: {} });
    });
  },
  self_group: (self) => self,
};

/** `cast(expression, type)`, `type_coerce(expression, type)`. */
export function castTo(kind: 'cast' | 'typeCoerce', operand: SqlExpression, value: PyValue | undefined): ElementObject {
  const held: PyValue = value ?? { kind: 'none' };
  const type = need(held, held.kind === 'none' ? undefined : toType(held), 'the type');
  return make({ kind, operand, type }, type);
}
