import type { Expression, Parameter, Statement } from '../ast';
import { raise } from './exception';
import { Names } from './deferred';
import type { PyValue } from './value';
import { namesOf, type NameUse } from './names';

/** A file while it is interpreted. */
export interface Module {
  /** Dotted; of the file that is read `__main__`. */
  readonly name: string;
  readonly isPackage: boolean;
  /** It is the file that is read, whose places are told to the user. */
  readonly isMain: boolean;
  readonly text: string;
  /** Modules that `import *` came from, the last first: they are asked for names the file does not bind. */
  readonly stars: PyValue[];
  /** Why a name that is not bound may be bound all the same. */
  mayHold: string | undefined;
}

/** A loop that is running. */
export interface Loop {
  readonly body: readonly Statement[];
  /** Why it is not known which parts of it ran. */
  perhaps?: string;
  /** It may have been left before its end. */
  perhapsLeft?: boolean;
}

/** One run of a function, a class body or a module. */
export interface Frame {
  /** What `yield` does; undefined outside generators. */
  readonly onYield?: (value: PyValue) => PyValue;
  /** Why what it returns is not known: it may have returned before. */
  perhapsReturned?: string;
  /** What is run, for a function. */
  readonly body?: readonly Statement[];
  /** The loops that are running, the innermost last. */
  loops?: Loop[];
  /** For `super()`. */
  readonly definedIn?: PyValue;
  readonly self?: PyValue;
}

/** Where a name is kept that a scope does not keep itself. */
const NONE: NameUse = { locals: new Set(), globals: new Set(), nonlocals: new Set(), yields: false };

/** Names and what they hold, inside others. */
export class Scope {
  readonly names = new Names();

  constructor(
    readonly kind: 'module' | 'function' | 'class' | 'comprehension',
    readonly module: Module,
    readonly frame: Frame,
    /** The scope around it; of a module undefined. */
    readonly outer?: Scope,
    readonly use: NameUse = NONE,
  ) {}

  /** The scope of the file. */
  get top(): Scope {
    return this.outer?.top ?? this;
  }

  /** The scope a name is bound in by an assignment here. */
  owner(name: string): Scope {
    if (this.use.globals.has(name)) return this.top;
    if (this.use.nonlocals.has(name)) {
      for (let scope = this.outer; scope !== undefined; scope = scope.outer) {
        if (scope.kind === 'function' && scope.use.locals.has(name)) return scope;
      }
    }
    return this;
  }

  /** The scope in which `name := value` binds here: comprehensions bind around themselves. */
  get assigning(): Scope {
    return this.kind === 'comprehension' && this.outer ? this.outer.assigning : this;
  }

  set(name: string, value: PyValue): void {
    this.owner(name).names.set(name, value);
  }

  /** Unbinds a name; false when it was not bound. */
  remove(name: string): boolean {
    return this.owner(name).names.delete(name);
  }

  /**
   * What a name holds in this scope or those around it; undefined: neither has it (builtins remain).
   * @throws PyRaised UnboundLocalError, NameError
   */
  get(name: string): PyValue | undefined {
    if (this.use.globals.has(name)) return this.top.names.get(name);
    const own = this.use.nonlocals.has(name) ? undefined : this.names.get(name);
    if (own !== undefined) return own;
    if (this.kind === 'function' && this.use.locals.has(name)) {
      raise('UnboundLocalError', `local variable '${name}' is read before it is assigned`, ['NameError', 'Exception']);
    }
    for (let scope = this.outer; scope !== undefined; scope = scope.outer) {
      if (scope.kind === 'class') continue;
      const value = scope.names.get(name);
      if (value !== undefined) return value;
      if (scope.use.globals.has(name)) return this.top.names.get(name);
      if (scope.kind === 'function' && scope.use.locals.has(name)) {
        raise('NameError', `free variable '${name}' is read before it is assigned`);
      }
    }
    return undefined;
  }

  /** The function around, or this one, that holds a name. */
  holder(name: string): Scope | undefined {
    return this.kind === 'function' && this.names.has(name) ? this : this.outer?.holder(name);
  }

  /** The same without raising: undefined also where Python would raise. */
  peek(name: string, inside = true): PyValue | undefined {
    if (this.use.globals.has(name)) return this.top.names.get(name);
    // The names of a class are not seen from the functions in it.
    if (this.kind !== 'class' || inside) {
      const value = this.names.get(name);
      if (value !== undefined) return value;
      if (this.kind === 'function' && this.use.locals.has(name)) return undefined;
    }
    return this.outer?.peek(name, false);
  }
}

/** Has something done to what a name of the file holds, once it is known; false: it is known, or bound further inside. */
export function whenFound(scope: Scope, name: string, act: (value: PyValue) => void): boolean {
  for (let inner = scope; inner.outer !== undefined; inner = inner.outer) {
    if (inner.names.has(name)) return false;
  }
  return scope.top.names.whenFound(name, act);
}

const USES = new WeakMap<object, NameUse>();

/** Which names a function's body binds, and where. */
export function useOf(key: object, parameters: readonly Parameter[], body: readonly Statement[] | Expression): NameUse {
  const known = USES.get(key);
  if (known !== undefined) return known;
  const use = namesOf(parameters, body);
  USES.set(key, use);
  return use;
}
