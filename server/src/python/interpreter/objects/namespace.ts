import { raise } from '../exception';
import { pyDictOf } from '../make';
import { callMethod } from '../methods';
import type { Scope } from '../scope';
import { type PyValue, type Site, unknownPy } from '../value';
import { repr } from '../values/repr';
import { NativeFunction } from './native';
import { OwnObject } from './own';

/** `globals()`: the names of a file, which an assignment changes. */
export class NamespaceDict extends OwnObject {
  readonly typeName = 'dict';

  constructor(private readonly scope: Scope) {
    super();
  }

  #get(key: PyValue): PyValue | undefined {
    if (key.kind !== 'string') return undefined;
    const value = this.scope.names.get(key.value);
    if (value !== undefined) return value;
    const { mayHold } = this.scope.module;
    if (mayHold !== undefined) return unknownPy(mayHold);
    return key.value.startsWith('__') ? unknownPy(`It is '${key.value}' of the module.`) : undefined;
  }

  override getItem(key: PyValue, site: Site): PyValue {
    if (key.kind === 'unknown') return unknownPy(key.reason);
    return this.#get(key) ?? raise('KeyError', repr(key, site) ?? '', ['LookupError', 'Exception']);
  }

  override setItem(key: PyValue, value: PyValue): boolean {
    if (key.kind === 'string') this.scope.names.set(key.value, value);
    else {
      const reason = 'A name of the module was assigned that is not known.';
      for (const name of this.scope.names.keys()) this.scope.names.set(name, unknownPy(reason));
      this.scope.module.mayHold ??= reason;
    }
    return true;
  }

  override contains(item: PyValue): PyValue {
    if (item.kind === 'unknown') return item;
    return { kind: 'boolean', value: this.#get(item) !== undefined };
  }

  override getAttribute(name: string): PyValue | undefined {
    if (name === 'get') {
      return new NativeFunction(
        name,
        ({ positional: [key, otherwise] }) => (key && this.#get(key)) ?? otherwise ?? { kind: 'none' },
      );
    }
    if (name === 'items' || name === 'keys' || name === 'values' || name === 'copy') {
      return new NativeFunction(name, (args, site) => callMethod(pyDictOf(this.scope.names), name, args, site));
    }
    return unknownPy(`It is '${name}' of the names of the module, which is not followed.`);
  }

  override iterate(): readonly PyValue[] {
    return [...this.scope.names.keys()].map((name) => ({ kind: 'string', value: name }));
  }
}
