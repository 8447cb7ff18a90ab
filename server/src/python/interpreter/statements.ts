import type { Expression, Statement } from '../ast';
import { assign, remove } from './assign';
import { raise } from './exception';
import { effectsOf } from './effects';
import { runFor, runWhile } from './loops';
import { defineClass } from './classes';
import { importFrom, importNames } from './imports';
import { lose, seen } from './lost';
import type { Completion, Machine } from './machine';
import { extend } from './methods/list';
import { update } from './methods/dict';
import { forget, notFollowStatements } from './notFollowed';
import { raisedOf } from './objects/exceptions';
import { makeFunction } from './objects/function';
import { operate, reasonOf } from './operators';
import type { Scope } from './scope';
import { runTry } from './tryStatement';
import { PY_NONE, type PyValue, unknownPy } from './value';
import { str } from './values/repr';
import { combine } from './values/sets';
import { truth } from './values/truth';
import { runWith } from './withStatement';

/** Runs one statement. @throws PyRaised what Python raises */
export function runStatement(machine: Machine, statement: Statement, scope: Scope): Completion {
  switch (statement.kind) {
    case 'expression':
      machine.evaluate(statement.value, scope);
      return undefined;
    case 'assign': {
      const value = machine.evaluate(statement.value, scope);
      for (const target of statement.targets) assign(machine, target, value, scope);
      return undefined;
    }
    case 'annotated':
      if (statement.value) assign(machine, statement.target, machine.evaluate(statement.value, scope), scope);
      return undefined;
    case 'augmented':
      augment(machine, statement, scope);
      return undefined;
    case 'delete':
      for (const target of statement.targets) remove(machine, target, scope);
      return undefined;
    case 'pass':
    case 'global':
    case 'nonlocal':
      return undefined;
    case 'break':
    case 'continue':
      return statement.kind;
    case 'return':
      return { returned: statement.values[0] ? machine.evaluate(statement.values[0], scope) : PY_NONE };
    case 'raise':
      return raiseStatement(machine, statement, statement.values, scope);
    case 'assert':
      assertStatement(machine, statement, statement.values, scope);
      return undefined;
    case 'print':
      raise('SyntaxError', "Missing parentheses in call to 'print'");

    case 'import':
      importNames(machine, statement, scope);
      return undefined;
    case 'importFrom':
      importFrom(machine, statement, scope);
      return undefined;
    case 'typeAlias':
      scope.set(statement.name.name, unknownPy('It is a type.'));
      return undefined;
    case 'if':
      return ifStatement(machine, statement, scope);
    case 'while':
      return runWhile(machine, statement, scope);
    case 'for':
      return runFor(machine, statement, scope);
    case 'try':
      return runTry(machine, statement, scope);
    case 'with':
      return runWith(machine, statement, scope);
    case 'function': {
      const { decorators } = statement;
      const wraps = decorators.map((decorator) => machine.evaluate(decorator, scope));
      let value: PyValue = makeFunction(machine, statement, scope);
      for (const [index, wrap] of [...wraps.entries()].reverse()) {
        const place = machine.site(decorators[index] ?? statement, scope).place;
        value = machine.call(wrap, { positional: [value], keywords: new Map() }, place);
      }
      scope.set(statement.name.name, value);
      return undefined;
    }
    case 'class':
      defineClass(machine, statement, scope);
      return undefined;
    case 'unknown':
      machine.notFollowed(statement.reason, machine.site(statement, scope).place);
      machine.perhaps(statement.reason);
      forget(machine, [statement], scope, statement.reason, effectsOf(machine, [statement], scope).changes);
      return undefined;
  }
}

function augment(machine: Machine, statement: Extract<Statement, { kind: 'augmented' }>, scope: Scope): void {
  const { target, operator } = statement;
  const site = machine.site(statement, scope);
  const left = machine.evaluate(target, scope);
  const right = machine.evaluate(statement.value, scope);
  let value: PyValue;
  if (left.kind === 'list' && operator === '+') {
    extend(left, right, site);
    value = left;
  } else if (left.kind === 'set' && !left.frozen && right.kind === 'set' && '|&-^'.includes(operator)) {
    const items = combine(operator, left.items, right.items, site);
    if (items === undefined) lose(left, 'It was changed by members that are not known.');
    else left.items.splice(0, left.items.length, ...items);
    value = left;
  } else if (left.kind === 'dict' && operator === '|') {
    if (!update(left, right, site)) lose(left, 'It was changed by entries that are not known.');
    value = left;
  } else if (left.kind === 'list' && operator === '*') {
    const repeated = operate('*', left, right, site);
    if (repeated.kind === 'list') left.items.splice(0, left.items.length, ...repeated.items);
    else lose(left, reasonOf(repeated));
    value = left;
  } else value = operate(operator, left, right, site);
  assign(machine, target, seen(value), scope);
}

function ifStatement(machine: Machine, statement: Extract<Statement, { kind: 'if' }>, scope: Scope): Completion {
  for (const [index, { test, body }] of statement.branches.entries()) {
    const value = machine.evaluate(test, scope);
    const result = truth(value, machine.site(test, scope));
    if (result === true) return machine.run(body, scope);
    if (result === false) continue;
    const rest = statement.branches.slice(index + 1);
    const statements = [...body, ...rest.flatMap((branch) => [branch.test, ...branch.body]), ...statement.otherwise];
    const ways = [
      () => void machine.run(body, scope),
      ...rest.map((branch) => () => {
        machine.evaluate(branch.test, scope);
        machine.run(branch.body, scope);
      }),
      () => void machine.run(statement.otherwise, scope),
    ];
    const what = { statements, reason: reasonOf(value), place: statement, ways, isOnce: true };
    notFollowStatements(machine, what, scope);
    return undefined;
  }
  return machine.run(statement.otherwise, scope);
}

function raiseStatement(machine: Machine, statement: Statement, values: readonly Expression[], scope: Scope): never {
  const [exception, cause] = values;
  const site = machine.site(statement, scope);
  if (exception === undefined) {
    throw machine.handling.at(-1) ?? raisedOf(unknownPy('No exception is being handled.'), site);
  }
  const value = machine.evaluate(exception, scope);
  if (cause) machine.evaluate(cause, scope);
  throw raisedOf(value, site);
}

function assertStatement(machine: Machine, statement: Statement, values: readonly Expression[], scope: Scope): void {
  const [test, message] = values;
  if (test === undefined) return;
  const value = machine.evaluate(test, scope);
  const site = machine.site(statement, scope);
  const result = truth(value, site);
  if (result === undefined) {
    const ways = message ? [() => void machine.evaluate(message, scope)] : [];
    const what = { statements: [statement], reason: reasonOf(value), place: statement, ways, isOnce: true };
    notFollowStatements(machine, what, scope);
  } else if (!result) {
    const text = message ? str(machine.evaluate(message, scope), site) : '';
    raise('AssertionError', text ?? '');
  }
}
