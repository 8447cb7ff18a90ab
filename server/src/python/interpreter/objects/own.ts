import { HostObject, type PyValue, type Site } from '../value';

/** An object of the interpreter itself: known to the last detail. */
export abstract class OwnObject extends HostObject {
  /** `repr(x)`; undefined: not known (most show where they are in memory). */
  repr(_site: Site): string | undefined {
    return undefined;
  }

  override str(site: Site): string | undefined {
    return this.repr(site);
  }

  /** What an attribute holds, where no code of the file runs to tell. */
  peekAttribute(name: string, site: Site): PyValue | undefined {
    return this.getAttribute(name, site);
  }

  /** What it holds that code which gets hold of it may change. */
  children(): Iterable<PyValue> {
    return [];
  }

  /** Its contents may change: something unknown that gets it may do so. */
  readonly changeable: boolean = false;
}
