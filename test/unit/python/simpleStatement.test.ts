import { fc } from '../../support/random';
import { describe, expect, it } from 'vitest';
import { layOut } from '../../../server/src/python/layout';
import { parseByGrammar } from '../../../server/src/python/parse';
import { readSimpleStatement } from '../../../server/src/python/simpleStatement';

/** What the short reader makes of the only statement of a text; null when it leaves it to the whole parser. */
function read(text: string): unknown {
  const [chunk] = layOut(text).chunks;
  return (chunk && readSimpleStatement(text, chunk.from, chunk.to)) ?? null;
}

describe('readSimpleStatement', () => {
  const simple = [
    '"""doc"""',
    "'''doc \\' \\\\ \\u00e9\r\nmore'''",
    'r"""\\d"""',
    "u'a' b'b' R'c'",
    '""',
    "('a' # comment\r\n  'b')",
    'import a',
    'import a.b.c as d, e.f',
    'from a import *',
    'from . import a',
    'from ..a.b import c as d, e',
    'from a import (\n  b, # why\n  c as d,\n)',
    'revision = "abc"',
    'down_revision = None',
    'x = 12',
    'x = 1.5',
    'x = [f(a, *b) for a, b in c if a == b for d in a]',
    'x = {a: b for a in b}',
    'x = [*a, b]',
    'x = {a for a in b if c}',
    'x = 2 ** 3 ** a - 1 + b * c // (d | e) % 4 != 5',
    'a.b[c].d = e',
    'x = ()',
    "x = ('a',)",
    "x = ('a')",
    'x = ("a", ["b"], {"c"}, {}, {"d": 1, None: True,})',
    'down_revision: Union[str, None, Sequence[str],] = "a"',
    'revision: str | None | int = (\n  "a"\n  "b"\n)',
    'x = a.b(c, d=e, f=("g"))[0][h, i].j()',
    'x = (a)(b).c',
    'op.execute("x")',
    '\ttable = sa.Table("t",\tsa.Column("c", sa.Integer()))',
  ];

  it.each(simple)('reads %j to the tree of the whole parser', (text) => {
    const [chunk] = layOut(text).chunks;
    if (chunk === undefined) throw new Error('no statement');
    const whole = parseByGrammar(text, chunk);
    expect([read(text)]).toEqual(whole);
  });

  it.each([
    'x = f"a"',
    'x = 1.5e3',
    'x = a < b < c',
    'x = [*a for a in b]',
    'x |= y',
    'x = a << b',
    'x = 0777L',
    'x = 1_000',
    'x = not y',
    'x = -1',
    'x = y = 1',
    'x, y = 1, 2',
    'x = 1; y = 2',
    'x = (a for a in b)',
    'x = a[1:2]',
    'x = f(**a)',
    'x = "a" \\\n "b"',
    "x = 'a\\\nb'",
    'x: int',
    'print "x"',
    'type = 1',
    'x = é',
    'from a import b,',
    'import a.',
    'x = (1, 2',
    'x = {1: 2, 3}',
    'if x: y = 1',
    'x = "a" if y else "b"',
  ])('leaves %j to the whole parser', (text) => {
    expect(read(text)).toBeNull();
  });
});

const WORDS =
  'a b c print type match case self async await exec None True False lambda not if in is as import from for yield'.split(
    ' ',
  );
const STRINGS = [
  `'a'`,
  `"b\\n"`,
  `'''c\n'd\r\n'''`,
  `"""e""\\""" """`,
  `''`,
  `u'f'`,
  `b"g\\x00"`,
  `r'\\h'`,
  `R"\\""`,
  `br''`,
  `f'{i}'`,
  `t'j'`,
  `ur'k'`,
  `'\\N{DASH}'`,
  `'\\ud800'`,
  `"l\\\nm"`,
  `'é\u2028'`,
];
const NUMBERS = ['0', '12', '007', '1.5', '1_0', '0x1f', '3j', '10L', '-4'];
const BLANKS = [' # note\n', '\n  ', '\r\n', '\\\n', '\f', '\r'];

/** One of the usual, and now and then one of the others. */
const mostly = <T>(usual: readonly T[], others: readonly T[]): fc.Arbitrary<T> =>
  fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...usual) }, { weight: 1, arbitrary: fc.constantFrom(...others) });

/** Pieces of an expression, which blanks may part. */
const { pieces } = fc.letrec<{ pieces: readonly string[]; items: readonly string[] }>((tie) => {
  const around = (before: readonly string[], after: string): fc.Arbitrary<readonly string[]> =>
    tie('items').map((items) => [...before, ...items, after]);
  const behind = (rest: fc.Arbitrary<readonly string[]>): fc.Arbitrary<readonly string[]> =>
    fc.tuple(tie('pieces'), rest).map(([value, more]) => [...value, ...more]);
  return {
    items: fc.oneof(
      fc.constant([]),
      fc
        .tuple(fc.array(tie('pieces'), { minLength: 1, maxLength: 3 }), fc.boolean())
        .map(([items, comma]) =>
          items.flatMap((item, at) => (at > 0 ? [',', ...item] : item)).concat(comma ? [','] : []),
        ),
    ),
    pieces: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      mostly(['a', 'b', 'c', 'True', 'None'], WORDS).map((word) => [word]),
      fc.array(mostly(STRINGS.slice(0, 9), STRINGS), { minLength: 1, maxLength: 2 }),
      mostly(['0', '12'], NUMBERS).map((number) => [number]),
      around(['('], ')'),
      around(['['], ']'),
      around(['{'], '}'),
      fc.tuple(tie('pieces'), tie('pieces')).map(([key, value]) => ['{', ...key, ':', ...value, '}']),
      behind(mostly(['a', 'b'], ['print', 'type', 'match']).map((name) => ['.', name])),
      behind(around(['('], ')')),
      tie('pieces').map((value) => ['*', ...value]),
      fc
        .tuple(
          tie('pieces'),
          fc.constantFrom('a', 'a,b', 'a,', '(a,b)'),
          tie('pieces'),
          fc.constantFrom([], [' if ', 'a'], [' for ', 'b', ' in ', 'c']),
        )
        .map(([value, target, from, more]) => ['[', ...value, ' for ', target, ' in ', ...from, ...more, ']']),
      fc
        .tuple(tie('pieces'), tie('pieces'), tie('pieces'))
        .map(([key, value, from]) => ['{', ...key, ':', ...value, ' for ', 'a', ' in ', ...from, '}']),
      behind(tie('pieces').map((value) => ['(', 'a', '=', ...value, ')'])),
      behind(around(['['], ']')),
      behind(
        fc
          .tuple(
            mostly(['|', '+', '-', '*', '**', '//', '==', '<'], ['or', '<<', '|=', '->', '<>', ':=', 'and', 'in']),
            tie('pieces'),
          )
          .map(([mark, value]) => [mark, ...value]),
      ),
    ),
  };
});

const name = mostly(['a', 'b', 'revision'], ['print', 'match', 'é']);
const dotted = fc.array(name, { minLength: 1, maxLength: 3 }).map((names) => names.join(' . ').split(' '));
const imported = fc.oneof(
  dotted,
  fc.tuple(dotted, name).map(([path, alias]) => [...path, ' as ', alias]),
);
const importedNames = fc
  .tuple(fc.array(imported, { minLength: 1, maxLength: 3 }), fc.constantFrom([], [], [',']))
  .map(([names, comma]) => [...names.flatMap((path, at) => (at > 0 ? [',', ...path] : path)), ...comma]);

const statement: fc.Arbitrary<readonly string[]> = fc.oneof(
  pieces,
  fc.tuple(name, pieces).map(([target, value]) => [target, '=', ...value]),
  fc.tuple(pieces, pieces).map(([target, value]) => [...target, '=', ...value]),
  fc.tuple(name, pieces, pieces).map(([target, type, value]) => [target, ':', ...type, '=', ...value]),
  importedNames.map((names) => ['import ', ...names]),
  fc
    .tuple(
      fc.constantFrom([], [], ['.'], ['.', '.'], ['...']),
      fc.oneof(dotted, fc.constant([])),
      importedNames,
      fc.boolean(),
    )
    .map(([dots, path, names, bracketed]) => [
      'from ',
      ...dots,
      ...path,
      ' import ',
      ...(bracketed ? ['(', ...names, ')'] : names),
    ]),
  fc.tuple(dotted, fc.constant(['*'])).map(([path, star]) => ['from ', ...path, ' import ', ...star]),
);

/** A statement, its pieces apart, and perhaps one of them gone, doubled or replaced. */
const text = fc
  .tuple(
    statement,
    fc.array(mostly(['', ' ', '\t'], BLANKS), { minLength: 1, maxLength: 30 }),
    mostly(['none'], ['drop', 'double', 'replace']),
    fc.nat(),
    fc.constantFrom(...WORDS, ...STRINGS, ...NUMBERS, ...'( ) [ ] { } , . : = | ; * @'.split(' ')),
    fc.constantFrom(0, 0, 1, 2),
  )
  .map(([whole, blanks, change, place, other, spread]) => {
    const at = place % whole.length;
    const changed = whole.flatMap((piece, index) => {
      if (index !== at || change === 'none') return [piece];
      return change === 'drop' ? [] : change === 'double' ? [piece, piece] : [other];
    });
    const between = (index: number): string =>
      spread === 0 ? ' ' : spread === 1 && index % 3 > 0 ? '' : (blanks[index % blanks.length] ?? '');
    return changed.map((piece, index) => piece + between(index)).join('');
  });

describe('the two ways to read a statement', () => {
  it('agree wherever the short one answers', () => {
    let all = 0;
    let answered = 0;
    const judge = (source: string): void => {
      for (const chunk of layOut(source).chunks) {
        if (chunk.kind !== 'statement' || chunk.broken || chunk.conflicting) continue;
        all++;
        const short = readSimpleStatement(source, chunk.from, chunk.to);
        if (short === undefined) continue;
        answered++;
        expect([short]).toEqual(parseByGrammar(source, chunk));
      }
    };
    fc.assert(fc.property(text, judge), { numRuns: 3000 });
    expect(answered / all).toBeGreaterThan(0.2);
    expect(answered / all).toBeLessThan(0.8);
  });
});
