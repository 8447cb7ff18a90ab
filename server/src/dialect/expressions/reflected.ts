import type { Element } from './element';
import { knownFunction } from './functions';

const MIRRORED: Readonly<Record<string, string>> = {
  '==': 'eq',
  '!=': 'ne',
  '<': 'gt',
  '<=': 'ge',
  '>': 'lt',
  '>=': 'le',
};

/** The operator that Python asks the right side for instead; undefined: not one of Python's comparisons. */
export function mirror(operator: string): string | undefined {
  return MIRRORED[operator];
}

/**
 * Whether Python asks the right side of a comparison first: where its class derives from that of the left side. So
 * `func.lower(x) == func.now()` is `now() = lower(x)`.
 */
export function isReflected(left: Element, right: Element): boolean {
  switch (left.node) {
    case 'function':
      return (
        right.node === 'function' && knownFunction(left.path) === undefined && knownFunction(right.path) !== undefined
      );
    case 'unary':
      if (left.operator.name === 'exists') return false;
      return right.node === 'asBoolean' || (right.node === 'unary' && right.operator.name === 'exists');
    case 'list':
      return !isConjunction(left) && right.node === 'list' && isConjunction(right);
    default:
      return false;
  }
}

const isConjunction = ({ operator }: Extract<Element, { node: 'list' }>): boolean =>
  operator.name === 'and_' || operator.name === 'or_';
