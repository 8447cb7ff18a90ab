import type { Expression, FormatPart, StringLiteral } from '../ast';
import { readInteger } from '../literals';
import { getAttribute } from './attributes';
import { evaluateCall } from './calls';
import { comprehension } from './comprehensions';
import { raise } from './exception';
import { codeMayAct, notFollowExpressions } from './notFollowed';
import { seen } from './lost';
import type { Machine } from './machine';
import { makeLambda } from './objects/function';
import { PySlice } from './objects/slice';
import { compare, limited, operate, reasonOf, unary } from './operators';
import type { Scope } from './scope';
import { getItem } from './subscripts';
import { PY_NONE, type PyValue, type Site, unknownData, unknownPy, unknownText } from './value';
import { checkHashable, setKey, addMember } from './values/dict';
import { replacement } from './values/replacement';
import { truth } from './values/truth';

const CONDITION = 'It depends on a condition that is not known.';

/** The value of an expression. @throws PyRaised what Python raises */
export function evaluateExpression(machine: Machine, expression: Expression, scope: Scope): PyValue {
  switch (expression.kind) {
    case 'none':
    case 'ellipsis':
      return { kind: expression.kind };
    case 'boolean':
      return { kind: 'boolean', value: expression.value };
    case 'number':
      return number(expression.text);
    case 'string':
      return stringValue(expression);
    case 'formatString':
      return formatParts(machine, expression.parts, scope, machine.site(expression, scope));
    case 'concatenation':
      return concatenation(machine, expression, scope);
    case 'name':
      return lookup(machine, expression.name, scope, machine.site(expression, scope));
    case 'attribute': {
      const object = machine.evaluate(expression.object, scope);
      return getAttribute(object, expression.name.name, machine.site(expression, scope));
    }
    case 'tuple':
    case 'list': {
      const items = sequence(machine, expression.items, scope);
      return 'kind' in items ? items : limited({ kind: expression.kind, items }, machine.site(expression, scope));
    }
    case 'set':
      return set(machine, expression.items, scope, machine.site(expression, scope));
    case 'dict':
      return dict(machine, expression.entries, scope, machine.site(expression, scope));
    case 'comprehension':
      return comprehension(machine, expression, scope);
    case 'call':
      return evaluateCall(machine, expression, scope);
    case 'subscript':
      return getItem(
        machine.evaluate(expression.object, scope),
        machine.evaluate(expression.index, scope),
        machine.site(expression, scope),
      );
    case 'slice': {
      const part = (value: Expression | undefined): PyValue => (value ? machine.evaluate(value, scope) : PY_NONE);
      return new PySlice(part(expression.start), part(expression.stop), part(expression.step));
    }
    case 'unary':
      return unary(expression.operator, machine.evaluate(expression.operand, scope), machine.site(expression, scope));
    case 'binary':
      return binary(machine, expression, scope);
    case 'comparison':
      return comparison(machine, expression, scope);
    case 'conditional': {
      const test = machine.evaluate(expression.test, scope);
      const result = truth(test, machine.site(expression.test, scope));
      if (result !== undefined) return machine.evaluate(result ? expression.then : expression.otherwise, scope);
      return undecided(machine, [expression.then, expression.otherwise], test, scope);
    }
    case 'lambda':
      return makeLambda(machine, expression, scope);
    case 'named': {
      const value = machine.evaluate(expression.value, scope);
      scope.assigning.set(expression.target.name, value);
      return value;
    }
    case 'yield':
      return yielded(machine, expression, scope);
    case 'star':
      raise('SyntaxError', "can't use starred expression here");

    case 'await':
      machine.evaluate(expression.value, scope);
      machine.notFollowed('It awaits something, and code that runs asynchronously is not followed.', expression);
      return unknownPy('It is awaited.');
    case 'unknown':
      machine.notFollowed(expression.reason, machine.site(expression, scope).place);
      for (const { name } of expression.names)
        if (scope.peek(name) !== undefined) scope.set(name, unknownPy(expression.reason));
      return unknownPy(expression.reason);
  }
}

function number(text: string): PyValue {
  const value = readInteger(text);
  if (value !== undefined) return { kind: 'integer', value };
  const digits = text.replaceAll('_', '');
  if (/^(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(digits) && /[.eE]/.test(digits)) {
    return { kind: 'float', value: Number(digits) };
  }
  return unknownData(/[jJ]$/.test(text) ? 'It is a complex number.' : 'It is a number that Python 3 does not take.');
}

function stringValue(literal: StringLiteral): PyValue {
  if (literal.value === null) return unknownData('The text is malformed, or names a letter with \\N{...}.');
  return { kind: literal.bytes ? 'bytes' : 'string', value: literal.value };
}

function concatenation(
  machine: Machine,
  expression: Extract<Expression, { kind: 'concatenation' }>,
  scope: Scope,
): PyValue {
  let text = '';
  let kind: 'string' | 'bytes' | undefined;
  for (const part of expression.parts) {
    const value = machine.evaluate(part, scope);
    if (value.kind === 'unknown') return unknownText(text + (value.beginning ?? ''), value.reason);
    if (value.kind !== 'string' && value.kind !== 'bytes') return value;
    if (kind !== undefined && kind !== value.kind) raise('SyntaxError', 'cannot mix bytes and nonbytes literals');
    kind = value.kind;
    text += value.value;
  }
  return limited({ kind: kind ?? 'string', value: text }, machine.site(expression, scope));
}

function formatParts(machine: Machine, parts: readonly FormatPart[], scope: Scope, site: Site): PyValue {
  let text: string | undefined = '';
  let beginning = '';
  let reason = 'It is an f-string with a part whose text is not known.';
  for (const part of parts) {
    let shown: string | undefined;
    if (part.kind === 'text') shown = part.value ?? undefined;
    else {
      const value = machine.evaluate(part.value, scope);
      const spec: PyValue =
        part.spec === null ? { kind: 'string', value: '' } : formatParts(machine, part.spec, scope, site);
      const conversion = part.conversion ?? (part.selfDocumenting !== null && part.spec === null ? 'r' : undefined);
      shown = spec.kind === 'string' ? replacement(value, conversion, spec.value, site) : undefined;
      if (shown !== undefined && part.selfDocumenting !== null) {
        // Blanks behind the `=` are shown as well.
        const blanks = /^[\s)]*=(\s*)/.exec(scope.module.text.slice(part.value.to, part.value.to + 100))?.[1] ?? '';
        shown = `${part.selfDocumenting}=${blanks}${shown}`;
      }
      if (shown === undefined) {
        machine.mayRaise();
        if (value.kind === 'unknown') reason = value.reason;
      }
    }
    text = text === undefined || shown === undefined ? undefined : text + shown;
    beginning = text ?? beginning;
  }
  return text === undefined ? unknownText(beginning, reason) : limited({ kind: 'string', value: text }, site);
}

/**
 * What a name holds.
 * @throws PyRaised NameError
 */
export function lookup(machine: Machine, name: string, scope: Scope, site: Site): PyValue {
  const value = scope.get(name);
  if (value !== undefined) return seen(value);
  const { module } = scope;
  if (!name.startsWith('_')) {
    for (const star of module.stars) {
      const found = star.kind === 'host' ? star.getAttribute(name, site) : undefined;
      if (found !== undefined) return seen(found);
    }
  }
  if (module.mayHold !== undefined) return unknownPy(module.mayHold);
  const builtin = machine.builtin(name);
  if (builtin !== undefined) return builtin;
  if (name === '__name__')
    return module.isMain
      ? unknownData('It is the name Alembic loads the file under.')
      : { kind: 'string', value: module.name };
  if (name === '__file__') return unknownData('It is where the file is.');
  if (name.startsWith('__') && name.endsWith('__')) return unknownPy(`It is '${name}', which is not known.`);
  raise('NameError', `name '${name}' is not defined`);
}

/** The items of a display; one of them unpacked may be unknown. */
function sequence(machine: Machine, items: readonly Expression[], scope: Scope): PyValue[] | PyValue {
  const values: PyValue[] = [];
  let unknown: PyValue | undefined;
  for (const item of items) {
    if (item.kind !== 'star') {
      values.push(machine.evaluate(item, scope));
      continue;
    }
    const inner = machine.evaluate(item.value, scope);
    const complete = machine.each(inner, machine.site(item, scope), (value) => {
      values.push(value);
      return true;
    });
    if (!complete)
      unknown ??= unknownData(inner.kind === 'unknown' ? inner.reason : 'It unpacks something that is not known.');
  }
  return unknown ?? values;
}

function set(machine: Machine, items: readonly Expression[], scope: Scope, site: Site): PyValue {
  const values = sequence(machine, items, scope);
  if ('kind' in values) return values;
  const members: PyValue[] = [];
  let known = true;
  for (const value of values) {
    if (!addMember(members, value, site)) known = false;
  }
  return known
    ? { kind: 'set', frozen: false, items: members }
    : unknownData('It is a set with members that are not known.');
}

function dict(
  machine: Machine,
  entries: readonly { key: Expression | null; value: Expression }[],
  scope: Scope,
  site: Site,
): PyValue {
  const result: PyValue = { kind: 'dict', entries: [] };
  let known = true;
  for (const { key: keyExpression, value: valueExpression } of entries) {
    if (keyExpression !== null) {
      const key = machine.evaluate(keyExpression, scope);
      const value = machine.evaluate(valueExpression, scope);
      checkHashable(key);
      if (key.kind === 'unknown' || !setKey(result, key, value, site)) known = false;
      continue;
    }
    const inner = machine.evaluate(valueExpression, scope);
    if (inner.kind === 'dict') {
      for (const { key, value } of inner.entries) if (!setKey(result, key, value, site)) known = false;
    } else if (inner.kind === 'unknown' || inner.kind === 'host') known = false;
    else raise('TypeError', 'the object after ** is not a mapping');
  }
  return known ? result : unknownData('It is a dictionary with keys that are not known.');
}

function binary(machine: Machine, expression: Extract<Expression, { kind: 'binary' }>, scope: Scope): PyValue {
  const { operator, left, right } = expression;
  const a = machine.evaluate(left, scope);
  if (operator === 'and' || operator === 'or') {
    const first = truth(a, machine.site(left, scope));
    if (first === (operator === 'or')) return a;
    if (first !== undefined) return machine.evaluate(right, scope);
    return undecided(machine, [right], a, scope);
  }
  return operate(operator, a, machine.evaluate(right, scope), machine.site(expression, scope));
}

/** One of these is evaluated, or none: which is not known. */
function undecided(machine: Machine, expressions: readonly Expression[], test: PyValue, scope: Scope): PyValue {
  const ways = expressions.map((expression) => () => void machine.evaluate(expression, scope));
  notFollowExpressions(machine, expressions, reasonOf(test), scope, ways);
  machine.mayRaise();
  return codeMayAct(machine, expressions, scope) ? unknownPy(CONDITION) : unknownData(CONDITION);
}

function comparison(machine: Machine, expression: Extract<Expression, { kind: 'comparison' }>, scope: Scope): PyValue {
  const { operators, operands } = expression;
  const site = machine.site(expression, scope);
  const [first, ...rest] = operands;
  if (first === undefined) return unknownPy('It is a comparison of nothing.');
  let left = machine.evaluate(first, scope);
  let result: PyValue = { kind: 'boolean', value: true };
  for (const [index, operand] of rest.entries()) {
    const right = machine.evaluate(operand, scope);
    result = compare(operators[index] ?? '==', left, right, site);
    if (index === rest.length - 1) break;
    const decided = truth(result, site);
    if (decided === false) return result;
    if (decided === undefined) return undecided(machine, rest.slice(index + 1), result, scope);
    left = right;
  }
  return result;
}

function yielded(machine: Machine, expression: Extract<Expression, { kind: 'yield' }>, scope: Scope): PyValue {
  const value = expression.value ? machine.evaluate(expression.value, scope) : PY_NONE;
  const { onYield } = scope.frame;
  if (onYield === undefined) raise('SyntaxError', "'yield' outside function");
  if (!expression.isFrom) return onYield(value);
  const site = machine.site(expression, scope);
  const complete = machine.each(value, site, (item) => {
    onYield(item);
    return true;
  });
  if (!complete) machine.notFollowed('It yields from something that is not known.', site.place);
  return complete && value.kind !== 'host' ? PY_NONE : unknownPy('It is the result of yield from.');
}
