import type { SyntaxNode } from '@lezer/common';
import type { Expression, ImportedName, Name, Statement } from './ast';
import { convertArguments, convertExpression, convertParameters, expressionList } from './convertExpression';
import { childrenOf, MAX_DEPTH, nameOf, rangeOf, type Source, split, textOf, unknown } from './tree';

type Convert = (source: Source, node: SyntaxNode, nodes: readonly SyntaxNode[], depth: number) => Statement | undefined;

/** Statements by their name in @lezer/python's grammar. Undefined: not understood. */
const CONVERT: Readonly<Record<string, Convert>> = {
  ExpressionStatement: (source, node, nodes, depth) => ({
    kind: 'expression',
    value: expressionList(source, nodes, depth),
    ...rangeOf(source, node),
  }),
  AssignStatement(source, node, nodes, depth) {
    const type = nodes.findIndex(({ name }) => name === 'TypeDef');
    const sides = split(nodes, 'AssignOp');
    if (type < 0) {
      const values = sides.map((side) => expressionList(source, side, depth));
      const value = values.pop();
      return value && { kind: 'assign', targets: values, value, ...rangeOf(source, node) };
    }
    const annotation = nodes[type]?.lastChild;
    if (!annotation || sides.length > 2) return undefined;
    const [, value] = sides;
    return {
      kind: 'annotated',
      target: expressionList(source, nodes.slice(0, type), depth),
      annotation: convertExpression(source, annotation, depth),
      ...(value && { value: expressionList(source, value, depth) }),
      ...rangeOf(source, node),
    };
  },
  UpdateStatement(source, node, nodes, depth) {
    const at = nodes.findIndex(({ name }) => name === 'UpdateOp');
    const operator = nodes[at];
    if (operator === undefined) return undefined;
    return {
      kind: 'augmented',
      target: expressionList(source, nodes.slice(0, at), depth),
      operator: textOf(source, operator).slice(0, -1),
      value: expressionList(source, nodes.slice(at + 1), depth),
      ...rangeOf(source, node),
    };
  },
  DeleteStatement: (source, node, nodes, depth) => ({
    kind: 'delete',
    targets: values(source, nodes.slice(1), depth),
    ...rangeOf(source, node),
  }),
  PassStatement: (source, node) => ({ kind: 'pass', ...rangeOf(source, node) }),
  BreakStatement: (source, node) => ({ kind: 'break', ...rangeOf(source, node) }),
  ContinueStatement: (source, node) => ({ kind: 'continue', ...rangeOf(source, node) }),
  ReturnStatement: (source, node, [, ...rest], depth) => ({
    kind: 'return',
    values: rest.length > 0 ? [expressionList(source, rest, depth)] : [],
    ...rangeOf(source, node),
  }),
  YieldStatement: (source, node, _nodes, depth) => ({
    kind: 'expression',
    value: { kind: 'yield', ...yielded(source, node, depth), ...rangeOf(source, node) },
    ...rangeOf(source, node),
  }),
  PrintStatement: (source, node, nodes, depth) => ({
    kind: 'print',
    values: values(source, nodes.slice(1), depth),
    ...rangeOf(source, node),
  }),
  RaiseStatement: (source, node, nodes, depth) => ({
    kind: 'raise',
    values: nodes
      .slice(1)
      .filter(isExpression)
      .map((value) => convertExpression(source, value, depth)),
    ...rangeOf(source, node),
  }),
  AssertStatement: (source, node, nodes, depth) => ({
    kind: 'assert',
    values: values(source, nodes.slice(1), depth),
    ...rangeOf(source, node),
  }),
  ImportStatement: convertImport,
  ScopeStatement: (source, node, [keyword, ...rest]) => ({
    kind: keyword?.name === 'global' ? 'global' : 'nonlocal',
    names: rest.filter(({ name }) => name === 'VariableName').map((name) => nameOf(source, name)),
    ...rangeOf(source, node),
  }),
  TypeDefinition(source, node, [, name]) {
    return name && { kind: 'typeAlias', name: nameOf(source, name), ...rangeOf(source, node) };
  },
  IfStatement(source, node, nodes, depth) {
    const branches: { test: Expression; body: Statement[] }[] = [];
    let otherwise: Statement[] = [];
    for (const { keyword, header, body } of clauses(nodes)) {
      const statements = convertBody(source, body, depth);
      if (keyword === 'else') otherwise = statements;
      else branches.push({ test: expressionList(source, header, depth), body: statements });
    }
    return { kind: 'if', branches, otherwise, ...rangeOf(source, node) };
  },
  WhileStatement(source, node, nodes, depth) {
    const [loop, otherwise] = clauses(nodes);
    if (loop === undefined) return undefined;
    return {
      kind: 'while',
      test: expressionList(source, loop.header, depth),
      body: convertBody(source, loop.body, depth),
      otherwise: otherwise ? convertBody(source, otherwise.body, depth) : [],
      ...rangeOf(source, node),
    };
  },
  ForStatement(source, node, nodes, depth) {
    const isAsync = nodes[0]?.name === 'async';
    const [loop, otherwise] = clauses(isAsync ? nodes.slice(1) : nodes);
    const at = loop?.header.findIndex(({ name }) => name === 'in') ?? -1;
    if (loop === undefined || at < 0) return undefined;
    return {
      kind: 'for',
      isAsync,
      target: expressionList(source, loop.header.slice(0, at), depth),
      iterable: expressionList(source, loop.header.slice(at + 1), depth),
      body: convertBody(source, loop.body, depth),
      otherwise: otherwise ? convertBody(source, otherwise.body, depth) : [],
      ...rangeOf(source, node),
    };
  },
  TryStatement(source, node, nodes, depth) {
    const parts: Record<string, Statement[]> = {};
    const handlers: { type?: Expression; name?: Name; body: Statement[] }[] = [];
    for (const { keyword, header, body } of clauses(nodes)) {
      const statements = convertBody(source, body, depth);
      if (keyword !== 'except') {
        parts[keyword] = statements;
        continue;
      }
      // `except* T`, `except T as e`, and Python 2's `except T, e`.
      const [type, , name] = header.filter((part) => part.name !== '*');
      handlers.push({
        ...(type && { type: convertExpression(source, type, depth) }),
        ...(name && { name: nameOf(source, name) }),
        body: statements,
      });
    }
    const { try: body = [], else: otherwise = [], finally: last = [] } = parts;
    return { kind: 'try', body, handlers, otherwise, finally: last, ...rangeOf(source, node) };
  },
  WithStatement(source, node, nodes, depth) {
    const isAsync = nodes[0]?.name === 'async';
    const [clause] = clauses(isAsync ? nodes.slice(1) : nodes);
    if (clause === undefined) return undefined;
    const items = split(clause.header, ',').map(([context = node, , target]) => ({
      context: convertExpression(source, context, depth),
      ...(target && { target: convertExpression(source, target, depth) }),
    }));
    return { kind: 'with', isAsync, items, body: convertBody(source, clause.body, depth), ...rangeOf(source, node) };
  },
  FunctionDefinition: (source, node, nodes, depth) => convertDefinition(source, node, nodes, [], depth),
  ClassDefinition: (source, node, nodes, depth) => convertDefinition(source, node, nodes, [], depth),
  DecoratedStatement(source, node, nodes, depth) {
    const definition = nodes.at(-1);
    if (definition === undefined) return undefined;
    const decorators = nodes.slice(0, -1).map((decorator) => convertDecorator(source, decorator, depth));
    return convertDefinition(source, node, childrenOf(definition), decorators, depth);
  },
};

/** The statements of a module or block, error nodes and what stands beside them as kind `unknown`. */
export function convertStatements(source: Source, nodes: readonly SyntaxNode[], depth: number): Statement[] {
  return nodes.flatMap((node, index) => {
    // The parser mends an error by cutting: the statements on both sides of the cut may be parts of one.
    const cut = nodes[index - 1]?.type.isError === true || nodes[index + 1]?.type.isError === true;
    if (node.name === 'StatementGroup' && !cut) return convertStatements(source, childrenOf(node), depth);
    if (node.name === ';') return [];
    return [convertStatement(source, node, cut, depth)];
  });
}

function convertStatement(source: Source, node: SyntaxNode, cut: boolean, depth: number): Statement {
  const { from, to } = rangeOf(source, node);
  if (depth > MAX_DEPTH) return unknown(source.text, from, to, 'It is nested too deeply.');
  const nodes = childrenOf(node);
  const isDefinition = /Definition$|^Decorated/.test(node.name);
  const torn = !isDefinition && (cut || nodes.some((child) => child.type.isError));
  const convert = Object.hasOwn(CONVERT, node.name) ? CONVERT[node.name] : undefined;
  const known = torn ? undefined : convert?.(source, node, nodes, depth + 1);
  return known ?? unknown(source.text, from, to, 'Its syntax is not understood.');
}

function convertDefinition(
  source: Source,
  node: SyntaxNode,
  nodes: readonly SyntaxNode[],
  decorators: readonly Expression[],
  depth: number,
): Statement | undefined {
  const find = (type: string): SyntaxNode | undefined => nodes.find(({ name }) => name === type);
  const name = find('VariableName');
  const body = find('Body');
  if (name === undefined) return undefined;
  const statements = body ? convertBody(source, body, depth) : [];
  const common = { name: nameOf(source, name), decorators, body: statements, ...rangeOf(source, node) };
  if (find('class')) {
    const list = find('ArgList');
    return { kind: 'class', arguments: list ? convertArguments(source, list, depth) : [], ...common };
  }
  const parameters = find('ParamList');
  const torn = nodes.some((child) => child.type.isError);
  const returns = find('TypeDef')?.lastChild;
  return {
    kind: 'function',
    isAsync: find('async') !== undefined,
    parameters: parameters && !torn ? convertParameters(source, parameters, depth) : null,
    ...(returns && { returns: convertExpression(source, returns, depth) }),
    ...common,
  };
}

function convertDecorator(source: Source, node: SyntaxNode, depth: number): Expression {
  const parts = childrenOf(node).slice(1);
  const names = parts.filter(({ name }) => name === 'VariableName');
  const [first, ...rest] = names;
  if (first === undefined || parts.some((part) => part.type.isError)) {
    const { from, to } = rangeOf(source, node);
    return unknown(source.text, from, to, 'Its syntax is not understood.');
  }
  let value: Expression = nameOf(source, first);
  for (const part of rest) {
    value = { kind: 'attribute', object: value, name: nameOf(source, part), ...rangeOf(source, first, part) };
  }
  const list = parts.at(-1);
  if (list?.name !== 'ArgList') return value;
  return {
    kind: 'call',
    callee: value,
    arguments: convertArguments(source, list, depth),
    ...rangeOf(source, first, list),
  };
}

function convertBody(source: Source, body: SyntaxNode, depth: number): Statement[] {
  return convertStatements(
    source,
    childrenOf(body).filter(({ name }) => name !== ':'),
    depth,
  );
}

/** A compound statement by its clauses: keyword, what stands before the colon, block. */
function clauses(nodes: readonly SyntaxNode[]): { keyword: string; header: SyntaxNode[]; body: SyntaxNode }[] {
  const found: { keyword: string; header: SyntaxNode[]; body: SyntaxNode }[] = [];
  let header: SyntaxNode[] = [];
  for (const node of nodes) {
    if (node.name !== 'Body') {
      header.push(node);
      continue;
    }
    found.push({ keyword: header[0]?.name ?? '', header: header.slice(1), body: node });
    header = [];
  }
  return found;
}

function convertImport(source: Source, node: SyntaxNode, nodes: readonly SyntaxNode[]): Statement {
  const at = nodes.findIndex(({ name }) => name === 'import');
  const imported = nodes.slice(at + 1).filter(({ name }) => name !== '(' && name !== ')');
  const range = rangeOf(source, node);
  const names = split(imported, ',').flatMap((group): ImportedName[] => {
    const as = group.findIndex(({ name }) => name === 'as');
    const path = as < 0 ? group : group.slice(0, as);
    const [first] = path;
    const bound = as < 0 ? first : group.at(-1);
    if (first === undefined || bound === undefined) return [];
    return [
      {
        name: path.map((part) => textOf(source, part)).join(''),
        binds: nameOf(source, bound),
        hasAlias: as >= 0,
        ...rangeOf(source, first, group.at(-1)),
      },
    ];
  });
  if (nodes[0]?.name !== 'from') return { kind: 'import', names, ...range };
  const written = nodes
    .slice(1, at)
    .map((part) => textOf(source, part))
    .join('');
  const module = written.replace(/^\.+/, '');
  const star = imported[0]?.name === '*';
  return { kind: 'importFrom', module, level: written.length - module.length, names: star ? null : names, ...range };
}

function values(source: Source, nodes: readonly SyntaxNode[], depth: number): Expression[] {
  return split(nodes, ',').map((group) => expressionList(source, group, depth));
}

function yielded(source: Source, node: SyntaxNode, depth: number): { isFrom: boolean; value?: Expression } {
  const [, ...rest] = childrenOf(node);
  const isFrom = rest[0]?.name === 'from';
  const nodes = isFrom ? rest.slice(1) : rest;
  return { isFrom, ...(nodes.length > 0 && { value: expressionList(source, nodes, depth) }) };
}

function isExpression(node: SyntaxNode): boolean {
  return node.name !== 'from' && node.name !== ',';
}
