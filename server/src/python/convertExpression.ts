import type { SyntaxNode } from '@lezer/common';
import type { Argument, ComprehensionClause, Expression, FormatPart, FormatString, Parameter } from './ast';
import { type BooleanTerm, collectTerms } from './booleanTerms';
import { readString, unescape } from './literals';
import { childrenOf, MAX_DEPTH, nameOf, rangeOf, type Source, split, textOf, unknown } from './tree';

type Convert = (source: Source, node: SyntaxNode, depth: number, nodes: SyntaxNode[]) => Expression | undefined;

/** Expressions by their name in @lezer/python's grammar. Undefined: not understood. */
const CONVERT: Readonly<Record<string, Convert>> = {
  VariableName: (source, node) => nameOf(source, node),
  Number: (source, node) => ({ kind: 'number', text: textOf(source, node), ...rangeOf(source, node) }),
  String: (source, node) => readString(source.text, source.base + node.from, source.base + node.to),
  FormatString: convertFormatString,
  ContinuedString: (source, node, depth, nodes) => ({
    kind: 'concatenation',
    parts: nodes.map((part) =>
      part.name === 'String'
        ? readString(source.text, source.base + part.from, source.base + part.to)
        : convertFormatString(source, part, depth + 1),
    ),
    ...rangeOf(source, node),
  }),
  Boolean: (source, node) => ({ kind: 'boolean', value: textOf(source, node) === 'True', ...rangeOf(source, node) }),
  None: (source, node) => ({ kind: 'none', ...rangeOf(source, node) }),
  Ellipsis: (source, node) => ({ kind: 'ellipsis', ...rangeOf(source, node) }),
  ParenthesizedExpression: (source, _node, depth, nodes) => one(source, nodes.slice(1, -1), depth),
  TupleExpression: (source, node, depth, nodes) => sequence(source, node, 'tuple', nodes, depth),
  ArrayExpression: (source, node, depth, nodes) => sequence(source, node, 'list', nodes, depth),
  SetExpression: (source, node, depth, nodes) => sequence(source, node, 'set', nodes, depth),
  DictionaryExpression: (source, node, depth, nodes) => ({
    kind: 'dict',
    entries: split(nodes.slice(1, -1), ',').map((entry) => {
      const colon = entry.findIndex(({ name }) => name === ':');
      return {
        key: colon < 0 ? null : one(source, entry.slice(0, colon), depth),
        value: one(source, entry.slice(colon < 0 ? 1 : colon + 1), depth),
      };
    }),
    ...rangeOf(source, node),
  }),
  ComprehensionExpression: (source, node, depth, nodes) =>
    comprehension(source, node, 'generator', nodes.slice(1, -1), depth),
  ArrayComprehensionExpression: (source, node, depth, nodes) =>
    comprehension(source, node, 'list', nodes.slice(1, -1), depth),
  SetComprehensionExpression: (source, node, depth, nodes) =>
    comprehension(source, node, 'set', nodes.slice(1, -1), depth),
  DictionaryComprehensionExpression: (source, node, depth, nodes) =>
    comprehension(source, node, 'dict', nodes.slice(1, -1), depth),
  CallExpression(source, node, depth, [callee, list]) {
    if (callee === undefined || list === undefined) return undefined;
    return {
      kind: 'call',
      callee: convertExpression(source, callee, depth + 1),
      arguments: convertArguments(source, list, depth + 1),
      ...rangeOf(source, node),
    };
  },
  MemberExpression(source, node, depth, [object, mark, ...rest]) {
    if (object === undefined || mark === undefined) return undefined;
    const value = convertExpression(source, object, depth + 1);
    const [property] = rest;
    if (mark.name === '.') {
      return property && { kind: 'attribute', object: value, name: nameOf(source, property), ...rangeOf(source, node) };
    }
    const items = split(rest.slice(0, -1), ',');
    const [first] = items;
    if (first === undefined) return undefined;
    const last = rest.at(-2);
    const index: Expression =
      items.length === 1 && last?.name !== ','
        ? convertIndex(source, first, depth)
        : {
            kind: 'tuple',
            items: items.map((item) => convertIndex(source, item, depth)),
            ...span(source, rest.slice(0, -1)),
          };
    return { kind: 'subscript', object: value, index, ...rangeOf(source, node) };
  },
  UnaryExpression(source, node, depth, [operator, operand]) {
    if (operator === undefined || operand === undefined) return undefined;
    const written = textOf(source, operator);
    if (written === 'not') return convertBoolean(source, node, depth);
    if (written !== '+' && written !== '-' && written !== '~') return undefined;
    const value = convertExpression(source, operand, depth + 1);
    return { kind: 'unary', operator: written, operand: value, ...rangeOf(source, node) };
  },
  BinaryExpression: convertBinary,
  ConditionalExpression(source, node, depth, [then, , test, , otherwise]) {
    if (then === undefined || test === undefined || otherwise === undefined) return undefined;
    return {
      kind: 'conditional',
      test: convertExpression(source, test, depth + 1),
      then: convertExpression(source, then, depth + 1),
      otherwise: convertExpression(source, otherwise, depth + 1),
      ...rangeOf(source, node),
    };
  },
  LambdaExpression(source, node, depth, nodes) {
    const parameters = nodes.find(({ name }) => name === 'ParamList');
    const list = parameters && convertParameters(source, parameters, depth + 1);
    const body = nodes.at(-1);
    if (list === null || body === undefined) return undefined;
    return {
      kind: 'lambda',
      parameters: list ?? [],
      body: convertExpression(source, body, depth + 1),
      ...rangeOf(source, node),
    };
  },
  AwaitExpression(source, node, depth, [, value]) {
    return value && { kind: 'await', value: convertExpression(source, value, depth + 1), ...rangeOf(source, node) };
  },
  YieldExpression(source, node, depth, [, ...rest]) {
    const isFrom = rest[0]?.name === 'from';
    const values = isFrom ? rest.slice(1) : rest;
    return {
      kind: 'yield',
      isFrom,
      ...(values.length > 0 && { value: expressionList(source, values, depth) }),
      ...rangeOf(source, node),
    };
  },
  NamedExpression(source, node, depth, [target, , value]) {
    if (target?.name !== 'VariableName' || value === undefined) return undefined;
    return {
      kind: 'named',
      target: nameOf(source, target),
      value: convertExpression(source, value, depth + 1),
      ...rangeOf(source, node),
    };
  },
};

/** The expression a node of the tree stands for; kind `unknown` for error nodes and what the grammar does not know. */
export function convertExpression(source: Source, node: SyntaxNode, depth: number): Expression {
  const range = rangeOf(source, node);
  if (depth > MAX_DEPTH) return unknown(source.text, range.from, range.to, 'It is nested too deeply.');
  const nodes = childrenOf(node);
  const convert = Object.hasOwn(CONVERT, node.name) ? CONVERT[node.name] : undefined;
  const known = nodes.some((child) => child.type.isError) ? undefined : convert?.(source, node, depth, nodes);
  return known ?? unknown(source.text, range.from, range.to, 'Its syntax is not understood.');
}

/** What stands on one side of `=`, after `return` or in an index: one expression, or a tuple without parentheses. */
export function expressionList(source: Source, nodes: readonly SyntaxNode[], depth: number): Expression {
  const groups = split(nodes, ',');
  if (groups.length === 1 && nodes.at(-1)?.name !== ',') return one(source, nodes, depth);
  return { kind: 'tuple', items: groups.map((group) => one(source, group, depth)), ...span(source, nodes) };
}

/** The arguments of a call or the bases of a class. */
export function convertArguments(source: Source, list: SyntaxNode, depth: number): Argument[] {
  const nodes = childrenOf(list).slice(1, -1);
  const comprehended = nodes.some(({ name }) => name === 'for');
  return split(nodes, comprehended ? ' ' : ',').map((group) => {
    const [first, second] = group;
    const range = span(source, group);
    if (comprehended)
      return { kind: 'positional', value: comprehensionOf(source, 'generator', group, range, depth), ...range };
    if (first?.name === '**') return { kind: 'doubleStar', value: one(source, group.slice(1), depth), ...range };
    if (first?.name === '*') return { kind: 'star', value: one(source, group.slice(1), depth), ...range };
    if (first !== undefined && second?.name === 'AssignOp') {
      const name = nameOf(source, first);
      const value = one(source, group.slice(2), depth);
      return textOf(source, second) === ':='
        ? { kind: 'positional', value: { kind: 'named', target: name, value, ...range }, ...range }
        : { kind: 'keyword', name, value, ...range };
    }
    return { kind: 'positional', value: one(source, group, depth), ...range };
  });
}

/** The parameters of a function or lambda; null when the list does not parse. */
export function convertParameters(source: Source, list: SyntaxNode, depth: number): Parameter[] | null {
  const nodes = childrenOf(list).filter(({ name }) => !'()'.includes(name));
  if (nodes.some((node) => node.type.isError)) return null;
  const parameters: Parameter[] = [];
  let kind: 'positional' | 'keywordOnly' = 'positional';
  for (const group of split(nodes, ',')) {
    const mark = group[0]?.name;
    const name = group.find((node) => node.name === 'VariableName');
    if (mark === '*') kind = 'keywordOnly';
    if (name === undefined) continue;
    const type = group.find((node) => node.name === 'TypeDef')?.lastChild;
    const equals = group.findIndex((node) => node.name === 'AssignOp');
    parameters.push({
      kind: mark === '*' ? 'star' : mark === '**' ? 'doubleStar' : kind,
      name: nameOf(source, name),
      ...(type && { annotation: convertExpression(source, type, depth + 1) }),
      ...(equals >= 0 && { default: one(source, group.slice(equals + 1), depth) }),
    });
  }
  return parameters;
}

/** Exactly one expression, perhaps with a star before it. */
function one(source: Source, nodes: readonly SyntaxNode[], depth: number): Expression {
  const [first, second] = nodes;
  if (first !== undefined && nodes.length === 1) return convertExpression(source, first, depth + 1);
  const range = span(source, nodes);
  if (first?.name === '*' && second !== undefined && nodes.length === 2) {
    return { kind: 'star', value: convertExpression(source, second, depth + 1), ...range };
  }
  return unknown(source.text, range.from, range.to, 'Its syntax is not understood.');
}

function sequence(
  source: Source,
  node: SyntaxNode,
  kind: 'tuple' | 'list' | 'set',
  nodes: readonly SyntaxNode[],
  depth: number,
): Expression {
  const items = split(nodes.slice(1, -1), ',').map((group) => one(source, group, depth));
  return { kind, items, ...rangeOf(source, node) };
}

function span(source: Source, nodes: readonly SyntaxNode[]): { from: number; to: number } {
  const [first] = nodes;
  return first ? rangeOf(source, first, nodes.at(-1)) : { from: source.base, to: source.base };
}

function convertIndex(source: Source, nodes: readonly SyntaxNode[], depth: number): Expression {
  if (!nodes.some(({ name }) => name === ':')) return one(source, nodes, depth);
  const parts: SyntaxNode[][] = [[]];
  for (const node of nodes) {
    if (node.name === ':') parts.push([]);
    else parts.at(-1)?.push(node);
  }
  const [start, stop, step] = parts.map((part) => (part.length > 0 ? one(source, part, depth) : undefined));
  return {
    kind: 'slice',
    ...(start && { start }),
    ...(stop && { stop }),
    ...(step && { step }),
    ...span(source, nodes),
  };
}

const COMPARES = new Set(['<', '>', '==', '>=', '<=', '!=', '<>', 'in', 'not in', 'is', 'is not']);

function convertBinary(source: Source, node: SyntaxNode, depth: number, nodes: SyntaxNode[]): Expression | undefined {
  const left = nodes[0];
  const right = nodes.at(-1);
  if (left === undefined || right === undefined || nodes.length < 3) return undefined;
  const operator = nodes
    .slice(1, -1)
    .map((part) => textOf(source, part))
    .join(' ');
  if (operator === 'and' || operator === 'or') return convertBoolean(source, node, depth);
  const a = convertExpression(source, left, depth + 1);
  const b = convertExpression(source, right, depth + 1);
  const range = rangeOf(source, node);
  if (!COMPARES.has(operator)) return { kind: 'binary', operator, left: a, right: b, ...range };
  // The tree leans to the left where Python chains: `a < b < c` compares b with c. Parentheses are a node of their own.
  if (left.name === 'BinaryExpression' && a.kind === 'comparison') {
    return { kind: 'comparison', operators: [...a.operators, operator], operands: [...a.operands, b], ...range };
  }
  return { kind: 'comparison', operators: [operator], operands: [a, b], ...range };
}

/**
 * `not`, `and`, `or`, which the parser nests otherwise than Python does (its `not` reaches over `and` and `or`): taken
 * apart and put together by Python's precedence (language reference, section 6.17).
 */
function convertBoolean(source: Source, node: SyntaxNode, depth: number): Expression | undefined {
  const terms: BooleanTerm[] = [];
  if (!collectTerms(node, terms, depth)) return undefined;
  const join = (operator: string, parts: readonly Expression[]): Expression | undefined =>
    parts.reduce((left, right) => ({ kind: 'binary', operator, left, right, from: left.from, to: right.to }));
  const groups: Expression[][] = [];
  for (const { node: operand, operator, nots } of terms) {
    let value = convertExpression(source, operand, depth + 1);
    for (const not of nots.toReversed()) {
      value = { kind: 'unary', operator: 'not', operand: value, from: source.base + not.from, to: value.to };
    }
    const group = groups.at(-1);
    if (operator === 'and' && group) group.push(value);
    else groups.push([value]);
  }
  return join(
    'or',
    groups.flatMap((group) => join('and', group) ?? []),
  );
}

function comprehension(
  source: Source,
  node: SyntaxNode,
  form: 'generator' | 'list' | 'set' | 'dict',
  nodes: readonly SyntaxNode[],
  depth: number,
): Expression {
  return comprehensionOf(source, form, nodes, rangeOf(source, node), depth);
}

function comprehensionOf(
  source: Source,
  form: 'generator' | 'list' | 'set' | 'dict',
  nodes: readonly SyntaxNode[],
  range: { from: number; to: number },
  depth: number,
): Expression {
  const starts = nodes.flatMap((node, index) =>
    (node.name === 'for' && nodes[index - 1]?.name !== 'async') || node.name === 'async' || node.name === 'if'
      ? [index]
      : [],
  );
  const head = nodes.slice(0, starts[0]);
  const colon = head.findIndex(({ name }) => name === ':');
  const clauses = starts.map((start, index): ComprehensionClause => {
    const clause = nodes.slice(start, starts[index + 1]);
    if (clause[0]?.name === 'if') return { kind: 'if', test: one(source, clause.slice(1), depth) };
    const isAsync = clause[0]?.name === 'async';
    const middle = clause.findIndex(({ name }) => name === 'in');
    return {
      kind: 'for',
      isAsync,
      target: expressionList(source, clause.slice(isAsync ? 2 : 1, middle), depth),
      iterable: one(source, clause.slice(middle + 1), depth),
    };
  });
  return {
    kind: 'comprehension',
    form,
    element: one(source, colon < 0 ? head : head.slice(0, colon), depth),
    ...(colon >= 0 && { value: one(source, head.slice(colon + 1), depth) }),
    clauses,
    ...range,
  };
}

function convertFormatString(source: Source, node: SyntaxNode, depth: number): FormatString {
  const { from, to } = rangeOf(source, node);
  const written = textOf(source, node);
  const opening = /^([a-zA-Z]*)('''|"""|'|")/.exec(written);
  const quote = opening?.[2] ?? '"';
  const raw = /r/i.test(opening?.[1] ?? '');
  const closed = written.endsWith(quote) && written.length >= (opening?.[0].length ?? 0) + quote.length;
  const end = closed ? to - quote.length : to;
  const parts = formatParts(source, childrenOf(node), from + (opening?.[0].length ?? 0), end, raw, depth);
  return { kind: 'formatString', parts: closed ? parts : [{ kind: 'text', value: null }], from, to };
}

/** The parts between two offsets: the replacement fields given, and the text between them. */
function formatParts(
  source: Source,
  nodes: readonly SyntaxNode[],
  from: number,
  to: number,
  raw: boolean,
  depth: number,
): FormatPart[] {
  const parts: FormatPart[] = [];
  const text = (start: number, end: number): void => {
    if (start >= end) return;
    const written = source.text.slice(start, end).replaceAll('{{', '{').replaceAll('}}', '}');
    parts.push({ kind: 'text', value: unescape(written, raw, false) });
  };
  let last = from;
  for (const node of nodes) {
    if (node.name !== 'FormatReplacement' && !node.type.isError) continue;
    text(last, source.base + node.from);
    last = source.base + node.to;
    parts.push(node.type.isError ? { kind: 'text', value: null } : replacement(source, node, raw, depth));
  }
  text(last, to);
  return parts;
}

function replacement(source: Source, node: SyntaxNode, raw: boolean, depth: number): FormatPart {
  const nodes = childrenOf(node);
  const find = (name: string): SyntaxNode | undefined => nodes.find((child) => child.name === name);
  const marks = ['FormatSelfDoc', 'FormatConversion', 'FormatSpec', '}'];
  const values = nodes.slice(1).filter((child) => !marks.includes(child.name));
  const self = find('FormatSelfDoc');
  const conversion = find('FormatConversion');
  const spec = find('FormatSpec');
  const letter = conversion && textOf(source, conversion).slice(1);
  return {
    kind: 'replacement',
    value: nodes.some((child) => child.type.isError)
      ? unknown(source.text, source.base + node.from, source.base + node.to, 'Its syntax is not understood.')
      : expressionList(source, values, depth + 1),
    selfDocumenting: self ? source.text.slice(source.base + node.from + 1, source.base + self.from) : null,
    conversion: letter === 's' || letter === 'r' || letter === 'a' ? letter : null,
    spec: spec
      ? formatParts(
          source,
          childrenOf(spec).slice(1),
          source.base + spec.from + 1,
          source.base + spec.to,
          raw,
          depth + 1,
        )
      : null,
  };
}
