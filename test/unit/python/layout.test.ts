import { describe, expect, it } from 'vitest';
import { layOut, layOutStatements } from '../../../server/src/python/layout';

const chunkTexts = (text: string) => layOut(text).chunks.map((chunk) => text.slice(chunk.from, chunk.to));
const faultsOf = (text: string) =>
  layOut(text).faults.map(({ kind, from, to }) => [kind, text.slice(0, from).split('\n').length, text.slice(from, to)]);

describe('layOut', () => {
  it('finds the statements of a module', () => {
    const text =
      'x = (1,\n2)\nif x:\n  y\nelse:\n  z\n@a\n@b\ndef f():\n  pass\n\n  pass\n# end\nclass A: pass\n"""s\ndef g(): pass\n"""\n';
    expect(chunkTexts(text)).toEqual([
      'x = (1,\n2)',
      'if x:\n  y\nelse:\n  z',
      '@a\n@b\ndef f():\n  pass\n\n  pass',
      'class A: pass',
      '"""s\ndef g(): pass\n"""',
    ]);
    expect(layOut(text).chunks.map(({ kind }) => kind)).toEqual([
      'statement',
      'statement',
      'definition',
      'definition',
      'statement',
    ]);
  });

  it.each([
    ['with (\n  a as b,\n  c as d,\n):\n  pass\n'],
    ['x = t"{a}" f"{d["k"]}" f\'{x!r:{w}.{p}}\'\n'],
    ["f'{x:%H:%M}' f'{{}}' f'{{{x}}}' rf'\\{x}' f'\\N{DIGIT ONE}'\n"],
    ['f"""{\n  x  # it\'s\n}"""\n'],
    ['if x:\n\ty\n        # comment\n\tz\n'],
    ['if x: y\nelse: z\n'],
    ['def f():\n    """\n=======\n<<<<<<< not code\n    """\n'],
    ['x = a\\\n  + b\n'],
    ['x = [\n@ y\n]\n'.replace('[\n@', '[a\n@')],
    ['if x:\n    pass\n  # odd comment\n\n'],
    ['\ufeffx = 1\n'],
    ['if a:\n  if b:\n    c\nd\n'],
    ['x = """a""" \'\'\'b\'\'\' "" \'\'\n'],
    ["x = 'it\\\n works'\n"],
    ['class A:\n\n    def f(self): ...\n\f\n    def g(self): ...\n'],
    ['call(\ndefault=1,\nclassy=2,\n)\n'],
  ])('finds nothing wrong in %j', (text) => {
    expect(layOut(text).faults).toEqual([]);
    expect(layOut(text.replaceAll('\n', '\r\n')).faults).toEqual([]);
  });

  it.each([
    ['x = (1,\n2\n', [['bracket', 1, '(']]],
    ['x = 1)\n', [['bracket', 1, ')']]],
    ['x = (1]\n', [['bracket', 1, ']']]],
    ["x = 'a\ny = 1\n", [['string', 1, "'a"]]],
    ['x = """a\ny\n', [['string', 1, '"""']]],
    ['  x = 1\n', [['indentation', 1, 'x = 1']]],
    ['if x:\n    a\n  b\n', [['indentation', 3, 'b']]],
    ['if x:\npass\n', [['indentation', 2, 'pass']]],
    ['def f():\n', [['indentation', 1, ':']]],
    ['if x:\n        a\n\tb\n', [['indentation', 3, 'b']]],
    [
      'x = 1\n<<<<<<< HEAD\ny = (\n=======\n>>>>>>> b\n',
      [
        ['conflict-marker', 2, '<<<<<<< HEAD'],
        ['conflict-marker', 4, '======='],
        ['conflict-marker', 5, '>>>>>>> b'],
      ],
    ],
  ])('tells what is wrong with %j', (text, expected) => {
    expect(faultsOf(text)).toEqual(expected);
  });

  it('tells one fault for each broken definition, and keeps the ones behind it', () => {
    const text = 'def a():\n    x(\n    y(1\n\ndef b():\n    "open\n    z(\n\ndef c():\n    pass\n';
    expect(faultsOf(text)).toEqual([
      ['bracket', 3, '('],
      ['string', 6, '"open'],
    ]);
    expect(chunkTexts(text).at(-1)).toBe('def c():\n    pass');
  });

  it('recovers behind a string with triple quotes that is never closed', () => {
    const text = 'x = 1\ndef a():\n    y("""\n  select\n\ndef b():\n    pass\n';
    expect(faultsOf(text)).toEqual([['string', 3, '"""']]);
    expect(chunkTexts(text).at(-1)).toBe('def b():\n    pass');
    const next = 'def a():\n    y("""\n  select\n\ndef b():\n    """doc"""\n    pass\n';
    expect(faultsOf(next)).toEqual([['string', 2, '"""']]);
    expect(chunkTexts(next)).toHaveLength(2);
  });
});

describe('layOutStatements', () => {
  const texts = (text: string) =>
    layOutStatements(text)
      .filter(({ kind }) => kind === 'statement')
      .map((chunk) => text.slice(chunk.from, chunk.to));

  it('stops at the first definition when nothing but definitions follows', () => {
    expect(layOutStatements('x = 1\ndef f():\n  pass\ndef g():\n  pass\n')).toHaveLength(1);
  });

  it('finds statements behind definitions, and none inside their strings', () => {
    expect(texts('x = 1\ndef f():\n  a = """\ny = 2\n"""\ndef g(): pass\nz = 3\n')).toEqual(['x = 1', 'z = 3']);
  });
});
