import { type Call, nodesWithin } from '../../engine/alembic/envNodes';
import { type KnownText, VisibleText } from '../../engine/alembic/visibleText';
import type { Expression } from '../../python/ast';
import { type Bound, ModuleNames, type ReadModule } from './moduleNames';
import { type ClassParts, classParts, pydanticValues, type SettingsSources } from './settingsClass';
import type { ProjectModule } from '../projectModules';

/** What pydantic's settings come from, by version. */
const SETTINGS_HOMES = new Set(['pydantic_settings', 'pydantic', 'pydantic.v1']);
const NOTHING_KNOWN: KnownText = undefined;
/** Names that lead on to names; more are a circle. */
const DEEPEST = 20;

/**
 * Texts that an env.py takes from modules of its project: constants, attributes of a class and of the settings made from it.
 * Runs nothing; what is not plain to see is undefined.
 */
export class ProjectTexts {
  /** Names of attributes, and of constants of modules, that were looked at: whether anything assigns them is for the caller to see. */
  readonly attributes = new Set<string>();
  /** Paths of the modules in which something was looked up: they may have read variables for it. */
  readonly modules = new Set<string>();
  readonly #names: ModuleNames;
  #depth = 0;

  constructor(
    private readonly environment: ReadModule,
    readModule: (name: string) => ProjectModule | undefined,
    private readonly sources: SettingsSources,
  ) {
    this.#names = new ModuleNames(readModule);
  }

  /** A name that env.py imports, or an attribute of one. */
  of(value: Extract<Expression, { kind: 'name' | 'attribute' }>): KnownText {
    return this.#in(value, this.environment);
  }

  /** Whether a call in env.py does no more than make settings. */
  makes(call: Call): boolean {
    const made = this.#classOf(call, this.environment);
    if (made === null || classParts(made.definition.body) === null || made.definition.decorators.length > 0)
      return false;
    return made.definition.arguments.length === 0 || isSettings(made, this.#names);
  }

  #in(value: Extract<Expression, { kind: 'name' | 'attribute' }>, module: ReadModule): KnownText {
    if (this.#depth > DEEPEST) return NOTHING_KNOWN;
    this.#depth += 1;
    try {
      if (value.kind === 'attribute') return this.#attribute(value.name.name, this.#classOf(value.object, module));
      const bound = this.#names.find(value.name, module);
      if (bound?.kind !== 'value' || bound.module === this.environment) return NOTHING_KNOWN;
      this.attributes.add(bound.name);
      return this.#text(bound.value, bound.module);
    } finally {
      this.#depth -= 1;
    }
  }

  /** A value of a module that is no text of env.py. */
  #text(value: Expression, module: ReadModule): KnownText {
    this.modules.add(module.path);
    return new VisibleText([], this.sources.variables, (one) => this.#in(one, module)).of(value);
  }

  /** The class whose attributes a value has: it is the class, or the one thing that is made of it without arguments. */
  #classOf(value: Expression, module: ReadModule): Extract<Bound, { kind: 'class' }> | null {
    if (this.#depth > DEEPEST) return null;
    this.#depth += 1;
    try {
      if (value.kind === 'call') return this.#made(value, module);
      const bound = value.kind === 'name' ? this.#names.find(value.name, module) : undefined;
      if (bound?.kind === 'class') return isSettings(bound, this.#names) ? null : bound;
      return bound?.kind === 'value' ? this.#classOf(bound.value, bound.module) : null;
    } finally {
      this.#depth -= 1;
    }
  }

  /** `Settings()`, and `get_settings()` that only returns such a thing. */
  #made({ callee, arguments: given }: Call, module: ReadModule): Extract<Bound, { kind: 'class' }> | null {
    if (callee.kind !== 'name' || given.length > 0) return null;
    const bound = this.#names.find(callee.name, module);
    if (bound?.kind === 'class') return bound;
    if (bound?.kind !== 'function' || bound.definition.parameters?.length !== 0 || bound.definition.isAsync)
      return null;
    const { decorators, body } = bound.definition;
    const [last, ...before] = body.toReversed();
    const isPlain =
      decorators.every(isCache) && before.every((one) => one.kind === 'expression' && one.value.kind === 'string');
    const [returned, ...more] = last?.kind === 'return' ? last.values : [];
    return isPlain && returned !== undefined && more.length === 0 ? this.#classOf(returned, bound.module) : null;
  }

  #attribute(name: string, bound: Extract<Bound, { kind: 'class' }> | null): KnownText {
    if (bound === null || bound.definition.decorators.length > 0) return NOTHING_KNOWN;
    const parts = classParts(bound.definition.body);
    if (parts === null) return NOTHING_KNOWN;
    this.attributes.add(name);
    const values = this.#values(parts, bound);
    if (values === null) return NOTHING_KNOWN;
    const property = parts.properties.get(name);
    if (property === undefined) return values(name);
    const ofSelf = (one: Extract<Expression, { kind: 'name' | 'attribute' }>): KnownText => {
      if (one.kind === 'name' || one.object.kind !== 'name' || one.object.name !== 'self') {
        return this.#in(one, bound.module);
      }
      this.attributes.add(one.name.name);
      return values(one.name.name);
    };
    return new VisibleText([], this.sources.variables, ofSelf).of(property);
  }

  /** The fields of a class by name; null: they are not known. */
  #values(parts: ClassParts, bound: Extract<Bound, { kind: 'class' }>): ((name: string) => KnownText) | null {
    this.modules.add(bound.module.path);
    if (isSettings(bound, this.#names)) {
      const values = pydanticValues(parts, this.sources, (value) => this.#text(value, bound.module));
      return values === null ? null : (name) => values.get(name);
    }
    if (bound.definition.arguments.length > 0) return null;
    const inBody = (one: Extract<Expression, { kind: 'name' | 'attribute' }>): KnownText => {
      const field = one.kind === 'name' ? parts.fields.get(one.name) : undefined;
      return field === undefined ? this.#in(one, bound.module) : this.#plain(field.value, inBody);
    };
    return (name) => this.#plain(parts.fields.get(name)?.value, inBody);
  }

  #plain(
    value: Expression | undefined,
    elsewhere: (one: Extract<Expression, { kind: 'name' | 'attribute' }>) => KnownText,
  ): KnownText {
    if (value === undefined || this.#depth > DEEPEST) return NOTHING_KNOWN;
    this.#depth += 1;
    try {
      return new VisibleText([], this.sources.variables, elsewhere).of(value);
    } finally {
      this.#depth -= 1;
    }
  }
}

/** Whether a class is one of pydantic's settings. */
function isSettings({ definition, module }: Extract<Bound, { kind: 'class' }>, names: ModuleNames): boolean {
  const [base, ...more] = definition.arguments;
  if (more.length > 0 || base?.kind !== 'positional' || base.value.kind !== 'name') return false;
  const bound = names.find(base.value.name, module);
  return bound?.kind === 'outside' && bound.name === 'BaseSettings' && SETTINGS_HOMES.has(bound.from);
}

/** `@lru_cache`, `@lru_cache()`, `@functools.cache`. */
function isCache(decorator: Expression): boolean {
  return [...nodesWithin(decorator)].some((node) => node.kind === 'name' && /^(?:lru_)?cache$/.test(node.name));
}
