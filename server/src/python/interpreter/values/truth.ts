import { seen } from '../lost';
import type { PyValue, Site } from '../value';

/** `bool(value)`; undefined when it is not known. */
export function truth(raw: PyValue, site: Site): boolean | undefined {
  const value = seen(raw);
  switch (value.kind) {
    case 'none':
      return false;
    case 'ellipsis':
      return true;
    case 'boolean':
      return value.value;
    case 'integer':
      return value.value !== 0n;
    case 'float':
      return value.value !== 0;
    case 'string':
    case 'bytes':
      return value.value !== '';
    case 'tuple':
    case 'list':
    case 'set':
      return value.items.length > 0;
    case 'dict':
      return value.entries.length > 0;
    case 'host':
      return value.truth(site);
    case 'notImplemented':
    case 'unknown':
      return undefined;
  }
}
