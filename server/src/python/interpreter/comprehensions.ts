import type { Expression } from '../ast';
import type { Machine } from './machine';
import { effectsOf } from './effects';
import { notFollowExpressions } from './notFollowed';
import { PyGenerator } from './objects/generator';
import { reasonOf } from './operators';
import { Scope } from './scope';
import { assign } from './assign';
import { madeOf, PY_NONE, type PyValue, type Site, unknownData, unknownPy } from './value';
import { addMember, setKey } from './values/dict';
import { truth } from './values/truth';

type Comprehension = Extract<Expression, { kind: 'comprehension' }>;

/** `[element for ...]` and its relatives; of `(element for ...)` a generator, which runs when something goes through it. */
export function comprehension(machine: Machine, node: Comprehension, scope: Scope): PyValue {
  const [first] = node.clauses;
  if (first?.kind !== 'for') return unknownData('It is a comprehension that is not understood.');
  // The first iterable is evaluated at once, and outside.
  const source = machine.evaluate(first.iterable, scope);
  const inside = new Scope('comprehension', scope.module, scope.frame, scope);
  const site = machine.site(node, scope);
  if (node.form === 'generator') {
    const execute = (onYield: (value: PyValue) => PyValue): PyValue => {
      const walk = new Walk(machine, node, inside, (element) => onYield(machine.evaluate(element, inside)));
      walk.clause(0, source);
      if (walk.unknown !== undefined) throw new UnknownItems(walk.unknown);
      return PY_NONE;
    };
    return new ComprehensionGenerator(execute, [source]);
  }
  return collect(machine, node, inside, source, site);
}

/** The items of a generator expression are not known. */
class UnknownItems extends Error {}

class ComprehensionGenerator extends PyGenerator {
  constructor(execute: (onYield: (value: PyValue) => PyValue) => PyValue, reaches: readonly PyValue[]) {
    super('<genexpr>', undefined, execute, reaches);
  }

  protected override run(site: Site, visit: (item: PyValue) => boolean): boolean {
    try {
      return super.run(site, visit);
    } catch (error) {
      if (error instanceof UnknownItems) return false;
      throw error;
    }
  }
}

function collect(machine: Machine, node: Comprehension, inside: Scope, source: PyValue, site: Site): PyValue {
  const items: PyValue[] = [];
  const result: PyValue = { kind: 'dict', entries: [] };
  const odd: PyValue[] = [];
  const walk = new Walk(machine, node, inside, (element) => {
    const value = machine.evaluate(element, inside);
    if (node.form === 'dict' && node.value) {
      const member = machine.evaluate(node.value, inside);
      if (value.kind === 'unknown' || !setKey(result, value, member, site)) odd.push(value);
    } else if (node.form === 'list') items.push(value);
    else if (!addMember(items, value, site)) odd.push(value);
  });
  walk.clause(0, source);
  if (walk.unknown !== undefined) return unknownData(walk.unknown);
  if (odd.length > 0) return unknownData('It is a collection whose members are not known.');
  if (node.form === 'dict') return result;
  return node.form === 'list' ? { kind: 'list', items } : { kind: 'set', frozen: false, items };
}

/** Goes through the clauses of a comprehension. */
class Walk {
  /** Why it is not known what the comprehension gives. */
  unknown: string | undefined;

  constructor(
    private readonly machine: Machine,
    private readonly node: Comprehension,
    private readonly scope: Scope,
    private readonly emit: (element: Expression) => void,
  ) {}

  clause(index: number, given?: PyValue): void {
    const { machine, node, scope } = this;
    const clause = node.clauses[index];
    if (clause === undefined) {
      this.emit(node.element);
      return;
    }
    if (clause.kind === 'if') {
      const test = machine.evaluate(clause.test, scope);
      const result = truth(test, machine.site(clause.test, scope));
      if (result === undefined) this.#give(reasonOf(test), index + 1, () => undefined);
      else if (result) this.clause(index + 1);
      return;
    }
    const source = given ?? machine.evaluate(clause.iterable, scope);
    const site = machine.site(clause.iterable, scope);
    const visit = (item: PyValue): boolean => {
      assign(machine, clause.target, item, scope);
      this.clause(index + 1);
      return true;
    };
    const each = source.kind === 'unknown' && source.inert ? madeOf(source) : unknownPy(ORDER);
    const begin = (): void => {
      assign(machine, clause.target, each, scope);
    };
    if (clause.isAsync) this.#give('It goes through something asynchronously.', index);
    else if (source.kind === 'set' && source.items.length > 1 && this.#anyOrder(index)) source.items.forEach(visit);
    else if (!machine.each(source, site, visit))
      this.#give(source.kind === 'unknown' ? source.reason : ORDER, index + 1, begin);
  }

  /** Whether the order in which a set is gone through makes no difference: only members are collected. */
  #anyOrder(index: number): boolean {
    const { node, machine, scope } = this;
    if (node.form !== 'set') return false;
    const parts = [
      node.element,
      ...node.clauses.slice(index).map((one) => (one.kind === 'if' ? one.test : one.iterable)),
    ];
    const { acts, changes } = effectsOf(machine, parts, scope);
    return !acts && changes.size === 0;
  }

  /** @param begin binds what the clause before binds; absent: that cannot be followed. */
  #give(reason: string, from: number, begin?: () => void): void {
    this.unknown ??= reason;
    const { node, machine, scope } = this;
    const way = (): void => {
      begin?.();
      this.clause(from);
    };
    // What a generator gives goes to others at once.
    const ways = begin === undefined || node.form === 'generator' ? undefined : [way];
    const rest = node.clauses.slice(from).map((one) => (one.kind === 'if' ? one.test : one.iterable));
    notFollowExpressions(machine, [node.element, ...(node.value ? [node.value] : []), ...rest], reason, scope, ways);
  }
}

const ORDER = 'What it goes through, or in which order, is not known.';
