import type { Literal } from '../common/literal';
import type { PyValue } from '../python/interpreter/value';
import { HostObject } from '../python/interpreter/value';
import type { SqlExpression } from '../schema/expression';
import type { ColumnDefault, OptionValue, ServerDefault } from '../schema/model';
import type { SqlType, TypeArgument } from '../schema/sqlType';
import { toText } from './names';
import { notKnown } from './notKnown';
import { Expressive, LibraryObject, SequenceObject, ServerDefaultObject, TypeValue } from './objects';

/** `repr` of a float: the shortest digits that read back, with an exponent where CPython writes one. */
function floatText(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value < 0 ? '-inf' : 'inf';
  const [mantissa = '', power = '0'] = value.toExponential().split('e');
  const exponent = Number(power);
  if (exponent < -4 || exponent >= 16) {
    return `${mantissa}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
  }
  if (Object.is(value, -0)) return '-0.0';
  const text = exponent < 0 ? value.toFixed(Math.max(0, digitsOf(mantissa) - 1 - exponent)) : String(value);
  return text.includes('.') ? text : `${text}.0`;
}

function digitsOf(mantissa: string): number {
  return mantissa.replace(/\D/g, '').length;
}

/** A value as plain data; undefined for what has no such form, and for what is not known. */
export function toLiteral(value: PyValue): Literal | undefined {
  switch (value.kind) {
    case 'none':
      return { kind: 'none' };
    case 'boolean':
    case 'integer':
    case 'string':
    case 'bytes':
      return value;
    case 'float':
      return { kind: 'float', text: floatText(value.value) };
    case 'tuple':
    case 'list': {
      const items = allOf(value.items, toLiteral);
      return items && { kind: value.kind, items };
    }
    case 'dict': {
      const entries = allOf(value.entries, ({ key, value: held }) => {
        const one = toLiteral(key);
        const other = toLiteral(held);
        return one !== undefined && other !== undefined ? ([one, other] as const) : undefined;
      });
      return entries && { kind: 'dict', entries };
    }
    case 'host':
      return value.literal?.();
    default:
      return undefined;
  }
}

/** Every item converted; undefined when one of them is not. */
export function allOf<T, R>(items: readonly T[], convert: (item: T) => R | undefined): R[] | undefined {
  const converted: R[] = [];
  for (const item of items) {
    const one = convert(item);
    if (one === undefined) return undefined;
    converted.push(one);
  }
  return converted;
}

/**
 * A column type. What is not SQLAlchemy's (an unknown value, a class of the project) is a custom type; undefined for what
 * cannot be a type.
 */
export function toType(value: PyValue): SqlType | undefined {
  if (value instanceof TypeValue) return value.data;
  if (value.kind === 'unknown') return { kind: 'custom', name: '', reason: value.reason };
  if (!isForeign(value)) return undefined;
  const name = value.typeName;
  return { kind: 'custom', name, reason: `'${name}' is a type that is not SQLAlchemy's own.` };
}

/** An object that neither this library nor Python's plain data brings. */
function isForeign(value: PyValue): value is HostObject {
  return value instanceof HostObject && !(value instanceof LibraryObject) && value.literal?.() === undefined;
}

/** How SQLAlchemy takes a value that is not an expression itself (sqlalchemy/sql/coercions.py, by role). */
export type Coercion =
  /** An operand or an argument of a function: `None` is NULL, everything else a bound parameter. */
  | 'operand'
  /** The other side of a comparison: `None`, `True`, `False` are NULL, true, false. */
  | 'comparison'
  /** What is stored by INSERT and UPDATE: always a bound parameter. */
  | 'value'
  /** A condition: `None`, `True`, `False` are NULL, true, false; nothing else is taken. */
  | 'condition'
  /** Strings are SQL. */
  | 'text';

/** A value as an expression; undefined where SQLAlchemy takes it for none, or it is not known. */
export function toExpression(value: PyValue, coercion: Coercion): SqlExpression | undefined {
  if (value instanceof Expressive) return value.expression;
  if (coercion === 'text') {
    const sql = toText(value);
    return sql === undefined ? undefined : { kind: 'text', sql, binds: {} };
  }
  if (value instanceof LibraryObject) return undefined;
  if (coercion === 'comparison' || coercion === 'condition') {
    if (value.kind === 'none') return { kind: 'null' };
    if (value.kind === 'boolean') return { kind: value.value ? 'true' : 'false' };
    if (coercion === 'condition') return undefined;
  }
  if (value.kind === 'none' && coercion === 'operand') return { kind: 'null' };
  const literal = toLiteral(value);
  return literal && { kind: 'bind', value: literal, type: null, key: null };
}

/** `server_default=`: undefined when there is no saying what it is; null for `None`. */
export function toServerDefault(value: PyValue): ServerDefault | null | undefined {
  if (value.kind === 'none') return null;
  if (value instanceof ServerDefaultObject) return value.data;
  const text = toText(value);
  if (text !== undefined) return { kind: 'string', value: text };
  if (value instanceof Expressive) return value.expression && { kind: 'expression', expression: value.expression };
  return undefined;
}

/** `default=`: undefined when it is not known; null for `None`. */
export function toColumnDefault(value: PyValue): ColumnDefault | null | undefined {
  if (value.kind === 'none') return null;
  if (value instanceof SequenceObject) return value.data;
  if (value instanceof Expressive) return value.expression && { kind: 'expression', expression: value.expression };
  const literal = toLiteral(value);
  if (literal !== undefined) return { kind: 'value', value: literal };
  return value.kind === 'host' && !(value instanceof LibraryObject) ? { kind: 'callable' } : undefined;
}

/** A keyword argument for a dialect (`postgresql_ops={...}`); undefined when it is not known. */
export function optionValue(value: PyValue): OptionValue | undefined {
  if (value instanceof TypeValue) return value.data;
  if (value instanceof Expressive) return value.expression;
  const literal = toLiteral(value);
  if (literal !== undefined) return literal;
  if (value.kind === 'list' || value.kind === 'tuple') return allOf(value.items, optionValue);
  if (value.kind !== 'dict') return undefined;
  const entries = allOf(value.entries, ({ key, value: held }) => {
    const name = toText(key);
    const one = optionValue(held);
    return name !== undefined && one !== undefined ? ([name, one] as const) : undefined;
  });
  return entries && { kind: 'mapping', entries };
}

/** What a constructor of a type was given; undefined when it is not known. */
export function toTypeArgument(value: PyValue): TypeArgument | undefined {
  if (value instanceof TypeValue) return value.data;
  if (value instanceof Expressive) return value.expression;
  if (value instanceof SequenceObject) return value.data;
  const literal = toLiteral(value);
  if (literal !== undefined) return literal;
  return value.kind === 'list' || value.kind === 'tuple' ? allOf(value.items, toTypeArgument) : undefined;
}

/** The converted value, or `NotKnown` with the value's own reason. */
export function need<T>(value: PyValue, converted: T | undefined, what: string): T {
  return converted ?? notKnown(value.kind === 'unknown' ? value.reason : `It is not known what ${what} is.`);
}

/** A boolean flag; `None` counts as false. */
export function toFlag(value: PyValue | undefined, name: string): boolean {
  if (value === undefined || value.kind === 'none') return false;
  if (value.kind === 'boolean') return value.value;
  if (value.kind === 'integer') return value.value !== 0n;
  return need<boolean>(value, undefined, name);
}

/** A flag that may be left open; null for `None` and where nothing is said. */
export function toOpenFlag(value: PyValue | undefined, name: string): boolean | null {
  return value === undefined || value.kind === 'none' ? null : toFlag(value, name);
}

/** Text that may be left open; null for `None` and where nothing is said. */
export function toOpenText(value: PyValue | undefined, name: string): string | null {
  return value === undefined || value.kind === 'none' ? null : need(value, toText(value), name);
}
