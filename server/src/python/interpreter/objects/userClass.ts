import { noteChange } from '../journal';
import type { CallArguments, PyValue, Site } from '../value';
import type { ExceptionClass } from './exceptionClass';
import { BoundMethod, UserFunction } from './function';
import { OwnObject } from './own';

/** `staticmethod(f)`, `classmethod(f)`, `property(f)` in the body of a class. */
export class Descriptor extends OwnObject {
  constructor(
    readonly typeName: 'staticmethod' | 'classmethod' | 'property',
    readonly callee: PyValue,
    readonly setter?: PyValue,
  ) {
    super();
  }

  override getAttribute(name: string, site: Site): PyValue | undefined {
    if (this.typeName === 'property') {
      if (name === 'setter') return new SetterDecorator(this.callee);
      if (name === 'fget') return this.callee;
      return undefined;
    }
    if (name === '__func__') return this.callee;
    return this.callee.kind === 'host' ? this.callee.getAttribute(name, site) : undefined;
  }

  override call(args: CallArguments, site: Site): PyValue | undefined {
    return this.typeName === 'staticmethod' ? site.interpreter.call(this.callee, args, site.place) : undefined;
  }

  override children(): Iterable<PyValue> {
    return this.setter ? [this.callee, this.setter] : [this.callee];
  }
}

/** `@name.setter` */
class SetterDecorator extends OwnObject {
  readonly typeName = 'builtin_function_or_method';
  override readonly takesUnknown = true;

  constructor(private readonly getter: PyValue) {
    super();
  }

  override call({ positional: [setter] }: CallArguments): PyValue | undefined {
    return setter && new Descriptor('property', this.getter, setter);
  }
}

/** A class of the file with bases that are known. */
export class UserClass extends OwnObject {
  readonly typeName = 'type';
  override readonly takesUnknown = true;
  /** Itself and the classes of the file above it, in the order in which attributes are looked for. */
  readonly mro: readonly UserClass[];
  /** Python's own class of exceptions it derives from. */
  readonly exceptionBase: ExceptionClass | undefined;
  /** What `__eq__`, `__init__` and the others are that `@dataclass` makes. */
  fields: readonly Field[] | undefined;
  /** The annotated names of its body, of which `@dataclass` makes its fields. */
  annotated: readonly AnnotatedField[] = [];

  constructor(
    readonly name: string,
    readonly bases: readonly UserClass[],
    readonly namespace: Map<string, PyValue>,
    exceptionBase: ExceptionClass | undefined,
  ) {
    super();
    this.exceptionBase = exceptionBase ?? bases.find((base) => base.exceptionBase !== undefined)?.exceptionBase;
    this.mro = [this, ...merge([...bases.map(({ mro }) => [...mro]), [...bases]])];
    for (const value of namespace.values()) this.#adopt(value);
  }

  #adopt(value: PyValue): void {
    if (value instanceof UserFunction) {
      if (value.definedIn !== undefined) return;
      value.definedIn = this;
      noteChange(() => (value.definedIn = undefined));
    }
    if (value instanceof Descriptor) {
      this.#adopt(value.callee);
      if (value.setter) this.#adopt(value.setter);
    }
  }

  /** Neither an exception nor a dataclass: only its own `__init__` runs when it is called. */
  get isPlain(): boolean {
    return this.exceptionBase === undefined && this.fields === undefined;
  }

  /** What a name is in the class or those above it. */
  find(name: string): PyValue | undefined {
    for (const { namespace } of this.mro) {
      const value = namespace.get(name);
      if (value !== undefined) return value;
    }
    return undefined;
  }

  isSubclassOf(other: PyValue): boolean {
    return this.mro.some((one) => one === other);
  }

  override getAttribute(name: string): PyValue | undefined {
    const value = this.find(name);
    if (value instanceof Descriptor) {
      if (value.typeName === 'staticmethod') return value.callee;
      return value.typeName === 'classmethod' ? new BoundMethod(value.callee, this) : value;
    }
    if (value !== undefined) return value;
    return name === '__name__' || name === '__qualname__' ? { kind: 'string', value: this.name } : undefined;
  }

  override setAttribute(name: string, value: PyValue): boolean {
    this.namespace.set(name, value);
    this.#adopt(value);
    return true;
  }

  override call(args: CallArguments, site: Site): PyValue {
    return site.interpreter.call(this, args, site.place);
  }

  override children(): Iterable<PyValue> {
    return this.mro.flatMap(({ namespace }) => [...namespace.values()]);
  }
}

/** `name: type = value` in the body of a class. */
export interface AnnotatedField {
  readonly name: string;
  /** The last part of the annotation's name. */
  readonly type: string;
  readonly value?: PyValue;
}

/** A field of a dataclass. */
export interface Field {
  readonly name: string;
  readonly default?: PyValue;
  readonly factory?: PyValue;
  readonly inInit: boolean;
}

/** Orders the classes above one so that each stands before its bases (C3). */
function merge(lists: UserClass[][]): UserClass[] {
  const result: UserClass[] = [];
  for (;;) {
    const rest = lists.filter((list) => list.length > 0);
    const next = rest
      .flatMap((list) => list.slice(0, 1))
      .find((head) => !rest.some((list) => list.slice(1).includes(head)));
    if (next === undefined) return result;
    result.push(next);
    for (const list of rest) if (list[0] === next) list.shift();
  }
}
