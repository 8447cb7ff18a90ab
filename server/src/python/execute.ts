import type { Expression, Name, Ranged, Statement } from './ast';
import { boundNames, expressionsOf, targetNames } from './bindings';
import { applyBinary, evaluate, type Library, type Scope } from './evaluate';
import { importedValue, isMutable, truth, unknownValue, type Value } from './value';

/** A name of a module and what it holds when the module has run. */
export interface Binding {
  readonly value: Value;
  /** Where it was assigned last. */
  readonly name: Name;
  /** The expression the value came from, or the statement where there is none of its own. */
  readonly source: Expression | Ranged;
}

/** Names that are False whenever code runs. */
const FALSE_NAMES = new Set(['TYPE_CHECKING', 'MYPY']);

/**
 * What the names of a module hold after its top level has run, as far as that is certain without running it. Functions
 * and classes are not looked into; what a statement that is not understood may bind is unknown from there on.
 */
export class Module implements Scope {
  readonly #bindings = new Map<string, Binding>();
  /** Why a name that nothing assigns may exist all the same. */
  #mayHold: string | undefined;

  readonly effectsOnly = this.effects((name, value, source) => {
    this.bind(name, value, source);
  });

  /** For what may run, or run several times. */
  readonly #perhaps = this.effects((name, _value, source) => {
    this.bind(name, unknownValue('It is assigned where it is not known whether it runs.'), source);
  });

  constructor(private readonly library: Library) {}

  /** What `name` is bound to; undefined when nothing binds it. */
  binding(name: string): Binding | undefined {
    const binding = this.#bindings.get(name);
    return binding && { ...binding, value: this.resolve(binding.value) };
  }

  /** One sentence when names may exist that no statement here binds (star imports, `globals()`). */
  get mayHold(): string | undefined {
    return this.#mayHold;
  }

  run(statements: readonly Statement[]): void {
    for (const statement of statements) this.execute(statement);
  }

  lookup(name: string): Value {
    const binding = this.#bindings.get(name);
    if (binding) return binding.value;
    return unknownValue(`'${name}' is not defined in this file.`);
  }

  resolve(value: Value): Value {
    if (value.kind !== 'unknown' || value.imported === undefined || value.imported.name === null) return value;
    const { module, level, name } = value.imported;
    return this.library.importName(module, level, name) ?? value;
  }

  bind(name: Name, value: Value, source: Expression | Ranged): void {
    this.#bindings.set(name.name, { value, name, source });
  }

  mayChangeMutables(): void {
    for (const [name, binding] of this.#bindings) {
      if (!isMutable(binding.value)) continue;
      this.#bindings.set(name, { ...binding, value: unknownValue('It is changed after it was assigned.') });
    }
  }

  mayBindAnything(): void {
    const reason = 'The file reaches its own names through a call such as globals().';
    for (const [name, binding] of this.#bindings) {
      this.#bindings.set(name, { ...binding, value: unknownValue(reason) });
    }
    this.#mayHold = reason;
  }

  private effects(bind: Scope['bind']): Scope {
    return {
      bind,
      lookup: (name) => this.lookup(name),
      resolve: (value) => value,
      mayChangeMutables: () => {
        this.mayChangeMutables();
      },
      mayBindAnything: () => {
        this.mayBindAnything();
      },
      get effectsOnly() {
        return this;
      },
    };
  }

  private execute(statement: Statement): void {
    switch (statement.kind) {
      case 'expression':
        evaluate(statement.value, this.effectsOnly);
        break;
      case 'assign': {
        const value = evaluate(statement.value, this);
        for (const target of statement.targets) this.assign(target, value, statement.value);
        break;
      }
      case 'annotated':
        if (statement.value) this.assign(statement.target, evaluate(statement.value, this), statement.value);
        break;
      case 'augmented':
        this.augment(statement);
        break;
      case 'delete':
        for (const target of statement.targets) this.remove(target);
        break;
      case 'import':
        for (const { name, binds, hasAlias } of statement.names) {
          this.bind(binds, importedValue({ module: hasAlias ? name : binds.name, level: 0, name: null }), statement);
        }
        break;
      case 'importFrom':
        this.importFrom(statement);
        break;
      case 'if':
        this.branch(statement);
        break;
      case 'try':
        if (statement.body.every((inner) => this.cannotFail(inner))) {
          this.run([...statement.body, ...statement.otherwise, ...statement.finally]);
        } else this.forget(statement, 'It is assigned inside try.');
        break;
      case 'with':
        this.forget(statement, 'It is assigned inside with.');
        break;
      case 'for':
      case 'while':
        this.forget(statement, 'It is assigned inside a loop.');
        break;
      case 'function':
      case 'class':
        for (const decorator of statement.decorators) evaluate(decorator, this.effectsOnly);
        this.bind(statement.name, unknownValue(`It is a ${statement.kind}.`), statement.name);
        break;
      case 'typeAlias':
        this.bind(statement.name, unknownValue('It is a type.'), statement);
        break;
      case 'unknown':
        this.forget(statement, statement.reason);
        break;
      case 'raise':
      case 'assert':
      case 'return':
      case 'print':
        for (const value of statement.values) evaluate(value, this.effectsOnly);
        break;
      case 'pass':
      case 'break':
      case 'continue':
      case 'global':
      case 'nonlocal':
        break;
    }
  }

  private assign(target: Expression, value: Value, source: Expression | Ranged): void {
    if (target.kind === 'name') {
      this.bind(target, value, source);
      return;
    }
    if (target.kind !== 'tuple' && target.kind !== 'list') {
      touch(target, this.effectsOnly);
      for (const name of targetNames(target))
        this.bind(name, unknownValue('It is assigned in a way not understood.'), source);
      if (target.kind !== 'unknown') this.mayChangeMutables();
      return;
    }
    const items = value.kind === 'tuple' || value.kind === 'list' ? value.items : undefined;
    const written = 'kind' in source && (source.kind === 'tuple' || source.kind === 'list') ? source.items : undefined;
    const fits = items?.length === target.items.length && !target.items.some(({ kind }) => kind === 'star');
    for (const [index, part] of target.items.entries()) {
      const item = fits ? items[index] : undefined;
      const expression = written?.length === target.items.length ? written[index] : undefined;
      this.assign(part, item ?? unknownValue('It is unpacked from a value that is not known.'), expression ?? source);
    }
  }

  private augment({ target, operator, value }: Extract<Statement, { kind: 'augmented' }>): void {
    const right = evaluate(value, this);
    if (target.kind !== 'name') {
      touch(target, this.effectsOnly);
      this.mayChangeMutables();
      return;
    }
    const left = this.lookup(target.name);
    const result = applyBinary(operator, left, right);
    // `+=` changes a list in place: whoever else holds it sees that.
    if (isMutable(left)) this.mayChangeMutables();
    this.bind(target, result, value);
  }

  private remove(target: Expression): void {
    if (target.kind === 'name') this.#bindings.delete(target.name);
    else if (target.kind === 'tuple' || target.kind === 'list') for (const item of target.items) this.remove(item);
    else {
      touch(target, this.effectsOnly);
      this.mayChangeMutables();
    }
  }

  private importFrom(statement: Extract<Statement, { kind: 'importFrom' }>): void {
    const { module, level, names } = statement;
    const path = '.'.repeat(level) + module;
    if (names === null) this.#mayHold ??= `It may come from 'from ${path} import *'.`;
    for (const { name, binds } of names ?? []) {
      const value: Value = FALSE_NAMES.has(name)
        ? { kind: 'boolean', value: false }
        : importedValue({ module, level, name });
      this.bind(binds, value, statement);
    }
  }

  private branch(statement: Extract<Statement, { kind: 'if' }>): void {
    for (const { test, body } of statement.branches) {
      const value = isTypeChecking(test) ? false : truth(evaluate(test, this));
      if (value === undefined) {
        this.forget(statement, 'It is assigned under a condition that is not known.');
        return;
      }
      if (value) {
        this.run(body);
        return;
      }
    }
    this.run(statement.otherwise);
  }

  /** An assignment of constants to names raises nothing: the handlers of its `try` do not run. */
  private cannotFail(statement: Statement): boolean {
    if (statement.kind === 'pass') return true;
    const assigns = statement.kind === 'assign' && statement.targets.every(({ kind }) => kind === 'name');
    return assigns && isConstant(statement.value);
  }

  /** Everything a statement may bind is unknown from here on. */
  private forget(statement: Statement, reason: string): void {
    for (const expression of expressionsOf(statement)) touch(expression, this.#perhaps);
    for (const name of boundNames([statement])) {
      if (name.name === '*') this.#mayHold ??= 'It may come from an import with a star.';
      else this.bind(name, unknownValue(reason), statement);
    }
    this.mayChangeMutables();
  }
}

/** Evaluates what an assignment to an attribute or item evaluates, or any other expression, for its effects. */
function touch(expression: Expression, scope: Scope): void {
  if (expression.kind === 'tuple' || expression.kind === 'list') {
    for (const item of expression.items) touch(item, scope);
  } else if (expression.kind !== 'name') evaluate(expression, scope);
}

function isTypeChecking(test: Expression): boolean {
  return test.kind === 'attribute' && test.name.name === 'TYPE_CHECKING';
}

function isConstant(expression: Expression): boolean {
  if (expression.kind === 'tuple' || expression.kind === 'list') return expression.items.every(isConstant);
  return (
    expression.kind === 'none' ||
    expression.kind === 'boolean' ||
    expression.kind === 'number' ||
    (expression.kind === 'string' && expression.value !== null)
  );
}
