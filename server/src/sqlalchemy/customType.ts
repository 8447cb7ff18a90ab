import { PyRaised } from '../python/interpreter/exception';
import type { CallArguments, PyValue, Site } from '../python/interpreter/value';
import { HostObject, unknownData } from '../python/interpreter/value';
import type { DialectName } from '../schema/context';
import type { CustomType, LibraryType, SqlType } from '../schema/sqlType';
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

  constructor(
    readonly name: string,
    written: Pick<CustomType, 'written' | 'text'> = {},
    /** DDL asks for no more of it than what `@compiles` says it writes. */
    private readonly isCompilable = false,
  ) {
    super();
    this.#data = { kind: 'custom', name, reason: `The type '${name}' is the project's own.`, ...written };
  }

  get data(): CustomType {
    this.#isMade = true;
    return this.#data;
  }

  /**
   * `@compiles(cls)`: what it writes for the dialect of the run; null where that is not known.
   * @returns false where types of the class were made before, which hold what it wrote until then.
   */
  compileAs(text: string | null): boolean {
    const { kind, name, reason } = this.#data;
    this.#data = { kind, name, reason, ...(text === null || !this.isCompilable ? {} : { text }) };
    return !this.#isMade;
  }

  protected override member(name: string): PyValue | undefined {
    return name === '__name__' ? { kind: 'string', value: this.name } : undefined;
  }

  override call(): PyValue {
    return new CustomTypeObject(this.data);
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
  if (base === 'sqlalchemy.UserDefinedType') {
    const text = answer(namespace.get('get_col_spec'), [SELF], site);
    return new CustomTypeClass(name, text?.kind === 'string' ? { text: text.value } : {}, behind);
  }
  if (!isDecorator || !behind) return new CustomTypeClass(name, {}, behind);
  const written = answer(namespace.get('load_dialect_impl'), [SELF, new DialectGiven(dialect)], site);
  const type = written instanceof TypeValue ? written.data : undefined;
  return new CustomTypeClass(name, isPlain(type, WITH_MORE) ? { written: type } : {}, behind);
}

const SELF = unknownData('It is not known which object a method is called on.');

/** What a method of the project answers; undefined where it raises or is none. */
function answer(method: PyValue | undefined, positional: readonly PyValue[], site: Site): PyValue | undefined {
  if (method === undefined) return undefined;
  try {
    return site.interpreter.call(method, { positional, keywords: new Map() }, site.place);
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
