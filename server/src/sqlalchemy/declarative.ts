import type { PyValue } from '../python/interpreter/value';
import { HostObject, unknownData, unknownPy } from '../python/interpreter/value';
import { LibraryFunction } from './notKnown';
import { Expressive } from './objects';

/** `declarative_base()`, `DeclarativeBase` and the classes that derive from it: to define one has no effect. */
class MappedClass extends HostObject {
  readonly typeName = 'DeclarativeMeta';
  override readonly takesUnknown = true;

  constructor(
    readonly name: string,
    readonly namespace: ReadonlyMap<string, PyValue>,
  ) {
    super();
  }

  /** What the body of the class bound to plain data stays; columns become attributes of another kind. */
  override getAttribute(name: string): PyValue {
    const reason = `It is '${name}' of the mapped class '${this.name}'.`;
    const own = name === '__name__' ? ({ kind: 'string', value: this.name } as const) : this.namespace.get(name);
    switch (own?.kind) {
      case 'string':
      case 'integer':
      case 'boolean':
      case 'none':
        return own;
      case 'unknown':
        return own.inert === true ? unknownData(reason) : unknownPy(reason);
      default:
        return own instanceof Expressive ? unknownData(reason) : unknownPy(reason);
    }
  }

  override call(): PyValue {
    return unknownPy(`It is an object of the mapped class '${this.name}'.`);
  }

  override subclass(name: string, namespace: ReadonlyMap<string, PyValue>): PyValue {
    return new MappedClass(name, new Map(namespace));
  }
}

/** `declarative_base(...)`. */
export function declarativeBase(): PyValue {
  return new LibraryFunction('declarative_base', () => declarativeClass(), true);
}

/** `class Base(DeclarativeBase)`. */
export function declarativeClass(): PyValue {
  return new MappedClass('Base', new Map());
}
