/** An operator of SQLAlchemy, by the name it has there (`sqlalchemy.sql.operators`). */
export interface Operator {
  readonly name: string;
  /** What stands between (before, after) its operands, with its blanks. */
  readonly text: string;
  /** Null: none of its own, so that it is grouped against nothing and everything is grouped within it. */
  readonly precedence: number | null;
  readonly isComparison: boolean;
  /** `a op (b op c)` needs no parentheses, and chains are one flat list. */
  readonly isAssociative: boolean;
  readonly isCommutative: boolean;
  /** The operator that says the opposite. */
  readonly negation: string | null;
  /** In parentheses within any other operator, whatever their precedence. */
  readonly isEager: boolean;
}

type Row = readonly [precedence: number | null, text: string, negation?: string];

const COMPARISONS: Readonly<Record<string, Row>> = {
  lt: [5, ' < ', 'ge'],
  le: [5, ' <= ', 'gt'],
  gt: [5, ' > ', 'le'],
  ge: [5, ' >= ', 'lt'],
  eq: [5, ' = ', 'ne'],
  ne: [5, ' != ', 'eq'],
  is_: [5, ' IS ', 'is_not'],
  is_not: [5, ' IS NOT ', 'is_'],
  is_distinct_from: [5, ' IS DISTINCT FROM ', 'is_not_distinct_from'],
  is_not_distinct_from: [5, ' IS NOT DISTINCT FROM ', 'is_distinct_from'],
  in_op: [5, ' IN ', 'not_in_op'],
  not_in_op: [5, ' NOT IN ', 'in_op'],
  like_op: [5, ' LIKE ', 'not_like_op'],
  not_like_op: [5, ' NOT LIKE ', 'like_op'],
  ilike_op: [5, ' ILIKE ', 'not_ilike_op'],
  not_ilike_op: [5, ' NOT ILIKE ', 'ilike_op'],
  startswith_op: [null, '', 'not_startswith_op'],
  not_startswith_op: [null, '', 'startswith_op'],
  endswith_op: [null, '', 'not_endswith_op'],
  not_endswith_op: [null, '', 'endswith_op'],
  contains_op: [null, '', 'not_contains_op'],
  not_contains_op: [null, '', 'contains_op'],
  istartswith_op: [null, '', 'not_istartswith_op'],
  not_istartswith_op: [null, '', 'istartswith_op'],
  iendswith_op: [null, '', 'not_iendswith_op'],
  not_iendswith_op: [null, '', 'iendswith_op'],
  icontains_op: [null, '', 'not_icontains_op'],
  not_icontains_op: [null, '', 'icontains_op'],
  match_op: [5, ' MATCH ', 'not_match_op'],
  not_match_op: [5, ' NOT MATCH ', 'match_op'],
  regexp_match_op: [5, '', 'not_regexp_match_op'],
  not_regexp_match_op: [5, '', 'regexp_match_op'],
  between_op: [5, ' BETWEEN ', 'not_between_op'],
  not_between_op: [5, ' NOT BETWEEN ', 'between_op'],
};

const OTHERS: Readonly<Record<string, Row>> = {
  add: [7, ' + '],
  sub: [7, ' - '],
  mul: [8, ' * '],
  truediv: [8, ' / '],
  floordiv: [8, ' / '],
  mod: [8, ' % '],
  concat_op: [5, ' || '],
  bitwise_and_op: [7, ' & '],
  bitwise_or_op: [7, ' | '],
  bitwise_xor_op: [7, ' ^ '],
  bitwise_lshift_op: [7, ' << '],
  bitwise_rshift_op: [7, ' >> '],
  json_getitem_op: [15, ' -> '],
  json_path_getitem_op: [15, ' #> '],
  getitem: [15, ''],
  collate: [4, ' COLLATE '],
  regexp_replace_op: [5, ''],
  and_: [3, ' AND '],
  or_: [2, ' OR '],
  comma_op: [-1, ', '],
  as_: [-1, ' AS '],
  _asbool: [-10, ''],
  inv: [5, 'NOT '],
  is_true: [5, ''],
  is_false: [5, ''],
  neg: [8, '-'],
  bitwise_not_op: [8, '~'],
  exists: [0, 'EXISTS '],
  distinct_op: [5, 'DISTINCT '],
  desc_op: [3, ' DESC'],
  asc_op: [3, ' ASC'],
  nulls_first_op: [null, ' NULLS FIRST'],
  nulls_last_op: [null, ' NULLS LAST'],
};

const ASSOCIATIVE = new Set(['add', 'mul', 'and_', 'or_', 'concat_op']);
const COMMUTATIVE = new Set(['add', 'mul', 'eq', 'ne']);
const SELF_PRECEDENT = new Set([...ASSOCIATIVE, 'getitem', 'json_getitem_op', 'json_path_getitem_op']);
const BOOLEAN = new Set(['inv', 'is_true', 'is_false', 'and_', 'or_']);

function operator(name: string, [precedence, text, negation]: Row, isComparison: boolean): Operator {
  const isAssociative = ASSOCIATIVE.has(name);
  const isCommutative = COMMUTATIVE.has(name);
  return {
    name,
    text,
    precedence,
    isComparison,
    isAssociative,
    isCommutative,
    negation: negation ?? null,
    isEager: false,
  };
}

const OPERATORS: ReadonlyMap<string, Operator> = new Map([
  ...Object.entries(COMPARISONS).map(([name, row]): [string, Operator] => [name, operator(name, row, true)]),
  ...Object.entries(OTHERS).map(([name, row]): [string, Operator] => [name, operator(name, row, false)]),
]);

/** How Python writes an operator, where SQLAlchemy has another name for it. Other names may lack their `_op`. */
const SPELLINGS: Readonly<Record<string, string>> = {
  '+': 'add',
  '-': 'sub',
  '*': 'mul',
  '/': 'truediv',
  '//': 'floordiv',
  '%': 'mod',
  '&': 'bitwise_and_op',
  '|': 'bitwise_or_op',
  '^': 'bitwise_xor_op',
  '<<': 'bitwise_lshift_op',
  '>>': 'bitwise_rshift_op',
  '<': 'lt',
  '<=': 'le',
  '>': 'gt',
  '>=': 'ge',
  '==': 'eq',
  '!=': 'ne',
  in_: 'in_op',
  not: 'inv',
};

/** PostgreSQL's own operators, by their sign: precedence, and whether they are comparisons. */
const POSTGRESQL: Readonly<Record<string, readonly [precedence: number, isComparison: boolean]>> = {
  '->>': [15, false],
  '#>>': [15, false],
  '?': [5, true],
  '?&': [5, true],
  '?|': [5, true],
  '@>': [5, true],
  '<@': [5, true],
};

/** The operator of a name or spelling (`pg:->>`: PostgreSQL's own); undefined for one that is not known here. */
export function operatorNamed(name: string): Operator | undefined {
  const sign = name.startsWith('pg:') ? name.slice(3) : undefined;
  const own = sign === undefined ? undefined : POSTGRESQL[sign];
  if (sign !== undefined && own !== undefined) return { ...customOperator(sign, ...own), isEager: true };
  return OPERATORS.get(SPELLINGS[name] ?? name) ?? OPERATORS.get(`${name}_op`);
}

/** An operator that is known to be in the table. */
export function known(name: string): Operator {
  const found = OPERATORS.get(name);
  if (found === undefined) throw new Error(`no operator ${name}`);
  return found;
}

/** `op('->>', precedence=…, is_comparison=…)`. */
export function customOperator(text: string, precedence: number, isComparison: boolean): Operator {
  return {
    name: 'custom_op',
    text: ` ${text} `,
    precedence,
    isComparison,
    isAssociative: false,
    isCommutative: false,
    negation: null,
    isEager: false,
  };
}

/** `is_boolean`: what it makes is a truth value to every database. */
export function isBoolean(operator: Operator): boolean {
  return operator.isComparison || BOOLEAN.has(operator.name);
}

/** `is_precedent`: an expression of `operator` needs parentheses within one of `against`. */
export function needsGroup(operator: Operator, against: Operator | null): boolean {
  if (against === null) return true;
  if (operator.name === against.name && SELF_PRECEDENT.has(operator.name)) return false;
  return (operator.precedence ?? -100) <= (against.precedence ?? 100);
}
