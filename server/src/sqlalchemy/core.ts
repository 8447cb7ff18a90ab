import type { Literal } from '../common/literal';
import { bindArguments } from '../python/interpreter/signature';
import type { CallArguments, PyValue } from '../python/interpreter/value';
import type { SqlExpression } from '../schema/expression';
import type { SqlType } from '../schema/sqlType';
import { libraryType } from '../schema/sqlType';
import { need, toExpression, toFlag, toLiteral, toType } from './convert';
import { reference } from './column';
import { ElementObject, castTo, conjunction, negated, operandOf } from './elements';
import { toText } from './names';
import { notFollowed, notKnown, raiseSqlalchemy } from './notKnown';
import { Expressive, OrderedLabel } from './objects';
import { UNARIES } from './operators';
import { parameters } from './parameters';

type Run = (args: CallArguments) => PyValue;

const NONE: PyValue = { kind: 'none' };

function textOf(value: PyValue | undefined, what: string): string {
  return need(value ?? NONE, toText(value), what);
}

function condition(value: PyValue | undefined): SqlExpression {
  return need(value ?? NONE, toExpression(value ?? NONE, 'condition'), 'a condition');
}

function typeOf(value: PyValue | undefined) {
  return value === undefined || value.kind === 'none' ? null : need(value, toType(value), 'the type');
}

function constant(kind: 'null' | 'true' | 'false'): Run {
  return (args) => {
    bindArguments(kind, [], args);
    return new ElementObject({ kind });
  };
}

function joined(joiner: 'and' | 'or'): Run {
  return ({ positional }) => new ElementObject(conjunction(joiner, positional.map(condition)));
}

/** `asc(column)` and its like: a string names a label, which only a select can tell from a text. */
function modified(operator: string): Run {
  return (args) => {
    const { given } = bindArguments(operator, parameters('column'), args);
    const value = given.get('column') ?? NONE;
    const ordered = (operand: SqlExpression): SqlExpression => ({
      kind: 'unary',
      operator: UNARIES[operator] ?? operator,
      operand,
    });
    const label = toText(value);
    if (label !== undefined) return new OrderedLabel(ordered({ kind: 'text', sql: label, binds: {} }));
    if (value instanceof OrderedLabel) return new OrderedLabel(ordered(value.data));
    return new ElementObject(
      ordered(need(value, value instanceof Expressive ? value.expression : undefined, 'what is ordered')),
    );
  };
}

/** The value of each case: `case((when, then), ..., else_=...)`, `case({value: then}, value=...)`, and a list of pairs. */
function caseOf(args: CallArguments): PyValue {
  const { given, rest } = bindArguments('case', parameters('*whens =value? =else_?'), args);
  const value = given.get('value');
  const subject = value === undefined || value.kind === 'none' ? null : operandOf(value, 'operand');
  const whens = pairsOf(rest).map(([when, then]) => ({
    when: subject === null ? condition(when) : operandOf(when, 'operand'),
    then: operandOf(then, 'operand'),
  }));
  const otherwise = given.get('else_');
  return new ElementObject({
    kind: 'case',
    value: subject,
    whens,
    otherwise: otherwise === undefined || otherwise.kind === 'none' ? null : operandOf(otherwise, 'operand'),
  });
}

function pairsOf(whens: readonly PyValue[]): readonly (readonly [PyValue, PyValue])[] {
  const [only] = whens;
  if (whens.length === 1 && only?.kind === 'list') {
    raiseSqlalchemy(
      'ArgumentError',
      'The "whens" argument to case() is now passed as a series of positional elements.',
    );
  }
  if (whens.length === 1 && only?.kind === 'dict') return only.entries.map(({ key, value }) => [key, value]);
  return whens.map((pair) => {
    const [when, then] = pair.kind === 'tuple' || pair.kind === 'list' ? pair.items : [];
    return when !== undefined && then !== undefined ? [when, then] : need<never>(pair, undefined, 'a case');
  });
}

/** The type of a value that says none (`sqltypes._resolve_value_to_type`). */
function literalType(value: Literal): SqlType {
  switch (value.kind) {
    case 'string':
      return libraryType('sqlalchemy', /^[\0-\x7f]*$/.test(value.value) ? 'String' : 'Unicode');
    case 'integer':
      return libraryType('sqlalchemy', bits(value.value) >= 32 ? 'BigInteger' : 'Integer');
    case 'datetime':
    case 'time': {
      const zone = /[+-]\d\d:\d\d(?::\d\d)?$/.test(value.iso.replace(/^\d+-\d+-\d+/, ''));
      const name = value.kind === 'time' ? 'Time' : 'DateTime';
      return libraryType('sqlalchemy', name, zone ? { timezone: { kind: 'boolean', value: true } } : {});
    }
    case 'enumMember':
      return notKnown('The type of the literal is not followed.');
    default:
      return libraryType('sqlalchemy', LITERAL_TYPES[value.kind]);
  }
}

const LITERAL_TYPES = {
  none: 'NullType',
  list: 'NullType',
  tuple: 'NullType',
  dict: 'NullType',
  boolean: 'Boolean',
  float: 'Float',
  decimal: 'Numeric',
  bytes: 'LargeBinary',
  date: 'Date',
  timedelta: 'Interval',
  uuid: 'Uuid',
} as const;

function bits(value: bigint): number {
  return (value < 0n ? -value : value).toString(2).length;
}

/** Functions of Core by name. */
export const CORE: Readonly<Record<string, Run>> = {
  null: constant('null'),
  true: constant('true'),
  false: constant('false'),
  True_: constant('true'),
  False_: constant('false'),
  and_: joined('and'),
  or_: joined('or'),
  asc: modified('asc'),
  desc: modified('desc'),
  nulls_first: modified('nulls_first'),
  nulls_last: modified('nulls_last'),
  distinct: modified('distinct'),
  case: caseOf,
  not_(args) {
    const { given } = bindArguments('not_', parameters('clause'), args);
    return new ElementObject(negated(condition(given.get('clause'))));
  },
  between(args) {
    const { given } = bindArguments('between', parameters('expr lower_bound upper_bound symmetric?'), args);
    if (toFlag(given.get('symmetric'), '`symmetric`')) notKnown(notFollowed('between(symmetric=True)'));
    return new ElementObject({
      kind: 'between',
      operand: operandOf(given.get('expr'), 'operand'),
      low: operandOf(given.get('lower_bound'), 'operand'),
      high: operandOf(given.get('upper_bound'), 'operand'),
      negated: false,
    });
  },
  cast(args) {
    const { given } = bindArguments('cast', parameters('expression type_'), args);
    return castTo('cast', operandOf(given.get('expression'), 'operand'), given.get('type_'));
  },
  type_coerce(args) {
    const { given } = bindArguments('type_coerce', parameters('expression type_'), args);
    return castTo('typeCoerce', operandOf(given.get('expression'), 'operand'), given.get('type_'));
  },
  collate(args) {
    const { given } = bindArguments('collate', parameters('expression collation'), args);
    const operand = operandOf(given.get('expression'), 'operand');
    return new ElementObject({ kind: 'collate', operand, collation: textOf(given.get('collation'), 'the collation') });
  },
  extract(args) {
    const { given } = bindArguments('extract', parameters('field expr'), args);
    const operand = operandOf(given.get('expr'), 'operand');
    return new ElementObject({ kind: 'extract', field: textOf(given.get('field'), 'the field'), operand });
  },
  label(args) {
    const { given } = bindArguments('label', parameters('name element type_?'), args);
    if (given.has('type_')) notKnown(notFollowed('label(type_=...)'));
    const operand = operandOf(given.get('element'), 'operand');
    return new ElementObject({ kind: 'label', name: textOf(given.get('name'), 'the label'), operand });
  },
  literal(args) {
    const { given } = bindArguments('literal', parameters('value type_? literal_execute?'), args);
    const value = given.get('value') ?? NONE;
    const held = need(value, toLiteral(value), 'the literal');
    const type = typeOf(given.get('type_')) ?? literalType(held);
    return new ElementObject({ kind: 'bind', value: held, type, key: null }, type);
  },
  literal_column(args) {
    const { given } = bindArguments('literal_column', parameters('text type_?'), args);
    const type = typeOf(given.get('type_'));
    return new ElementObject({ kind: 'literalColumn', sql: textOf(given.get('text'), 'the text'), type }, type);
  },
  column(args) {
    const { given } = bindArguments('column', parameters('text type_? is_literal? _selectable?'), args);
    const type = typeOf(given.get('type_'));
    const text = textOf(given.get('text'), 'the name of the column');
    if (toFlag(given.get('is_literal'), '`is_literal`')) {
      return new ElementObject({ kind: 'literalColumn', sql: text, type }, type);
    }
    return new ElementObject(reference(text, type, null), type);
  },
  tuple_(args) {
    const { given, rest } = bindArguments('tuple_', parameters('*clauses =types?'), args);
    if (given.has('types')) notKnown(notFollowed('tuple_(types=...)'));
    return new ElementObject({ kind: 'list', joiner: 'tuple', items: rest.map((one) => operandOf(one, 'operand')) });
  },
};
