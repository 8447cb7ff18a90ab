import type { Literal } from '../../common/literal';
import type { Select, SqlExpression, TableReference } from '../../schema/expression';
import type { SqlType } from '../../schema/sqlType';
import { isBoolean, known, needsGroup, type Operator } from './operators';
import { BOOLEAN } from './typeRules';
import { affinityOf, type ElementType } from './typeFamily';

/** An expression as SQLAlchemy holds it once it is built: types found, parentheses set. */
export type Element =
  | { readonly node: 'text'; readonly text: Extract<SqlExpression, { kind: 'text' }>; readonly type: null }
  | { readonly node: 'literalColumn'; readonly sql: string; readonly type: ElementType }
  | {
      readonly node: 'column';
      readonly name: string;
      readonly table: TableReference | null;
      readonly type: ElementType;
    }
  | { readonly node: 'bind'; readonly value: Literal; readonly key: string | null; readonly type: ElementType }
  /** The list of an IN. */
  | {
      readonly node: 'expanding';
      readonly values: readonly Literal[];
      readonly type: ElementType;
      readonly operator: 'in_op' | 'not_in_op';
    }
  | { readonly node: 'null' | 'true' | 'false'; readonly type: ElementType }
  | FunctionElement
  | BinaryElement
  | UnaryElement
  /** A truth value that is none to every database. */
  | { readonly node: 'asBoolean'; readonly truth: boolean; readonly element: Element; readonly type: ElementType }
  | ListElement
  | { readonly node: 'tuple'; readonly items: readonly Element[]; readonly type: null }
  | { readonly node: 'grouping'; readonly element: Element; readonly type: ElementType }
  | {
      readonly node: 'case';
      readonly value: Element | null;
      readonly whens: readonly { readonly when: Element; readonly then: Element }[];
      readonly otherwise: Element | null;
      readonly type: ElementType;
    }
  | { readonly node: 'cast'; readonly element: Element; readonly type: SqlType }
  | { readonly node: 'typeCoerce'; readonly element: Element; readonly type: SqlType }
  | { readonly node: 'label'; readonly name: string; readonly element: Element; readonly type: ElementType }
  | { readonly node: 'extract'; readonly field: string; readonly element: Element; readonly type: ElementType }
  | { readonly node: 'collation'; readonly name: string; readonly type: null }
  | { readonly node: 'scalarSelect'; readonly select: Select; readonly type: ElementType };

export interface FunctionElement {
  readonly node: 'function';
  readonly path: readonly string[];
  readonly items: readonly Element[];
  readonly type: ElementType;
}

export interface BinaryElement {
  readonly node: 'binary';
  readonly left: Element;
  readonly right: Element;
  readonly operator: Operator;
  readonly negation: Operator | null;
  readonly modifiers: Readonly<Record<string, Literal>>;
  readonly type: ElementType;
}

export interface UnaryElement {
  readonly node: 'unary';
  readonly operator: Operator;
  /** Stands behind its operand (`DESC`). */
  readonly isModifier: boolean;
  readonly element: Element;
  readonly type: ElementType;
}

export interface ListElement {
  readonly node: 'list';
  readonly operator: Operator;
  readonly items: readonly Element[];
  /** False: neither the list nor its items are ever put in parentheses. */
  readonly groups: boolean;
  /** A list of anything, not an expression of its own. */
  readonly isClauseList: boolean;
  readonly type: ElementType;
}

const INV = known('inv');
const BOOLEAN_CONTEXT = new Set(['and_', 'or_', '_asbool']);

const isTruthType = (type: ElementType): boolean => affinityOf(type) === 'boolean';

/** `self_group`: the element within one of the operator `against`, in parentheses where SQLAlchemy sets them. */
export function selfGroup(element: Element, against: Operator | null): Element {
  switch (element.node) {
    case 'grouping':
    case 'asBoolean':
    case 'tuple':
    case 'scalarSelect':
    case 'collation':
      return element;
    case 'text':
      return against?.name === 'in_op' ? grouping(element) : element;
    case 'unary':
      return !element.isModifier && needsGroup(element.operator, against) ? grouping(element) : element;
    case 'binary':
      return groupOperation(element, element.operator, against);
    case 'list':
      if (element.items.length === 0 && !element.isClauseList) return element;
      if (element.isClauseList) {
        return element.groups && needsGroup(element.operator, against) ? grouping(element) : element;
      }
      return element.groups ? groupOperation(element, element.operator, against) : element;
    case 'label':
    case 'typeCoerce': {
      const inner = selfGroup(element.element, against);
      return inner === element.element ? element : { ...element, element: inner };
    }
    case 'function':
      if (against?.name === 'getitem' && affinityOf(element.type) === 'array') return grouping(element);
      return asTruth(element, against);
    default:
      return asTruth(element, against);
  }
}

function groupOperation(element: Element, operator: Operator, against: Operator | null): Element {
  const negated = against?.name === 'inv' && !isBoolean(operator);
  return needsGroup(operator, against) || negated ? grouping(element) : element;
}

function asTruth(element: Element, against: Operator | null): Element {
  const wanted = against !== null && BOOLEAN_CONTEXT.has(against.name) && isTruthType(element.type);
  return wanted ? { node: 'asBoolean', truth: true, element, type: BOOLEAN } : element;
}

export function grouping(element: Element): Element {
  return { node: 'grouping', element, type: element.type };
}

/** A unary operator before its operand. */
export function unary(operator: Operator, operand: Element, type: ElementType): Element {
  return { node: 'unary', operator, isModifier: false, element: selfGroup(operand, operator), type };
}

/** `BinaryExpression`: both sides in parentheses where the operator wants it. */
export function binary(
  left: Element,
  right: Element,
  operator: Operator,
  type: ElementType,
  negation: Operator | null = null,
  modifiers: Readonly<Record<string, Literal>> = {},
): BinaryElement {
  return {
    node: 'binary',
    left: selfGroup(left, operator),
    right: selfGroup(right, operator),
    operator,
    negation,
    modifiers,
    type,
  };
}

/** `_construct_for_op`: as `binary`, but chains of an associative operator become one list. */
export function operation(
  left: Element,
  right: Element,
  operator: Operator,
  type: ElementType,
  modifiers: Readonly<Record<string, Literal>> = {},
): Element {
  if (operator.isAssociative) {
    const [before, after] = [chained(left, operator, type), chained(right, operator, type)];
    if (before !== undefined || after !== undefined) {
      return expressionList(operator, [...(before ?? [left]), ...(after ?? [right])], type);
    }
  }
  const negation = operator.negation === null ? null : known(operator.negation);
  return binary(left, right, operator, type, negation, modifiers);
}

function chained(element: Element, operator: Operator, type: ElementType): readonly Element[] | undefined {
  if (element.node !== 'binary' && element.node !== 'list') return undefined;
  if (element.operator.name !== operator.name || affinityOf(element.type) !== affinityOf(type)) return undefined;
  return element.node === 'binary' ? [element.left, element.right] : element.items;
}

/** `ExpressionClauseList`. */
export function expressionList(operator: Operator, items: readonly Element[], type: ElementType): Element {
  const grouped = items.map((item) => selfGroup(item, operator));
  return { node: 'list', operator, items: grouped, groups: true, isClauseList: false, type };
}

/** Items between commas (`ClauseList`). */
export function clauseList(items: readonly Element[]): Element {
  const comma = known('comma_op');
  const grouped = items.map((item) => selfGroup(item, comma));
  return { node: 'list', operator: comma, items: grouped, groups: true, isClauseList: true, type: null };
}

/**
 * The conditions that remain of `items` (`_process_clauses_for_boolean`): the neutral constant is left out, the deciding
 * one stands alone.
 */
export function conditions(operator: Operator, items: readonly Element[]): readonly Element[] {
  const [neutral, deciding] = operator.name === 'and_' ? ['true', 'false'] : ['false', 'true'];
  const decided = items.find((item) => item.node === deciding);
  const kept = decided === undefined ? items.filter((item) => item.node !== neutral) : [decided];
  const all = kept.length === 0 ? items.slice(0, 1) : kept;
  return all.map((item) => selfGroup(item, all.length > 1 ? operator : known('_asbool')));
}

/** `and_`, `or_`. */
export function conjunction(operator: Operator, items: readonly Element[]): Element {
  const kept = conditions(operator, items);
  const [only] = kept;
  if (kept.length === 1 && only !== undefined) return only;
  const flat = kept.flatMap((item) =>
    item.node === 'list' && item.operator.name === operator.name ? item.items : [item],
  );
  return { node: 'list', operator, items: flat, groups: true, isClauseList: false, type: BOOLEAN };
}

/** `~element`, `not_(element)`. */
export function negate(element: Element): Element {
  switch (element.node) {
    case 'true':
      return { node: 'false', type: BOOLEAN };
    case 'false':
      return { node: 'true', type: BOOLEAN };
    case 'label':
      return { ...element, element: negate(element.element) };
    case 'asBoolean':
      if (element.element.node === 'true' || element.element.node === 'false') return negate(element.element);
      return { ...element, truth: !element.truth };
    case 'binary':
      return element.negation === null ? negate(selfGroup(element, null)) : negatedBinary(element, element.negation);
    case 'unary':
      return isTruthType(element.type) ? unary(INV, element, BOOLEAN) : negateValue(element);
    case 'list':
      return unary(INV, element, null);
    default:
      return negateValue(element);
  }
}

function negatedBinary(element: BinaryElement, negation: Operator): Element {
  const { right } = element;
  const list =
    right.node === 'expanding' && right.operator === element.operator.name && isIn(negation.name)
      ? { ...right, operator: negation.name }
      : right;
  return binary(element.left, list, negation, element.type, element.operator, element.modifiers);
}

function isIn(name: string): name is 'in_op' | 'not_in_op' {
  return name === 'in_op' || name === 'not_in_op';
}

function negateValue(element: Element): Element {
  if (isTruthType(element.type)) return { node: 'asBoolean', truth: false, element, type: BOOLEAN };
  return unary(INV, element, null);
}

/** Every database takes it for a truth value (`_is_implicitly_boolean`). */
export function isImplicitlyBoolean(element: Element): boolean {
  switch (element.node) {
    case 'binary':
      return isBoolean(element.operator);
    case 'list':
      return isBoolean(element.operator);
    case 'grouping':
    case 'label':
    case 'asBoolean':
      return isImplicitlyBoolean(element.element);
    default:
      return false;
  }
}

/** A name or a constant: certainly without values in it. */
export function isPlain({ node }: Element): boolean {
  return node === 'column' || node === 'literalColumn' || node === 'null' || node === 'true' || node === 'false';
}
