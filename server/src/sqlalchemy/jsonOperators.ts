import type { PyValue } from '../python/interpreter/value';
import type { SqlExpression } from '../schema/expression';
import type { LibraryType, SqlType } from '../schema/sqlType';
import { need, toExpression } from './convert';
import { DataFunction, notKnown } from './notKnown';
import type { ExpressionObject } from './objects';
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

/**
 * `column[key]`: an item of JSON by key or index.
 * @throws NotKnown for other types.
 */
export function jsonItem(expression: ExpressionObject, key: PyValue, make: Make): ExpressionObject {
  const type = ofType(expression, 'sqlalchemy.JSON');
  if (type === undefined || (key.kind !== 'string' && key.kind !== 'integer')) {
    notKnown('An item is followed by name or index, and of JSON only.');
  }
  const right = need(key, toExpression(key, 'operand'), 'the key');
  return make(
    { kind: 'binary', operator: 'json_getitem', custom: false, left: expression.data, right, modifiers: {} },
    type,
  );
}

/** `.astext` of an item of PostgreSQL's JSON; `.has_key()` and its like of JSONB. Undefined for all others. */
export function postgresqlMember(expression: ExpressionObject, name: string, make: Make): PyValue | undefined {
  const { data } = expression;
  if (name === 'astext' && ofType(expression, 'postgresql.JSON') && data.kind === 'binary') {
    if (data.operator === 'json_getitem') return make({ ...data, operator: 'pg:->>' }, { ...TEXT });
  }
  const operator = JSONB_METHODS[name];
  if (operator === undefined || !ofType(expression, 'postgresql.JSONB')) return undefined;
  return new DataFunction(name, ({ positional: [other] }) => {
    const held: PyValue = other ?? { kind: 'none' };
    const right = need(held, held.kind === 'string' ? toExpression(held, 'operand') : undefined, 'the other side');
    return make({ kind: 'binary', operator, custom: false, left: expression.data, right, modifiers: {} });
  });
}

const TEXT: LibraryType = { kind: 'library', module: 'sqlalchemy', name: 'Text', arguments: {}, variants: {} };
