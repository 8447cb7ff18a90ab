import type { Statement } from '../ast';
import { assign } from './assign';
import { findAttribute } from './attributes';
import { PyRaised, raise } from './exception';
import type { Completion, Machine } from './machine';
import { notFollowStatements } from './notFollowed';
import { ContextManager } from './objects/contextManager';
import { caught } from './objects/exceptions';
import { UserInstance } from './objects/userInstance';
import type { Scope } from './scope';
import { tried } from './suppose';
import { PY_NONE, type PyValue, type Site, unknownPy } from './value';
import { truth } from './values/truth';
import { typeName } from './values/typeName';

type With = Extract<Statement, { kind: 'with' }>;

/** `with context as target: ...` */
export function runWith(machine: Machine, node: With, scope: Scope): Completion {
  if (node.isAsync) {
    notFollowStatements(machine, { statements: [node], reason: 'It runs asynchronously.', place: node }, scope);
    return undefined;
  }
  return enter(machine, node, 0, scope);
}

function enter(machine: Machine, node: With, index: number, scope: Scope): Completion {
  const item = node.items[index];
  if (item === undefined) return machine.run(node.body, scope);
  const context = machine.evaluate(item.context, scope);
  const site = machine.site(item.context, scope);
  let completion: Completion;
  const block = (value: PyValue): void => {
    if (item.target) assign(machine, item.target, value, scope);
    completion = enter(machine, node, index + 1, scope);
  };
  manage(machine, context, block, node, scope, site);
  return completion;
}

/** Runs the block inside the context. */
function manage(
  machine: Machine,
  context: PyValue,
  block: (value: PyValue) => void,
  node: With,
  scope: Scope,
  site: Site,
): void {
  if (context.kind === 'unknown') {
    if (context.inert) machine.mayRaise();
    else machine.notFollowed(`What its context does is not known. ${context.reason}`, site.place);
    suppressing(
      machine,
      () => {
        block(context);
      },
      () => undefined,
      node,
      scope,
    );
    return;
  }
  if (context instanceof ContextManager) {
    const before = machine.uncertain;
    const trying = context.suppresses === undefined ? 0 : 1;
    machine.trying += trying;
    try {
      context.around(block, site);
      machine.trying -= trying;
    } catch (error) {
      machine.trying -= trying;
      if (!(error instanceof PyRaised) || context.suppresses === undefined) throw error;
      const doubtful = machine.uncertain !== before;
      const caught = doubtful ? undefined : context.suppresses(error);
      if (caught === undefined) notKnown(machine, node, scope);
      else if (!caught) throw error;
      return;
    }
    if (context.suppresses !== undefined && machine.uncertain !== before) notKnown(machine, node, scope);
    return;
  }
  if (context instanceof UserInstance) {
    manageInstance(machine, context, block, node, scope, site);
    return;
  }
  const value = context.kind === 'host' ? context.enter(site) : undefined;
  if (context.kind !== 'host' || value === undefined) {
    raise('TypeError', `'${typeName(context)}' object does not support the context manager protocol`);
  }
  try {
    block(value);
  } catch (error) {
    if (error instanceof PyRaised) context.exit(true, site);
    throw error;
  }
  context.exit(false, site);
}

function manageInstance(
  machine: Machine,
  context: UserInstance,
  block: (value: PyValue) => void,
  node: With,
  scope: Scope,
  site: Site,
): void {
  const enterMethod = findAttribute(context, '__enter__', site);
  const exitMethod = findAttribute(context, '__exit__', site);
  if (enterMethod === undefined || exitMethod === undefined) {
    raise('TypeError', `'${context.typeName}' object does not support the context manager protocol`);
  }
  const exit = (args: readonly PyValue[]): PyValue =>
    machine.call(exitMethod, { positional: args, keywords: new Map() }, site.place);
  const value = machine.call(enterMethod, { positional: [], keywords: new Map() }, site.place);
  suppressing(
    machine,
    () => {
      block(value);
      exit([PY_NONE, PY_NONE, PY_NONE]);
    },
    (raised) => {
      const type = unknownPy('It is the class of an exception.');
      return truth(exit([type, caught(raised), unknownPy('It is a traceback.')]), site);
    },
    node,
    scope,
  );
}

/** Runs a block whose exceptions something may put aside. */
function suppressing(
  machine: Machine,
  block: () => void,
  suppresses: (raised: PyRaised) => boolean | undefined,
  node: With,
  scope: Scope,
): void {
  let exited = false;
  machine.trying++;
  try {
    block();
    machine.trying--;
    exited = true;
  } catch (error) {
    if (!exited) machine.trying--;
    if (!(error instanceof PyRaised) || exited) throw error;
    const answer = suppresses(error);
    if (answer === undefined) notKnown(machine, node, scope);
    else if (!answer) throw error;
  }
}

function notKnown(machine: Machine, node: With, scope: Scope): void {
  const reason = 'It depends on whether something that is not known raises an exception.';
  const ways = [tried(machine, () => machine.run(node.body, scope))];
  notFollowStatements(machine, { statements: node.body, reason, place: node, ways }, scope);
}
