import type { Module, Scope } from '../scope';
import { type PyValue, type Site, unknownPy } from '../value';
import { OwnObject } from './own';

/** A module of the project, read when something of it is asked for. */
export class ProjectModule extends OwnObject {
  readonly typeName = 'module';
  #state: 'unread' | 'running' | 'complete' | 'broken' = 'unread';

  constructor(
    private readonly scope: Scope,
    private readonly reading: {
      /** Runs it; false when it was not followed to its end. */
      readonly run: () => boolean;
      /** It was run before. */
      readonly again: () => void;
    },
    private readonly submodule: (name: string, site: Site) => PyValue | undefined,
  ) {
    super();
  }

  get module(): Module {
    return this.scope.module;
  }

  #read(): Scope {
    if (this.#state === 'unread') {
      // Of modules that import each other, one sees what the other has bound so far.
      this.#state = 'running';
      this.#state = this.reading.run() ? 'complete' : 'broken';
    } else if (this.#state !== 'running') this.reading.again();
    return this.scope;
  }

  /** Whether names it does not have are surely not there. */
  get isComplete(): boolean {
    const scope = this.#read();
    return this.#state === 'complete' && scope.module.mayHold === undefined && scope.module.stars.length === 0;
  }

  override getAttribute(name: string, site: Site): PyValue | undefined {
    if (name === '__name__') return { kind: 'string', value: this.module.name };
    const scope = this.#read();
    const value = scope.names.get(name);
    if (value !== undefined) return value;
    const inside = this.submodule(name, site);
    if (inside !== undefined) return inside;
    return this.isComplete && !name.startsWith('__')
      ? undefined
      : unknownPy(`It is '${name}' of the module '${this.module.name}', which is not followed to its end.`);
  }

  /** What `import *` takes of it; undefined when that is not known. */
  publicNames(_site: Site): ReadonlyMap<string, PyValue> | undefined {
    const scope = this.#read();
    if (!this.isComplete || scope.names.has('__getattr__')) return undefined;
    const all = scope.names.get('__all__');
    if (all === undefined) return new Map([...scope.names].filter(([name]) => !name.startsWith('_')));
    if (all.kind !== 'list' && all.kind !== 'tuple') return undefined;
    const names = new Map<string, PyValue>();
    for (const item of all.items) {
      const value = item.kind === 'string' ? scope.names.get(item.value) : undefined;
      if (item.kind !== 'string' || value === undefined) return undefined;
      names.set(item.value, value);
    }
    return names;
  }
}
