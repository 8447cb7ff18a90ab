import type { Literal } from '../../../common/literal';
import { raise } from '../exception';
import { findUnknown } from '../lost';
import { pyBool, pyDictOf, pyStr } from '../make';
import { compare, operate } from '../operators';
import { callMethod, hasMethods } from '../methods';
import { literalOf } from '../values/literalOf';
import { type CallArguments, type PyValue, type Site, unknownData, unknownPy } from '../value';
import { equal } from '../values/equal';
import { integerOf } from '../values/number';
import { repr } from '../values/repr';
import { truth } from '../values/truth';
import { BoundMethod, UserFunction } from './function';
import { NativeFunction } from './native';
import { OwnObject } from './own';
import { Descriptor } from './userClass';

/** `enum.Enum` and the classes beside it. */
export class EnumBase extends OwnObject {
  readonly typeName = 'type';

  constructor(readonly name: 'Enum' | 'IntEnum' | 'StrEnum' | 'Flag' | 'IntFlag' | 'ReprEnum') {
    super();
  }
}

export const ENUM: EnumBase = new EnumBase('Enum');
export const INT_ENUM: EnumBase = new EnumBase('IntEnum');
export const STR_ENUM: EnumBase = new EnumBase('StrEnum');
export const FLAG: EnumBase = new EnumBase('Flag');
export const INT_FLAG: EnumBase = new EnumBase('IntFlag');
export const ENUM_BASES: ReadonlySet<PyValue> = new Set([ENUM, INT_ENUM, STR_ENUM, FLAG, INT_FLAG]);

/** `enum.auto()` */
export class EnumAuto extends OwnObject {
  readonly typeName = 'auto';
}

/** A class of named values. Its members are known, or it is no `EnumClass`. */
export class EnumClass extends OwnObject {
  readonly typeName = 'EnumType';
  /** By name; an alias has the member of its value. */
  readonly members = new Map<string, EnumMember>();
  /** Methods and other names of the class. */
  readonly namespace = new Map<string, PyValue>();

  constructor(
    readonly name: string,
    /** What its members are besides: texts or whole numbers. */
    readonly mixin: 'string' | 'integer' | undefined,
    readonly base: EnumBase,
    readonly above: EnumClass | undefined,
  ) {
    super();
  }

  /** The members without aliases, in order. */
  get distinct(): readonly EnumMember[] {
    return [...new Set(this.members.values())];
  }

  find(name: string): PyValue | undefined {
    return this.namespace.get(name) ?? this.above?.find(name);
  }

  override getAttribute(name: string): PyValue | undefined {
    const member = this.members.get(name);
    if (member) return member;
    if (name === '__members__') return pyDictOf(this.members);
    if (name === '__name__' || name === '__qualname__') return pyStr(this.name);
    const own = this.find(name);
    if (own instanceof Descriptor) {
      return own.typeName === 'classmethod' ? new BoundMethod(own.callee, this) : own.callee;
    }
    return own ?? (name.startsWith('__') ? unknownPy(`It is '${name}' of an enum class.`) : undefined);
  }

  override call({ positional, keywords }: CallArguments, site: Site): PyValue {
    const [value] = positional;
    if (value === undefined || positional.length > 1 || keywords.size > 0) {
      return unknownPy('It is a class made by calling an enum class.');
    }
    for (const member of this.distinct) {
      if (value === member) return member;
      const same = equal(member.value, value, site);
      if (same === undefined) return unknownData('It is a member that is not known.');
      if (same) return member;
    }
    if (this.find('_missing_')) return unknownData('It is a member that is not known.');
    raise('ValueError', `${repr(value, site) ?? 'it'} is not a valid ${this.name}`);
  }

  override getItem(key: PyValue, site: Site): PyValue {
    const member = key.kind === 'string' ? this.members.get(key.value) : undefined;
    return member ?? raise('KeyError', repr(key, site) ?? '', ['LookupError', 'Exception']);
  }

  override iterate(): readonly PyValue[] {
    return this.distinct;
  }

  override contains(item: PyValue): PyValue | undefined {
    return item instanceof EnumMember ? pyBool(item.cls === this) : unknownData('It depends on the version of Python.');
  }

  override repr(): string {
    return `<enum '${this.name}'>`;
  }

  override children(): Iterable<PyValue> {
    return this.namespace.values();
  }
}

/** A member of a class of named values. */
export class EnumMember extends OwnObject {
  constructor(
    readonly cls: EnumClass,
    readonly name: string,
    readonly value: PyValue,
  ) {
    super();
  }

  get typeName(): string {
    return this.cls.name;
  }

  override literal(): Literal | undefined {
    const value = literalOf(this.value);
    return value && { kind: 'enumMember', name: this.name, value };
  }

  /** What it is as a text or number. */
  get plain(): PyValue | undefined {
    return this.cls.mixin === undefined ? undefined : this.value;
  }

  override getAttribute(name: string, site: Site): PyValue | undefined {
    if (name === 'name' || name === '_name_') return pyStr(this.name);
    const own = this.cls.find(name);
    if (own instanceof UserFunction) return new BoundMethod(own, this);
    if (own instanceof Descriptor) {
      if (own.typeName === 'property') {
        return site.interpreter.call(own.callee, { positional: [this], keywords: new Map() }, site.place);
      }
      return own.typeName === 'classmethod' ? new BoundMethod(own.callee, this.cls) : own.callee;
    }
    if (name === 'value' || name === '_value_') return this.value;
    if (name === '__class__') return this.cls;
    if (own !== undefined) return own;
    const sibling = this.cls.members.get(name);
    if (sibling) return unknownPy('It is a member of an enum class, reached from another member.');
    const { plain } = this;
    if (plain && hasMethods(plain) && !name.startsWith('__')) {
      return new NativeFunction(name, (args, at) => callMethod(plain, name, args, at));
    }
    return undefined;
  }

  override peekAttribute(name: string): PyValue | undefined {
    return name === 'name' ? pyStr(this.name) : name === 'value' ? this.value : undefined;
  }

  override binary(operator: string, other: PyValue, reflected: boolean, site: Site): PyValue | undefined {
    const { plain } = this;
    const custom = { '==': '__eq__', '<': '__lt__', '>': '__gt__', '<=': '__le__', '>=': '__ge__' }[operator];
    if (custom !== undefined && this.cls.find(custom)) return unknownData('It is compared by a method of its own.');
    if (other instanceof EnumMember && plain === undefined) {
      return operator === '==' || operator === '!=' ? pyBool((other === this) === (operator === '==')) : undefined;
    }
    if (plain === undefined) return operator === '==' ? pyBool(false) : operator === '!=' ? pyBool(true) : undefined;
    const right = other instanceof EnumMember ? (other.plain ?? other) : other;
    if (/^(?:[=!<>]=|[<>])$/.test(operator)) return compare(operator, plain, right, site);
    if (this.cls.base === FLAG || this.cls.base === INT_FLAG) return unknownData('It is computed from flags.');
    return reflected ? operate(operator, right, plain, site) : operate(operator, plain, right, site);
  }

  override getItem(key: PyValue, site: Site): PyValue | undefined {
    return this.plain?.kind === 'string' && key.kind === 'integer'
      ? callMethod(this.plain, '__getitem__', { positional: [key], keywords: new Map() }, site)
      : undefined;
  }

  override truth(site: Site): boolean | undefined {
    if (this.cls.find('__bool__')) return undefined;
    return this.plain ? truth(this.plain, site) : this.cls.base === FLAG ? undefined : true;
  }

  override str(site: Site): string | undefined {
    const own = this.cls.find('__str__');
    if (own !== undefined) {
      const text = site.interpreter.call(
        new BoundMethod(own, this),
        { positional: [], keywords: new Map() },
        site.place,
      );
      return text.kind === 'string' ? text.value : undefined;
    }
    const { base } = this.cls;
    if (base === STR_ENUM) return this.value.kind === 'string' ? this.value.value : undefined;
    // What `str` and `format` give of the others that are numbers changed with Python 3.11.
    return base === ENUM ? `${this.cls.name}.${this.name}` : undefined;
  }

  override repr(site: Site): string | undefined {
    if (this.cls.find('__repr__') || this.cls.base === FLAG || this.cls.base === INT_FLAG) return undefined;
    const value = repr(this.value, site);
    return value && `<${this.cls.name}.${this.name}: ${value}>`;
  }
}

const PRIVATE = /^_.*_$|^__/;

/** `class name(str, Enum): ...`; unknown where its members are not known. */
export function defineEnum(
  name: string,
  bases: readonly PyValue[],
  base: EnumBase | EnumClass,
  namespace: ReadonlyMap<string, PyValue>,
  site: Site,
): PyValue {
  const above = base instanceof EnumClass ? base : undefined;
  const root = above ? above.base : (base as EnumBase);
  if (above && above.members.size > 0) raise('TypeError', `cannot extend enumeration '${above.name}'`);
  let mixin =
    above?.mixin ?? (root === STR_ENUM ? 'string' : root === INT_ENUM || root === INT_FLAG ? 'integer' : undefined);
  for (const one of bases) {
    if (one === base) continue;
    const kind = one.kind === 'host' && one.typeName === 'type' && 'name' in one ? one.name : undefined;
    if (kind === 'str') mixin = 'string';
    else if (kind === 'int') mixin = 'integer';
    else return unknownPy(`It is the enum class '${name}', which derives from something that is not known.`);
  }
  const cls = new EnumClass(name, mixin, root, above);
  const odd = ['__new__', '__init__', '_generate_next_value_', '__getattr__', '_ignore_', '__init_subclass__'];
  if (odd.some((one) => namespace.has(one) || above?.find(one) !== undefined)) {
    return unknownPy(`It is the enum class '${name}', whose members are made in a way that is not followed.`);
  }
  let last: PyValue | undefined;
  for (const [key, given] of namespace) {
    if (PRIVATE.test(key) || given instanceof UserFunction || given instanceof Descriptor) {
      cls.namespace.set(key, given);
      continue;
    }
    const value = given instanceof EnumAuto ? automatic(key, last, cls) : converted(given, mixin);
    if (value === undefined || findUnknown([value]) || (value.kind === 'host' && !(value instanceof EnumMember))) {
      return unknownPy(`It is the enum class '${name}', of which a value is not known.`);
    }
    last = value;
    let alias: EnumMember | undefined;
    for (const member of cls.distinct) {
      const same = equal(member.value, value, site);
      if (same === undefined) return unknownPy(`It is the enum class '${name}', of which a value is not known.`);
      if (same) alias = member;
    }
    cls.members.set(key, alias ?? new EnumMember(cls, key, value));
  }
  return cls;
}

function automatic(name: string, last: PyValue | undefined, cls: EnumClass): PyValue | undefined {
  if (cls.base === STR_ENUM) return /^[\0-\x7f]*$/.test(name) ? pyStr(name.toLowerCase()) : undefined;
  if (cls.mixin === 'string' || cls.base === FLAG || cls.base === INT_FLAG) return undefined;
  if (last === undefined) return { kind: 'integer', value: 1n };
  const before = integerOf(last);
  // Versions differ over what follows when the values did not rise by one.
  const count = BigInt(cls.members.size);
  return before === count ? { kind: 'integer', value: before + 1n } : undefined;
}

function converted(value: PyValue, mixin: EnumClass['mixin']): PyValue | undefined {
  if (mixin === undefined) return value;
  return value.kind === mixin ? value : undefined;
}
