import { raise } from '../exception';
import type { CallArguments, PyValue, Site } from '../value';
import { truth } from '../values/truth';
import { repr, str } from '../values/repr';
import { BoundMethod, UserFunction } from './function';
import { OwnObject } from './own';
import { Descriptor, type UserClass } from './userClass';

const BINARY: Readonly<Record<string, readonly [string, string]>> = {
  '+': ['__add__', '__radd__'],
  '-': ['__sub__', '__rsub__'],
  '*': ['__mul__', '__rmul__'],
  '/': ['__truediv__', '__rtruediv__'],
  '//': ['__floordiv__', '__rfloordiv__'],
  '%': ['__mod__', '__rmod__'],
  '**': ['__pow__', '__rpow__'],
  '&': ['__and__', '__rand__'],
  '|': ['__or__', '__ror__'],
  '^': ['__xor__', '__rxor__'],
  '<<': ['__lshift__', '__rlshift__'],
  '>>': ['__rshift__', '__rrshift__'],
  '@': ['__matmul__', '__rmatmul__'],
  '==': ['__eq__', '__eq__'],
  '!=': ['__ne__', '__ne__'],
  '<': ['__lt__', '__gt__'],
  '<=': ['__le__', '__ge__'],
  '>': ['__gt__', '__lt__'],
  '>=': ['__ge__', '__le__'],
};

const UNARY: Readonly<Record<string, string>> = { '-': '__neg__', '+': '__pos__', '~': '__invert__' };

/** An object of a class of the file. */
export class UserInstance extends OwnObject {
  readonly attributes = new Map<string, PyValue>();
  override readonly changeable: boolean = true;
  override readonly takesUnknown = true;

  constructor(
    readonly cls: UserClass,
    /** What it was made with, where it is an exception. */
    public args: readonly PyValue[] = [],
  ) {
    super();
  }

  get typeName(): string {
    return this.cls.name;
  }

  override getAttribute(name: string, site: Site): PyValue | undefined {
    const inClass = this.cls.find(name);
    if (inClass instanceof Descriptor && inClass.typeName === 'property') {
      return site.interpreter.call(inClass.callee, { positional: [this], keywords: new Map() }, site.place);
    }
    const own = this.attributes.get(name);
    if (own !== undefined) return own;
    if (inClass !== undefined) return this.#bind(inClass);
    if (name === '__class__') return this.cls;
    if (name === 'args' && this.cls.exceptionBase) return { kind: 'tuple', items: this.args };
    if (name === '__dict__') {
      const entries = [...this.attributes].map(([key, value]) => ({
        key: { kind: 'string', value: key } as const,
        value,
      }));
      return { kind: 'dict', entries };
    }
    const fallback = name.startsWith('__') ? undefined : this.cls.find('__getattr__');
    return fallback && this.#call('__getattr__', [{ kind: 'string', value: name }], site);
  }

  override peekAttribute(name: string): PyValue | undefined {
    const inClass = this.cls.find(name);
    if (inClass instanceof Descriptor && inClass.typeName === 'property') return undefined;
    return this.attributes.get(name) ?? (inClass && this.#bind(inClass));
  }

  #bind(value: PyValue): PyValue {
    if (value instanceof UserFunction) return new BoundMethod(value, this);
    if (value instanceof Descriptor) {
      return value.typeName === 'classmethod' ? new BoundMethod(value.callee, this.cls) : value.callee;
    }
    return value;
  }

  override setAttribute(name: string, value: PyValue, site: Site): boolean {
    const inClass = this.cls.find(name);
    if (inClass instanceof Descriptor && inClass.typeName === 'property') {
      if (inClass.setter === undefined) return false;
      site.interpreter.call(inClass.setter, { positional: [this, value], keywords: new Map() }, site.place);
      return true;
    }
    if (this.cls.find('__setattr__') !== undefined) {
      this.#call('__setattr__', [{ kind: 'string', value: name }, value], site);
      return true;
    }
    this.attributes.set(name, value);
    return true;
  }

  /** Calls a method of the class; undefined: it has none. */
  #call(name: string, args: readonly PyValue[], site: Site): PyValue | undefined {
    const method = this.cls.find(name);
    if (method === undefined) return undefined;
    return site.interpreter.call(this.#bind(method), { positional: args, keywords: new Map() }, site.place);
  }

  override call(args: CallArguments, site: Site): PyValue | undefined {
    const method = this.cls.find('__call__');
    return method && site.interpreter.call(this.#bind(method), args, site.place);
  }

  override getItem(key: PyValue, site: Site): PyValue | undefined {
    return this.#call('__getitem__', [key], site);
  }

  override setItem(key: PyValue, value: PyValue, site: Site): boolean {
    return this.#call('__setitem__', [key, value], site) !== undefined;
  }

  override binary(operator: string, other: PyValue, reflected: boolean, site: Site): PyValue | undefined {
    const names = BINARY[operator];
    const answer = names && this.#call(reflected ? names[1] : names[0], [other], site);
    if (answer !== undefined) return answer;
    if (this.cls.fields && (operator === '==' || operator === '!=')) return this.#equalFields(other, operator, site);
    if (operator !== '!=') return undefined;
    const equal = this.#call('__eq__', [other], site);
    if (equal === undefined || equal.kind === 'notImplemented') return undefined;
    const same = truth(equal, site);
    return same === undefined ? equal : { kind: 'boolean', value: !same };
  }

  #equalFields(other: PyValue, operator: string, site: Site): PyValue | undefined {
    if (!(other instanceof UserInstance) || other.cls !== this.cls) return undefined;
    const tuple = (one: UserInstance): PyValue => ({ kind: 'tuple', items: [...one.attributes.values()] });
    const same = JSON.stringify([repr(tuple(this), site)]) === JSON.stringify([repr(tuple(other), site)]);
    return { kind: 'boolean', value: same === (operator === '==') };
  }

  override unary(operator: string, site: Site): PyValue | undefined {
    const name = UNARY[operator];
    return name === undefined ? undefined : this.#call(name, [], site);
  }

  override contains(item: PyValue, site: Site): PyValue | undefined {
    return this.#call('__contains__', [item], site);
  }

  override truth(site: Site): boolean | undefined {
    const own = this.#call('__bool__', [], site) ?? this.#call('__len__', [], site);
    return own === undefined ? true : truth(own, site);
  }

  override str(site: Site): string | undefined {
    const own = this.#call('__str__', [], site);
    if (own !== undefined) return own.kind === 'string' ? own.value : undefined;
    if (this.cls.exceptionBase && this.cls.find('__repr__') === undefined)
      return exceptionText(this.args, this.cls.exceptionBase.name, site);
    return this.repr(site);
  }

  override repr(site: Site): string | undefined {
    const own = this.#call('__repr__', [], site);
    if (own !== undefined) return own.kind === 'string' ? own.value : undefined;
    if (this.cls.exceptionBase) return exceptionRepr(this.cls.name, this.args, site);
    return undefined;
  }

  override children(): Iterable<PyValue> {
    return [...this.attributes.values(), ...this.args, this.cls];
  }
}

/** `str(exception)` */
export function exceptionText(args: readonly PyValue[], name: string, site: Site): string | undefined {
  const [first] = args;
  if (first === undefined) return '';
  if (args.length > 1) return repr({ kind: 'tuple', items: args }, site);
  return name === 'KeyError' ? repr(first, site) : str(first, site);
}

/** `repr(exception)` */
export function exceptionRepr(name: string, args: readonly PyValue[], site: Site): string | undefined {
  const shown = args.map((value) => repr(value, site));
  return shown.includes(undefined) ? undefined : `${name}(${shown.join(', ')})`;
}

/** `len(x)` of an object of the file; undefined: it has none. */
export function lengthOfInstance(instance: UserInstance, site: Site): PyValue | undefined {
  const method = instance.getAttribute('__len__', site);
  return method && site.interpreter.call(method, { positional: [], keywords: new Map() }, site.place);
}

/** Raises what an object cannot do. */
export function cannot(instance: UserInstance, what: string): never {
  raise('TypeError', `'${instance.typeName}' object ${what}`);
}
