import { seen } from '../lost';
import type { PyValue, Site } from '../value';
import { formatValue } from './formatSpec';
import { escapeBeyondAscii } from './letters';
import { repr, str } from './repr';

/** A replacement field: conversion first, then the format specification; undefined when it is not known. */
export function replacement(
  raw: PyValue,
  conversion: string | undefined,
  spec: string,
  site: Site,
): string | undefined {
  const value = seen(raw);
  if (value.kind === 'unknown') return undefined;
  if (conversion === undefined) return formatHost(value, spec, site) ?? formatValue(value, spec, site);
  let text = conversion === 's' ? str(value, site) : repr(value, site);
  if (text !== undefined && conversion === 'a') text = escapeBeyondAscii(text);
  return text === undefined ? undefined : formatValue({ kind: 'string', value: text }, spec, site);
}

/** Objects that do not define `__format__` show their `str`. */
function formatHost(value: PyValue, spec: string, site: Site): string | undefined {
  if (value.kind !== 'host' || spec !== '') return undefined;
  const own = value.getAttribute('__format__', site);
  return own === undefined ? str(value, site) : undefined;
}
