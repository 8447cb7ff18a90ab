import type { Argument, Expression } from '../ast';
import { getAttribute } from './attributes';
import { raise } from './exception';
import { findUnknown, seen } from './lost';
import type { Machine } from './machine';
import { callMethod, hasMethods } from './methods';
import { BoundMethod, UserFunction } from './objects/function';
import { instantiate } from './objects/instantiate';
import { NativeFunction, ScopedFunction } from './objects/native';
import { OwnObject } from './objects/own';
import { UserClass } from './objects/userClass';
import { UserInstance } from './objects/userInstance';
import { invoke } from './invoke';
import type { Scope } from './scope';
import { type CallArguments, type PyValue, type Site, unknownData, unknownPy } from './value';
import { typeName } from './values/typeName';

/** `callee(arguments)` */
export function evaluateCall(
  machine: Machine,
  expression: Extract<Expression, { kind: 'call' }>,
  scope: Scope,
): PyValue {
  const { callee, arguments: given } = expression;
  const site = machine.site(expression, scope);
  if (callee.kind === 'attribute') {
    const object = machine.evaluate(callee.object, scope);
    const { name } = callee.name;
    if (hasMethods(object)) {
      const args = evaluateArguments(machine, given, scope);
      if (!args.complete) return partlyUnknown(machine, undefined, args, site);
      return seen(callMethod(object, name, args, site));
    }
    return finishCall(machine, getAttribute(object, name, site), expression, scope, site);
  }
  return finishCall(machine, machine.evaluate(callee, scope), expression, scope, site);
}

function finishCall(
  machine: Machine,
  callee: PyValue,
  expression: Extract<Expression, { kind: 'call' }>,
  scope: Scope,
  site: Site,
): PyValue {
  const args = evaluateArguments(machine, expression.arguments, scope);
  if (!args.complete) return partlyUnknown(machine, callee, args, site);
  if (callee instanceof ScopedFunction) return seen(callee.run(args, scope, site));
  if (callee.kind === 'unknown') return machine.callUnknown(callee, args, site.place, dotted(expression.callee));
  return seen(machine.call(callee, args, site.place));
}

/** `a.b.c` as written; undefined of anything else. */
function dotted(expression: Expression): string | undefined {
  if (expression.kind === 'name') return expression.name;
  if (expression.kind !== 'attribute') return undefined;
  const object = dotted(expression.object);
  return object === undefined ? undefined : `${object}.${expression.name.name}`;
}

interface EvaluatedArguments extends CallArguments {
  /** False: what `*` or `**` unpacks is not known. */
  readonly complete: boolean;
}

/** The arguments of a call in the order in which Python evaluates them. */
function evaluateArguments(machine: Machine, given: readonly Argument[], scope: Scope): EvaluatedArguments {
  const positional: PyValue[] = [];
  const keywords = new Map<string, PyValue>();
  let complete = true;
  const keyword = (name: string, value: PyValue): void => {
    if (keywords.has(name)) raise('TypeError', `got multiple values for keyword argument '${name}'`);
    keywords.set(name, value);
  };
  for (const argument of given) {
    const value = machine.evaluate(argument.value, scope);
    if (argument.kind === 'positional') positional.push(value);
    else if (argument.kind === 'keyword' && argument.name) keyword(argument.name.name, value);
    else if (argument.kind === 'star') {
      const known = machine.each(value, machine.site(argument, scope), (item) => {
        positional.push(item);
        return true;
      });
      if (!known) complete = false;
    } else if (value.kind === 'dict') {
      for (const entry of value.entries) {
        if (entry.key.kind !== 'string') raise('TypeError', 'keywords must be strings');
        keyword(entry.key.value, entry.value);
      }
    } else if (value.kind === 'unknown' || value.kind === 'host') complete = false;
    else raise('TypeError', 'argument after ** must be a mapping');
  }
  return { positional, keywords, complete };
}

/** A call whose arguments are not all known: it may be of any effect, unless the callee has none. */
function partlyUnknown(machine: Machine, callee: PyValue | undefined, args: CallArguments, site: Site): PyValue {
  machine.mayRaise();
  const reason = 'It is the result of a call with arguments that are not known.';
  const values = [...args.positional, ...args.keywords.values()];
  if (callee instanceof NativeFunction || (callee?.kind === 'unknown' && callee.inert)) {
    machine.giveAway(values, reason, false);
    return unknownData(reason);
  }
  if (callee?.kind === 'host' && !callee.takesUnknown && !(callee instanceof OwnObject)) return unknownData(reason);
  if (callee?.kind === 'host' && callee.callWithUnknown !== undefined) {
    machine.giveAway(values, reason, false);
    return callee.callWithUnknown(reason);
  }
  machine.giveAway(callee === undefined ? values : [callee, ...values], reason, true);
  if (callee === undefined) return unknownData(reason);
  machine.notFollowed('It is called with arguments that are not known: what * or ** unpacks.', site.place);
  return unknownPy(reason);
}

/**
 * Calls a value.
 * @throws PyRaised what Python raises, TypeError for what is not callable.
 */
export function callValue(machine: Machine, raw: PyValue, args: CallArguments, site: Site): PyValue {
  const callee = seen(raw);
  if (callee.kind === 'unknown') return machine.callUnknown(callee, args, site.place);
  if (callee instanceof UserFunction) return invoke(machine, callee, args, site);
  if (callee instanceof BoundMethod) {
    const positional = [callee.self, ...args.positional];
    return callValue(machine, callee.callee, { positional, keywords: args.keywords }, site);
  }
  if (callee instanceof UserClass) return instantiate(machine, callee, args, site);
  if (callee instanceof UserInstance) {
    return callValue(machine, getAttribute(callee, '__call__', site), args, site);
  }
  if (callee.kind !== 'host') raise('TypeError', `'${typeName(callee)}' object is not callable`);
  if (!callee.takesUnknown) {
    const unknown = findUnknown([...args.positional, ...args.keywords.values()]);
    if (unknown !== undefined) {
      machine.mayRaise();
      return unknownData(unknown.reason);
    }
  }
  return callee.call(args, site) ?? raise('TypeError', `'${callee.typeName}' object is not callable`);
}
