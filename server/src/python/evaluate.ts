import type { Argument, Expression, FormatPart, FormatString, Name, StringLiteral } from './ast';
import { cannotAdd, formatMethod, percent, replacement } from './format';
import { readInteger } from './literals';
import { equal, importedValue, isMutable, NONE, truth, unknownValue, type Value } from './value';

/** What modules outside the file hold. */
export interface Library {
  /**
   * The value of `name` after `from module import name`; `level` counts the leading dots.
   * Undefined when it is not known.
   */
  importName(module: string, level: number, name: string): Value | undefined;
}

/** Where an expression is evaluated. */
export interface Scope {
  /** What a name holds; imported names are not looked up yet. */
  lookup(name: string): Value;
  /** Looks an imported name up. */
  resolve(value: Value): Value;
  /** The same scope for what is evaluated for its effects alone: it looks nothing up in other modules. */
  readonly effectsOnly: Scope;
  /** `name := value` was evaluated. */
  bind(name: Name, value: Value, expression: Expression): void;
  /** Something was called or assigned that may change any list, set or dict. */
  mayChangeMutables(): void;
  /** Something was called that may assign any name of the module. */
  mayBindAnything(): void;
}

/** Values longer than this (letters or items) are not followed: a file of a few lines could fill the memory. */
const MAX_LENGTH = 100_000;

/** Builtins through which code reaches the names of its module. */
const REACHES_NAMES = new Set(['globals', 'locals', 'vars', 'exec', 'eval', 'setattr', '__import__']);

/**
 * The value of an expression as far as it is certain without running anything: literals, names, `+`, `%`, f-strings,
 * `str.format`, comparisons, conditional expressions. Everything else is unknown, with the reason. Always ends.
 */
export function evaluate(expression: Expression, scope: Scope): Value {
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
      return formatString(expression, scope);
    case 'concatenation':
      return concatenation(expression.parts, scope);
    case 'name':
    case 'attribute':
      return scope.resolve(unresolved(expression, scope));
    case 'tuple':
    case 'list':
    case 'set':
      return sequence(expression.kind, expression.items, scope);
    case 'dict':
      return dict(expression.entries, scope);
    case 'named': {
      const value = evaluate(expression.value, scope);
      scope.bind(expression.target, value, expression.value);
      return value;
    }
    case 'conditional': {
      const test = truth(evaluate(expression.test, scope));
      if (test !== undefined) return evaluate(test ? expression.then : expression.otherwise, scope);
      evaluate(expression.then, scope);
      evaluate(expression.otherwise, scope);
      return unknownValue('It depends on a condition that is not known.');
    }
    case 'unary':
      return unary(expression.operator, evaluate(expression.operand, scope));
    case 'binary':
      return binary(expression, scope);
    case 'comparison':
      return comparison(expression.operators, expression.operands, scope);
    case 'call':
      return call(expression.callee, expression.arguments, scope);
    case 'subscript':
      return subscript(evaluate(expression.object, scope), evaluate(expression.index, scope));
    case 'star':
      evaluate(expression.value, scope);
      return unknownValue('It is unpacked with a star.');
    case 'await':
      evaluate(expression.value, scope);
      return unknownValue('It is awaited.');
    case 'slice':
    case 'lambda':
    case 'comprehension':
    case 'yield':
      return unknownValue(NOT_EVALUATED[expression.kind]);
    case 'unknown':
      return unknownValue(expression.reason);
  }
}

const NOT_EVALUATED = {
  slice: 'It is a slice.',
  lambda: 'It is a function.',
  comprehension: 'It is computed by a comprehension.',
  yield: 'It is the result of yield.',
} as const;

/** The value of a name or attribute, not looked up where it is imported; of anything else its value. */
function unresolved(expression: Expression, scope: Scope): Value {
  if (expression.kind === 'name') return scope.lookup(expression.name);
  if (expression.kind !== 'attribute') return evaluate(expression, scope);
  const object = unresolved(expression.object, scope);
  const { name } = expression.name;
  if (object.kind !== 'unknown' || object.imported === undefined) {
    return unknownValue(`It is the attribute '${name}' of an object that is not known.`);
  }
  const { imported } = object;
  const path = [imported.module, imported.name ?? ''].filter((part) => part !== '').join('.');
  return importedValue({ module: path, level: imported.level, name });
}

function number(text: string): Value {
  const value = readInteger(text);
  if (value !== undefined) return { kind: 'integer', value };
  const float = /^(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][+-]?\d[\d_]*)?[jJ]?$/.test(text) && /[.eEjJ]/.test(text);
  return float ? { kind: 'float', text } : unknownValue('It is a number that Python 3 does not take.');
}

function stringValue(literal: StringLiteral): Value {
  if (literal.value === null) return unknownValue('The string is malformed, or names a letter with \\N{...}.');
  return { kind: literal.bytes ? 'bytes' : 'string', value: literal.value };
}

function concatenation(parts: readonly (StringLiteral | FormatString)[], scope: Scope): Value {
  let text = '';
  let kind: 'string' | 'bytes' | undefined;
  for (const part of parts) {
    const value = evaluate(part, scope);
    if (value.kind !== 'string' && value.kind !== 'bytes') return value;
    if (kind !== undefined && kind !== value.kind) return unknownValue('It joins text and bytes.');
    kind = value.kind;
    text += value.value;
  }
  return limited({ kind: kind ?? 'string', value: text });
}

function formatString(expression: FormatString, scope: Scope): Value {
  const text = formatParts(expression.parts, scope);
  return text === undefined
    ? unknownValue('It is an f-string with parts that are not known.')
    : limited({ kind: 'string', value: text });
}

function formatParts(parts: readonly FormatPart[], scope: Scope): string | undefined {
  let text: string | undefined = '';
  for (const part of parts) {
    let shown: string | undefined;
    if (part.kind === 'text') shown = part.value ?? undefined;
    else {
      const value = evaluate(part.value, scope);
      const spec = part.spec === null ? '' : formatParts(part.spec, scope);
      // `{value=}` shows the repr unless something else is asked for.
      const conversion = part.conversion ?? (part.selfDocumenting !== null && part.spec === null ? 'r' : undefined);
      shown = spec === undefined || conversion === 'a' ? undefined : replacement(value, conversion, spec);
      if (shown !== undefined && part.selfDocumenting !== null) shown = `${part.selfDocumenting}=${shown}`;
    }
    text = text === undefined || shown === undefined ? undefined : text + shown;
  }
  return text;
}

function sequence(kind: 'tuple' | 'list' | 'set', items: readonly Expression[], scope: Scope): Value {
  const values: Value[] = [];
  let starred: Value | undefined;
  for (const item of items) {
    if (item.kind !== 'star') {
      values.push(evaluate(item, scope));
      continue;
    }
    const inner = evaluate(item.value, scope);
    if (inner.kind === 'tuple' || inner.kind === 'list') values.push(...inner.items);
    else starred ??= unknownValue('It unpacks something that is not known.');
  }
  return starred ?? limited({ kind, items: values });
}

function dict(entries: readonly { key: Expression | null; value: Expression }[], scope: Scope): Value {
  const values = entries.map(({ key, value }) => ({
    key: key === null ? NONE : evaluate(key, scope),
    value: evaluate(value, scope),
  }));
  return entries.every(({ key }) => key !== null)
    ? { kind: 'dict', entries: values }
    : unknownValue('It unpacks a dictionary.');
}

function unary(operator: '+' | '-' | '~' | 'not', operand: Value): Value {
  if (operator === 'not') {
    const value = truth(operand);
    return value === undefined
      ? unknownValue('It depends on a condition that is not known.')
      : { kind: 'boolean', value: !value };
  }
  if (operand.kind !== 'integer') return unknownValue('It is computed from something that is not known.');
  const { value } = operand;
  return { kind: 'integer', value: operator === '-' ? -value : operator === '~' ? ~value : value };
}

function binary(
  { operator, left, right }: { operator: string; left: Expression; right: Expression },
  scope: Scope,
): Value {
  const a = evaluate(left, scope);
  if (operator === 'and' || operator === 'or') {
    const first = truth(a);
    if (first === (operator === 'or')) return a;
    const b = evaluate(right, scope);
    return first === undefined ? unknownValue('It depends on a condition that is not known.') : b;
  }
  return applyBinary(operator, a, evaluate(right, scope));
}

/** `a operator b` for the operators of arithmetic, `+=` included. */
export function applyBinary(operator: string, a: Value, b: Value): Value {
  if (a.kind === 'unknown') return a;
  if (operator === '%' && a.kind === 'string') {
    const text = percent(a.value, b);
    return text === undefined
      ? unknownValue('It is formatted from parts that are not known.')
      : limited({ kind: 'string', value: text });
  }
  if (b.kind === 'unknown') return b;
  if (operator === '+') {
    if ((a.kind === 'string' || a.kind === 'bytes') && a.kind === b.kind) {
      return limited({ kind: a.kind, value: a.value + b.value });
    }
    if ((a.kind === 'tuple' || a.kind === 'list') && a.kind === b.kind) {
      return limited({ kind: a.kind, items: [...a.items, ...b.items] });
    }
    if (a.kind !== 'integer' || b.kind !== 'integer') return unknownValue(cannotAdd(a, b));
  }
  if (a.kind === 'integer' && b.kind === 'integer' && a.value.toString().length + b.value.toString().length < 100) {
    if (operator === '+') return { kind: 'integer', value: a.value + b.value };
    if (operator === '-') return { kind: 'integer', value: a.value - b.value };
    if (operator === '*') return { kind: 'integer', value: a.value * b.value };
  }
  return unknownValue(`It is computed with '${operator}'.`);
}

function comparison(operators: readonly string[], operands: readonly Expression[], scope: Scope): Value {
  const values = operands.map((operand) => evaluate(operand, scope));
  let all: boolean | undefined = true;
  for (const [index, operator] of operators.entries()) {
    const result = compare(operator, values[index] ?? NONE, values[index + 1] ?? NONE);
    if (result === false) return { kind: 'boolean', value: false };
    if (result === undefined) all = undefined;
  }
  return all === undefined
    ? unknownValue('It depends on a comparison that is not known.')
    : { kind: 'boolean', value: all };
}

function compare(operator: string, a: Value, b: Value): boolean | undefined {
  const negated = operator === '!=' || operator === 'is not' || operator === 'not in';
  let result: boolean | undefined;
  if (operator === '==' || operator === '!=') result = equal(a, b);
  else if (operator === 'is' || operator === 'is not') {
    // Identity is certain only where one side is None, True or False.
    const single = [a, b].some(({ kind }) => kind === 'none' || kind === 'boolean');
    result = !single || a.kind === 'unknown' || b.kind === 'unknown' ? undefined : a.kind === b.kind && equal(a, b);
  } else if (
    (operator === 'in' || operator === 'not in') &&
    (b.kind === 'tuple' || b.kind === 'list' || b.kind === 'set')
  ) {
    const same = b.items.map((item) => equal(item, a));
    result = same.includes(true) ? true : same.includes(undefined) ? undefined : false;
  }
  return result === undefined ? undefined : result !== negated;
}

function call(callee: Expression, args: readonly Argument[], scope: Scope): Value {
  const object = callee.kind === 'attribute' ? callee.object : callee;
  const formats = callee.kind === 'attribute' && callee.name.name === 'format';
  const inner = formats ? scope : scope.effectsOnly;
  const receiver = evaluate(object, inner);
  const values = args.map(({ value }) => evaluate(value, inner));
  if (callee.kind === 'name' && REACHES_NAMES.has(callee.name)) scope.mayBindAnything();
  else if (isMutable(receiver) || values.some(isMutable)) scope.mayChangeMutables();
  if (formats && receiver.kind === 'string' && args.every(({ kind }) => kind === 'positional' || kind === 'keyword')) {
    const named = new Map(
      args.flatMap(({ name }, index) => (name ? [[name.name, values[index] ?? NONE] as const] : [])),
    );
    const positional = values.filter((_, index) => args[index]?.name === undefined);
    const text = formatMethod(receiver.value, positional, named);
    if (text !== undefined) return limited({ kind: 'string', value: text });
  }
  return unknownValue('It is the result of a call, and no code of the project is run to know it.');
}

function subscript(object: Value, index: Value): Value {
  if (index.kind === 'integer' && (object.kind === 'tuple' || object.kind === 'list')) {
    const item = object.items.at(Number(index.value));
    if (item !== undefined) return item;
  }
  if (object.kind === 'dict' && index.kind === 'string') {
    const { entries } = object;
    const certain = entries.every(({ key }) => key.kind === 'string');
    const found = entries.findLast(({ key }) => key.kind === 'string' && key.value === index.value);
    if (certain && found) return found.value;
  }
  return unknownValue('It is an item of something that is not known.');
}

function limited(value: Value): Value {
  const length =
    'items' in value ? value.items.length : value.kind === 'string' || value.kind === 'bytes' ? value.value.length : 0;
  return length > MAX_LENGTH ? unknownValue('It is too long to be followed.') : value;
}
