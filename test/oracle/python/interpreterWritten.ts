/** Programs that each try one thing of the language, as migrations use it. */
export const WRITTEN: readonly string[] = String.raw`
x = 0x_ff + 0b101 + 0o17 + 1_000
y = (x, -x, +x, ~x, not x)
===
x = 7 // 2, -7 // 2, 7 // -2, 7 % -3, -7 % 3, divmod(-7, 2), 7.5 // 2, -7.5 % 2, 2 ** 10, 2 ** -1, 10 ** 20
===
x = 1e16, 1e15, 1.0, 0.1 + 0.2, 1e-4, 1e-5, 123456789012345678.0, 5e-324, 1.7976931348623157e308, float('inf'), -float('inf'), -0.0
===
x = 10 / 4, 2**60 / 3, (10**30) / (10**10), 1 / 3, 6 / 3, 10**25 / 7
===
x = round(2.5), round(3.5), round(-2.5), round(2.675, 2), round(1234, -2), round(0.5), round(1.15, 1), round(5, 3)
===
a, (b, *c), d = 1, (2, 3, 4), 5
[p, q] = 'ab'
first, *rest = {'k': 1, 'l': 2}.items()
===
a = b = []
a.append(1)
c = a is b, a == [1], a is not None
===
x = [i * j for i in range(3) for j in range(3) if i != j]
y = {k: v for k, v in zip('abc', range(3))}
z = {i % 3 for i in range(1)}
w = list(i for i in 'ab')
===
x = 'abc'[::-1], 'abc'[1:], 'abc'[-2:], 'abc'[:-1], [1, 2, 3, 4][::2], (1, 2, 3)[1:2], 'abc'[5:], [1, 2, 3][-1]
===
x = [1, 2, 3, 4, 5]
x[1:3] = ['a']
x[::2] = [0, 0]
del x[0]
y = x
y += [9]
===
x = 'a' if 0 else 'b' if '' else 'c'
y = 0 or '' or [] or 'last'
z = 1 and 2 and 3
w = not [] and not {}
===
x = 1 < 2 < 3, 1 < 3 < 2, 'a' in 'abc' in ['abc'], 1 == 1.0 == True
===
x = f"{1!r} {'a'!r} {'a'!s} {3.14159:.2f} {42:05d} {42:>6} {'x':*^5} {1000000:,} {255:#x} {1==1} {{}}"
n = 3
y = f"{n=} {n = } {n:{n}} {'a' 'b'}"
===
x = '%s %r %d %5.2f %x %o %e %c%%' % ('a', 'b', 3, 2.5, 255, 8, 12345.678, 'z')
===
x = '%s and %s' % ('a', ['b'])
y = '%(name)s is %(age)d' % {'name': 'Ann', 'age': 5}
z = '%-10s|%10s|' % ('l', 'r')
===
x = '{} {0}'
y = '{} {} {name} {0!r}'
z = '{0} {1} {0}'.format('a', 'b')
w = '{a[0]} {b[k]} {c:>{width}}'.format(a=[1], b={'k': 2}, c='x', width=4)
v = '{{literal}} {}'.format(1)
===
x = "Hello".upper(), "Hello".lower(), "hello world".title(), " a ".strip(), "a,b".split(","), "-".join("abc"), "abc".replace("b", ""), "a b  c ".split()
===
x = "a\nb\r\nc".splitlines(), "abc".find("c"), "abcabc".rfind("b"), "abc".index("b"), "aXbXc".partition("X"), "aXbXc".rpartition("X"), "7".zfill(3), "-7".zfill(4)
===
x = "abc".startswith(("x", "a")), "abc".endswith("bc"), "abc".isalpha(), "12".isdigit(), "Abc".istitle(), "ab1".isalnum(), "abc".center(8, "*"), "a".ljust(3) + "|"
===
d = {'a': 1}
d['b'] = 2
d.update(c=3, a=0)
d.setdefault('z', []).append(1)
e = d.pop('b'), d.get('q'), d.get('q', 5), 'a' in d, list(d), list(d.values()), list(d.items()), len(d)
del d['a']
===
d = {**{'a': 1}, 'b': 2, **{'a': 3}}
e = dict(a=1, **{'b': 2}), dict([('x', 1)]), dict({'y': 2}, z=3), {} | {'k': 1}
===
d = {1: 'a', True: 'b', 1.0: 'c'}
e = {'a': 1}.keys() | {'a'}
===
s = {1, 1}
s.add(1)
t = sorted({3, 1, 2}), len({1, 2}), {1} | {1}, {1, 2} - {2}, {1, 2} & {2}, {1} ^ {1}, 3 in {1, 2}, frozenset([1])
===
def f(a, b=2, *args, c=3, **kw):
    return a, b, args, c, kw
x = f(1), f(1, 5, 6, 7, c=8, d=9), f(*[1, 2], **{'c': 4}), f(b=1, a=0)
===
def outer():
    n = 0
    def inner():
        nonlocal n
        n += 1
        return n
    inner()
    inner()
    return n
x = outer()
===
n = 1
def f():
    global n
    n += 10
f()
f()
===
def make(k):
    return lambda x: x * k
x = [make(i)(10) for i in range(3)]
y = [g() for g in [lambda: i for i in range(3)]]
===
def f(x, acc=[]):
    acc.append(x)
    return acc
x = f(1), f(2)
===
def fact(n):
    return 1 if n <= 1 else n * fact(n - 1)
x = fact(20)
===
total = 0
for i in range(10):
    if i == 3:
        continue
    if i == 7:
        break
    total += i
else:
    total = -1
for j in []:
    pass
else:
    k = 'else'
===
n = 10
out = []
while n:
    n -= 3
    if n < 0:
        break
    out.append(n)
else:
    out.append('done')
===
try:
    x = 1 / 0
except ZeroDivisionError as e:
    x = 'caught'
else:
    x = 'no'
finally:
    y = 'finally'
===
def f():
    try:
        return 'try'
    finally:
        out.append('fin')
out = []
x = f()
===
def f():
    for i in range(3):
        try:
            continue
        finally:
            out.append(i)
    return 'end'
out = []
x = f()
===
class MyError(ValueError):
    pass
try:
    raise MyError('bad', 1)
except (KeyError, ValueError) as e:
    x = type(e).__name__, e.args, isinstance(e, ValueError), isinstance(e, KeyError)
===
try:
    try:
        {}['k']
    except KeyError:
        raise ValueError('inner') from None
except Exception as e:
    x = str(e)
===
try:
    try:
        raise KeyError('k')
    except KeyError:
        raise
except LookupError as e:
    x = str(e), repr(e)
===
raise RuntimeError('end')
===
x = undefined_name
===
x = [1, 2][5]
===
x = 'a' + 1
===
x = int('12'), int(' -7 '), int('ff', 16), int(3.9), int(-3.9), float('1.5'), float(' 2 '), str(1.0), bool('a'), int('1_000')
===
x = int('x')
===
class A:
    count = 0
    def __init__(self, n):
        self.n = n
        A.count += 1
    def double(self):
        return self.n * 2
    @property
    def square(self):
        return self.n ** 2
    @staticmethod
    def s(x):
        return x + 1
    @classmethod
    def make(cls, n):
        return cls(n)
    def __repr__(self):
        return f'A({self.n})'
    def __eq__(self, other):
        return isinstance(other, A) and self.n == other.n
    def __lt__(self, other):
        return self.n < other.n
    def __len__(self):
        return self.n
    def __getitem__(self, i):
        return i * self.n
    def __contains__(self, i):
        return i == self.n
    def __call__(self, x):
        return x + self.n
    def __add__(self, o):
        return A(self.n + o)
a = A(3)
x = a.double(), a.square, A.s(1), A.make(5).n, repr(a), a == A(3), sorted([A(2), A(1)]), len(a), a[4], 3 in a, a(1), (a + 1).n, A.count, bool(A(0)), a != A(4), getattr(a, 'n'), hasattr(a, 'zz')
===
class Base:
    kind = 'base'
    def name(self):
        return self.kind
    def hello(self):
        return 'hello ' + self.name()
class Mixin:
    def name(self):
        return 'mixin ' + super().name()
class Child(Mixin, Base):
    kind = 'child'
x = Child().hello(), issubclass(Child, Base), isinstance(Child(), Mixin), Child.__name__
===
import enum
class Color(enum.Enum):
    RED = 1
    GREEN = 'g'
    ALIAS = 1
x = Color.RED.name, Color.RED.value, [c.name for c in Color], Color('g').name, Color['RED'].value, Color.ALIAS is Color.RED, len(Color), str(Color.RED), f'{Color.RED}', Color.RED == 1, Color.RED == Color.RED, Color.RED in [Color.GREEN], isinstance(Color.RED, Color)
y = Color.RED
===
from enum import Enum, auto
class K(str, Enum):
    A = 'a'
    B = 'b'
class N(Enum):
    X = auto()
    Y = auto()
    def label(self):
        return self.name.lower()
x = K.A == 'a', K.A.value, 'a' in [k.value for k in K], K.A in ['a'], K('b').name, K.A + 'z', ','.join(k for k in K), [n.value for n in N], N.Y.label(), K.A.upper(), isinstance(K.A, str), sorted(K)[0].name
===
from dataclasses import dataclass, field
@dataclass
class P:
    x: int
    y: int = 2
    tags: list = field(default_factory=list)
p = P(1)
p.tags.append('t')
r = p.x, p.y, p.tags, P(3, 4).y, P(1) == P(1)
===
from collections import namedtuple, defaultdict, OrderedDict
Point = namedtuple('Point', 'x y')
p = Point(1, y=2)
a, b = p
d = defaultdict(list)
d['k'].append(1)
o = OrderedDict([('z', 1), ('a', 2)])
r = p, p.x, p[1], list(p), d['k'], list(o), dict(d), p == (1, 2)
===
from typing import NamedTuple, Optional
class Row(NamedTuple):
    id: int
    name: str = 'n'
r = Row(1), Row(2, 'x').name, [x for x in Row(3)]
===
import textwrap
x = textwrap.dedent("""
    select
      1

    from t
""")
y = textwrap.indent('a\n\nb\n', '  ')
===
import json
x = json.dumps({'a': [1, 2.5, None, True, 'é"\n'], 'b': {}}), json.dumps([], indent=2), json.dumps({'b': 1, 'a': [1]}, indent=2, sort_keys=True), json.dumps('é', ensure_ascii=False), json.dumps((1, 2), separators=(',', ':'))
y = json.loads('{"a": [1, 2.0, null, true, "x\\u00e9"], "b": {"c": -1e3}}')
===
import uuid
u = uuid.UUID('{12345678-1234-5678-1234-567812345678}')
x = str(u), u.hex, repr(u), u == uuid.UUID(u.hex)
===
import datetime
from datetime import timedelta
d = datetime.date(2024, 2, 28) + timedelta(days=2)
t = datetime.datetime(2020, 1, 1, 12, 30) - timedelta(hours=13)
x = str(d), d.isoformat(), str(t), repr(t), (d - datetime.date(2024, 1, 1)).days, d > datetime.date(2024, 1, 1), str(timedelta(days=1, seconds=5)), repr(timedelta(0)), datetime.datetime(2020, 1, 1, tzinfo=datetime.timezone.utc).isoformat(), str(datetime.time(1, 2)), repr(datetime.time(1)), str(-timedelta(seconds=1))
===
from decimal import Decimal
x = str(Decimal('1.10')), repr(Decimal(5)), Decimal('1.0') == Decimal('1'), Decimal('2') > 1, str(Decimal('007.50')), str(Decimal('-.5'))
===
import itertools, functools, operator
x = list(itertools.chain([1], (2,), 'a')), list(itertools.product([1, 2], 'ab')), list(itertools.combinations([1, 2, 3], 2)), list(itertools.permutations([1, 2])), list(itertools.islice(range(10), 2, 8, 3)), list(itertools.chain.from_iterable([[1], [2]])), list(itertools.zip_longest([1], [2, 3], fillvalue=0)), list(itertools.repeat('x', 2))
y = functools.reduce(lambda a, b: a * b, [1, 2, 3, 4]), functools.partial(max, 5)(3), sorted([(1, 'b'), (2, 'a')], key=operator.itemgetter(1)), functools.reduce(operator.add, ['a', 'b'], 'z')
z = list(zip(itertools.count(1), 'ab')), next(itertools.count(5))
===
import os.path
import os
x = os.path.join('a', 'b', '/c', 'd'), os.path.basename('/x/y.py'), os.path.dirname('/x/y.py'), os.path.join('', 'a'), os.path.dirname('//a')
===
import string, math, copy
x = string.ascii_lowercase, string.digits, math.floor(2.7), math.ceil(2.1), math.floor(-2.5), math.sqrt(16), math.pi, math.gcd(12, 18)
a = [[1], 2]
b = copy.deepcopy(a)
c = copy.copy(a)
a[0].append(5)
===
from contextlib import contextmanager, suppress, nullcontext
out = []
@contextmanager
def ctx(name):
    out.append('in ' + name)
    try:
        yield name.upper()
    finally:
        out.append('out ' + name)
with ctx('a') as a, ctx('b') as b:
    out.append(a + b)
try:
    with ctx('c'):
        raise ValueError('x')
except ValueError:
    out.append('caught')
with suppress(KeyError):
    {}['x']
    out.append('not reached')
with nullcontext(5) as n:
    pass
===
from contextlib import contextmanager
@contextmanager
def swallow():
    try:
        yield
    except ValueError:
        out.append('swallowed')
out = []
with swallow():
    raise ValueError()
out.append('after')
def f():
    with swallow():
        return 'returned'
x = f()
===
class C:
    def __enter__(self):
        log.append('enter')
        return 'value'
    def __exit__(self, a, b, c):
        log.append('exit %s' % (a is None))
        return True
log = []
with C() as v:
    log.append(v)
with C():
    raise ValueError('x')
log.append('after')
===
def gen(n):
    for i in range(n):
        got.append('yield %d' % i)
        yield i
    got.append('end')
got = []
for v in gen(3):
    got.append(v)
    if v == 1:
        break
x = list(gen(1)), sum(gen(3)), [v * 2 for v in gen(2)], dict(enumerate(gen(2)))
===
def g():
    try:
        yield 1
        yield 2
    finally:
        out.append('closed')
out = []
try:
    for v in g():
        raise KeyError(v)
except KeyError:
    out.append('key')
===
def g():
    yield from [1, 2]
    yield from (x * 10 for x in range(2))
x = list(g()), tuple(g()), max(g()), sorted(g(), reverse=True), 'ok' if 10 in g() else 'no'
===
it = iter([1, 2, 3])
x = next(it), next(it), list(it), next(it, 'none')
y = next((c for c in 'abc' if c > 'a'), None)
z = next(iter([]), 0)
m = map(lambda v: v + 1, [1, 2])
n = list(m), list(m)
===
x = sum([1, 2, 3], 10), min(3, 1, 2), max('abc'), min([], default='d'), sorted('bca'), sorted([3, 1], reverse=True), list(reversed([1, 2])), all([1, 0]), any([0, 2]), abs(-3), abs(-2.5), max([1, 5], key=lambda v: -v)
===
x = list(enumerate('ab', 1)), list(zip([1, 2, 3], 'ab')), list(map(str, [1, 2])), list(filter(None, [0, 1, '', 'a'])), list(range(5, 0, -2)), list(map(lambda a, b: a + b, [1, 2], [3, 4]))
===
x = isinstance(1, int), isinstance(True, int), isinstance('a', (int, str)), type(1) is int, type('a').__name__, isinstance([], list), callable(len), callable(3), isinstance(None, type(None))
===
x = chr(65), ord('a'), hex(255), bin(5), oct(8), repr('a\'b'), ascii('é'), repr("it's"), hash
===
x = 'é'.upper(), 'ß'.lower(), 'Ä'.lower(), 'Привет'.upper(), len('👍a'), '👍a'[1], '👍'.encode() == b'\xf0\x9f\x91\x8d'
===
x = repr('\x00\x1f\x7f\xa0é\u2028👍\\'), repr(b'\x00a\xff\''), '\t\n'
===
if (n := 10) > 5:
    x = n
y = [last := v for v in range(3)]
===
x = globals()['__name__'] if False else 'no'
def upgrade_a():
    return 'a up'
def run(name):
    return globals()['upgrade_%s' % name]()
y = run('a')
z = eval('upgrade_%s()' % 'a')
w = eval('1 + 2')
===
def f(x):
    y = 2
    return sorted(locals().items())
z = f(1)
===
x = 5
del x
try:
    x
except NameError:
    y = 'gone'
===
def f():
    try:
        print(v)
    except UnboundLocalError:
        return 'unbound'
    v = 1
x = f()
===
assert 1 == 1, 'fine'
assert 1 == 2, 'message'
===
import logging, warnings
log = logging.getLogger(__name__)
log.info('x %s', 1)
logging.getLogger('alembic').warning('y')
warnings.warn('z')
x = 1
===
from __future__ import annotations
from typing import Sequence, Union, TYPE_CHECKING
if TYPE_CHECKING:
    import nothing_here
revision: str = 'a1'
down_revision: Union[str, None] = None
depends_on: Union[str, Sequence[str], None] = ('x', 'y')
===
tables = ['a', 'b']
stmts = []
for t in tables:
    for op in ('ADD', 'DROP'):
        stmts.append(f"ALTER TABLE {t} {op} COLUMN c_{t}")
sql = ';\n'.join(stmts)
===
x = [[0] * 2 for _ in range(2)]
x[0][0] = 5
y = [[]] * 2
y[0].append(1)
===
l = [3, 1, 2]
l.sort()
m = l.pop(), l.index(1), l.count(2), l
l.insert(0, 'z')
l.extend((7, 8))
l.remove(7)
l.reverse()
===
x = (1, 2) + (3,), (1,) * 2, (1, 2) < (1, 3), [1, 2] == [1, 2], (1,) == [1], 'a' < 'b', [1] * 0
===
x = 3 & 5, 3 | 5, 3 ^ 5, 1 << 4, -16 >> 2, True & False, True + True, ~5
===
x = {'a': {'b': [1, {'c': 2}]}}['a']['b'][1]['c']
===
x = "abc" "def" f"{1}" r"\n" b"".decode()
y = b'ab' + b'c', b'abc'[1], b'abc'[1:], len(b'ab'), b'a' in b'abc'
===
def deco(f):
    def wrapped(*a, **k):
        return ('wrapped', f(*a, **k))
    return wrapped
@deco
def g(x):
    return x
def deco2(n):
    def inner(f):
        return lambda *a: f(*a) * n
    return inner
@deco2(3)
def h(x):
    return x
x = g(1), h(2)
===
from functools import wraps
def deco(f):
    @wraps(f)
    def wrapped(*a):
        return f(*a)
    return wrapped
@deco
def named():
    return 'n'
x = named(), named.__name__
===
x = {}
try:
    x[[1]] = 2
except TypeError as e:
    y = 'unhashable'
===
d = {'a': 1, 'b': 2}
try:
    for k in d:
        d[k + 'x'] = 1
except RuntimeError:
    y = 'changed'
===
l = [1, 2, 3]
for v in l:
    if v < 3:
        l.append(v + 10)
    if len(l) > 6:
        break
===
x = sorted([('b', 1), ('a', 2), ('a', 1)]), sorted(['B', 'a', 'C'], key=str.lower), sorted({'x': 1, 'a': 2})
===
x = list(map(int, '123')), list(map(str.upper, ['a'])), [*range(3), *'ab'], {**{}}, (*[1], 2)
===
x = max(len(s) for s in ['a', 'bbb']), ', '.join(f'{k}={v}' for k, v in {'a': 1}.items()), any(c.isupper() for c in 'abC')
===
class S:
    def __str__(self):
        return 'S!'
x = str(S()), f'{S()}', '%s' % S(), '{}'.format(S())
===
class D(dict):
    pass
x = 1
===
class P:
    def __init__(self):
        self._v = 1
    @property
    def v(self):
        return self._v
    @v.setter
    def v(self, value):
        self._v = value * 2
p = P()
p.v = 5
x = p.v
===
class It:
    def __init__(self, n):
        self.n = n
    def __iter__(self):
        return self
    def __next__(self):
        if self.n == 0:
            raise StopIteration
        self.n -= 1
        return self.n
x = list(It(3)), [v for v in It(2)], 1 in It(3)
===
class G:
    def __iter__(self):
        yield 1
        yield 2
x = list(G()), sum(G())
===
x = 'yes' if 'b' in {'a': 1, 'b': 2} else 'no'
y = [k for k, v in {'a': 1, 'b': 2}.items() if v > 1]
z = {v: k for k, v in {'a': 1}.items()}
===
a = 5
a -= 2; a *= 3; a //= 2; a **= 2; a %= 7
b = 'x'; b += 'y'; b *= 2
c = [1]; c *= 3; c += (4,)
d = {1}; d |= {1}; d -= {2}
e = 6; e /= 4; e2 = 7; e2 >>= 1; e2 |= 8
===
x = "%d%%" % 5, "%s" % None, "%s" % (1,), "%s %s" % (1, [2]), "%5.1f|%-8s|%+d" % (3.14159, 'ab', 4), '%.3s' % 'abcdef', '%03d' % 7, '%s' % {'a': 1}
===
x = '%s' % (1, 2)
===
x = '%d' % 'a'
===
x = "{:,}".format(1234567), "{:>10}|{:<10}|{:^10}|".format('a', 'b', 'c'), "{:.3f}".format(2.0005), "{:08.3f}".format(-3.14159), "{:e}".format(12345.6789), "{:%}".format(0.25), "{:g}".format(0.0001), "{:g}".format(1e10), "{:x}".format(255), "{:b}".format(5), "{:+d}".format(5), "{!r:>6}".format('a'), format(3.0), format(1e20, 'g'), format(12345.678, ',.2f')
===
x = str([1, 'a', None, 2.5, (1,), {'k': [True]}]), str({}), str(()), str(set())
===
def f(*, a, b=1):
    return a + b
x = f(a=1)
y = f(1)
===
def f(a, /, b):
    return a, b
x = f(1, b=2)
===
def f(a):
    return a
f(1, 2)
===
x = lambda: (yield)
y = 1
===
import sys
if sys.version_info >= (3, 8):
    x = 1
else:
    x = 2
y = 3
===
import os
url = os.environ.get('NO_SUCH_VARIABLE_HERE', 'default')
name = url.upper() + 'x'
y = 3
===
import random, time
r = random.random()
t = time.time()
y = [r, 1][1]
===
try:
    import no_such_module_at_all
    have = True
except ImportError:
    have = False
y = 1
===
from datetime import datetime
now = datetime.utcnow()
s = now.isoformat()
y = 2
===
s = {'b', 'a', 'c'}
out = []
for v in s:
    out.append(v)
n = 0
for v in s:
    n += 1
y = sorted(out) if False else 1
===
s = {'b', 'a'}
l = list(s)
j = ','.join(s)
t = {v.upper() for v in s}
k = sorted(t)
===
x = (lambda a, b=2, *c, **d: (a, b, c, d))(1, 3, 4, e=5)
===
def f():
    x = 1
    class K:
        y = x + 1
        def m(self):
            return x
    return K.y, K().m()
z = f()
===
x = 1
class K:
    x = 2
    y = [x for _ in range(1)]
    def f(self):
        return x
z = K().f(), K.x, K.y
===
for i, (a, b) in enumerate([(1, 2), (3, 4)]):
    pass
x = i, a, b
===
x, y = 1, 2
x, y = y, x
z = w = x
===
d = dict.fromkeys(['a', 'b'], 0)
e = {}.get('a', {}).get('b', 'deep')
===
text = """
  CREATE TABLE t (
    id int
  )
"""
lines = [line.strip() for line in text.strip().split('\n') if line.strip()]
joined = ' '.join(lines)
===
def batches(items, size):
    for i in range(0, len(items), size):
        yield items[i:i + size]
x = list(batches(list(range(7)), 3))
===
x = 10
while x > 0:
    x -= 1
    if x % 2:
        continue
    if x == 4:
        break
===
try:
    raise ValueError
except ValueError as e:
    x = repr(e), str(e), e.args
===
class E(Exception):
    def __init__(self, code):
        super().__init__('code %d' % code)
        self.code = code
try:
    raise E(5)
except E as e:
    x = str(e), e.code, e.args
===
try:
    [].pop()
except IndexError:
    x = 1
try:
    int('z')
except ValueError:
    y = 1
try:
    None.foo
except AttributeError:
    z = 1
try:
    len(5)
except TypeError:
    w = 1
try:
    (1).append(2)
except AttributeError:
    v = 1
===
x = [1, 2, 3]
try:
    a, b = x
except ValueError:
    y = 'unpack'
try:
    a, b, c, d = x
except ValueError:
    z = 'unpack'
===
x = type([]).__name__, type({}).__name__, type(1.0).__name__, type(None).__name__, type(lambda: 0).__name__
===
x = ''.join(reversed('abc')), list(reversed(range(3))), 'a-b_c'.replace('-', '_').split('_'), 'abc'.translate
===
x = int.__name__, str.join(',', ['a']), list.append, dict.get({'a': 1}, 'a')
===
a = [1, 2]
b = a[:]
b.append(3)
c = list(a)
c.append(4)
===
class Meta(type):
    pass
class K(metaclass=Meta):
    pass
x = 1
===
x = not 1 == 2, not (1 in [1]), -2 ** 2, 2 ** 3 ** 2, 1 if True else 2 if False else 3, (1, 2, 3)[-1], 5 - 3 - 1, 7 // 2 * 2
===
import re
m = re.match(r'(\d+)', '12ab')
x = re.sub('a', 'b', 'aaa')
y = 1
===
def f(n):
    if n > 3:
        return 'big'
    elif n > 1:
        return 'mid'
    return 'small'
x = [f(i) for i in range(5)]
===
def walk(tree, depth=0):
    out.append('  ' * depth + tree['name'])
    for child in tree.get('children', []):
        walk(child, depth + 1)
out = []
walk({'name': 'a', 'children': [{'name': 'b'}, {'name': 'c', 'children': [{'name': 'd'}]}]})
===
x = [a or b for a, b in [(0, 1), (2, 3)]], [bool(v) for v in ([], {}, (), '', 0, 0.0, None, set(), range(0))]
===
x = 1; y = 2; z = x + y
if x: a = 1
else: a = 2
for i in (1, 2): b = i
===
def counter():
    counter.n += 1
    return counter.n
counter.n = 0
x = counter(), counter()
===
from typing import Optional, List
def f(a: Optional[List[int]] = None) -> List[int]:
    a = a or []
    a.append(1)
    return a
x = f(), f([5])
===
x = list(dict(zip(['a', 'b'], [1, 2])).items()), dict(sorted({'b': 1, 'a': 2}.items()))
===
x = 'a' * 3 + '-' * 2, 3 * [0], '' * 5, 'ab' * -1
===
import operator
x = operator.itemgetter(0, 1)([5, 6, 7]), operator.attrgetter('real')(5), operator.not_(1), operator.lt(1, 2)
===
e = None
try:
    pass
except Exception as e:
    pass
x = e
===
def g():
    x = yield 1
    yield x
y = list(g())
`
  .split('===')
  .map((text) => text.replace(/^\n/, ''));
