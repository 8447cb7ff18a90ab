import { PyRaised } from '../python/interpreter/exception';
import { noteChange } from '../python/interpreter/journal';
import type { CallArguments, PyValue, Site } from '../python/interpreter/value';
import { HostObject, unknownData } from '../python/interpreter/value';
import type { DialectName } from '../schema/context';
import { type CustomType, type LibraryType, type SqlType, typeFor } from '../schema/sqlType';
import { UserClass } from '../python/interpreter/objects/userClass';
import { LibraryFunction } from './notKnown';
import { TypeValue } from './objects';
import { TYPE_CLASSES } from './typeTable';
import type { TypeKey } from './typeTable';

/** Methods by which a type would be written otherwise than its `load_dialect_impl` or `get_col_spec` says. */
const ODD = ['type_engine', 'dialect_impl', 'compile', '__new__', '__getattribute__', '__init_subclass__'];

/** Types that bring constraints or types of the database along, or that DDL asks after by their class. */
const WITH_MORE: readonly TypeKey[] = [
  'sqlalchemy.Enum',
  'sqlalchemy.Boolean',
  'sqlalchemy.ARRAY',
  'sqlalchemy.TIMESTAMP',
  'postgresql.NamedType',
];

/** As these, and those that number a column of the primary key, or that ALTER on MySQL asks after. */
const ASKED: readonly TypeKey[] = [...WITH_MORE, 'sqlalchemy.Integer', 'sqlalchemy.Numeric', 'sqlalchemy.DateTime'];

/** A class of the project that derives from a type: of what is known is only what its own methods say it writes. */
export class CustomTypeClass extends TypeValue {
  readonly typeName = 'type';
  override readonly takesUnknown = true;
  #data: CustomType;
  #isMade = false;
  #isCompiled = false;

  constructor(
    readonly name: string,
    written: Pick<CustomType, 'written' | 'text'> = {},
    /** DDL asks for no more of it than what `@compiles` says it writes. */
    private readonly isCompilable = false,
    /** What an object of it writes that is made with arguments: undefined where it is not known. */
    private readonly made?: (args: CallArguments, site: Site) => LibraryType | undefined,
  ) {
    super();
    this.#data = { kind: 'custom', name, reason: `The type '${name}' is the project's own.`, ...written };
  }

  get data(): CustomType {
    if (!this.#isMade) noteChange(() => (this.#isMade = false));
    this.#isMade = true;
    return this.#data;
  }

  /**
   * `@compiles(cls)`: what it writes for the dialect of the run; null where that is not known.
   * @returns false where types of the class were made before, which hold what it wrote until then.
   */
  compileAs(text: string | null): boolean {
    const { kind, name, reason } = this.#data;
    this.#isCompiled = true;
    this.#data = { kind, name, reason, ...(text === null || !this.isCompilable ? {} : { text }) };
    return !this.#isMade;
  }

  protected override member(name: string): PyValue | undefined {
    return name === '__name__' ? { kind: 'string', value: this.name } : undefined;
  }

  override call(args: CallArguments, site: Site): PyValue {
    const { data, made } = this;
    const isPlainCall = args.positional.length === 0 && args.keywords.size === 0;
    if (made === undefined || isPlainCall || this.#isCompiled) return new CustomTypeObject(data);
    const { written: _, ...unwritten } = data;
    const written = made(args, site);
    return new CustomTypeObject(written === undefined ? unwritten : { ...unwritten, written });
  }

  override subclass(name: string): PyValue {
    return new CustomTypeClass(name);
  }
}

class CustomTypeObject extends TypeValue {
  readonly typeName: string;

  constructor(readonly data: CustomType) {
    super();
    this.typeName = data.name;
  }
}

/**
 * The class `class name(base)`. Its methods are asked without an object: what they say without one, they say of all.
 * @param base the class of SQLAlchemy it derives from.
 */
export function customTypeClass(
  name: string,
  base: TypeKey,
  namespace: ReadonlyMap<string, PyValue>,
  dialect: DialectName,
  site: Site,
): CustomTypeClass {
  const isOdd = [...namespace.keys()].some((one) => ODD.includes(one) || /^_(?!_)/.test(one));
  const impl = namespace.get('impl');
  const isDecorator = base === 'sqlalchemy.TypeDecorator';
  const behind = isDecorator ? impl instanceof TypeValue && isPlain(impl.data, ASKED) : !isOneOf(base, ASKED);
  if (isOdd || namespace.has('__visit_name__')) return new CustomTypeClass(name, {}, behind && !isOdd);
  const load = namespace.get('load_dialect_impl');
  if (isDecorator && load === undefined) return plainDecorator(name, impl, namespace, dialect);
  if (base === 'sqlalchemy.UserDefinedType') {
    const text = answer(namespace.get('get_col_spec'), [SELF], site);
    return new CustomTypeClass(name, text?.kind === 'string' ? { text: text.value } : {}, behind);
  }
  if (!isDecorator || !behind) return new CustomTypeClass(name, {}, behind);
  const written = answer(load, [SELF, new DialectGiven(dialect)], site);
  const type = written instanceof TypeValue ? written.data : undefined;
  return new CustomTypeClass(name, isPlain(type, WITH_MORE) ? { written: type } : {}, behind);
}

/** Methods by which a type would be another than its class says. */
const TYPE_METHODS = [...ODD, 'impl', '__init__', '__visit_name__', 'load_dialect_impl', 'get_col_spec'];

/** Whether a class that a type derives from besides says nothing of what is written for it. */
export function saysNothingOfTypes(base: PyValue): boolean {
  return base instanceof UserClass && base.isPlain && TYPE_METHODS.every((one) => base.find(one) === undefined);
}

/** A `TypeDecorator` that does not choose by dialect: its `impl` is written, made with what the type is given. */
function plainDecorator(
  name: string,
  impl: PyValue | undefined,
  namespace: ReadonlyMap<string, PyValue>,
  dialect: DialectName,
): CustomTypeClass {
  const written = (value: PyValue | undefined): LibraryType | undefined => {
    const data = value instanceof TypeValue ? value.data : undefined;
    const all = data?.kind === 'library' ? [{ ...data, variants: {} }, ...Object.values(data.variants)] : [];
    const own = data === undefined ? undefined : typeFor(data, dialect);
    const chosen = own === data ? all[0] : own;
    return all.every((one) => isPlain(one, ASKED)) && chosen?.kind === 'library' ? chosen : undefined;
  };
  const isMadeOtherwise = namespace.has('__init__');
  const own = isMadeOtherwise ? undefined : written(impl);
  const isClass = impl?.kind === 'host' && impl.typeName === 'type';
  return new CustomTypeClass(name, own === undefined ? {} : { written: own }, own !== undefined, (args, site) => {
    if (isMadeOtherwise) return undefined;
    // An `impl` that is an object takes no arguments.
    return isClass ? written(answer(impl, args.positional, site, args.keywords)) : own;
  });
}

const SELF = unknownData('It is not known which object a method is called on.');

/** What a method of the project answers; undefined where it raises or is none. */
function answer(
  method: PyValue | undefined,
  positional: readonly PyValue[],
  site: Site,
  keywords: ReadonlyMap<string, PyValue> = new Map(),
): PyValue | undefined {
  if (method === undefined) return undefined;
  try {
    return site.interpreter.call(method, { positional, keywords }, site.place);
  } catch (error) {
    if (error instanceof PyRaised) return undefined;
    throw error;
  }
}

function isPlain(type: SqlType | undefined, without: readonly TypeKey[]): type is LibraryType {
  if (type?.kind !== 'library' || Object.keys(type.variants).length > 0) return false;
  return !isOneOf(`${type.module}.${type.name}`, without);
}

function isOneOf(key: TypeKey, classes: readonly TypeKey[]): boolean {
  return classes.some((one) => one === key || TYPE_CLASSES[key]?.bases.includes(one) === true);
}

/** What `load_dialect_impl` is given. */
class DialectGiven extends HostObject {
  readonly typeName = 'dialect';

  constructor(private readonly name: DialectName) {
    super();
  }

  override getAttribute(name: string): PyValue {
    if (name === 'name') return { kind: 'string', value: this.name };
    if (name !== 'type_descriptor') return unknownData(`What \`dialect.${name}\` is depends on the driver.`);
    return new LibraryFunction(name, ({ positional: [type] }: CallArguments) => type ?? { kind: 'none' });
  }
}
