import type { Expression, FunctionDefinition, Parameter, Statement } from '../../ast';
import type { Machine } from '../machine';
import type { Scope } from '../scope';
import type { CallArguments, PyValue, Site } from '../value';
import { OwnObject } from './own';

/** A function or lambda of a file. */
export class UserFunction extends OwnObject {
  readonly typeName = 'function';
  override readonly takesUnknown = true;
  readonly attributes = new Map<string, PyValue>();
  /** The class whose body defines it. */
  definedIn: PyValue | undefined;

  constructor(
    readonly name: string,
    /** The node: what is worked out of the code is kept by it. */
    readonly key: object,
    readonly parameters: readonly Parameter[] | null,
    readonly defaults: ReadonlyMap<string, PyValue>,
    readonly body: readonly Statement[] | Expression,
    /** Where it is defined. */
    readonly scope: Scope,
    readonly isAsync = false,
  ) {
    super();
  }

  override call(args: CallArguments, site: Site): PyValue {
    return site.interpreter.call(this, args, site.place);
  }

  override getAttribute(name: string): PyValue | undefined {
    const own = this.attributes.get(name);
    if (own !== undefined) return own;
    return name === '__name__' ? { kind: 'string', value: this.name } : undefined;
  }

  override setAttribute(name: string, value: PyValue): boolean {
    this.attributes.set(name, value);
    return true;
  }

  override *children(): Iterable<PyValue> {
    yield* this.defaults.values();
    yield* this.attributes.values();
  }
}

/** A function with its first argument. */
export class BoundMethod extends OwnObject {
  readonly typeName = 'method';
  override readonly takesUnknown = true;

  constructor(
    readonly callee: PyValue,
    readonly self: PyValue,
  ) {
    super();
  }

  override call(args: CallArguments, site: Site): PyValue {
    return site.interpreter.call(this, args, site.place);
  }

  override getAttribute(name: string, site: Site): PyValue | undefined {
    if (name === '__self__') return this.self;
    return this.callee.kind === 'host' ? this.callee.getAttribute(name, site) : undefined;
  }

  override children(): Iterable<PyValue> {
    return [this.callee, this.self];
  }
}

function defaultsOf(machine: Machine, parameters: readonly Parameter[], scope: Scope): Map<string, PyValue> {
  const defaults = new Map<string, PyValue>();
  for (const parameter of parameters) {
    if (parameter.default) defaults.set(parameter.name.name, machine.evaluate(parameter.default, scope));
  }
  return defaults;
}

/** `def name(...): ...` before its decorators. */
export function makeFunction(machine: Machine, node: FunctionDefinition, scope: Scope): UserFunction {
  const defaults = defaultsOf(machine, node.parameters ?? [], scope);
  return new UserFunction(node.name.name, node, node.parameters, defaults, node.body, scope, node.isAsync);
}

/** `lambda ...: value` */
export function makeLambda(
  machine: Machine,
  node: Extract<Expression, { kind: 'lambda' }>,
  scope: Scope,
): UserFunction {
  const defaults = defaultsOf(machine, node.parameters, scope);
  return new UserFunction('<lambda>', node, node.parameters, defaults, node.body, scope);
}
