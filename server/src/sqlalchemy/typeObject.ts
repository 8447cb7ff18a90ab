import { bindArguments } from '../python/interpreter/signature';
import type { CallArguments, PyValue, Site } from '../python/interpreter/value';
import type { DialectName } from '../schema/context';
import type { LibraryType, TypeArgument, TypeModule } from '../schema/sqlType';
import { need, toFlag, toType, toTypeArgument } from './convert';
import { CustomTypeClass, customTypeClass, saysNothingOfTypes } from './customType';
import { enumArguments } from './enumType';
import { NameObject, toText } from './names';
import { LibraryFunction, known, notKnown, raiseSqlalchemy } from './notKnown';
import { LibraryObject, TypeValue } from './objects';
import { parameters } from './parameters';
import { TYPE_CLASSES } from './typeTable';
import type { TypeKey } from './typeTable';

/** What `.create(bind, checkfirst=...)` and `.drop(...)` of a named type are given; arguments may be unknown. */
export interface TypeCall {
  readonly action: 'create' | 'drop';
  readonly type: LibraryType;
  /** `None` where it was not given. */
  readonly bind: PyValue;
  /** The default of the type's class where it was not given. */
  readonly checkFirst: PyValue;
}

/** Does and answers what such a call does. */
export type TypeHook = (call: TypeCall, site: Site) => PyValue;

/** True when the class of the type is `base` or derives from it: `isTypeOf(type, 'sqlalchemy.Enum')`. */
export function isTypeOf(type: LibraryType, base: TypeKey): boolean {
  return derives(`${type.module}.${type.name}`, base);
}

function derives(key: TypeKey, base: TypeKey): boolean {
  return key === base || (TYPE_CLASSES[key]?.bases.includes(base) ?? false);
}

/** Arguments that change neither DDL nor literals. */
const WITHOUT_EFFECT = new Set(['pickler', 'comparator', 'sort_key_function', 'values_callable']);

/** `sa.Integer`, `postgresql.JSONB`: the class, which stands for the type made without arguments where one is meant. */
export class TypeClass extends TypeValue {
  readonly typeName = 'type';
  override readonly takesUnknown = true;
  readonly module: TypeModule;
  readonly name: string;

  constructor(
    readonly key: TypeKey,
    readonly hook: TypeHook | undefined,
    readonly dialect: DialectName,
  ) {
    super();
    const dot = key.indexOf('.');
    // Every key begins with its package.
    this.module = key.slice(0, dot) as TypeModule;
    this.name = key.slice(dot + 1);
  }

  get #parameters() {
    return parameters(TYPE_CLASSES[this.key]?.parameters ?? '');
  }

  get data(): LibraryType | undefined {
    if (this.#parameters.some(({ required }) => required)) return undefined;
    return { kind: 'library', module: this.module, name: this.name, arguments: {}, variants: {} };
  }

  protected override member(name: string, site: Site): PyValue | undefined {
    if (name === '__name__') return { kind: 'string', value: this.name };
    if (name !== 'with_variant') return undefined;
    return new LibraryFunction(name, (args) => {
      const [self, ...rest] = args.positional;
      const object = self instanceof TypeObject ? self : undefined;
      const method = object?.getAttribute(name, site);
      return need(
        self ?? { kind: 'none' },
        method?.kind === 'host' ? method.call({ positional: rest, keywords: args.keywords }, site) : undefined,
        'the type',
      );
    });
  }

  /** A class of the project that derives from it. */
  override subclass(
    name: string,
    namespace: ReadonlyMap<string, PyValue>,
    site: Site,
    bases: readonly PyValue[],
  ): PyValue {
    if (bases.some((base) => base !== this && !saysNothingOfTypes(base))) return new CustomTypeClass(name);
    return customTypeClass(name, this.key, namespace, this.dialect, site);
  }

  /** `TypeDecorator[dict]`: what the values are changes nothing. */
  override getItem(): PyValue {
    return this;
  }

  override isInstance(value: PyValue): boolean | undefined {
    if (value.kind === 'unknown') return undefined;
    if (value instanceof TypeObject) return isTypeOf(value.data, this.key);
    return value.kind === 'host' && !(value instanceof LibraryObject) ? undefined : false;
  }

  override call(args: CallArguments, site: Site): PyValue {
    return known(() => {
      const { given, rest, others } = bindArguments(this.name, this.#parameters, args);
      const kept: Record<string, TypeArgument> = {};
      if (derives(this.key, 'sqlalchemy.Enum')) Object.assign(kept, enumArguments(rest, given, others, site));
      else if (rest.length > 0) kept[this.#restName] = rest.map((value) => this.#argument(this.#restName, value));
      for (const [name, value] of [...given, ...others]) {
        if (!WITHOUT_EFFECT.has(name)) kept[name] = this.#argument(name, value);
      }
      this.#checkPrecision(given);
      const name = given.get('name') ?? others.get('name');
      const constrained = given.get('create_constraint') ?? others.get('create_constraint');
      if (name instanceof NameObject && name.final && toFlag(constrained, '`create_constraint`')) {
        notKnown('The constraint of a type whose name is final is not followed.');
      }
      return new TypeObject(
        { kind: 'library', module: this.module, name: this.name, arguments: kept, variants: {} },
        this.hook,
      );
    });
  }

  /** MySQL's REAL and DOUBLE take both numbers or none (sqlalchemy/dialects/mysql/types.py). */
  #checkPrecision(given: ReadonlyMap<string, PyValue>): void {
    if (!derives(this.key, 'mysql.REAL') && !derives(this.key, 'mysql.DOUBLE')) return;
    const isOpen = (name: string): boolean => (given.get(name)?.kind ?? 'none') === 'none';
    if (isOpen('precision') === isOpen('scale')) return;
    raiseSqlalchemy('ArgumentError', 'You must specify both precision and scale or omit both altogether.');
  }

  get #restName(): string {
    return this.#parameters.find(({ kind }) => kind === 'star')?.name ?? 'args';
  }

  #argument(name: string, value: PyValue): TypeArgument {
    if (name === 'metadata') return { kind: 'boolean', value: value.kind !== 'none' };
    if (name === 'name' && value instanceof NameObject && value.quote !== null) {
      notKnown('A type whose name forces its quotes is not followed.');
    }
    if (TYPE_PARAMETERS.has(name) && value.kind !== 'none') return need(value, toType(value), `\`${name}\``);
    return need(value, toTypeArgument(value), `\`${name}\``);
  }
}

/** Parameters that take a type. */
const TYPE_PARAMETERS = new Set(['item_type', 'data_type', 'impl', 'astext_type', 'text_type']);

/** A type that was made: `sa.String(50)`. */
export class TypeObject extends TypeValue {
  readonly typeName: string;

  constructor(
    readonly data: LibraryType,
    readonly hook: TypeHook | undefined,
  ) {
    super();
    this.typeName = data.name;
  }

  protected override member(name: string): PyValue | undefined {
    if (name === 'with_variant') return new LibraryFunction(name, (args) => this.#withVariant(args), true);
    if (name === 'enums' || name === 'name' || name === 'length' || name === 'schema') return this.#fact(name);
    if ((name === 'create' || name === 'drop') && this.#isNamed) {
      return new LibraryFunction(name, (args, site) => this.#createOrDrop(name, args, site), true);
    }
    return undefined;
  }

  get #isNamed(): boolean {
    return isTypeOf(this.data, 'sqlalchemy.Enum') || isTypeOf(this.data, 'postgresql.NamedType');
  }

  #fact(name: string): PyValue | undefined {
    const argument = this.data.arguments[name];
    if (argument === undefined) return undefined;
    if (Array.isArray(argument)) {
      const items: PyValue[] = [];
      for (const item of argument as readonly TypeArgument[]) {
        if (!('kind' in item) || item.kind !== 'string') return undefined;
        items.push(item);
      }
      return { kind: 'list', items };
    }
    if (!('kind' in argument)) return undefined;
    switch (argument.kind) {
      case 'none':
        return { kind: 'none' };
      case 'integer':
      case 'string':
      case 'boolean':
        return argument;
      default:
        return undefined;
    }
  }

  #withVariant(args: CallArguments): PyValue {
    const { given, rest } = bindArguments('with_variant', parameters('type_ *dialect_names'), args);
    const [type] = [...given.values()];
    if (type === undefined) return { kind: 'none' };
    const variant = need(type, toType(type), 'the variant');
    if (rest.length === 0) raiseSqlalchemy('ArgumentError', 'At least one dialect name is required');
    const variants = { ...this.data.variants };
    for (const dialect of rest) {
      const name = need(dialect, toText(dialect), 'the dialect');
      if (name in variants) {
        raiseSqlalchemy('ArgumentError', `Dialect ${name} is already present in the mapping for this type`);
      }
      variants[name] = variant;
    }
    return new TypeObject({ ...this.data, variants }, this.hook);
  }

  #createOrDrop(action: 'create' | 'drop', args: CallArguments, site: Site): PyValue {
    const isPostgresql = isTypeOf(this.data, 'postgresql.NamedType');
    const { given } = bindArguments(
      action,
      parameters(isPostgresql ? 'bind checkfirst? **' : 'bind checkfirst?'),
      args,
    );
    const call: TypeCall = {
      action,
      type: this.data,
      bind: given.get('bind') ?? { kind: 'none' },
      checkFirst: given.get('checkfirst') ?? { kind: 'boolean', value: isPostgresql },
    };
    if (this.hook !== undefined) return this.hook(call, site);
    return { kind: 'unknown', reason: `It is not known what ${action} of a type answers.` };
  }
}
