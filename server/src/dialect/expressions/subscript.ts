import type { SqlExpression } from '../../schema/expression';
import { libraryType } from '../../schema/sqlType';
import { binary, type Element } from './element';
import { notKnown } from './notKnown';
import { known } from './operators';
import { affinityOf, type ElementType } from './typeFamily';

/** They have literals of their own, which differ by dialect. */
const INDEX_TYPES = {
  string: libraryType('sqlalchemy', 'JSON.JSONStrIndexType'),
  integer: libraryType('sqlalchemy', 'JSON.JSONIntIndexType'),
};

/** Whether a value is an index into JSON. */
export function isJsonIndex(type: ElementType): boolean {
  return type === INDEX_TYPES.string || type === INDEX_TYPES.integer;
}

/** `expression[index]` of JSON: the index is a value of its own kind, the result JSON again. */
export function subscript(left: Element, index: SqlExpression): Element {
  if (affinityOf(left.type) !== 'json') return notKnown('An index into anything but JSON is not followed.');
  if (index.kind !== 'bind' || (index.value.kind !== 'string' && index.value.kind !== 'integer')) {
    return notKnown('An index into JSON that is no text and no number is not followed.');
  }
  const right: Element = { node: 'bind', value: index.value, key: null, type: INDEX_TYPES[index.value.kind] };
  return binary(left, right, known('json_getitem_op'), left.type);
}
