import type { Literal } from '../../common/literal';
import type { Ranged } from '../ast';

/**
 * A value while a file is interpreted. Lists, dicts and sets change in place, as in Python: two names may hold the same
 * one. Everything that is not one of the plain kinds (functions, classes, instances, modules, what a library brings) is a
 * `HostObject`.
 */
export type PyValue =
  | { readonly kind: 'none' | 'ellipsis' }
  | { readonly kind: 'notImplemented' }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'integer'; readonly value: bigint }
  | { readonly kind: 'float'; readonly value: number }
  /** Bytes: a letter (U+0000 to U+00FF) for each. */
  | { readonly kind: 'string' | 'bytes'; readonly value: string }
  | { readonly kind: 'tuple'; readonly items: readonly PyValue[] }
  | PyList
  | PySet
  | PyDict
  | HostObject
  | UnknownPyValue;

export interface PyList {
  readonly kind: 'list';
  readonly items: PyValue[];
}

/** In the order in which members were added; Python's own order is not known, so it is never relied on. */
export interface PySet {
  readonly kind: 'set';
  readonly frozen: boolean;
  readonly items: PyValue[];
}

export interface PyDict {
  readonly kind: 'dict';
  readonly entries: { key: PyValue; value: PyValue }[];
}

export interface UnknownPyValue {
  readonly kind: 'unknown';
  /** One sentence for the user, about the value. */
  readonly reason: string;
  /** It is data (text, numbers, a date, a clause): nothing that is called on it has an effect on anything else. */
  readonly inert?: true;
  /** Methods that may have one all the same: names that the project gave a meaning. */
  readonly acting?: ReadonlySet<string>;
  /** It is a text that begins with this. */
  readonly beginning?: string;
}

/** Where something is called, as far as the file that is read is concerned. */
export interface Site {
  /** In the file that is read: of a call inside a helper of another file, the call that led there. */
  readonly place: Ranged;
  readonly interpreter: Caller;
}

/** What a library may ask of the interpreter. */
export interface Caller {
  /** Calls a value; raises what it raises (`PyRaised`). */
  call(callee: PyValue, args: CallArguments, place: Ranged): PyValue;
  getAttribute(object: PyValue, name: string, place: Ranged): PyValue;
  /** `str(value)`; undefined when it is not known. */
  str(value: PyValue): string | undefined;
  /** `repr(value)`; undefined when it is not known. */
  repr(value: PyValue): string | undefined;
  /** What `for` goes through; undefined when it is not known. Raises when the value is not iterable. */
  iterate(value: PyValue, place: Ranged): readonly PyValue[] | undefined;
  /** `bool(value)`; undefined when it is not known. */
  truth(value: PyValue): boolean | undefined;
}

export interface CallArguments {
  readonly positional: readonly PyValue[];
  readonly keywords: ReadonlyMap<string, PyValue>;
}

/**
 * An object whose behaviour is TypeScript. A method that is not overridden answers as an object without that ability
 * does in Python. Raise Python's exceptions by `raise` (exception.ts). Operands and arguments that are `unknown`, also
 * inside tuples, lists, dicts and sets, never reach `call`, `getItem`, `binary`: the result is unknown with their reason.
 * An object with `takesUnknown` gets them.
 */
export abstract class HostObject {
  readonly kind = 'host';
  /** `type(x).__name__`. */
  abstract readonly typeName: string;
  /** Its `call` deals with unknown arguments itself: whatever records effects must. */
  readonly takesUnknown: boolean = false;
  /** What it is as plain data, where Python's value has such a form (dates, UUIDs, decimals, enum members). */
  literal?(): Literal | undefined;

  /** `x.name`; undefined: there is none (AttributeError). */
  getAttribute(_name: string, _site: Site): PyValue | undefined {
    return undefined;
  }

  /** `x.name = value`; false: not possible (AttributeError). */
  setAttribute(_name: string, _value: PyValue, _site: Site): boolean {
    return false;
  }

  /** `x(...)`; undefined: not callable (TypeError). */
  call(_args: CallArguments, _site: Site): PyValue | undefined {
    return undefined;
  }

  /** What `x(...)` gives when not even how many arguments there are is known. Not there: it may do anything then. */
  callWithUnknown?(reason: string): PyValue;

  /** `x[key]`; undefined: not subscriptable (TypeError). */
  getItem(_key: PyValue, _site: Site): PyValue | undefined {
    return undefined;
  }

  /** `x[key] = value`; false: not possible (TypeError). */
  setItem(_key: PyValue, _value: PyValue, _site: Site): boolean {
    return false;
  }

  /**
   * `x operator other`, or `other operator x` when `reflected`, for arithmetic, `&`, `|`, `@` and the comparisons `==`,
   * `!=`, `<`, `<=`, `>`, `>=`. Undefined: NotImplemented.
   */
  binary(_operator: string, _other: PyValue, _reflected: boolean, _site: Site): PyValue | undefined {
    return undefined;
  }

  /** `-x`, `+x`, `~x`; undefined: TypeError. */
  unary(_operator: string, _site: Site): PyValue | undefined {
    return undefined;
  }

  /** `item in x`; undefined: asked of `iterate`. */
  contains(_item: PyValue, _site: Site): PyValue | undefined {
    return undefined;
  }

  /** What `for` goes through; undefined: not iterable (TypeError). `'unknown'`: not known. */
  iterate(_site: Site): readonly PyValue[] | 'unknown' | undefined {
    return undefined;
  }

  /** `bool(x)`; undefined: not known. */
  truth(_site: Site): boolean | undefined {
    return true;
  }

  /** `str(x)`; undefined: not known. */
  str(_site: Site): string | undefined {
    return undefined;
  }

  /**
   * `class name(x): ...` with what its body bound; undefined: the class is unknown. Not there: x is no class whose
   * subclasses are known. `bases`: all classes it derives from, x among them.
   */
  subclass?(
    name: string,
    namespace: ReadonlyMap<string, PyValue>,
    site: Site,
    bases: readonly PyValue[],
  ): PyValue | undefined;

  /** Of a class of exceptions: `PyRaised.type` of those it catches (subclasses have it among their `bases`). */
  readonly exceptionType?: string;

  /** `isinstance(value, x)`; undefined: not known. Not there: x is no class whose instances are known. */
  isInstance?(value: PyValue): boolean | undefined;

  /** `with x as value`; undefined: not a context manager. */
  enter(_site: Site): PyValue | undefined {
    return undefined;
  }

  /** The end of the `with` block. `raised`: an exception leaves it (it goes on). */
  exit(_raised: boolean, _site: Site): void {
    // Nothing to end.
  }
}

export const PY_NONE: PyValue = { kind: 'none' };

export function unknownPy(reason: string): UnknownPyValue {
  return { kind: 'unknown', reason };
}

/** A text of which only the beginning is known. */
export function unknownText(beginning: string, reason: string): UnknownPyValue {
  return beginning === '' ? unknownData(reason) : { kind: 'unknown', reason, inert: true, beginning };
}

/** What is made of an unknown value: as much of it holds as for the value, but the text is another. */
export function madeOf(unknown: UnknownPyValue): UnknownPyValue {
  return unknown.beginning === undefined ? unknown : unknownData(unknown.reason);
}

/** An unknown value that is nothing but data. */
export function unknownData(reason: string): UnknownPyValue {
  return { kind: 'unknown', reason, inert: true };
}
