import type { Argument, ComprehensionClause, Expression, StringLiteral } from './ast';
import type { SimpleTokens } from './simpleTokens';

/** Brackets or links of a chain deeper than this are left to the parser that counts its nesting. */
const MAX_DEPTH = 10;

const PAREN = 40;
const PAREN_CLOSE = 41;
const STAR = 42;
const COMMA = 44;
const DOT = 46;
const COLON = 58;
const EQUALS = 61;
const BRACKET = 91;
const BRACKET_CLOSE = 93;
const BRACE = 123;
const BRACE_CLOSE = 125;

type Item = Expression | undefined;

/** How strongly the operators bind (language reference, section 6.17). */
const BINDING: Readonly<Record<string, number>> = {
  '==': 1,
  '!=': 1,
  '<': 1,
  '>': 1,
  '<=': 1,
  '>=': 1,
  '|': 2,
  '+': 3,
  '-': 3,
  '*': 4,
  '/': 4,
  '//': 4,
  '%': 4,
  '**': 5,
};
const COMPARISON = 1;
const POWER = 5;

/**
 * A plain expression: names, literals, tuples, lists, sets, dicts and their comprehensions, attributes, items, calls, and
 * the commoner operators. Undefined when it is, or may be, anything else.
 */
export function readExpression(tokens: SimpleTokens, depth = 0, least = COMPARISON): Item {
  const from = tokens.start();
  let left = readChain(tokens, depth);
  let compared = false;
  while (left !== undefined) {
    const operator = tokens.operator();
    if (operator === null) break;
    const binding = BINDING[operator] ?? 0;
    if (binding < least) break;
    // What a chain of comparisons compares with what is for the other parser to know.
    if (compared) return undefined;
    compared = binding === COMPARISON;
    tokens.skip(operator);
    const right = readExpression(tokens, ++depth, binding === POWER ? POWER : binding + 1);
    const range = { from, to: tokens.end };
    if (right === undefined) left = undefined;
    else if (compared) left = { kind: 'comparison', operators: [operator], operands: [left, right], ...range };
    else left = { kind: 'binary', operator, left, right, ...range };
  }
  return left;
}

/** What dots, calls and indexes make of an atom. */
function readChain(tokens: SimpleTokens, depth: number): Item {
  const from = tokens.start();
  let value = readAtom(tokens, depth);
  for (let links = 0; value !== undefined; links++) {
    if (links > MAX_DEPTH) return undefined;
    const code = tokens.peek();
    if (code === DOT) value = readAttribute(tokens, value, from);
    else if (code === PAREN) value = readCall(tokens, value, from, depth);
    else if (code === BRACKET) value = readSubscript(tokens, value, from, depth);
    else break;
  }
  return value;
}

function readAtom(tokens: SimpleTokens, depth: number): Item {
  if (depth > MAX_DEPTH) return undefined;
  const from = tokens.start();
  const code = tokens.peek();
  if (code === PAREN) return readParentheses(tokens, depth);
  if (code === BRACKET) return readList(tokens, depth);
  if (code === BRACE) return readBraces(tokens, depth);
  if (tokens.atString()) return readStrings(tokens);
  const number = tokens.number();
  if (number !== undefined) return { kind: 'number', text: number, from, to: tokens.end };
  if (tokens.keyword('None')) return { kind: 'none', from, to: tokens.end };
  for (const word of ['True', 'False']) {
    if (tokens.keyword(word)) return { kind: 'boolean', value: word === 'True', from, to: tokens.end };
  }
  return tokens.name();
}

function readStrings(tokens: SimpleTokens): Item {
  const from = tokens.start();
  const parts: StringLiteral[] = [];
  do {
    const part = tokens.string();
    if (part === undefined) return undefined;
    parts.push(part);
  } while (tokens.atString());
  return parts.length === 1 ? parts[0] : { kind: 'concatenation', parts, from, to: tokens.end };
}

function readParentheses(tokens: SimpleTokens, depth: number): Item {
  const from = tokens.start();
  const tuple = readItems(tokens, PAREN_CLOSE, () => readExpression(tokens, depth + 1));
  if (tuple === undefined) return undefined;
  const { items, comma } = tuple;
  return items.length === 1 && comma === null ? items[0] : { kind: 'tuple', items, from, to: tokens.end };
}

function readList(tokens: SimpleTokens, depth: number): Item {
  const from = tokens.start();
  const list = readItems(tokens, BRACKET_CLOSE, () => readItem(tokens, depth), depth);
  if (list === undefined) return undefined;
  const { items, clauses } = list;
  const range = { from, to: tokens.end };
  const [element] = items;
  if (clauses !== null) {
    if (element === undefined || element.kind === 'star') return undefined;
    return { kind: 'comprehension', form: 'list', element, clauses, ...range };
  }
  return { kind: 'list', items, ...range };
}

/** An item of a list, perhaps with a star. */
function readItem(tokens: SimpleTokens, depth: number): Item {
  const from = tokens.start();
  if (!tokens.take(STAR)) return readExpression(tokens, depth + 1);
  const value = readExpression(tokens, depth + 1, COMPARISON + 1);
  return value && { kind: 'star', value, from, to: tokens.end };
}

function readBraces(tokens: SimpleTokens, depth: number): Item {
  const from = tokens.start();
  let keys = 0;
  const read = (): { key: Expression | null; value: Expression } | undefined => {
    const key = readExpression(tokens, depth + 1);
    if (key === undefined || !tokens.take(COLON)) return key && { key: null, value: key };
    const value = readExpression(tokens, depth + 1);
    keys++;
    return value && { key, value };
  };
  const braces = readItems(tokens, BRACE_CLOSE, read, depth);
  if (braces === undefined || (keys > 0 && keys < braces.items.length)) return undefined;
  const { items: entries, clauses } = braces;
  const range = { from, to: tokens.end };
  if (clauses !== null) {
    const { key, value } = entries[0] ?? {};
    if (value === undefined) return undefined;
    return key == null
      ? { kind: 'comprehension', form: 'set', element: value, clauses, ...range }
      : { kind: 'comprehension', form: 'dict', element: key, value, clauses, ...range };
  }
  // `{}` is a dict.
  return keys === entries.length
    ? { kind: 'dict', entries, ...range }
    : { kind: 'set', items: entries.map(({ value }) => value), ...range };
}

function readAttribute(tokens: SimpleTokens, object: Expression, from: number): Item {
  tokens.take(DOT);
  const name = tokens.name();
  return name && { kind: 'attribute', object, name, from, to: tokens.end };
}

function readCall(tokens: SimpleTokens, callee: Expression, from: number, depth: number): Item {
  const list = readItems(tokens, PAREN_CLOSE, (): Argument | undefined => {
    const start = tokens.start();
    const star = tokens.take(STAR);
    const value = readExpression(tokens, depth + 1);
    if (value === undefined) return undefined;
    if (star) return { kind: 'star', value, from: start, to: tokens.end };
    if (!tokens.take(EQUALS)) return { kind: 'positional', value, from: start, to: tokens.end };
    if (value.kind !== 'name' || value.from !== start || tokens.peek() === EQUALS) return undefined;
    const given = readExpression(tokens, depth + 1);
    return given && { kind: 'keyword', name: value, value: given, from: start, to: tokens.end };
  });
  return list && { kind: 'call', callee, arguments: list.items, from, to: tokens.end };
}

function readSubscript(tokens: SimpleTokens, object: Expression, from: number, depth: number): Item {
  let start = -1;
  let last = -1;
  const list = readItems(tokens, BRACKET_CLOSE, () => {
    if (start < 0) start = tokens.start();
    const item = readExpression(tokens, depth + 1);
    last = tokens.end;
    return item;
  });
  const [first] = list?.items ?? [];
  if (list === undefined || first === undefined) return undefined;
  const { items, comma } = list;
  const index: Expression =
    items.length === 1 && comma === null ? first : { kind: 'tuple', items, from: start, to: comma ?? last };
  return { kind: 'subscript', object, index, from, to: tokens.end };
}

/**
 * What stands in brackets between commas. `comma`: where one behind the last item ends; `clauses`: of a comprehension,
 * which only those know who give its `depth`.
 */
function readItems<T>(
  tokens: SimpleTokens,
  closer: number,
  read: () => T | undefined,
  depth?: number,
): { readonly items: T[]; readonly comma: number | null; readonly clauses: ComprehensionClause[] | null } | undefined {
  tokens.take(tokens.peek());
  tokens.brackets++;
  const items: T[] = [];
  let comma: number | null = null;
  let clauses: ComprehensionClause[] | null = null;
  while (tokens.peek() !== closer) {
    if (items.length > 0 && comma === null) {
      clauses = depth === undefined || items.length > 1 ? null : readClauses(tokens, depth);
      if (clauses === null || tokens.peek() !== closer) return undefined;
      break;
    }
    const item = read();
    if (item === undefined) return undefined;
    items.push(item);
    comma = tokens.take(COMMA) ? tokens.end : null;
  }
  tokens.brackets--;
  tokens.take(closer);
  return { items, comma, clauses };
}

/** `for … in …` and `if …` of a comprehension; null when they are anything else. */
function readClauses(tokens: SimpleTokens, depth: number): ComprehensionClause[] | null {
  const clauses: ComprehensionClause[] = [];
  for (;;) {
    if (tokens.keyword('for')) {
      const target = readTarget(tokens);
      const iterable = target && tokens.keyword('in') ? readExpression(tokens, depth + 1) : undefined;
      if (target === undefined || iterable === undefined) return null;
      clauses.push({ kind: 'for', isAsync: false, target, iterable });
    } else if (clauses.length > 0 && tokens.keyword('if')) {
      const test = readExpression(tokens, depth + 1);
      if (test === undefined) return null;
      clauses.push({ kind: 'if', test });
    } else return clauses.length > 0 ? clauses : null;
  }
}

/** Names between commas. */
function readTarget(tokens: SimpleTokens): Item {
  const first = tokens.name();
  if (first === undefined || tokens.peek() !== COMMA) return first;
  const items: Expression[] = [first];
  while (tokens.take(COMMA)) {
    const name = tokens.name();
    if (name === undefined) return undefined;
    items.push(name);
  }
  return { kind: 'tuple', items, from: first.from, to: tokens.end };
}
