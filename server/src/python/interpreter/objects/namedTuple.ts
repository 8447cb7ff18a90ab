import { raise } from '../exception';
import { pyInt, pyStr, pyTuple } from '../make';
import { compare } from '../operators';
import { type CallArguments, type PyValue, type Site, unknownData } from '../value';
import { repr } from '../values/repr';
import { getItem } from '../subscripts';
import { bindFields } from './dataclass';
import { BoundMethod, UserFunction } from './function';
import { OwnObject } from './own';
import { TypingName } from './typing';
import { type AnnotatedField, Descriptor } from './userClass';

/** `typing.NamedTuple` as a base. */
export function isNamedTupleBase(value: PyValue): boolean {
  return value instanceof TypingName && value.name === 'NamedTuple';
}

/** A class that `namedtuple` or `NamedTuple` makes. */
class NamedTupleClass extends OwnObject {
  readonly typeName = 'type';
  override readonly takesUnknown = true;

  constructor(
    readonly name: string,
    readonly fields: readonly { readonly name: string; readonly default?: PyValue }[],
    readonly namespace: ReadonlyMap<string, PyValue> = new Map(),
  ) {
    super();
  }

  override call(args: CallArguments, site: Site): PyValue {
    const fields = this.fields.map((field) => ({ ...field, inInit: true }));
    const values = bindFields(this.name, fields, args, site);
    return new NamedTuple(
      this,
      this.fields.map(({ name }) => values.get(name) ?? unknownData('It is a field.')),
    );
  }

  override getAttribute(name: string): PyValue | undefined {
    if (name === '_fields') return pyTuple(this.fields.map((field) => pyStr(field.name)));
    if (name === '__name__') return pyStr(this.name);
    return name.startsWith('_') ? unknownData(`It is '${name}' of a named tuple.`) : this.namespace.get(name);
  }

  override children(): Iterable<PyValue> {
    return this.namespace.values();
  }
}

class NamedTuple extends OwnObject {
  constructor(
    readonly cls: NamedTupleClass,
    readonly items: readonly PyValue[],
  ) {
    super();
  }

  get typeName(): string {
    return this.cls.name;
  }

  override getAttribute(name: string, site: Site): PyValue | undefined {
    const place = this.cls.fields.findIndex((field) => field.name === name);
    if (place >= 0) return this.items[place];
    const own = this.cls.namespace.get(name);
    if (own instanceof UserFunction) return new BoundMethod(own, this);
    if (own instanceof Descriptor && own.typeName === 'property') {
      return site.interpreter.call(own.callee, { positional: [this], keywords: new Map() }, site.place);
    }
    if (name === '__class__') return this.cls;
    if (own !== undefined) return unknownData(`It is '${name}' of a named tuple.`);
    return name.startsWith('_') || name === 'count' || name === 'index'
      ? unknownData(`It is '${name}' of a named tuple.`)
      : undefined;
  }

  override peekAttribute(name: string): PyValue | undefined {
    const place = this.cls.fields.findIndex((field) => field.name === name);
    return this.items[place];
  }

  override getItem(key: PyValue, site: Site): PyValue {
    return getItem(pyTuple(this.items), key, site);
  }

  override iterate(): readonly PyValue[] {
    return this.items;
  }

  override truth(): boolean {
    return this.items.length > 0;
  }

  override binary(operator: string, other: PyValue, _reflected: boolean, site: Site): PyValue | undefined {
    if (!/^(?:[=!<>]=|[<>])$/.test(operator)) return unknownData('It is computed from a named tuple.');
    const right = other instanceof NamedTuple ? pyTuple(other.items) : other;
    return compare(operator, pyTuple(this.items), right, site);
  }

  override repr(site: Site): string | undefined {
    const parts = this.items.map((item, index) => {
      const text = repr(item, site);
      return text && `${this.cls.fields[index]?.name ?? ''}=${text}`;
    });
    return parts.includes(undefined) ? undefined : `${this.cls.name}(${parts.join(', ')})`;
  }

  override children(): Iterable<PyValue> {
    return this.items;
  }
}

/** `len(x)` of a named tuple; undefined of anything else. */
export function lengthOfNamedTuple(value: PyValue): PyValue | undefined {
  return value instanceof NamedTuple ? pyInt(value.items.length) : undefined;
}

/** `class name(NamedTuple): ...` */
export function defineNamedTuple(
  name: string,
  annotated: readonly AnnotatedField[],
  namespace: ReadonlyMap<string, PyValue>,
): PyValue {
  const fields = annotated.map((field) => ({
    name: field.name,
    ...(field.value !== undefined && { default: field.value }),
  }));
  const names = new Set(fields.map((field) => field.name));
  return new NamedTupleClass(name, fields, new Map([...namespace].filter(([key]) => !names.has(key))));
}

/** `namedtuple(name, fields)` @throws PyRaised TypeError */
export function makeNamedTuple(name: string, fields: readonly string[], defaults: readonly PyValue[]): PyValue {
  if (defaults.length > fields.length) raise('TypeError', 'Got more default values than field names');
  const first = fields.length - defaults.length;
  return new NamedTupleClass(
    name,
    fields.map((field, index) => {
      const value = defaults[index - first];
      return { name: field, ...(value !== undefined && { default: value }) };
    }),
  );
}
