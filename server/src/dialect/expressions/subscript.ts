import type { Literal } from '../../common/literal';
import type { SqlExpression } from '../../schema/expression';
import { libraryType } from '../../schema/sqlType';
import { binary, type BinaryElement, type Element } from './element';
import { notKnown } from './notKnown';
import { known } from './operators';
import { affinityOf, type ElementType } from './typeFamily';

type Binary = Extract<SqlExpression, { kind: 'binary' }>;

/** They have literals of their own, which differ by dialect. */
const INDEX_TYPES = {
  string: libraryType('sqlalchemy', 'JSON.JSONStrIndexType'),
  integer: libraryType('sqlalchemy', 'JSON.JSONIntIndexType'),
};

const PATH_TYPE = libraryType('sqlalchemy', 'JSON.JSONPathType');

/** Whether a value is an index or a path into JSON. */
export function isJsonIndex(type: ElementType): boolean {
  return type === INDEX_TYPES.string || type === INDEX_TYPES.integer || type === PATH_TYPE;
}

/**
 * `expression[index]`, `expression[[path]]` of JSON: the index is a value of its own kind, the result JSON again unless
 * `as_string()` or its like says otherwise.
 */
export function subscript(left: Element, { right, itemType }: Pick<Binary, 'right' | 'itemType'>): BinaryElement {
  if (affinityOf(left.type) !== 'json') return notKnown('An index into anything but JSON is not followed.');
  if (right.kind !== 'bind') return notKnown(NO_INDEX);
  const { value } = right;
  const type = itemType ?? left.type;
  if (value.kind === 'string' || value.kind === 'integer') {
    const index: Element = { node: 'bind', value, key: null, type: INDEX_TYPES[value.kind] };
    return binary(left, index, known('json_getitem_op'), type);
  }
  if (!isPath(value)) return notKnown(NO_INDEX);
  return binary(left, { node: 'bind', value, key: null, type: PATH_TYPE }, known('json_path_getitem_op'), type);
}

const NO_INDEX = 'An index into JSON that is no text, no number and no path of these is not followed.';

function isPath(value: Literal): boolean {
  if (value.kind !== 'list' && value.kind !== 'tuple') return false;
  return value.items.every(({ kind }) => kind === 'string' || kind === 'integer');
}
