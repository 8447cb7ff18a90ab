import type { Scope } from '../scope';
import type { CallArguments, PyValue, Site } from '../value';
import { OwnObject } from './own';

export type NativeCall = (args: CallArguments, site: Site) => PyValue;

/** A function of Python's library, written here. It has no effect but on what it gets. */
export class NativeFunction extends OwnObject {
  readonly typeName = 'builtin_function_or_method';

  constructor(
    readonly name: string,
    readonly run: NativeCall,
    override readonly takesUnknown = false,
  ) {
    super();
  }

  override call(args: CallArguments, site: Site): PyValue {
    return this.run(args, site);
  }

  override getAttribute(name: string): PyValue | undefined {
    return name === '__name__' ? { kind: 'string', value: this.name } : undefined;
  }

  override repr(): string | undefined {
    return undefined;
  }
}

/** A builtin that looks at the names of its caller: `locals`, `super`, `eval`. */
export class ScopedFunction extends OwnObject {
  readonly typeName = 'builtin_function_or_method';

  constructor(
    readonly name: string,
    readonly run: (args: CallArguments, scope: Scope, site: Site) => PyValue,
  ) {
    super();
  }
}

/** A module of Python's library: its names. */
export class NativeModule extends OwnObject {
  readonly typeName = 'module';

  constructor(
    readonly name: string,
    readonly names: ReadonlyMap<string, PyValue>,
    /** What other names of it are; undefined: it has none. */
    readonly others?: (name: string) => PyValue,
  ) {
    super();
  }

  override getAttribute(name: string): PyValue | undefined {
    if (name === '__name__') return { kind: 'string', value: this.name };
    return this.names.get(name) ?? this.others?.(name);
  }
}
