import { fc } from '../../support/random';

type Text = fc.Arbitrary<string>;

const INTEGERS = ['0', '1', '2', '-1', '3', '7', '-5', '10', '255', '1000000', '2**40', 'True'];
const FLOATS = ['0.0', '1.5', '-2.25', '0.1', '1e16', '1e-5', '123456.789', '2.675', '1e22', '100.0'];
const STRINGS = [
  "''",
  "'a'",
  "'abc'",
  '"it\'s"',
  "'a b  c'",
  "'x,y,,z'",
  "'Hello World'",
  "'\\n tab\\t'",
  "'é✓'",
  "'12'",
  "' pad '",
];
const LISTS = ['[]', '[1, 2, 3]', "['b', 'a']", '[[1], [2]]', '[3, 1, 2, 1]', "[(1, 'x'), (2, 'y')]"];
const DICTS = ['{}', "{'a': 1, 'b': 2}", "{1: 'x', 'k': [1]}", "{'x': None}"];
const OTHERS = [
  'None',
  '()',
  '(1,)',
  '(1, 2)',
  "('a', 2.5)",
  'set()',
  '{1}',
  "{'a'}",
  "b'ab'",
  'range(4)',
  'range(5, 0, -2)',
];
const LITERALS = [...INTEGERS, ...FLOATS, ...STRINGS, ...LISTS, ...DICTS, ...OTHERS];
const NAMES = ['a', 'b', 'c', 'd', 'e'];
const BINARY = ['+', '-', '*', '/', '//', '%', '&', '|', '^', '**'];
const COMPARES = ['==', '!=', '<', '<=', '>', '>=', 'in', 'not in', 'is', 'is not'];

const METHODS = [
  'upper()',
  'lower()',
  'title()',
  'capitalize()',
  'swapcase()',
  'strip()',
  "strip('a')",
  'split()',
  "split(',')",
  "split(' ', 1)",
  'split(None, 1)',
  'rsplit(None, 1)',
  "rsplit(',', 2)",
  'splitlines()',
  "partition('b')",
  "rpartition(' ')",
  "replace('a', 'xx')",
  "replace('', '-', 2)",
  "startswith('a')",
  "endswith(('c', 'd'))",
  "find('b')",
  "rfind('l')",
  "count('a')",
  "index('a')",
  "join(['x', 'y'])",
  'zfill(6)',
  "center(9, '*')",
  'ljust(5)',
  'rjust(5)',
  'isdigit()',
  'isalpha()',
  'isupper()',
  'islower()',
  'isspace()',
  'encode()',
  "removeprefix('a')",
  "removesuffix('c')",
  'expandtabs()',
  "format(1, 2, a='x')",
  'keys()',
  'items()',
  'values()',
  'get(1)',
  "get('a', 5)",
  "pop('a')",
  'pop()',
  'pop(0)',
  'copy()',
  'append(4)',
  'extend([5, 6])',
  'insert(1, 9)',
  'remove(1)',
  'reverse()',
  'sort()',
  'index(1)',
  'count(1)',
  "setdefault('q', 1)",
  "update({'u': 1})",
  'clear()',
  'add(2)',
  'discard(1)',
  'union({5})',
  'intersection([1])',
  "issubset({1, 2, 'a'})",
  'bit_length()',
  'is_integer()',
  'nothing()',
  'start',
];
const CALLS = [
  'len(@)',
  'str(@)',
  'repr(@)',
  'int(@)',
  'float(@)',
  'bool(@)',
  'list(@)',
  'tuple(@)',
  'sorted(@)',
  'sum(@)',
  'min(@)',
  'max(@)',
  'abs(@)',
  'all(@)',
  'any(@)',
  'set(@)',
  'dict(@)',
  'frozenset(@)',
  'round(@)',
  'chr(@)',
  'ord(@)',
  'hex(@)',
  'bin(@)',
  'oct(@)',
  'ascii(@)',
  'type(@)',
  'callable(@)',
  'next(@)',
  'iter(@)',
  'reversed(@)',
  'list(enumerate(@))',
  'list(reversed(@))',
  'list(map(str, @))',
  'list(filter(None, @))',
];
const SPECS = [
  '',
  '5',
  '<6',
  '>6',
  '^7',
  '05',
  '+',
  ',',
  '_',
  'd',
  'x',
  '#x',
  'b',
  '.2f',
  '8.3f',
  'e',
  '.3e',
  'g',
  '.4g',
  '%',
  '.1%',
  's',
  '.2s',
  '*^9',
  '=+8',
  '08.2f',
  '.3',
  ',.2f',
];
const PERCENTS = [
  '%s',
  '%r',
  '%d',
  '%5d',
  '%-5d|',
  '%05d',
  '%+d',
  '%x',
  '%.2f',
  '%8.3f',
  '%5s',
  '%-5s|',
  '%%',
  '%e',
  '%i',
  '%.1s',
  '%a',
];

const pick = (values: readonly string[]): Text => fc.constantFrom(...values);

const { expression } = fc.letrec<{ expression: string; leaf: string; plain: string }>((tie) => ({
  // Before Python 3.12 an f-string holds neither its own quotes nor backslashes.
  plain: fc
    .tuple(
      pick([...NAMES, ...LITERALS.filter((text) => !/["\\]|^-?\d+$/.test(text))]),
      pick(['', '[0]', '[1:]', ".replace('a', 'b')", ' * 2']),
    )
    .map((parts) => parts.join('')),
  leaf: fc.oneof({ weight: 3, arbitrary: pick(LITERALS) }, { weight: 4, arbitrary: pick(NAMES) }),
  expression: fc.oneof(
    { maxDepth: 2, withCrossShrink: true },
    tie('leaf'),
    fc
      .tuple(tie('expression'), pick(BINARY), tie('expression'))
      .map(([a, o, b]) => (o === '**' ? `(${a}) % 7` : `(${a}) ${o} (${b})`)),
    fc.tuple(tie('expression'), pick(COMPARES), tie('expression')).map(([a, o, b]) => `((${a}) ${o} (${b}))`),
    fc.tuple(tie('expression'), pick(METHODS)).map(([a, m]) => `(${a}).${m}`),
    fc.tuple(pick(CALLS), tie('expression')).map(([f, a]) => f.replace('@', `(${a})`)),
    fc.tuple(tie('expression'), tie('expression')).map(([a, b]) => `(${a})[${b}]`),
    fc.tuple(tie('expression'), pick(['1:', ':2', '::-1', '-2:', '::2', '1:3', ':'])).map(([a, s]) => `(${a})[${s}]`),
    fc.tuple(tie('plain'), pick(['', '!r', '!s', '!a']), pick(SPECS)).map(([a, c, s]) => `f"<{(${a})${c}:${s}}>"`),
    fc.tuple(pick(PERCENTS), pick(PERCENTS), tie('expression')).map(([p, q, a]) => `'${p}${q}' % (${a})`),
    fc.tuple(pick(PERCENTS), tie('expression')).map(([p, a]) => `'${p}' % (${a},)`),
    fc.tuple(pick(SPECS), tie('expression'), tie('expression')).map(([s, a, b]) => `'{:${s}}-{}'.format(${a}, ${b})`),
    fc
      .tuple(tie('expression'), tie('expression'), tie('expression'))
      .map(([a, b, c]) => `((${a}) if (${b}) else (${c}))`),
    fc.tuple(tie('expression'), pick(['and', 'or']), tie('expression')).map(([a, o, b]) => `((${a}) ${o} (${b}))`),
    fc.tuple(pick(['-', '+', '~', 'not ']), tie('expression')).map(([o, a]) => `(${o}(${a}))`),
    fc.tuple(tie('expression'), tie('expression')).map(([a, b]) => `[${a} for i in (${b})]`),
    fc.tuple(tie('expression'), tie('expression')).map(([a, b]) => `{str(i): (${a}) for i in (${b}) if i}`),
    fc.tuple(tie('expression'), tie('expression')).map(([a, b]) => `[*(${a}), ${b}]`),
    fc.tuple(tie('expression'), tie('expression')).map(([a, b]) => `((lambda p, q=1, *r: (p, q, r))(${a}, *(${b})))`),
    fc
      .tuple(tie('expression'), tie('expression'))
      .map(([a, b]) => `isinstance(${a}, (int, str)) and getattr(${b}, 'real', 'none')`),
    fc.tuple(tie('expression')).map(([a]) => `sorted(${a}, key=lambda v: str(v), reverse=True)`),
    fc.tuple(tie('expression'), tie('expression')).map(([a, b]) => `list(zip((${a}), (${b})))`),
    fc.tuple(tie('expression')).map(([a]) => `(yielded(${a}))`),
  ),
}));

const indent = (text: string): string => text.replace(/^(?=.)/gm, '    ');
const attempt = (text: string): string =>
  `try:\n${indent(text)}\nexcept Exception as raised:\n    trace.append(type(raised).__name__)\n`;

const { statement } = fc.letrec<{ statement: string; block: string }>((tie) => ({
  block: fc.array(tie('statement'), { minLength: 1, maxLength: 3 }).map((all) => all.join('')),
  statement: fc.oneof(
    { maxDepth: 2, withCrossShrink: true },
    fc.tuple(pick(NAMES), expression).map(([n, e]) => attempt(`${n} = ${e}\n`)),
    fc.tuple(pick(NAMES), expression).map(([n, e]) => attempt(`${n} = ${e}\n`)),
    fc.tuple(pick(NAMES), pick([...BINARY.slice(0, 9)]), expression).map(([n, o, e]) => attempt(`${n} ${o}= ${e}\n`)),
    fc.tuple(pick(NAMES), expression, expression).map(([n, k, e]) => attempt(`${n}[${k}] = ${e}\n`)),
    fc.tuple(pick(NAMES), expression).map(([n, k]) => attempt(`del ${n}[${k}]\n`)),
    fc.tuple(expression).map(([e]) => attempt(`a, *b = ${e}\n`)),
    fc.tuple(expression).map(([e]) => attempt(`b = (w := (${e}), w)\n`)),
    fc.tuple(expression).map(([e]) => attempt(`(c, d), e = ${e}, 1\n`)),
    fc
      .tuple(expression, tie('block'), tie('block'))
      .map(([e, x, y]) => attempt(`if ${e}:\n${indent(x)}else:\n${indent(y)}`)),
    fc
      .tuple(expression, tie('block'), pick(['break', 'continue', 'pass']))
      .map(([e, x, k]) =>
        attempt(
          `for i in list(${e})[:4]:\n${indent(x)}    if i == 2:\n        ${k}\nelse:\n    trace.append('else')\n`,
        ),
      ),
    fc
      .tuple(tie('block'), pick(NAMES))
      .map(([x, n]) =>
        attempt(
          `def f(x, y=${n}, *z, **k):\n    global ${n}\n${indent(x)}    ${n} = x\n    return (x, y, z, k)\nc = f(1, 2, *[3], q=4)\n`,
        ),
      ),
    fc
      .tuple(tie('block'), expression)
      .map(([x, e]) => attempt(`try:\n${indent(x)}    ${e}\nfinally:\n    trace.append('finally')\n`)),
    fc.tuple(tie('block')).map(([x]) => attempt(`n = 0\nwhile n < 2:\n    n += 1\n${indent(x)}`)),
  ),
}));

const HEAD = `trace = []
a = 1
b = 'abc'
c = [1, 2, 3]
d = {'a': 1}
e = 2.5
def yielded(x):
    def go():
        yield x
        for part in x:
            yield part
    return list(go())
`;

/** Programs of random expressions and statements, each attempt of which may raise and goes on. */
export const programs: fc.Arbitrary<string> = fc
  .array(statement, { minLength: 3, maxLength: 8 })
  .map((statements) => HEAD + statements.join(''));
