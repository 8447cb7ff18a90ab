import { raise } from '../exception';
import { findUnknown, seen } from '../lost';
import { machineOf } from '../machine';
import { pyStr } from '../make';
import { type PyValue, type Site, unknownData } from '../value';
import { getKey } from './dict';
import { fixed, significant, withExponent } from './float';
import { escapeBeyondAscii, lengthOf, letters } from './letters';
import { integerOf, toFloat } from './number';
import { repr, str } from './repr';
import { OwnObject } from '../objects/own';

const FIELD = /%(?:\(((?:[^()]|\([^()]*\))*)\))?([-#0 +]*)(\*|\d+)?(?:\.(\*|\d+)?)?[hlL]?([^])|%/g;

/**
 * `template % operand` (library reference, "printf-style String Formatting"); unknown when a part of it is.
 * @throws PyRaised TypeError, ValueError, KeyError
 */
export function percent(template: string, raw: PyValue, site: Site): PyValue {
  const operand = seen(raw);
  const items = operand.kind === 'tuple' ? operand.items : [operand];
  let used = 0;
  let named = false;
  let text = '';
  let last = 0;
  const unknown = (): PyValue => {
    machineOf(site).mayRaise();
    return unknownData(findUnknown([operand])?.reason ?? 'It is formatted from something whose text is not known.');
  };
  for (const match of template.matchAll(FIELD)) {
    const [whole, key, flags = '', width, precision, type] = match;
    text += template.slice(last, match.index);
    last = match.index + whole.length;
    if (type === undefined) raise('ValueError', 'incomplete format');
    if (type === '%') {
      if (whole !== '%%') return unknown();
      text += '%';
      continue;
    }
    if (width === '*' || precision === '*') return unknown();
    const value = key === undefined ? items[used++] : mapped(operand, key, site);
    if (key !== undefined) named = true;
    if (value === undefined) {
      if (key !== undefined || operand.kind === 'unknown') return unknown();
      raise('TypeError', 'not enough arguments for format string');
    }
    const dotted = /\.\d*[hlL]?[^]$/.test(whole) ? Number(precision ?? 0) : undefined;
    const shown = field(seen(value), type, flags, Number(width ?? 0), dotted, site);
    if (shown === undefined) return unknown();
    text += shown;
  }
  if (operand.kind === 'unknown' && used === 0 && !named) return unknown();
  if (!named && used < items.length) {
    const mapping = used === 0 && isMapping(operand);
    if (mapping === undefined) return unknown();
    if (mapping) return pyStr(text + template.slice(last));
    raise('TypeError', 'not all arguments converted during string formatting');
  }
  return pyStr(text + template.slice(last));
}

/** What can be subscripted may be left over (`PyMapping_Check`); undefined: not known. */
function isMapping(value: PyValue): boolean | undefined {
  if (value.kind !== 'host') return value.kind === 'dict' || value.kind === 'list' || value.kind === 'bytes';
  if (!(value instanceof OwnObject)) return undefined;
  if (value.typeName === 'range' || value.typeName === 'dict') return true;
  return value.typeName === 'type' || value.typeName === 'function' || value.typeName.startsWith('dict_')
    ? false
    : undefined;
}

function mapped(operand: PyValue, key: string, site: Site): PyValue | undefined {
  if (operand.kind === 'unknown') return undefined;
  if (operand.kind === 'host') return operand.getItem(pyStr(key), site);
  if (operand.kind !== 'dict') raise('TypeError', 'format requires a mapping');
  const found = getKey(operand, pyStr(key), site);
  if (found === 'absent') raise('KeyError', `'${key}'`, ['LookupError', 'Exception']);
  return found?.value;
}

function field(
  value: PyValue,
  type: string,
  flags: string,
  width: number,
  precision: number | undefined,
  site: Site,
): string | undefined {
  if (value.kind === 'unknown' || width > 100_000 || (precision ?? 0) > 10_000) return undefined;
  if (type === 's' || type === 'r' || type === 'a') {
    const text = shownText(value, type, site);
    if (text === undefined) return undefined;
    return fill(precision === undefined ? text : letters(text).slice(0, precision).join(''), flags, width);
  }
  if (type === 'c' || flags.includes('#')) return undefined;
  if (!'diuxXoeEfFgG'.includes(type)) raise('ValueError', `unsupported format character '${type}'`);
  const integer = integerOf(value);
  if (integer === undefined && value.kind !== 'float') {
    if (value.kind === 'host') return undefined;
    raise('TypeError', `%${type} format: a real number is required`);
  }
  const digits = 'diuxXo'.includes(type)
    ? wholeDigits(value, integer, type, precision)
    : floatDigits(value.kind === 'float' ? value.value : toFloat(integer ?? 0n), type, precision);
  if (digits === undefined) return undefined;
  const negative = digits.startsWith('-');
  const sign = negative ? '-' : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';
  const size = negative ? digits.slice(1) : digits;
  if (flags.includes('0') && !flags.includes('-')) return sign + size.padStart(width - sign.length, '0');
  return fill(sign + size, flags, width);
}

function shownText(value: PyValue, type: string, site: Site): string | undefined {
  if (type === 's') return str(value, site);
  const text = repr(value, site);
  return type === 'r' || text === undefined ? text : escapeBeyondAscii(text);
}

function wholeDigits(
  value: PyValue,
  integer: bigint | undefined,
  type: string,
  precision: number | undefined,
): string | undefined {
  let whole = integer;
  if (whole === undefined && value.kind === 'float') {
    if ('xXo'.includes(type)) raise('TypeError', `%${type} format: an integer is required, not float`);
    if (!Number.isFinite(value.value)) return undefined;
    whole = BigInt(Math.trunc(value.value));
  }
  if (whole === undefined) return undefined;
  const radix = type === 'o' ? 8 : type === 'x' || type === 'X' ? 16 : 10;
  const digits = (whole < 0n ? -whole : whole).toString(radix).padStart(precision ?? 0, '0');
  return (whole < 0n ? '-' : '') + (type === 'X' ? digits.toUpperCase() : digits);
}

function floatDigits(value: number, type: string, precision = 6): string | undefined {
  if (!Number.isFinite(value)) return undefined;
  if (type === 'f' || type === 'F') return fixed(value, precision);
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  if (type === 'g' || type === 'G') return undefined;
  const { digits, exponent } = significant(Math.abs(value), precision + 1);
  const text = sign + withExponent(digits, exponent);
  return type === 'E' ? text.toUpperCase() : text;
}

function fill(text: string, flags: string, width: number): string {
  const missing = Math.max(0, width - lengthOf(text));
  return flags.includes('-') ? text + ' '.repeat(missing) : ' '.repeat(missing) + text;
}
