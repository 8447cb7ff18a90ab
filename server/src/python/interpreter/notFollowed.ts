import type { Expression, Ranged, Statement } from '../ast';
import { boundNames, targetNames } from '../bindings';
import { effectsOf } from './effects';
import type { Machine } from './machine';
import { keptByPart, walk } from './names';
import type { UserFunction } from './objects/function';
import type { Scope } from './scope';
import { tellSupposed, type Way } from './suppose';
import { type PyValue, unknownPy } from './value';

/** Whether code may have an effect other than on names and values of the file. */
export function codeMayAct(machine: Machine, parts: readonly (Statement | Expression)[], scope: Scope): boolean {
  return effectsOf(machine, parts, scope).acts;
}

/** Expressions of which it is not known whether they are evaluated. */
export function notFollowExpressions(
  machine: Machine,
  expressions: readonly Expression[],
  reason: string,
  scope: Scope,
  ways?: readonly Way[],
): void {
  const effects = effectsOf(machine, expressions, scope);
  const forgetAll = (): void => {
    forget(machine, expressions, scope, reason, effects.changes);
  };
  const [first] = expressions;
  forgetAll();
  if (!effects.acts || first === undefined) return;
  const { place } = machine.site(first, scope);
  const told = { reason: `Whether this is evaluated is not known. ${reason}`, place, mayEnd: false };
  tellSupposed(machine, { ...told, ways: waysIn(scope, ways), isOnce: false }, forgetAll);
}

/** What runs in a generator gives items to others, which is not taken back. */
function waysIn({ frame }: Scope, ways: readonly Way[] | undefined): readonly Way[] | undefined {
  return frame.onYield === undefined ? ways : undefined;
}

/** Statements of which it is not known whether, or how often, they run. */
export interface NotFollowed {
  readonly statements: readonly (Statement | Expression)[];
  /** Why: a sentence about what decides. */
  readonly reason: string;
  readonly place: Ranged;
  /** Targets they would bind besides. */
  readonly targets?: readonly Expression[];
  /** They are the body of a loop, to which `break` and `continue` belong. */
  readonly isLoop?: boolean;
  /** Run them, each a part of them, with what they change taken for unknown; absent: they may do anything. */
  readonly ways?: readonly Way[];
  /** They run once, or not at all, and nothing of them has run. */
  readonly isOnce?: boolean;
}

/** Goes on behind statements that are not followed: what they may bind or change is not known any more. */
export function notFollowStatements(machine: Machine, what: NotFollowed, scope: Scope): void {
  const { statements, reason, targets = [], isLoop = false } = what;
  const effects = effectsOf(machine, statements, scope);
  const { leaves } = effects;
  if (isLoop) {
    leaves.delete('break');
    leaves.delete('continue');
  }
  const where = machine.site(what.place, scope).place;
  machine.mayRaise();
  const forgetAll = (): void => {
    forget(machine, statements, scope, reason, effects.changes);
    for (const { name } of targets.flatMap(targetNames)) scope.set(name, unknownPy(reason));
  };
  forgetAll();
  const ends =
    (leaves.has('return') && functionActs(machine, scope)) ||
    loopActs(machine, scope, leaves) ||
    // An exception that nobody puts aside ends the whole run.
    (leaves.has('raise') && machine.trying > 0);
  if (effects.acts) {
    const ways = waysIn(scope, what.ways);
    const told = { reason: `Whether this runs is not known. ${reason}`, place: where, mayEnd: ends };
    tellSupposed(machine, { ...told, ways, isOnce: what.isOnce === true }, forgetAll);
  }
  if (leaves.size === 0) return;
  const { frame } = scope;
  if (ends || leaves.has('raise')) {
    if (!effects.acts) {
      const told = { reason: `Whether the rest runs is not known. ${reason}`, place: where, mayEnd: ends };
      tellSupposed(machine, { ...told, ways: [], isOnce: true }, forgetAll);
    }
    machine.perhaps(reason);
  }
  if (leaves.has('return')) frame.perhapsReturned ??= reason;
  const loop = frame.loops?.at(-1);
  if (loop && (leaves.has('break') || leaves.has('continue'))) {
    loop.perhaps ??= reason;
    if (leaves.has('break')) loop.perhapsLeft = true;
    forget(machine, loop.body, scope, reason, effectsOf(machine, loop.body, scope).changes);
  }
}

function functionActs(machine: Machine, scope: Scope): boolean {
  const { body } = scope.frame;
  return body === undefined || codeMayAct(machine, body, scope);
}

function loopActs(machine: Machine, scope: Scope, leaves: ReadonlySet<string>): boolean {
  if (!leaves.has('break') && !leaves.has('continue')) return false;
  const loop = scope.frame.loops?.at(-1);
  return loop === undefined || codeMayAct(machine, loop.body, scope);
}

/** What code may bind or change (`changes`, by name) is not known from here on. */
export function forget(
  machine: Machine,
  parts: readonly (Statement | Expression)[],
  scope: Scope,
  reason: string,
  changes: ReadonlySet<string>,
): void {
  const reached: PyValue[] = [];
  for (const name of changes) {
    const value = scope.peek(name);
    if (value !== undefined) reached.push(value);
  }
  machine.giveAway(reached, reason, false);
  for (const part of parts) {
    for (const node of outerNames(part, scope.module.text)) forgetOuter(node, scope, reason);
  }
  for (const part of parts) {
    for (const name of bindings(part, scope.module.text)) {
      if (name === '*') scope.module.mayHold ??= reason;
      else scope.assigning.set(name, unknownPy(reason));
    }
  }
}

type OuterNames = Extract<Statement, { kind: 'global' | 'nonlocal' }>;

const outerNames = keptByPart((part): readonly OuterNames[] => {
  const found: OuterNames[] = [];
  walk(part, (node) => {
    if (node.kind === 'global' || node.kind === 'nonlocal') found.push(node);
    return true;
  });
  return found;
});

/** Functions defined in code that is not followed may assign names outside themselves. */
function forgetOuter(node: OuterNames, scope: Scope, reason: string): void {
  for (const { name } of node.names) {
    if (node.kind === 'global') scope.top.names.set(name, unknownPy(reason));
    else scope.holder(name)?.names.set(name, unknownPy(reason));
  }
}

const bindings = keptByPart((part, text): ReadonlySet<string> => {
  const names = new Set<string>();
  if (isStatement(part as Statement | Expression)) {
    for (const { name } of boundNames([part as Statement])) names.add(name);
  }
  walk(part, (node) => {
    if (node.kind === 'named') names.add(node.target.name);
    if (node.kind === 'unknown') for (const name of onlyUsed(text.slice(node.from, node.to))) names.delete(name);
    return node.kind !== 'function' && node.kind !== 'lambda' && node.kind !== 'class';
  });
  return names;
});

/** Names in code that is not understood that it surely does not bind: each time an attribute or a call follows. */
function onlyUsed(code: string): Set<string> {
  const used = new Set<string>();
  if (/\b(?:import|def|class)\b/.test(code)) return used;
  const bound = new Set<string>();
  for (const [, name = '', after] of code.matchAll(/([\p{L}_][\p{L}\p{N}_]*)(\s*[.(])?/gu)) {
    (after === undefined ? bound : used).add(name);
  }
  return new Set([...used].filter((name) => !bound.has(name)));
}

const STATEMENTS = new Set(
  'expression assign annotated augmented delete pass break continue return raise assert print import importFrom global nonlocal typeAlias if while for try with function class'.split(
    ' ',
  ),
);

function isStatement(part: Statement | Expression): part is Statement {
  return STATEMENTS.has(part.kind) || part.kind === 'unknown';
}

/** A function that may have ended before its end was followed to its end: what it changed may be as it was before. */
export function notKnownAfter(machine: Machine, callee: UserFunction, scope: Scope, reason: string): void {
  const parts = Array.isArray(callee.body) ? (callee.body as readonly Statement[]) : [];
  const effects = effectsOf(machine, parts, scope);
  forget(machine, parts, scope, reason, effects.changes);
}
