import type { PyValue } from '../value';

/** A module of Python's library; undefined: it is none that is followed. */
export function nativeModule(_name: string): PyValue | undefined {
  return undefined;
}
