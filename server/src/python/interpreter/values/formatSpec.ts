import { raise } from '../exception';
import type { PyValue, Site } from '../value';
import { fixed, reprFloat, significant, withExponent } from './float';
import { lengthOf, letters } from './letters';
import { integerOf, toFloat } from './number';
import { str } from './repr';

const SPEC = /^(?:([^])?([<>=^]))?([+\- ])?(z)?(#)?(0)?(\d+)?([,_])?(?:\.(\d+))?([a-zA-Z%])?$/u;
const MAX_WIDTH = 100_000;

interface Spec {
  readonly fill: string;
  readonly align: string | undefined;
  readonly sign: string;
  readonly alternate: boolean;
  readonly width: number;
  readonly grouping: string | undefined;
  readonly precision: number | undefined;
  readonly type: string | undefined;
}

/**
 * `format(value, spec)` of texts and numbers (library reference, "Format Specification Mini-Language"); undefined when
 * it is not known.
 * @throws PyRaised ValueError
 */
export function formatValue(value: PyValue, spec: string, site: Site): string | undefined {
  if (value.kind === 'host') return undefined;
  if (spec === '') return str(value, site);
  if (value.kind !== 'string' && value.kind !== 'float' && integerOf(value) === undefined) {
    if (value.kind === 'unknown') return undefined;
    raise('TypeError', 'unsupported format string passed to __format__');
  }
  const match = SPEC.exec(spec);
  if (match === null) raise('ValueError', `Invalid format specifier '${spec}'`);
  const [, fill, align, sign = '-', z, alternate, zero, width, grouping, precision, type] = match;
  if (z !== undefined || Number(width ?? 0) > MAX_WIDTH || Number(precision ?? 0) > MAX_WIDTH) return undefined;
  const parsed: Spec = {
    fill: fill ?? (zero === undefined ? ' ' : '0'),
    align: align ?? (zero === undefined ? undefined : '='),
    sign,
    alternate: alternate !== undefined,
    width: Number(width ?? 0),
    grouping,
    precision: precision === undefined ? undefined : Number(precision),
    type,
  };
  if (value.kind === 'string')
    return formatText(value.value, { ...parsed, ...(align === undefined && { align: undefined }) }, match);
  if (value.kind === 'float') return formatFloat(value.value, parsed);
  const integer = integerOf(value) ?? 0n;
  if (value.kind === 'boolean' && type === undefined) return undefined;
  return formatInteger(integer, parsed);
}

function pad(text: string, spec: Spec, align: string): string {
  const missing = spec.width - lengthOf(text);
  if (missing <= 0) return text;
  const before = align === '^' ? missing >> 1 : align === '>' ? missing : 0;
  return spec.fill.repeat(before) + text + spec.fill.repeat(missing - before);
}

function formatText(
  text: string,
  spec: Spec,
  [, , , sign, , alternate, , , grouping]: RegExpExecArray,
): string | undefined {
  const { type, precision } = spec;
  if (type !== undefined && type !== 's') raise('ValueError', `Unknown format code '${type}' for object of type 'str'`);
  if (sign !== undefined || alternate !== undefined || grouping !== undefined || spec.align === '=') {
    raise('ValueError', 'not allowed in string format specifier');
  }
  const shown = precision === undefined ? text : letters(text).slice(0, precision).join('');
  return pad(shown, spec, spec.align ?? '<');
}

const RADIX: Readonly<Record<string, number>> = { b: 2, o: 8, x: 16, X: 16, d: 10 };

function formatInteger(value: bigint, spec: Spec): string | undefined {
  const { type = 'd' } = spec;
  if ('eEfFgG%'.includes(type)) return formatFloat(toFloat(value), spec);
  if (spec.precision !== undefined) raise('ValueError', 'Precision not allowed in integer format specifier');
  if (type === 'c' || type === 'n') return undefined;
  const radix = RADIX[type];
  if (radix === undefined) raise('ValueError', `Unknown format code '${type}' for object of type 'int'`);
  if (spec.grouping === ',' && radix !== 10) raise('ValueError', `Cannot specify ',' with '${type}'.`);
  const digits = (value < 0n ? -value : value).toString(radix);
  const prefix = spec.alternate && radix !== 10 ? `0${type}` : '';
  return number(value < 0n, prefix, type === 'X' ? digits.toUpperCase() : digits, '', spec, radix === 10 ? 3 : 4);
}

function formatFloat(value: number, spec: Spec): string | undefined {
  if (spec.alternate || spec.type === 'n') return undefined;
  const { type } = spec;
  const negative = value < 0 || Object.is(value, -0);
  const size = Math.abs(value);
  const percent = type === '%';
  if (!Number.isFinite(value)) {
    const shown = Number.isNaN(value) ? 'nan' : 'inf';
    return number(
      value < 0,
      '',
      '',
      (type === 'F' || type === 'E' || type === 'G' ? shown.toUpperCase() : shown) + (percent ? '%' : ''),
      spec,
      3,
    );
  }
  if (type !== undefined && !'eEfFgG%'.includes(type)) {
    raise('ValueError', `Unknown format code '${type}' for object of type 'float'`);
  }
  const text = floatDigits(size, spec);
  if (text === undefined) return undefined;
  const [, whole = '', rest = ''] = /^(\d*)([^]*)$/.exec(text) ?? [];
  return number(negative, '', whole, rest, spec, 3);
}

function floatDigits(size: number, { type, precision }: Spec): string | undefined {
  switch (type) {
    case undefined: {
      if (precision === undefined) return reprFloat(size);
      return general(size, precision === 0 ? 1 : precision, true);
    }
    case 'f':
    case 'F':
      return fixed(size, precision ?? 6);
    case '%':
      return `${fixed(size * 100, precision ?? 6)}%`;
    case 'e':
    case 'E': {
      const { digits, exponent } = significant(size, (precision ?? 6) + 1);
      const text = withExponent(digits, exponent);
      return type === 'E' ? text.toUpperCase() : text;
    }
    case 'g':
    case 'G': {
      const text = general(size, precision === 0 ? 1 : (precision ?? 6), false);
      return type === 'G' ? text.toUpperCase() : text;
    }
    default:
      return undefined;
  }
}

/** `g`, and the form without a letter (`point`: at least one digit behind the point, exponent one earlier). */
function general(size: number, precision: number, point: boolean): string {
  const { digits, exponent } = significant(size, precision);
  const bare = digits.replace(/0+$/, '') || '0';
  if (exponent < -4 || exponent >= (point ? precision - 1 || 1 : precision)) {
    if (!(point && exponent >= 0 && exponent < precision - 1)) return withExponent(bare, exponent);
  }
  if (exponent < 0) return `0.${'0'.repeat(-exponent - 1)}${bare}`;
  const whole = bare.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  const rest = bare.slice(exponent + 1);
  return rest === '' ? (point ? `${whole}.0` : whole) : `${whole}.${rest}`;
}

/** Sign, prefix, grouped digits and rest, filled up to the width. */
function number(negative: boolean, prefix: string, whole: string, rest: string, spec: Spec, every: number): string {
  const sign = (negative ? '-' : spec.sign === '-' ? '' : spec.sign) + prefix;
  const { grouping } = spec;
  const align = spec.align ?? '>';
  let digits = whole;
  if (grouping !== undefined) {
    const least = align === '=' && spec.fill === '0' ? spec.width - sign.length - rest.length : 0;
    digits = group(whole, grouping, every, least);
  }
  const text = digits + rest;
  if (align !== '=') return pad(sign + text, spec, align);
  return sign + spec.fill.repeat(Math.max(0, spec.width - sign.length - text.length)) + text;
}

function group(digits: string, mark: string, every: number, least: number): string {
  const cut = (text: string): string => {
    const parts: string[] = [];
    for (let end = text.length; end > 0; end -= every) parts.unshift(text.slice(Math.max(0, end - every), end));
    return parts.join(mark);
  };
  let text = digits;
  // Zeros of the width are grouped as well, and a group does not begin with the mark.
  while (cut(text).length < least) text = `0${text}`;
  return cut(text);
}
