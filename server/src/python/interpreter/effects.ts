import type { Expression, Statement } from '../ast';
import { getAttributeQuietly } from './attributes';
import { seen } from './lost';
import type { Machine } from './machine';
import { isTextMethod, changesReceiver } from './methodNames';
import { keptByPart, mentionedNames, walk } from './names';
import { BoundMethod, UserFunction } from './objects/function';
import { NativeFunction } from './objects/native';
import { OwnObject } from './objects/own';
import { UserClass } from './objects/userClass';
import { Scope, useOf } from './scope';
import type { PyValue } from './value';

/** What code may do besides binding the names of its own scope, found without running it. */
export interface Effects {
  /** It may have an effect on something else than values of the file. */
  acts: boolean;
  /** Names of what it may change: lists, dicts, sets, objects, and what functions reach. */
  readonly changes: Set<string>;
  /** How it may end other than by reaching its end. */
  readonly leaves: Set<'return' | 'raise' | 'break' | 'continue'>;
}

type Part = Statement | Expression;
type Call = Extract<Expression, { kind: 'call' }>;

/** Values of these names come to these others: what changes through the one may change the other. */
interface Flow {
  readonly targets: readonly string[];
  readonly sources: ReadonlySet<string>;
}

/** Finds out what code may do when it is run in a scope. */
export function effectsOf(machine: Machine, parts: readonly Part[], scope: Scope): Effects {
  return new Finder(machine).find(parts, scope);
}

class Finder {
  readonly #seen = new Set<object>();

  constructor(private readonly machine: Machine) {}

  find(parts: readonly Part[], scope: Scope): Effects {
    const effects: Effects = { acts: false, changes: new Set(), leaves: new Set() };
    const flows: Flow[] = [];
    const visit = new Visit(this, effects, flows, scope);
    for (const part of parts) {
      const { nodes, size, looseEnds } = outlineOf(part, scope.module.text);
      for (const node of nodes) visit.node(node);
      this.machine.spend(size, part);
      for (const leaves of looseEnds) effects.leaves.add(leaves);
    }
    follow(flows, effects.changes);
    return effects;
  }

  /** Whether a call of the value does nothing but give a result. */
  isHarmless(value: PyValue): boolean {
    if (value.kind === 'unknown') return value.inert === true;
    if (value.kind !== 'host') return true;
    if (value instanceof UserFunction) return this.#isHarmlessFunction(value);
    if (value instanceof BoundMethod) return this.isHarmless(value.callee);
    if (value instanceof UserClass) {
      const init = value.find('__init__');
      return value.isPlain && (init === undefined || this.isHarmless(init));
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
  peek(expression: Expression, scope: Scope): PyValue | undefined {
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
        const object = this.peek(expression.object, scope);
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

/** One walk through code. */
class Visit {
  constructor(
    private readonly finder: Finder,
    private readonly effects: Effects,
    private readonly flows: Flow[],
    private readonly scope: Scope,
  ) {}

  /** One of those of an outline. */
  node(node: Part): void {
    const { effects } = this;
    switch (node.kind) {
      case 'call':
        this.#call(node);
        return;
      case 'assign':
        for (const target of node.targets) this.#assigned(target, node.value);
        return;
      case 'annotated':
        this.#assigned(node.target, node.value);
        return;
      case 'named':
        this.#assigned(node.target, node.value);
        return;
      case 'augmented':
        this.#assigned(node.target, node.value);
        this.#change(node.target);
        return;
      case 'delete':
        for (const target of node.targets) this.#assigned(target, undefined);
        return;
      case 'for':
        this.#assigned(node.target, node.iterable);
        if (node.isAsync) effects.acts = true;
        return;
      case 'comprehension':
        for (const clause of node.clauses) if (clause.kind === 'for') this.#assigned(clause.target, clause.iterable);
        return;
      case 'with':
        for (const { context, target } of node.items) {
          if (target) this.#assigned(target, context);
          this.#anything(context);
        }
        return;
      case 'yield':
      case 'await':
      case 'unknown':
        this.#anything(node);
        return;
      case 'function':
      case 'class':
        // Who calls it changes what its body changes.
        this.#flow(node.name, node.body);
        // A decorator is called; a plain definition only binds its name.
        if (node.decorators.length > 0 || (node.kind === 'class' && node.arguments.length > 0)) this.#anything(node);
        return;
      case 'return':
      case 'raise':
        effects.leaves.add(node.kind);
        return;
      case 'assert':
        effects.leaves.add('raise');
        return;
      default:
        return;
    }
  }

  #mentioned(part: object): ReadonlySet<string> {
    return mentionedNames(part, this.scope.module.text);
  }

  /** It may have any effect, and change all it mentions. */
  #anything(part: object): void {
    this.effects.acts = true;
    for (const name of this.#mentioned(part)) this.effects.changes.add(name);
  }

  #change(target: Expression): void {
    const root = rootOf(target);
    if (root === undefined) this.#anything(target);
    else this.effects.changes.add(root);
  }

  #assigned(target: Expression, value: Expression | undefined): void {
    if (target.kind === 'tuple' || target.kind === 'list') {
      for (const item of target.items) this.#assigned(item, value);
    } else if (target.kind === 'star') this.#assigned(target.value, value);
    else {
      if (target.kind !== 'name') this.#change(target);
      this.#flow(target, value);
    }
  }

  #flow(target: Expression, value: object | undefined): void {
    const root = rootOf(target);
    if (root !== undefined && value !== undefined)
      this.flows.push({ targets: [root], sources: this.#mentioned(value) });
  }

  #call(node: Call): void {
    const { callee } = node;
    const { finder, scope } = this;
    if (callee.kind === 'attribute') {
      const object = finder.peek(callee.object, scope);
      const { name } = callee.name;
      if (object !== undefined && object.kind !== 'host' && object.kind !== 'unknown') {
        if (changesReceiver(name)) {
          this.#change(callee.object);
          this.#flow(callee.object, node.arguments);
        }
        this.#handedOver(node);
        return;
      }
      if (object?.kind === 'unknown' && object.inert && !object.acting?.has(name)) {
        this.#given(node);
        return;
      }
      if ((object === undefined || object.kind === 'unknown') && isTextMethod(name)) return;
    }
    const value = finder.peek(callee, scope);
    if (value?.kind === 'host' && !(value instanceof OwnObject)) {
      // A library does not change what it is given.
      if (value.takesUnknown) this.effects.acts = true;
      this.#handedOver(node);
    } else if (value !== undefined && finder.isHarmless(value)) {
      if (value instanceof NativeFunction && CHANGE_ARGUMENTS.has(value.name)) this.#given(node);
      this.#handedOver(node);
    } else this.#anything(node);
  }

  /** What is called may change its arguments. */
  #given(node: Call): void {
    for (const name of this.#mentioned(node.arguments)) this.effects.changes.add(name);
    this.#handedOver(node);
  }

  /** Functions among the arguments may be called. */
  #handedOver(node: Call): void {
    const { finder, scope, effects } = this;
    for (const { value } of node.arguments) {
      if (value.kind === 'lambda') {
        const inner = finder.find([value.body], scope);
        effects.acts ||= inner.acts;
        for (const name of inner.changes) effects.changes.add(name);
        continue;
      }
      const given = value.kind === 'name' || value.kind === 'attribute' ? finder.peek(value, scope) : undefined;
      const callable = given instanceof UserFunction || given instanceof BoundMethod || given instanceof UserClass;
      if (callable && !finder.isHarmless(given)) this.#anything(value);
    }
  }
}

/** Functions of Python's own that change what they are given. */
const CHANGE_ARGUMENTS = new Set(['setattr', 'delattr', 'next', 'append', 'extend', 'update', 'add', 'pop', 'sort']);

/** Adds the names whose values come to those that are changed. */
function follow(flows: readonly Flow[], changes: Set<string>): void {
  for (let size = -1; size !== changes.size;) {
    size = changes.size;
    for (const { targets, sources } of flows) {
      if (targets.some((name) => changes.has(name))) for (const name of sources) changes.add(name);
    }
  }
}

function isParameter(callee: UserFunction, name: string): boolean {
  return callee.parameters?.some((one) => one.name.name === name) ?? true;
}

/** The name an attribute or item is reached from. */
function rootOf(expression: Expression): string | undefined {
  if (expression.kind === 'name') return expression.name;
  if (expression.kind === 'attribute' || expression.kind === 'subscript') return rootOf(expression.object);
  return undefined;
}

/** What of a part of the tree is looked at, found once. */
interface Outline {
  /** Nodes that may have an effect, in their order; not those in functions inside it. */
  readonly nodes: readonly Part[];
  /** How many nodes there are. */
  readonly size: number;
  /** `break` and `continue` of a loop outside the part. */
  readonly looseEnds: ReadonlySet<'break' | 'continue'>;
}

const outlineOf = keptByPart((part): Outline => {
  const nodes: Part[] = [];
  let size = 0;
  walk(part, (node) => {
    size++;
    nodes.push(node);
    return node.kind !== 'function' && node.kind !== 'lambda';
  });
  const looseEnds = new Set<'break' | 'continue'>();
  walk(part, (node) => {
    if (node.kind === 'break' || node.kind === 'continue') looseEnds.add(node.kind);
    return !(node.kind === 'for' || node.kind === 'while' || node.kind === 'function' || node.kind === 'class');
  });
  return { nodes: nodes.filter(({ kind }) => !WITHOUT_EFFECT.has(kind)), size, looseEnds };
});

/** The most frequent kinds of nodes that do nothing themselves. */
const WITHOUT_EFFECT: ReadonlySet<string> = new Set([
  'name',
  'string',
  'integer',
  'attribute',
  'expression',
  'tuple',
  'none',
]);
