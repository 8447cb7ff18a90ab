import { bindArguments } from '../python/interpreter/signature';
import type { PyValue } from '../python/interpreter/value';
import type { SqlExpression } from '../schema/expression';
import { libraryType, type LibraryType, type SqlType } from '../schema/sqlType';
import { need, toExpression } from './convert';
import { DataFunction, notFollowed, notKnown } from './notKnown';
import type { ExpressionObject } from './objects';
import { parameters } from './parameters';
import { isTypeOf } from './typeObject';

type Make = (data: SqlExpression, type?: SqlType | null) => ExpressionObject;

/** Operators of PostgreSQL's JSONB, ARRAY and HSTORE, by method. */
const JSONB_METHODS: Readonly<Record<string, string>> = {
  has_key: 'pg:?',
  has_all: 'pg:?&',
  has_any: 'pg:?|',
  contains: 'pg:@>',
  contained_by: 'pg:<@',
};

function ofType(expression: ExpressionObject, base: Parameters<typeof isTypeOf>[1]): LibraryType | undefined {
  const { type } = expression;
  return type?.kind === 'library' && isTypeOf(type, base) ? type : undefined;
}

/** Methods that read an item of JSON as another type: the method and the type's class. */
export const ITEM_METHODS: readonly (readonly [method: string, type: string])[] = [
  ['as_string', 'Unicode'],
  ['as_boolean', 'Boolean'],
  ['as_integer', 'Integer'],
  ['as_float', 'Float'],
];

/**
 * `column[key]`, `column[[path]]`: an item of JSON by key, index or path.
 * @throws NotKnown for other types.
 */
export function jsonItem(expression: ExpressionObject, key: PyValue, make: Make): ExpressionObject {
  const type = ofType(expression, 'sqlalchemy.JSON');
  const isPath = key.kind === 'list' || key.kind === 'tuple';
  const steps = isPath ? key.items : [key];
  if (type === undefined || steps.some(({ kind }) => kind !== 'string' && kind !== 'integer')) {
    notKnown('An item is followed by name, index or a path of these, and of JSON only.');
  }
  const operator = isPath ? 'json_path_getitem' : 'json_getitem';
  const right = need(key, toExpression(key, 'operand'), 'the key');
  return make({ kind: 'binary', operator, custom: false, left: expression.data, right, modifiers: {} }, type);
}

/** `.as_string()` and its like of an item of JSON; undefined for all others. */
export function itemMethod(expression: ExpressionObject, name: string, make: Make): PyValue | undefined {
  const { data } = expression;
  const isJson = ofType(expression, 'sqlalchemy.JSON') !== undefined;
  if (!isJson) return undefined;
  if (name === 'as_json') return new DataFunction(name, () => expression);
  // Of anything but an item SQLAlchemy refuses it.
  if (data.kind !== 'binary' || !ITEMS.has(data.operator)) return undefined;
  const read = (type: LibraryType): PyValue => make({ ...data, itemType: type }, type);
  const type = ITEM_METHODS.find(([method]) => method === name)?.[1];
  if (type !== undefined) {
    return new DataFunction(name, (args) => {
      bindArguments(name, [], args);
      return read(libraryType('sqlalchemy', type));
    });
  }
  if (name !== 'as_numeric') return undefined;
  return new DataFunction(name, (args) => {
    const { given } = bindArguments(name, parameters('precision scale asdecimal?'), args);
    const [precision, scale] = ['precision', 'scale'].map((one) => numberOf(given.get(one)));
    if (precision === undefined || scale === undefined || given.size !== 2) notKnown(notFollowed('as_numeric(...)'));
    return read(libraryType('sqlalchemy', 'Numeric', { precision, scale }));
  });
}

const ITEMS = new Set(['json_getitem', 'json_path_getitem']);

function numberOf(value: PyValue | undefined): Extract<PyValue, { kind: 'integer' }> | undefined {
  return value?.kind === 'integer' ? value : undefined;
}

/** `.astext` of an item of PostgreSQL's JSON; `.has_key()` and its like of JSONB. Undefined for all others. */
export function postgresqlMember(expression: ExpressionObject, name: string, make: Make): PyValue | undefined {
  const { data } = expression;
  if (name === 'astext' && ofType(expression, 'postgresql.JSON') && data.kind === 'binary') {
    if (data.operator === 'json_getitem') return make({ ...data, operator: 'pg:->>' }, { ...TEXT });
    if (data.operator === 'json_path_getitem') return make({ ...data, operator: 'pg:#>>' }, { ...TEXT });
  }
  const operator = JSONB_METHODS[name];
  if (operator === undefined || !ofType(expression, 'postgresql.JSONB')) return undefined;
  return new DataFunction(name, ({ positional: [other] }) => {
    const held: PyValue = other ?? { kind: 'none' };
    const right = need(held, held.kind === 'string' ? toExpression(held, 'operand') : undefined, 'the other side');
    return make({ kind: 'binary', operator, custom: false, left: expression.data, right, modifiers: {} });
  });
}

const TEXT = libraryType('sqlalchemy', 'Text');
