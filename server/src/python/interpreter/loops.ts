import type { Expression, Statement } from '../ast';
import { assign } from './assign';
import { effectsOf } from './effects';
import type { Completion, Machine } from './machine';
import { forget, notFollowStatements } from './notFollowed';
import { reasonOf } from './operators';
import type { Loop, Scope } from './scope';
import { madeOf, type PyValue, unknownPy } from './value';
import { truth } from './values/truth';

type For = Extract<Statement, { kind: 'for' }>;
type While = Extract<Statement, { kind: 'while' }>;

function inLoop(scope: Scope, loop: Loop, run: () => Completion): Completion {
  const loops = (scope.frame.loops ??= []);
  loops.push(loop);
  try {
    return run();
  } finally {
    loops.pop();
  }
}

/** When it is not known which parts of the body ran, neither is what the body binds. */
function forgetBody(machine: Machine, loop: Loop, scope: Scope): void {
  if (loop.perhaps === undefined) return;
  forget(machine, loop.body, scope, loop.perhaps, effectsOf(machine, loop.body, scope).changes);
}

/** One round of a loop that begins anyhow, and its end. */
function supposedRounds(machine: Machine, node: For | While, scope: Scope, begin: () => void): readonly (() => void)[] {
  return [
    () => {
      begin();
      inLoop(scope, { body: node.body }, () => machine.run(node.body, scope));
    },
    () => void machine.run(node.otherwise, scope),
  ];
}

/** The end of a loop that was not left by `break`. */
function runElse(machine: Machine, node: For | While, loop: Loop, scope: Scope): Completion {
  if (node.otherwise.length === 0) return undefined;
  if (loop.perhapsLeft !== true) return machine.run(node.otherwise, scope);
  const reason = loop.perhaps ?? 'It depends on how the loop ends.';
  const ways = [() => void machine.run(node.otherwise, scope)];
  notFollowStatements(machine, { statements: node.otherwise, reason, place: node, ways, isOnce: true }, scope);
  return undefined;
}

/** `for target in iterable: ...` */
export function runFor(machine: Machine, node: For, scope: Scope): Completion {
  const iterable = machine.evaluate(node.iterable, scope);
  const site = machine.site(node.iterable, scope);
  const loop: Loop = { body: node.body };
  let ended: Completion;
  const visit = (item: PyValue): boolean => {
    forgetBody(machine, loop, scope);
    assign(machine, node.target, item, scope);
    const completion = inLoop(scope, loop, () => machine.run(node.body, scope));
    if (completion === undefined || completion === 'continue') return true;
    ended = completion;
    return false;
  };
  if (node.isAsync || !machine.each(iterable, site, visit)) {
    const reason = iterable.kind === 'unknown' ? iterable.reason : UNKNOWN_ORDER;
    const statements: (Statement | Expression)[] = [...node.body, ...node.otherwise];
    const each = iterable.kind === 'unknown' && iterable.inert ? madeOf(iterable) : unknownPy(reason);
    const ways = node.isAsync
      ? undefined
      : supposedRounds(machine, node, scope, () => {
          assign(machine, node.target, each, scope);
        });
    const what = { statements, reason, place: node, targets: [node.target], isLoop: true, ...(ways && { ways }) };
    notFollowStatements(machine, what, scope);
    return undefined;
  }
  forgetBody(machine, loop, scope);
  if (ended === 'break') return undefined;
  return ended ?? runElse(machine, node, loop, scope);
}

const UNKNOWN_ORDER = 'What it goes through, or in which order, is not known.';

/** `while test: ...` */
export function runWhile(machine: Machine, node: While, scope: Scope): Completion {
  const loop: Loop = { body: node.body };
  const ways = supposedRounds(machine, node, scope, () => void machine.evaluate(node.test, scope));
  for (;;) {
    forgetBody(machine, loop, scope);
    machine.spend(1, machine.site(node, scope).place);
    const test = machine.evaluate(node.test, scope);
    const result = truth(test, machine.site(node.test, scope));
    if (result === undefined) {
      const statements: (Statement | Expression)[] = [...node.body, node.test, ...node.otherwise];
      notFollowStatements(machine, { statements, reason: reasonOf(test), place: node, isLoop: true, ways }, scope);
      return undefined;
    }
    if (!result) return runElse(machine, node, loop, scope);
    const completion = inLoop(scope, loop, () => machine.run(node.body, scope));
    // It may have ended here: how often it goes round from here on is not known.
    const perhaps = loop.perhaps ?? scope.frame.perhapsReturned;
    if (perhaps !== undefined && typeof completion !== 'object') {
      const statements: (Statement | Expression)[] = [...node.body, node.test, ...node.otherwise];
      notFollowStatements(machine, { statements, reason: perhaps, place: node, isLoop: true, ways }, scope);
      return undefined;
    }
    if (completion === 'break') return undefined;
    if (typeof completion === 'object') return completion;
  }
}
