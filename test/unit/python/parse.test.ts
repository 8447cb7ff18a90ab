import { describe, expect, it } from 'vitest';
import type { Statement } from '../../../server/src/python/ast';
import { layOut } from '../../../server/src/python/layout';
import { parseChunks } from '../../../server/src/python/parse';

/** The tree without offsets and without the names of what was not understood. */
function shape(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shape);
  if (typeof value !== 'object' || value === null) return value;
  const node = value as Record<string, unknown>;
  if (node.kind === 'name') return node.name;
  if (node.kind === 'number') return Number(node.text);
  if (node.kind === 'string') return { str: node.value };
  const hidden = new Set(['from', 'to', 'names']);
  if (node.kind !== 'unknown') hidden.delete('names');
  return Object.fromEntries(
    Object.entries(node)
      .filter(([key]) => !hidden.has(key))
      .map(([key, inner]) => [key, shape(inner)]),
  );
}

const parse = (text: string): readonly Statement[] => parseChunks(text, layOut(text).chunks);
const expression = (text: string): unknown => {
  const [statement] = parse(`${text}\n`);
  return statement?.kind === 'expression' ? shape(statement.value) : shape(statement);
};

describe('expressions', () => {
  it.each([
    [
      'f(a, *b, k=1, **c)',
      {
        kind: 'call',
        callee: 'f',
        arguments: [
          { kind: 'positional', value: 'a' },
          { kind: 'star', value: 'b' },
          { kind: 'keyword', name: 'k', value: 1 },
          { kind: 'doubleStar', value: 'c' },
        ],
      },
    ],
    ['a < b not in c', { kind: 'comparison', operators: ['<', 'not in'], operands: ['a', 'b', 'c'] }],
    [
      'a and not b or c',
      {
        kind: 'binary',
        operator: 'or',
        right: 'c',
        left: {
          kind: 'binary',
          operator: 'and',
          left: 'a',
          right: { kind: 'unary', operator: 'not', operand: 'b' },
        },
      },
    ],
    [
      'not (a or b)',
      { kind: 'unary', operator: 'not', operand: { kind: 'binary', operator: 'or', left: 'a', right: 'b' } },
    ],
    [
      '[x async for x, y in z if c]',
      {
        kind: 'comprehension',
        form: 'list',
        element: 'x',
        clauses: [
          { kind: 'for', isAsync: true, target: { kind: 'tuple', items: ['x', 'y'] }, iterable: 'z' },
          { kind: 'if', test: 'c' },
        ],
      },
    ],
    [
      '{k: v for k in x}',
      {
        kind: 'comprehension',
        form: 'dict',
        element: 'k',
        value: 'v',
        clauses: [{ kind: 'for', isAsync: false, target: 'k', iterable: 'x' }],
      },
    ],
    [
      'f(x for x in y)',
      {
        kind: 'call',
        callee: 'f',
        arguments: [
          {
            kind: 'positional',
            value: {
              kind: 'comprehension',
              form: 'generator',
              element: 'x',
              clauses: [{ kind: 'for', isAsync: false, target: 'x', iterable: 'y' }],
            },
          },
        ],
      },
    ],
    [
      '{**a, 1: 2}',
      {
        kind: 'dict',
        entries: [
          { key: null, value: 'a' },
          { key: 1, value: 2 },
        ],
      },
    ],
    [
      'x[1:, ::2]',
      {
        kind: 'subscript',
        object: 'x',
        index: {
          kind: 'tuple',
          items: [
            { kind: 'slice', start: 1 },
            { kind: 'slice', step: 2 },
          ],
        },
      },
    ],
    [
      'a.b[c].d',
      {
        kind: 'attribute',
        name: 'd',
        object: { kind: 'subscript', index: 'c', object: { kind: 'attribute', object: 'a', name: 'b' } },
      },
    ],
    ['a if b else c', { kind: 'conditional', then: 'a', test: 'b', otherwise: 'c' }],
    [
      'lambda a, *b, c=1: d',
      {
        kind: 'lambda',
        body: 'd',
        parameters: [
          { kind: 'positional', name: 'a' },
          { kind: 'star', name: 'b' },
          { kind: 'keywordOnly', name: 'c', default: 1 },
        ],
      },
    ],
    ['1,', { kind: 'tuple', items: [1] }],
    ['()', { kind: 'tuple', items: [] }],
    ['((a))', 'a'],
    ['(a := 1)', { kind: 'named', target: 'a', value: 1 }],
    [
      "f'{{a{b!r:>{w}}c'",
      {
        kind: 'formatString',
        parts: [
          { kind: 'text', value: '{a' },
          {
            kind: 'replacement',
            value: 'b',
            selfDocumenting: null,
            conversion: 'r',
            spec: [
              { kind: 'text', value: '>' },
              { kind: 'replacement', value: 'w', selfDocumenting: null, conversion: null, spec: null },
            ],
          },
          { kind: 'text', value: 'c' },
        ],
      },
    ],
    ['"a" \'b\'', { kind: 'concatenation', parts: [{ str: 'a' }, { str: 'b' }] }],
    ['a b', { kind: 'unknown', reason: 'Its syntax is not understood.' }],
  ])('%s', (text, expected) => {
    expect(expression(text)).toEqual(expected);
  });
});

describe('statements', () => {
  it.each([
    ['a = b, c = 1', { kind: 'assign', targets: ['a', { kind: 'tuple', items: ['b', 'c'] }], value: 1 }],
    ['a: int = 1', { kind: 'annotated', target: 'a', annotation: 'int', value: 1 }],
    ['a: int', { kind: 'annotated', target: 'a', annotation: 'int' }],
    ['a //= 1', { kind: 'augmented', target: 'a', operator: '//', value: 1 }],
    [
      'from ..a.b import (c as d, e,)',
      {
        kind: 'importFrom',
        module: 'a.b',
        level: 2,
        names: [
          { name: 'c', binds: 'd', hasAlias: true },
          { name: 'e', binds: 'e', hasAlias: false },
        ],
      },
    ],
    ['from . import *', { kind: 'importFrom', module: '', level: 1, names: null }],
    [
      'import a.b, c.d as e',
      {
        kind: 'import',
        names: [
          { name: 'a.b', binds: 'a', hasAlias: false },
          { name: 'c.d', binds: 'e', hasAlias: true },
        ],
      },
    ],
    [
      'with a as b, c: pass',
      {
        kind: 'with',
        isAsync: false,
        items: [{ context: 'a', target: 'b' }, { context: 'c' }],
        body: [{ kind: 'pass' }],
      },
    ],
    [
      'for a, b in c:\n  d\nelse:\n  e',
      {
        kind: 'for',
        isAsync: false,
        target: { kind: 'tuple', items: ['a', 'b'] },
        iterable: 'c',
        body: [{ kind: 'expression', value: 'd' }],
        otherwise: [{ kind: 'expression', value: 'e' }],
      },
    ],
    [
      'try: a\nexcept (B, C) as d: e\nexcept F, g: h\nelse: i\nfinally: j',
      {
        kind: 'try',
        body: [{ kind: 'expression', value: 'a' }],
        handlers: [
          { type: { kind: 'tuple', items: ['B', 'C'] }, name: 'd', body: [{ kind: 'expression', value: 'e' }] },
          { type: 'F', name: 'g', body: [{ kind: 'expression', value: 'h' }] },
        ],
        otherwise: [{ kind: 'expression', value: 'i' }],
        finally: [{ kind: 'expression', value: 'j' }],
      },
    ],
    [
      'if a: b\nelif c: d\nelse: e',
      {
        kind: 'if',
        branches: [
          { test: 'a', body: [{ kind: 'expression', value: 'b' }] },
          { test: 'c', body: [{ kind: 'expression', value: 'd' }] },
        ],
        otherwise: [{ kind: 'expression', value: 'e' }],
      },
    ],
    [
      '@a.b(1)\nasync def f(x, /, y: int = 1, *, k, **kw) -> r: return',
      {
        kind: 'function',
        name: 'f',
        isAsync: true,
        decorators: [
          {
            kind: 'call',
            callee: { kind: 'attribute', object: 'a', name: 'b' },
            arguments: [{ kind: 'positional', value: 1 }],
          },
        ],
        parameters: [
          { kind: 'positional', name: 'x' },
          { kind: 'positional', name: 'y', annotation: 'int', default: 1 },
          { kind: 'keywordOnly', name: 'k' },
          { kind: 'doubleStar', name: 'kw' },
        ],
        returns: 'r',
        body: [{ kind: 'return', values: [] }],
      },
    ],
    ['raise A from b', { kind: 'raise', values: ['A', 'b'] }],
    ['print "a"', { kind: 'print', values: [{ str: 'a' }] }],
    ['global a, b', { kind: 'global', names: ['a', 'b'] }],
    [
      'with (\n  a("x)") as b, # one (\n  c[\n1],  # ,\n  (d, e) as f, # last\n): pass',
      {
        kind: 'with',
        isAsync: false,
        items: [
          {
            context: { kind: 'call', callee: 'a', arguments: [{ kind: 'positional', value: { str: 'x)' } }] },
            target: 'b',
          },
          { context: { kind: 'subscript', object: 'c', index: 1 } },
          { context: { kind: 'tuple', items: ['d', 'e'] }, target: 'f' },
        ],
        body: [{ kind: 'pass' }],
      },
    ],
    [
      'async with (a as b): pass',
      { kind: 'with', isAsync: true, items: [{ context: 'a', target: 'b' }], body: [{ kind: 'pass' }] },
    ],
    [
      'with (a, b): pass',
      { kind: 'with', isAsync: false, items: [{ context: 'a' }, { context: 'b' }], body: [{ kind: 'pass' }] },
    ],
    [
      'with (a).b as c: pass',
      {
        kind: 'with',
        isAsync: false,
        items: [{ context: { kind: 'attribute', object: 'a', name: 'b' }, target: 'c' }],
        body: [{ kind: 'pass' }],
      },
    ],
    [
      'def f():\n  yield\n  x = yield\n  return',
      {
        kind: 'function',
        name: 'f',
        isAsync: false,
        decorators: [],
        parameters: [],
        body: [
          { kind: 'expression', value: { kind: 'yield', isFrom: false } },
          { kind: 'assign', targets: ['x'], value: { kind: 'yield', isFrom: false } },
          { kind: 'return', values: [] },
        ],
      },
    ],
    ['with (a as b: pass', { kind: 'unknown', reason: 'Its syntax is not understood.' }],
  ])('%j', (text, expected) => {
    expect(shape(parse(`${text}\n`))).toEqual([expected]);
    expect(shape(parse(`${text}\n`.replaceAll('\n', '\r\n')))).toEqual([expected]);
  });

  it('loses nothing but the broken statement', () => {
    const kinds = parse('a = 1\nb = (c d)\ne = 2\nx = t"{y}"\ndef f():\n    g(1 2)\n    return 3\nz = 4\n').map(
      ({ kind }) => kind,
    );
    expect(kinds).toEqual(['assign', 'unknown', 'assign', 'unknown', 'function', 'assign']);
  });

  it('keeps the offsets of the text, continuation lines with CRLF included', () => {
    const text = 'x = 1\r\ny = a \\\r\n  + "b"\r\n';
    const [, statement] = parse(text);
    if (statement?.kind !== 'assign' || statement.value.kind !== 'binary') throw new Error('not parsed');
    const { right } = statement.value;
    expect(text.slice(right.from, right.to)).toBe('"b"');
  });
});
