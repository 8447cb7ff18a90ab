import type { CallArguments, PyValue } from '../python/interpreter/value';
import { HostObject, unknownData, unknownPy } from '../python/interpreter/value';
import { noteChange } from '../python/interpreter/journal';
import { OwnObject } from '../python/interpreter/objects/own';
import { UserClass } from '../python/interpreter/objects/userClass';
import { LibraryFunction } from './notKnown';
import { Expressive, LibraryObject } from './objects';
import { MetaDataObject } from './table';
import { UnknownTable } from './unknownTable';

/** Where a class has its tables; unknown where that is not known. */
type OwnMetaData = MetaDataObject | Extract<PyValue, { kind: 'unknown' }>;

/** `declarative_base()`, `DeclarativeBase` and the classes that derive from it: to define one has no effect. */
class MappedClass extends HostObject {
  readonly typeName = 'DeclarativeMeta';
  override readonly takesUnknown = true;

  constructor(
    readonly name: string,
    readonly namespace: ReadonlyMap<string, PyValue>,
    /** Null: each class that derives from it begins a metadata of its own, or of the registry it names. */
    private metadata: OwnMetaData | null,
    /** Methods of its objects that the file or the project defines; null: they are not known. */
    readonly methods: ReadonlySet<string> | null = new Set(),
  ) {
    super();
  }

  /** What the body of the class bound to plain data stays; columns become attributes of another kind. */
  override getAttribute(name: string): PyValue {
    if (name === 'metadata' && this.metadata !== null) return this.metadata;
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
      case undefined:
        // A column that is only annotated, or what another class's relationship brings.
        return this.methods?.has(name) === false && /^[a-z]\w*$/.test(name) && !OWN.has(name)
          ? unknownData(reason)
          : name === '__table__'
            ? new UnknownTable(null, reason)
            : unknownPy(reason);
      default:
        return own instanceof Expressive ? unknownData(reason) : unknownPy(reason);
    }
  }

  override setAttribute(name: string, value: PyValue): boolean {
    if (name !== 'metadata') return false;
    const before = this.metadata;
    this.metadata = metadataOf(value);
    noteChange(() => (this.metadata = before));
    return true;
  }

  override call(): PyValue {
    return rowsOf([this], `It is an object of the mapped class '${this.name}'.`);
  }

  override subclass(
    name: string,
    namespace: ReadonlyMap<string, PyValue>,
    _site: unknown,
    bases: readonly PyValue[],
  ): PyValue {
    const methods = methodsOf(namespace, bases);
    const metadata = this.#metadataBelow(name, namespace, bases);
    return new MappedClass(name, new Map(namespace), metadata, methods);
  }

  #metadataBelow(name: string, namespace: ReadonlyMap<string, PyValue>, bases: readonly PyValue[]): OwnMetaData {
    const own = namespace.get('metadata');
    if (own !== undefined) return metadataOf(own);
    const others = bases.slice(0, bases.indexOf(this));
    const mayHold = others.some((base) =>
      base instanceof UserClass ? base.find('metadata') !== undefined : base.kind === 'unknown',
    );
    if (mayHold) return unknownPy(`'${name}' may have its metadata from another class it derives from.`);
    if (this.metadata !== null) return this.metadata;
    const registry = namespace.get('registry');
    if (registry === undefined) return new MetaDataObject(null, null);
    return registry instanceof RegistryObject ? registry.metadata : metadataOf(registry);
  }
}

/** The methods of a class of mapped objects; null where a class it derives from is not known. */
function methodsOf(namespace: ReadonlyMap<string, PyValue>, bases: readonly PyValue[]): ReadonlySet<string> | null {
  const own = [...namespace].flatMap(([name, value]) => (value instanceof OwnObject ? name : []));
  const methods = new Set(own);
  for (const base of bases) {
    if (!(base instanceof MappedClass) || base.methods === null) return null;
    for (const name of base.methods) methods.add(name);
  }
  return methods;
}

/** What a query gives of entities: data, but for methods of mapped classes; or something that is not known. */
export function rowsOf(entities: readonly PyValue[], reason: string): PyValue {
  const acting = new Set<string>();
  for (const entity of entities) {
    if (entity instanceof MappedClass) {
      if (entity.methods === null) return unknownPy(reason);
      for (const name of entity.methods) acting.add(name);
    } else if (entity.kind === 'unknown' ? entity.inert !== true : !(entity instanceof LibraryObject)) {
      return unknownPy(reason);
    }
  }
  return acting.size === 0 ? unknownData(reason) : { kind: 'unknown', reason, inert: true, acting };
}

/** Names of every mapped class. */
const OWN = new Set(['metadata', 'registry', 'query', 'query_class']);

function metadataOf(value: PyValue | undefined): OwnMetaData {
  if (value === undefined || value.kind === 'none') return new MetaDataObject(null, null);
  if (value instanceof MetaDataObject || value.kind === 'unknown') return value;
  return unknownPy('It is given as a metadata, and is none.');
}

/** What `metadata=` says; nothing may be said by its place. */
function givenMetadata({ positional, keywords }: CallArguments): OwnMetaData {
  if (positional.length > 0) return unknownPy('What a declarative base is given is not followed.');
  return metadataOf(keywords.get('metadata'));
}

function baseWith(metadata: OwnMetaData): PyValue {
  return new MappedClass('Base', new Map(), metadata);
}

/** `registry(...)`. */
class RegistryObject extends LibraryObject {
  readonly typeName = 'registry';
  protected override readonly isData = false;

  constructor(readonly metadata: OwnMetaData) {
    super();
  }

  protected override member(name: string): PyValue | undefined {
    if (name === 'metadata') return this.metadata;
    if (name === 'generate_base') return new LibraryFunction(name, () => baseWith(this.metadata), true);
    if (name === 'as_declarative_base') return decoratorOf(this.metadata);
    return undefined;
  }
}

function decoratorOf(metadata: OwnMetaData): PyValue {
  return new LibraryFunction(
    'as_declarative',
    () => new LibraryFunction('decorate', () => baseWith(metadata), true),
    true,
  );
}

/** `declarative_base(...)`. */
export function declarativeBase(): PyValue {
  return new LibraryFunction('declarative_base', (args) => baseWith(givenMetadata(args)), true);
}

/** `@as_declarative(...)`. */
export function asDeclarative(): PyValue {
  return new LibraryFunction(
    'as_declarative',
    (args) => {
      const metadata = givenMetadata(args);
      return new LibraryFunction('decorate', () => baseWith(metadata), true);
    },
    true,
  );
}

/** `registry(...)`. */
export function ormRegistry(): PyValue {
  return new LibraryFunction('registry', (args) => new RegistryObject(givenMetadata(args)), true);
}

/** `class Base(DeclarativeBase)`. */
export function declarativeClass(): PyValue {
  return new MappedClass('Base', new Map(), null);
}

/** A base whose classes share one metadata. */
export function sharedBase(name: string): PyValue {
  return new MappedClass(name, new Map(), new MetaDataObject(null, null));
}
