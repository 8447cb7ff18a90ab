import { type PyValue, PY_NONE, unknownPy } from '../value';
import { BoundMethod, UserFunction } from './function';
import { NativeFunction } from './native';
import { OwnObject } from './own';
import { Descriptor, type UserClass } from './userClass';
import { UserInstance } from './userInstance';

/** `super()`: an object as the classes above one see it. */
export class SuperObject extends OwnObject {
  readonly typeName = 'super';

  constructor(
    private readonly cls: UserClass,
    private readonly self: PyValue,
  ) {
    super();
  }

  override getAttribute(name: string): PyValue | undefined {
    const own = this.self instanceof UserInstance ? this.self.cls : this.self;
    const mro = 'mro' in own && Array.isArray(own.mro) ? (own.mro as readonly UserClass[]) : [];
    for (const { namespace } of mro.slice(mro.indexOf(this.cls) + 1)) {
      const value = namespace.get(name);
      if (value === undefined) continue;
      if (value instanceof UserFunction) return new BoundMethod(value, this.self);
      if (value instanceof Descriptor) return unknownPy('It is an attribute of super() that is not followed.');
      return value;
    }
    // What `object` and `Exception` do is nothing that is kept.
    if (name === '__init__') {
      const { self } = this;
      return new NativeFunction(
        name,
        ({ positional }) => {
          if (self instanceof UserInstance && self.cls.exceptionBase) self.args = positional;
          return PY_NONE;
        },
        true,
      );
    }
    return name.startsWith('__') ? unknownPy(`It is '${name}' of super().`) : undefined;
  }
}
