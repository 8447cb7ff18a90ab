import type { Expression, Statement } from '../ast';
import { getAttributeQuietly } from './attributes';
import { seen } from './lost';
import type { Machine } from './machine';
import { isTextMethod, changesReceiver } from './methodNames';
import { walk } from './names';
import { BoundMethod, UserFunction } from './objects/function';
import { OwnObject } from './objects/own';
import { UserClass } from './objects/userClass';
import { Scope, useOf } from './scope';
import type { PyValue } from './value';

/** What code may do besides binding the names of its own scope, found without running it. */
export interface Effects {
  /** It may have any effect. */
  acts: boolean;
  /** Names of lists, dicts and objects that it changes. */
  readonly changes: Set<string>;
  /** How it may end other than by reaching its end. */
  readonly leaves: Set<'return' | 'raise' | 'break' | 'continue'>;
}

type Part = Statement | Expression;

/** Finds out what code may do when it is run in a scope. */
export function effectsOf(machine: Machine, parts: readonly Part[], scope: Scope): Effects {
  return new Finder(machine).find(parts, scope);
}

class Finder {
  readonly #seen = new Set<object>();

  constructor(private readonly machine: Machine) {}

  find(parts: readonly Part[], scope: Scope): Effects {
    const effects: Effects = { acts: false, changes: new Set(), leaves: new Set() };
    const change = (target: Expression): void => {
      const root = rootOf(target);
      if (root === undefined) effects.acts = true;
      else effects.changes.add(root);
    };
    for (const part of parts) {
      walk(part, (node) => {
        if (effects.acts && node.kind !== 'return' && node.kind !== 'raise' && node.kind !== 'if') {
          return !isDefinition(node);
        }
        switch (node.kind) {
          case 'call':
            this.#call(node, scope, effects, change);
            return true;
          case 'assign':
            for (const target of node.targets) assigned(target, change);
            return true;
          case 'annotated':
            assigned(node.target, change);
            return true;
          case 'augmented':
            change(node.target);
            return true;
          case 'delete':
            for (const target of node.targets) assigned(target, change);
            return true;
          case 'for':
            assigned(node.target, change);
            if (node.isAsync) effects.acts = true;
            return true;
          case 'with':
          case 'yield':
          case 'await':
          case 'unknown':
            effects.acts = true;
            return true;
          case 'function':
          case 'class':
            // A decorator is called; a plain definition only binds its name.
            if (node.decorators.length > 0 || (node.kind === 'class' && node.arguments.length > 0)) effects.acts = true;
            return node.kind === 'class';
          case 'lambda':
            return false;
          case 'return':
          case 'raise':
            effects.leaves.add(node.kind);
            return true;
          case 'assert':
            effects.leaves.add('raise');
            return true;
          default:
            return true;
        }
      });
    }
    for (const part of parts) looseEnds(part, effects.leaves);
    return effects;
  }

  #call(
    node: Extract<Expression, { kind: 'call' }>,
    scope: Scope,
    effects: Effects,
    change: (target: Expression) => void,
  ): void {
    const { callee } = node;
    if (callee.kind === 'attribute') {
      const object = this.#peek(callee.object, scope);
      const { name } = callee.name;
      if (object !== undefined && object.kind !== 'host' && object.kind !== 'unknown') {
        if (changesReceiver(name)) change(callee.object);
        return;
      }
      if (object?.kind === 'unknown' && object.inert) return;
      if ((object === undefined || object.kind === 'unknown') && isTextMethod(name)) return;
    }
    const value = this.#peek(callee, scope);
    if (value === undefined || !this.#isHarmless(value)) effects.acts = true;
  }

  /** Whether a call of the value does nothing but give a result. */
  #isHarmless(value: PyValue): boolean {
    if (value.kind === 'unknown') return value.inert === true;
    if (value.kind !== 'host') return true;
    if (value instanceof UserFunction) return this.#isHarmlessFunction(value);
    if (value instanceof BoundMethod) return this.#isHarmless(value.callee);
    if (value instanceof UserClass) {
      const init = value.find('__init__');
      return value.isPlain && (init === undefined || this.#isHarmless(init));
    }
    return value instanceof OwnObject ? value.typeName !== 'object' : !value.takesUnknown;
  }

  #isHarmlessFunction(callee: UserFunction): boolean {
    if (callee.parameters === null || callee.isAsync) return false;
    if (this.#seen.has(callee)) return true;
    this.#seen.add(callee);
    const use = useOf(callee.key, callee.parameters, callee.body);
    if (use.globals.size > 0 || use.nonlocals.size > 0) return false;
    const parts = Array.isArray(callee.body) ? (callee.body as readonly Statement[]) : [callee.body as Expression];
    const inside = new Scope('function', callee.scope.module, {}, callee.scope, use);
    const { acts, changes, leaves } = this.find(parts, inside);
    return (
      !acts && [...changes].every((name) => use.locals.has(name) && !isParameter(callee, name)) && !leaves.has('raise')
    );
  }

  /** The value of a name or attribute as it is now; undefined when it is not known without evaluating anything. */
  #peek(expression: Expression, scope: Scope): PyValue | undefined {
    switch (expression.kind) {
      case 'name': {
        const own = scope.peek(expression.name);
        if (own !== undefined) return seen(own);
        if (scope.kind === 'function' && scope.use.locals.has(expression.name)) return undefined;
        return scope.module.mayHold === undefined && scope.module.stars.length === 0
          ? this.machine.builtin(expression.name)
          : undefined;
      }
      case 'attribute': {
        const object = this.#peek(expression.object, scope);
        if (object === undefined) return undefined;
        return getAttributeQuietly(object, expression.name.name, this.machine.site(expression, scope));
      }
      case 'string':
      case 'formatString':
      case 'concatenation':
        return { kind: 'string', value: '' };
      case 'list':
        return { kind: 'list', items: [] };
      case 'dict':
        return { kind: 'dict', entries: [] };
      default:
        return undefined;
    }
  }
}

function isParameter(callee: UserFunction, name: string): boolean {
  return callee.parameters?.some((one) => one.name.name === name) ?? true;
}

function isDefinition(node: Part): boolean {
  return node.kind === 'function' || node.kind === 'lambda';
}

/** What an assignment to something else than a name changes. */
function assigned(target: Expression, change: (target: Expression) => void): void {
  if (target.kind === 'tuple' || target.kind === 'list') for (const item of target.items) assigned(item, change);
  else if (target.kind === 'star') assigned(target.value, change);
  else if (target.kind !== 'name') change(target);
}

/** The name an attribute or item is reached from. */
function rootOf(expression: Expression): string | undefined {
  if (expression.kind === 'name') return expression.name;
  if (expression.kind === 'attribute' || expression.kind === 'subscript') return rootOf(expression.object);
  return undefined;
}

/** `break` and `continue` of a loop outside the part. */
function looseEnds(part: Part, leaves: Set<string>): void {
  walk(part, (node) => {
    if (node.kind === 'break' || node.kind === 'continue') leaves.add(node.kind);
    return !(node.kind === 'for' || node.kind === 'while' || node.kind === 'function' || node.kind === 'class');
  });
}
