import { plainTruth } from '../../plainValue';
import { seen } from '../lost';
import type { PyValue, Site } from '../value';

/** `bool(value)`; undefined when it is not known. */
export function truth(raw: PyValue, site: Site): boolean | undefined {
  const value = seen(raw);
  switch (value.kind) {
    case 'float':
      return value.value !== 0;
    case 'host':
      return value.truth(site);
    case 'notImplemented':
    case 'unknown':
      return undefined;
    default:
      return plainTruth(value);
  }
}
