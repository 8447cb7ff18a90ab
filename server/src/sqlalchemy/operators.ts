/**
 * The names of operators in `SqlExpression`. Python's operators stand as Python writes them (`+ - * / // % == != < <= > >=
 * & | ^ << >>`), all others under SQLAlchemy's name of today (sqlalchemy/sql/operators.py, without `_op`); `custom` is said
 * by `op('...')` only. PostgreSQL's own operators, which have their own precedence, are `pg:` and their sign.
 */

/** Methods of an expression that make a comparison with one other side: method to operator. */
export const COMPARISONS: Readonly<Record<string, string>> = {
  is_: 'is_',
  is_not: 'is_not',
  isnot: 'is_not',
  is_distinct_from: 'is_distinct_from',
  is_not_distinct_from: 'is_not_distinct_from',
  isnot_distinct_from: 'is_not_distinct_from',
};

/** Methods whose other side is an operand: method to operator. */
export const BINARIES: Readonly<Record<string, string>> = {
  concat: 'concat',
  bitwise_and: 'bitwise_and',
  bitwise_or: 'bitwise_or',
  bitwise_xor: 'bitwise_xor',
  bitwise_lshift: 'bitwise_lshift',
  bitwise_rshift: 'bitwise_rshift',
};

/** Methods that compare text, with `escape=`: method to operator. */
export const LIKES: Readonly<Record<string, string>> = {
  like: 'like',
  not_like: 'not_like',
  notlike: 'not_like',
  ilike: 'ilike',
  not_ilike: 'not_ilike',
  notilike: 'not_ilike',
};

/** Methods that compare a part of text, with `escape=` and `autoescape=`. */
export const TEXT_PARTS: ReadonlySet<string> = new Set([
  'startswith',
  'istartswith',
  'endswith',
  'iendswith',
  'contains',
  'icontains',
]);

/** Methods without arguments: method to operator. */
export const UNARIES: Readonly<Record<string, string>> = {
  asc: 'asc',
  desc: 'desc',
  nulls_first: 'nulls_first',
  nullsfirst: 'nulls_first',
  nulls_last: 'nulls_last',
  nullslast: 'nulls_last',
  distinct: 'distinct',
  bitwise_not: 'bitwise_not',
  any_: 'any',
  all_: 'all',
};

/** Python's operators that give a condition. */
export const PYTHON_COMPARISONS: ReadonlySet<string> = new Set(['==', '!=', '<', '<=', '>', '>=']);

/** Python's operators between two operands. */
export const PYTHON_ARITHMETIC: ReadonlySet<string> = new Set(['+', '-', '*', '/', '//', '%', '<<', '>>']);
