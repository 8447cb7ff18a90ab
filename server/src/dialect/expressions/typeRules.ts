import type { Literal } from '../../common/literal';
import { libraryType } from '../../schema/sqlType';
import { notKnown } from './notKnown';
import { known, type Operator } from './operators';
import { affinityOf, familyOf, type ElementType, type TypeFamily } from './typeFamily';

export const BOOLEAN = libraryType('sqlalchemy', 'Boolean');
export const STRING = libraryType('sqlalchemy', 'String');
export const INTEGER = libraryType('sqlalchemy', 'Integer');
export const NUMERIC = libraryType('sqlalchemy', 'Numeric');

/** The type SQLAlchemy gives a Python value by itself (`_resolve_value_to_type`). */
export function typeOfValue(value: Literal): ElementType {
  const name = TYPE_OF_VALUE[value.kind];
  return name === undefined ? null : libraryType('sqlalchemy', name);
}

const TYPE_OF_VALUE: Partial<Record<Literal['kind'], string>> = {
  boolean: 'Boolean',
  integer: 'Integer',
  float: 'Float',
  decimal: 'Numeric',
  string: 'String',
  bytes: 'LargeBinary',
  date: 'Date',
  time: 'Time',
  datetime: 'DateTime',
  timedelta: 'Interval',
  uuid: 'Uuid',
};

/** Classes of PostgreSQL that read every value they are compared with as one of their own. */
const OWN_VALUES = new Set(['INET', 'CIDR', 'MACADDR', 'MACADDR8', 'CITEXT']);
const OWN_STRINGS: ReadonlySet<TypeFamily> = new Set<TypeFamily>(['binary', 'uuid']);

/** The type of a Python value beside an expression of `type` (`coerce_compared_value`). */
export function typeBeside(type: ElementType, value: Literal): ElementType {
  const family = familyOf(type);
  if (family === 'custom') return type;
  if (type?.kind === 'library' && type.module === 'postgresql' && OWN_VALUES.has(type.name)) return type;
  if (OWN_STRINGS.has(family) && value.kind === 'string') return type;
  const own = typeOfValue(value);
  if (own === null) return type;
  const affinity = affinityOf(own);
  const postgresqlEnum = family === 'enum' && type?.kind === 'library' && type.module === 'postgresql';
  return affinity === affinityOf(type) || (postgresqlEnum && affinity === 'string') ? type : own;
}

const CONCATENABLE: ReadonlySet<TypeFamily> = new Set<TypeFamily>(['string', 'enum', 'array', 'hstore', 'json']);

type Adaptations = Readonly<Record<string, Partial<Record<TypeFamily, string>>>>;

/** What arithmetic makes of two types, by operator and family of the right side; `self`: the left side's own. */
const ADAPTATIONS: Partial<Record<TypeFamily, Adaptations>> = {
  integer: {
    add: { date: 'Date', integer: 'self', numeric: 'Numeric' },
    mul: { interval: 'Interval', integer: 'self', numeric: 'Numeric' },
    truediv: { integer: 'Numeric', numeric: 'Numeric' },
    floordiv: { integer: 'self', numeric: 'Numeric' },
    sub: { integer: 'self', numeric: 'Numeric' },
  },
  numeric: { mul: { interval: 'Interval' } },
  datetime: { sub: { datetime: 'Interval' } },
  date: {
    add: { interval: 'DateTime', time: 'DateTime' },
    sub: { date: 'Integer', interval: 'DateTime', datetime: 'Interval' },
  },
  time: { add: { date: 'DateTime' }, sub: { time: 'Interval' } },
  interval: { add: { date: 'DateTime', datetime: 'DateTime', time: 'Time' } },
};

const FAMILY_OF_NAME: Readonly<Record<string, TypeFamily>> = {
  Date: 'date',
  DateTime: 'datetime',
  Integer: 'integer',
  Interval: 'interval',
  Numeric: 'numeric',
  Time: 'time',
};

/** The operator and the type of `left op right` (`_adapt_expression`): `+` of strings is `||`. */
export function adapt(
  operator: Operator,
  left: ElementType,
  right: ElementType,
): { readonly operator: Operator; readonly type: ElementType } {
  const [from, other] = [familyOf(left), familyOf(right)];
  if (from === 'custom' || other === 'custom') {
    if (operator.name === 'add') notKnown('What "+" means for a type of the project is not known.');
    return { operator, type: left };
  }
  if (from === 'null') {
    if (other === 'null' || !operator.isCommutative) return { operator, type: left };
    return adapt(operator, right, left);
  }
  if (operator.name === 'add' && CONCATENABLE.has(from) && (CONCATENABLE.has(other) || other === 'null')) {
    return { operator: known('concat_op'), type: from === 'enum' ? STRING : left };
  }
  const name = ADAPTATIONS[from]?.[operator.name]?.[other];
  if (name === undefined || name === 'self') return { operator, type: left };
  if (FAMILY_OF_NAME[name] === other) return { operator, type: right };
  return { operator, type: FAMILY_OF_NAME[name] === from ? left : libraryType('sqlalchemy', name) };
}
