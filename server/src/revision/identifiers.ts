import type { LineIndex } from '../common/lineIndex';
import type { Expression, Ranged } from '../python/ast';
import type { Binding } from '../python/execute';
import { repr, typeName, type Value } from '../python/value';
import type { Fact, Identifiers, RangedString } from './facts';

/** `revision`: Alembic takes strings. */
export function stringFact(binding: Binding | undefined, lines: LineIndex): Fact<string> {
  return fact(binding, lines, ({ value }) => (value.kind === 'string' ? value.value : undefined));
}

/**
 * `down_revision`, `depends_on` and `branch_labels`: None, a string, or a collection of strings
 * (alembic/script/revision.py, `Revision.__init__`; util/langhelpers.py, `to_tuple`).
 *
 * @param unwraps a collection of one item stands for the item: true of all but labels (`tuple_rev_as_scalar`).
 */
export function identifiersFact(binding: Binding | undefined, lines: LineIndex, unwraps: boolean): Fact<Identifiers> {
  return fact(binding, lines, ({ value, source }) => read(value, source, lines, unwraps));
}

function fact<T>(
  binding: Binding | undefined,
  lines: LineIndex,
  convert: (binding: Binding) => T | undefined,
): Fact<T> {
  if (binding === undefined) return { kind: 'absent' };
  const { value, name, source } = binding;
  const place = { range: lines.range(source.from, source.to), nameRange: lines.range(name.from, name.to) };
  if (value.kind === 'unknown') return { kind: 'unknown', reason: value.reason, ...place };
  const hidden = 'items' in value ? value.items.find((item) => item.kind === 'unknown') : undefined;
  if (hidden) return { kind: 'unknown', reason: hidden.reason, ...place };
  const known = convert(binding);
  if (known !== undefined) return { kind: 'known', value: known, literal: isLiteral(source), ...place };
  // Its keys would count, but nobody writes that on purpose.
  if (value.kind === 'dict') return { kind: 'unknown', reason: 'It is a dictionary.', ...place };
  return { kind: 'invalid', typeName: typeName(value), repr: repr(value), ...place };
}

function read(value: Value, source: Binding['source'], lines: LineIndex, unwraps: boolean): Identifiers | undefined {
  if (value.kind === 'none') return { form: 'none', items: [] };
  if (value.kind === 'string') return { form: 'string', items: [ranged(value.value, source, lines)] };
  if (value.kind !== 'tuple' && value.kind !== 'list' && value.kind !== 'set') return undefined;
  const form = value.kind;
  const [only] = value.items;
  const parts = itemsOf(source);
  if (unwraps && value.items.length === 1 && only !== undefined && only.kind !== 'string') {
    const inner = read(only, parts?.[0] ?? source, lines, false);
    // `((),)` would be neither a base nor have a parent.
    return inner && (inner.items.length > 0 || only.kind === 'none') ? { form, items: inner.items } : undefined;
  }
  const items: RangedString[] = [];
  for (const [index, item] of value.items.entries()) {
    if (item.kind !== 'string') return undefined;
    if (form === 'set' && items.some((other) => other.value === item.value)) continue;
    const part = parts?.length === value.items.length ? parts[index] : undefined;
    items.push(ranged(item.value, part ?? source, lines));
  }
  return { form, items };
}

function ranged(value: string, source: Binding['source'], lines: LineIndex): RangedString {
  const range = lines.range(source.from, source.to);
  if (!isExpression(source) || source.kind !== 'string' || !source.plain) return { value, range };
  return { value, range, contentRange: lines.range(source.contentFrom, source.contentTo) };
}

function isExpression(source: Binding['source']): source is Expression {
  return 'kind' in source;
}

function itemsOf(source: Expression | Ranged): readonly Expression[] | undefined {
  if (!isExpression(source) || !('items' in source)) return undefined;
  return source.items.some(({ kind }) => kind === 'star') ? undefined : source.items;
}

function isLiteral(source: Binding['source']): boolean {
  if (!isExpression(source)) return false;
  if (source.kind === 'concatenation') return source.parts.every(isLiteral);
  if (source.kind === 'tuple' || source.kind === 'list' || source.kind === 'set') return source.items.every(isLiteral);
  return source.kind === 'none' || source.kind === 'string';
}
