import { seen } from '../lost';
import type { PyValue, Site } from '../value';
import { reprFloat } from './float';
import { reprBytes, reprText } from './letters';
import { hasPlainRepr } from './specialDicts';

/** Values nested deeper than this are not shown. */
const MAX_DEPTH = 100;
/** Texts longer than this are not put together. */
const MAX_LENGTH = 10_000_000;

/** What the `repr` of objects beyond the plain kinds is: `HostObject` knows only its `str`. */
export interface Represented {
  /** `repr(x)`; undefined: not known. */
  repr(site: Site): string | undefined;
}

function isRepresented(value: object): value is Represented {
  return 'repr' in value && typeof value.repr === 'function';
}

/** `repr(value)`; undefined when it is not known. */
export function repr(value: PyValue, site: Site): string | undefined {
  return represent(value, site, []);
}

/** `str(value)`; undefined when it is not known. */
export function str(raw: PyValue, site: Site): string | undefined {
  const value = seen(raw);
  if (value.kind === 'string') return value.value;
  return value.kind === 'host' ? value.str(site) : repr(value, site);
}

function represent(raw: PyValue, site: Site, outer: readonly PyValue[]): string | undefined {
  const value = seen(raw);
  if (outer.length > MAX_DEPTH) return undefined;
  switch (value.kind) {
    case 'none':
      return 'None';
    case 'ellipsis':
      return 'Ellipsis';
    case 'notImplemented':
      return 'NotImplemented';
    case 'boolean':
      return value.value ? 'True' : 'False';
    case 'integer':
      return value.value.toString();
    case 'float':
      return reprFloat(value.value);
    case 'string':
      return reprText(value.value);
    case 'bytes':
      return reprBytes(value.value);
    case 'host':
      return isRepresented(value) ? value.repr(site) : undefined;
    case 'unknown':
      return undefined;
    case 'tuple':
    case 'list': {
      if (outer.includes(value)) return value.kind === 'list' ? '[...]' : '(...)';
      const items = joined(value.items, (item) => represent(item, site, [...outer, value]));
      if (items === undefined || value.kind === 'list') return items && `[${items.text}]`;
      return value.items.length === 1 ? `(${items.text},)` : `(${items.text})`;
    }
    case 'set': {
      // Python fixes no order of several.
      if (value.items.length > 1) return undefined;
      const items = joined(value.items, (item) => represent(item, site, [...outer, value]));
      if (items === undefined) return undefined;
      const set = items.text === '' ? '' : `{${items.text}}`;
      if (value.frozen) return `frozenset(${set})`;
      return set === '' ? 'set()' : set;
    }
    case 'dict': {
      if (!hasPlainRepr(value)) return undefined;
      if (outer.includes(value)) return '{...}';
      const entries = joined(value.entries, (entry) => {
        const key = represent(entry.key, site, [...outer, value]);
        const text = key === undefined ? undefined : represent(entry.value, site, [...outer, value]);
        return key === undefined || text === undefined ? undefined : `${key}: ${text}`;
      });
      return entries && `{${entries.text}}`;
    }
  }
}

function joined<T>(items: readonly T[], show: (item: T) => string | undefined): { text: string } | undefined {
  const parts: string[] = [];
  let length = 0;
  for (const item of items) {
    const text = show(item);
    if (text === undefined) return undefined;
    parts.push(text);
    length += text.length;
    if (length > MAX_LENGTH) return undefined;
  }
  return { text: parts.join(', ') };
}
