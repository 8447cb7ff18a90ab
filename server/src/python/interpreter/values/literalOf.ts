import type { Literal } from '../../../common/literal';
import { seen } from '../lost';
import type { PyValue } from '../value';
import { reprFloat } from './float';

/** Values nested deeper than this are not turned into literals. */
const MAX_DEPTH = 50;

/** A value as plain data; undefined where it has no such form, or is not known. */
export function literalOf(raw: PyValue, depth = 0): Literal | undefined {
  const value = seen(raw);
  if (depth > MAX_DEPTH) return undefined;
  switch (value.kind) {
    case 'none':
      return { kind: 'none' };
    case 'boolean':
      return { kind: 'boolean', value: value.value };
    case 'integer':
      return { kind: 'integer', value: value.value };
    case 'float':
      return { kind: 'float', text: reprFloat(value.value) };
    case 'string':
    case 'bytes':
      return { kind: value.kind, value: value.value };
    case 'tuple':
    case 'list': {
      const items: Literal[] = [];
      for (const item of value.items) {
        const literal = literalOf(item, depth + 1);
        if (literal === undefined) return undefined;
        items.push(literal);
      }
      return { kind: value.kind, items };
    }
    case 'dict': {
      const entries: (readonly [Literal, Literal])[] = [];
      for (const entry of value.entries) {
        const key = literalOf(entry.key, depth + 1);
        const literal = literalOf(entry.value, depth + 1);
        if (key === undefined || literal === undefined) return undefined;
        entries.push([key, literal]);
      }
      return { kind: 'dict', entries };
    }
    case 'host':
      return value.literal?.();
    default:
      return undefined;
  }
}
