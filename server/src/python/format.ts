import { repr, typeName, type Value } from './value';

/** `str(value)` for the types whose text is certain; undefined for the others. */
export function str(value: Value): string | undefined {
  if (value.kind === 'string') return value.value;
  return value.kind === 'integer' || value.kind === 'boolean' || value.kind === 'none' ? repr(value) : undefined;
}

/** `value!r`, for strings of plain letters and the types `str` knows. */
function certainRepr(value: Value): string | undefined {
  if (value.kind === 'string') return /^[\x20-\x7e]*$/.test(value.value) ? repr(value) : undefined;
  return str(value);
}

const SPEC = /^(?:([^{}])?([<>^]))?(0)?(\d{1,3})?([sdxXob])?$/;

/** `format(value, spec)` of strings and integers with fill, alignment, width and type; undefined for anything else. */
function formatValue(value: Value, spec: string): string | undefined {
  if (spec === '') return str(value);
  const match = SPEC.exec(spec);
  if (match === null || (value.kind !== 'string' && value.kind !== 'integer')) return undefined;
  const [, fill = ' ', align, zero, width = '0', type] = match;
  if (zero !== undefined && (align !== undefined || value.kind === 'string')) return undefined;
  if (type !== undefined && (value.kind === 'string') !== (type === 's')) return undefined;
  const text = typeof value.value === 'string' ? value.value : integer(value.value, type ?? 'd');
  if (zero !== undefined) return padZeros(text, Number(width));
  const missing = Math.max(0, Number(width) - Array.from(text).length);
  const before =
    align === '^' ? missing >> 1 : align === '>' || (align === undefined && value.kind === 'integer') ? missing : 0;
  return fill.repeat(before) + text + fill.repeat(missing - before);
}

const FIELD = /%(?:\((\w+)\))?([-0]*)(\d{0,3})([sdixXr%])|%/g;

/** `template % operand`; undefined when a conversion is not known here or the operands do not fit. */
export function percent(template: string, operand: Value): string | undefined {
  if (operand.kind === 'unknown') return undefined;
  const items = operand.kind === 'tuple' ? operand.items : [operand];
  const used = { items: 0, names: 0 };
  const text = substitute(template, FIELD, ([whole, key, flags = '', width = '', type = '%']) => {
    if (whole === '%%') return '%';
    if (type === '%') return undefined;
    if (key === undefined) return percentField(items[used.items++], type, flags, width);
    used.names++;
    const entries = operand.kind === 'dict' ? operand.entries : [];
    const entry = entries.findLast((candidate) => candidate.key.kind === 'string' && candidate.key.value === key);
    return percentField(entry?.value, type, flags, width);
  });
  const fits =
    used.names > 0 ? used.items === 0 : used.items === items.length || (used.items === 0 && operand.kind === 'dict');
  return fits ? text : undefined;
}

function percentField(value: Value | undefined, type: string, flags: string, width: string): string | undefined {
  if (value === undefined) return undefined;
  const numeric = type !== 's' && type !== 'r';
  if (numeric && value.kind !== 'integer') return undefined;
  const text =
    numeric && value.kind === 'integer'
      ? integer(value.value, type === 'i' ? 'd' : type)
      : type === 'r'
        ? certainRepr(value)
        : str(value);
  if (text === undefined) return undefined;
  if (flags.includes('-')) return text.padEnd(Number(width));
  return numeric && flags.includes('0') ? padZeros(text, Number(width)) : text.padStart(Number(width));
}

const REPLACEMENT = /\{\{|\}\}|\{([^{}!:]*)(?:!([rs]))?(?::([^{}]*))?\}|[{}]/g;

/** `template.format(*positional, **named)`; undefined when a field is not known here or has no value. */
export function formatMethod(
  template: string,
  positional: readonly Value[],
  named: ReadonlyMap<string, Value>,
): string | undefined {
  const used = { automatic: 0, numbered: 0 };
  const text = substitute(template, REPLACEMENT, ([whole, field, conversion, spec = '']) => {
    if (whole === '{{' || whole === '}}') return whole.charAt(0);
    if (field === undefined) return undefined;
    const isIndex = /^\d{1,4}$/.test(field);
    if (isIndex) used.numbered++;
    const value = field === '' ? positional[used.automatic++] : isIndex ? positional[Number(field)] : named.get(field);
    return value && replacement(value, conversion, spec);
  });
  return used.numbered > 0 && used.automatic > 0 ? undefined : text;
}

/** Replaces every match; undefined when one of them has no replacement. */
function substitute(
  template: string,
  pattern: RegExp,
  replace: (match: readonly [string, ...(string | undefined)[]]) => string | undefined,
): string | undefined {
  let text = '';
  let last = 0;
  for (const match of template.matchAll(pattern)) {
    const [whole, ...groups] = match;
    const shown = replace([whole, ...groups]);
    if (shown === undefined) return undefined;
    text += template.slice(last, match.index) + shown;
    last = match.index + whole.length;
  }
  return text + template.slice(last);
}

/** One replacement field of `str.format` or an f-string: conversion first, then the format specification. */
export function replacement(value: Value, conversion: string | undefined, spec: string): string | undefined {
  if (conversion === undefined) return formatValue(value, spec);
  const text = conversion === 's' ? str(value) : certainRepr(value);
  return text === undefined ? undefined : formatValue({ kind: 'string', value: text }, spec);
}

/** `TypeError: can only concatenate ...` and the like: operands that `+` does not take. */
export function cannotAdd(left: Value, right: Value): string {
  const name = (value: Value): string => (value.kind === 'unknown' ? 'an unknown value' : typeName(value));
  return `It adds ${name(left)} and ${name(right)}.`;
}

function integer(value: bigint, type: string): string {
  const radix = { d: 10, x: 16, X: 16, o: 8, b: 2 }[type] ?? 10;
  const text = value.toString(radix);
  return type === 'X' ? text.toUpperCase() : text;
}

function padZeros(text: string, width: number): string {
  return text.startsWith('-') ? `-${text.slice(1).padStart(width - 1, '0')}` : text.padStart(width, '0');
}
