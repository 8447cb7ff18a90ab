import type { Statement } from '../ast';
import { PyRaised } from './exception';
import type { Completion, Machine } from './machine';
import { notFollowStatements } from './notFollowed';
import { GeneratorExit } from './objects/generator';
import { catches, caught } from './objects/exceptions';
import type { Scope } from './scope';
import { tried } from './suppose';

type Try = Extract<Statement, { kind: 'try' }>;

/** `try: ... except ...: ... else: ... finally: ...` */
export function runTry(machine: Machine, node: Try, scope: Scope): Completion {
  if (node.finally.length === 0) return withHandlers(machine, node, scope);
  let completion: Completion;
  let pending: PyRaised | GeneratorExit | undefined;
  try {
    completion = withHandlers(machine, node, scope);
  } catch (error) {
    if (!(error instanceof PyRaised) && !(error instanceof GeneratorExit)) throw error;
    pending = error;
  }
  const last = machine.run(node.finally, scope);
  // Leaving the block by itself puts an exception aside.
  if (last !== undefined) return last;
  if (pending !== undefined) throw pending;
  return completion;
}

function withHandlers(machine: Machine, node: Try, scope: Scope): Completion {
  const before = machine.uncertain;
  const doubtful = (): boolean => node.handlers.length > 0 && machine.uncertain !== before;
  const trying = node.handlers.length > 0 ? 1 : 0;
  let completion: Completion;
  machine.trying += trying;
  try {
    completion = machine.run(node.body, scope);
    machine.trying -= trying;
  } catch (error) {
    machine.trying -= trying;
    if (!(error instanceof PyRaised)) throw error;
    if (doubtful()) return notFollowed(machine, node, scope);
    return handle(machine, node, error, scope);
  }
  if (doubtful()) return notFollowed(machine, node, scope);
  return completion ?? machine.run(node.otherwise, scope);
}

function handle(machine: Machine, node: Try, raised: PyRaised, scope: Scope): Completion {
  for (const { type, name, body } of node.handlers) {
    const matches = type === undefined ? true : catches(machine.evaluate(type, scope), raised);
    if (matches === undefined) return notFollowed(machine, node, scope);
    if (!matches) continue;
    if (name) scope.set(name.name, caught(raised));
    machine.handling.push(raised);
    try {
      return machine.run(body, scope);
    } finally {
      machine.handling.pop();
      if (name) scope.remove(name.name);
    }
  }
  throw raised;
}

/** Something unknown inside may have raised an exception: which parts ran is not known. */
function notFollowed(machine: Machine, node: Try, scope: Scope): Completion {
  const reason = 'It depends on whether something that is not known raises an exception.';
  const statements = [...node.body, ...node.handlers.flatMap(({ body }) => body), ...node.otherwise];
  const names = node.handlers.flatMap(({ name }) => name ?? []);
  const later = [...node.handlers.map(({ body }) => body), node.otherwise];
  const ways = [
    tried(machine, () => machine.run(node.body, scope)),
    ...later.map((part) => () => void machine.run(part, scope)),
  ];
  notFollowStatements(machine, { statements, reason, place: node, targets: names, ways }, scope);
  return undefined;
}
