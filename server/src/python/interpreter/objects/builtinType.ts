import { pyStr } from '../make';
import { type CallArguments, type PyValue, type Site, unknownData } from '../value';
import { typeName } from '../values/typeName';
import { OwnObject } from './own';

/** Classes that take the classes of what they hold between brackets. */
const GENERIC = new Set(['list', 'dict', 'tuple', 'set', 'frozenset']);

/** One of Python's own classes of values: `int`, `str`, `dict`. */
export class BuiltinType extends OwnObject {
  readonly typeName = 'type';
  override readonly takesUnknown = true;
  /** How names of the class are found; set once, where the methods are known. */
  static methods: (type: BuiltinType, name: string) => PyValue | undefined = () => undefined;

  constructor(
    readonly name: string,
    private readonly make: (args: CallArguments, site: Site) => PyValue,
  ) {
    super();
  }

  override call(args: CallArguments, site: Site): PyValue {
    return this.make(args, site);
  }

  override getAttribute(name: string): PyValue | undefined {
    if (name === '__name__' || name === '__qualname__') return pyStr(this.name);
    return BuiltinType.methods(this, name);
  }

  /** `dict[str, int]`, in annotations. */
  override getItem(): PyValue | undefined {
    return GENERIC.has(this.name) ? unknownData('It is a class with the classes of what it holds.') : undefined;
  }

  override isInstance(value: PyValue): boolean | undefined {
    if (value.kind === 'unknown') return undefined;
    if (value.kind === 'host' && !(value instanceof OwnObject)) return undefined;
    if (value.kind === 'boolean' && this.name === 'int') return true;
    return typeName(value) === this.name;
  }

  override repr(): string {
    return `<class '${this.name}'>`;
  }
}
