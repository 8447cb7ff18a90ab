import { describe, expect, it } from 'vitest';
import { follow } from './support';

const HEAD = 'from lib import rec\nimport os\nunknown = os.environ["X"]\n';

describe('a condition that is not known', () => {
  it('leaves what is bound without effects unknown, and tells nothing', () => {
    const { show, notFollowed, calls } = follow(`${HEAD}a = b = 1
if unknown:
    a = "x".upper()
elif 1:
    b += 1
else:
    c, d = 1, 2
e = 3
rec.add(e)
`);
    expect(notFollowed).toEqual([]);
    expect(['a', 'b', 'c', 'd'].map((name) => show(name).charAt(0))).toEqual(['?', '?', '?', '?']);
    expect(show('e')).toBe('3');
    expect(calls).toEqual(['add(3)']);
  });

  it('with effects is told at the statement, and what comes after it goes on', () => {
    const { notFollowed, calls, show } = follow(`${HEAD}items = [1]
kept = [1]
if unknown:
    rec.drop("t")
    items.append(2)
rec.add(1)
`);
    expect(notFollowed.map(({ code }) => code.split('\n')[0])).toEqual(['if unknown:']);
    expect(calls).toEqual(['add(1)']);
    expect(show('items')).toMatch(/^\?/);
    expect(show('kept')).toBe('[1]');
  });

  it('forgets what functions defined in it assign', () => {
    const { show } = follow(`${HEAD}a, b, items = 1, 2, [3]
def outer():
    c = 4
    if unknown:
        def inner():
            global a
            nonlocal c
            a = c = 5
            items.append(6)
        inner()
    return c
d = outer()
`);
    expect([show('a'), show('d'), show('items')].map((text) => text.charAt(0))).toEqual(['?', '?', '?']);
    expect(show('b')).toBe('2');
  });

  it('leaves known what it only reads, and finds what it changes under another name', () => {
    const { show } = follow(`${HEAD}read, aliased, looped, deep, mapped = ["a"], [1], [[2]], {"k": []}, [3]
def touch(x):
    mapped.append(x)
if unknown:
    for name in read:
        rec.drop(name)
    other = aliased
    other.append(2)
    for item in looped:
        item.append(3)
    deep["k"].append(4)
    list(map(touch, [5]))
`);
    expect(show('read')).toBe("['a']");
    for (const name of ['aliased', 'looped', 'deep', 'mapped']) expect(show(name)).toMatch(/^\?/);
  });

  it('around a change of a list makes the list unknown under every name', () => {
    const { show, notFollowed } = follow(`${HEAD}a = [1]
b = {"k": a}
c = (a, 2)
if unknown:
    a.append(2)
d = [3]
`);
    expect(notFollowed).toEqual([]);
    expect(show('a')).toMatch(/^\?/);
    expect(show('b')).toBe('no repr');
    expect(show('c')).toBe('no repr');
    expect(show('d')).toBe('[3]');
  });

  it('that may return makes the result unknown, and is told when the rest acts', () => {
    const text = (rest: string): string => `${HEAD}def f():
    if unknown:
        return 1
    ${rest}
    return 2
x = f()
y = 5
`;
    const pure = follow(text('z = 3'));
    expect(pure.notFollowed).toEqual([]);
    expect(pure.show('x')).toMatch(/^\?/);
    expect(pure.show('y')).toBe('5');
    const acting = follow(text('rec.add(1)'));
    expect(acting.notFollowed.map(({ code }) => code.split('\n')[0])).toEqual(['if unknown:']);
    expect(acting.calls).toEqual(['add(1)']);
  });

  it('that may raise is told once, and a certain exception after it is none', () => {
    const { notFollowed, outcome } = follow(`${HEAD}if unknown:
    raise ValueError("x")
raise KeyError("y")
`);
    expect(notFollowed).toHaveLength(1);
    expect(outcome?.kind).toBe('stopped');
  });

  it('of a break makes what the loop binds unknown', () => {
    const { show, calls, notFollowed } = follow(`${HEAD}n = 0
for i in range(3):
    if unknown:
        break
    n += 1
    rec.add(i)
m = 4
`);
    expect(show('n')).toMatch(/^\?/);
    expect(show('m')).toBe('4');
    expect(calls).toEqual(['add(0)', 'add(1)', 'add(2)']);
    expect(notFollowed.length).toBeGreaterThan(0);
  });

  it('of a loop over something unknown makes its target and what it binds unknown', () => {
    const { show, notFollowed } = follow(`${HEAD}total = []
for row in unknown:
    total.append(row)
    last = row
for row2 in unknown:
    rec.add(row2)
`);
    expect(['row', 'total', 'last'].map((name) => show(name).charAt(0))).toEqual(['?', '?', '?']);
    expect(notFollowed.map(({ code }) => code.split('\n')[0])).toEqual(['for row2 in unknown:']);
  });

  it('inside and, or and a conditional expression is told when one of them acts', () => {
    const { notFollowed, calls } = follow(`${HEAD}a = unknown and "x".upper()
b = unknown or 5
c = 1 if unknown else 2
unknown and rec.drop("t")
rec.add(1) if unknown else rec.add(2)
`);
    expect(notFollowed.map(({ code }) => code)).toEqual(['rec.drop("t")', 'rec.add(1)']);
    expect(calls).toEqual([]);
  });
});

describe('something unknown that is called', () => {
  it('is told, and may change what it reaches', () => {
    const { notFollowed, show } = follow(`from somewhere import helper
a, b, c = [1], [2], "text"
nested = {"k": (a,)}
helper(nested, c)
after = 1
`);
    expect(notFollowed).toEqual([{ reason: "What 'helper' does is not known.", code: 'helper(nested, c)' }]);
    expect(show('a')).toMatch(/^\?/);
    expect(show('b')).toBe('[2]');
    expect(show('c')).toBe("'text'");
    expect(show('after')).toBe('1');
  });

  it('may call the functions it was given, at once or later', () => {
    const { show } = follow(`from somewhere import register, run
n = 0
seen = []
def callback():
    global n
    n += 1
    seen.append(n)
register(callback)
n = 0
seen = []
run()
`);
    expect(show('n')).toMatch(/^\?/);
    expect(show('seen')).toMatch(/^\?/);
  });

  it('does nothing else when it is data: an environment variable, the time, randomness', () => {
    const { notFollowed, show } = follow(`import os, datetime, random, uuid
a = os.environ.get("X", "d").lower().split(",")
b = datetime.datetime.utcnow().isoformat()
c = f"{uuid.uuid4()}"[:8] + str(random.random())
`);
    expect(notFollowed).toEqual([]);
    expect([show('a'), show('b'), show('c')].map((text) => text.charAt(0))).toEqual(['?', '?', '?']);
  });

  it('inside try makes it unknown whether the handlers run', () => {
    const { notFollowed, show, calls } = follow(`from lib import rec
from somewhere import helper
try:
    a = helper.value
    b = 1
except Exception:
    b = 2
try:
    c = helper.value
    rec.add(c)
except Exception:
    rec.drop("x")
try:
    d = 1
except Exception:
    rec.drop("never")
`);
    expect(show('b')).toMatch(/^\?/);
    expect(show('d')).toBe('1');
    expect(notFollowed.map(({ code }) => code.trimEnd().split('\n').at(-1)?.trim())).toEqual(['rec.drop("x")']);
    expect(calls).toEqual(['add(?)']);
  });

  it('as a decorator makes the function unknown', () => {
    const { outcome, notFollowed } = follow(
      `from somewhere import decorator
@decorator
def upgrade():
    pass
`,
      { run: 'upgrade' },
    );
    expect(outcome).toEqual({ kind: 'completed' });
    expect(notFollowed).toHaveLength(2);
  });
});

describe('a set', () => {
  it('of several is gone through only where the order makes no difference', () => {
    const { show, calls, notFollowed } = follow(`from lib import rec
names = {"b", "a"}
for name in sorted(names):
    rec.add(name)
for name in names:
    rec.drop(name)
size = len(names), "a" in names, sorted({n.upper() for n in names}), max(names)
order = list(names)
one = list({"x"})
`);
    expect(calls).toEqual(["add('a')", "add('b')"]);
    expect(notFollowed).toHaveLength(1);
    expect(show('size')).toBe("(2, True, ['A', 'B'], 'b')");
    expect(show('order')).toMatch(/^\?/);
    expect(show('one')).toBe("['x']");
  });
});

describe('a loop', () => {
  it('that ends at something unknown is followed once, and told once', () => {
    const { calls, notFollowed, outcome } = follow(`${HEAD}def upgrade():
    while True:
        rows = rec.execute("select")
        rec.update(rows)
        if unknown:
            break
    rec.after()
upgrade()
`);
    expect(outcome).toEqual({ kind: 'completed' });
    expect(calls).toEqual(["execute('select')", 'update(None)', 'after()']);
    expect(new Set(notFollowed.map(({ code }) => code)).size).toBe(notFollowed.length);
  });
});

describe('code that is not understood', () => {
  it('leaves what it only uses as it is', () => {
    const { calls, notFollowed, outcome } = follow(`from lib import rec
def upgrade():
    rec.before()
    match 1:
        case x:
            rec.inside(x)
    rec.after()
upgrade()
`);
    expect(outcome).toEqual({ kind: 'completed' });
    expect(notFollowed).toHaveLength(1);
    expect(calls).toEqual(['before()', 'after()']);
  });

  it('is told, and makes what it mentions unknown', () => {
    const { show, notFollowed } = follow(`a = [1]
b = [2]
match a:
    case [x]:
        c = x
d = 1
`);
    expect(notFollowed).toHaveLength(1);
    expect([show('a'), show('x'), show('c')].map((text) => text.charAt(0))).toEqual(['?', '?', '?']);
    expect(show('b')).toBe('[2]');
    expect(show('d')).toBe('1');
  });

  it('of exec and eval makes every name unknown', () => {
    const { show } = follow('a = 1\nexec("a = 2")\nb = 3\n');
    expect(show('a')).toMatch(/^\?/);
    expect(show('b')).toBe('3');
    expect(show('c')).toMatch(/^\?/);
  });

  it('of a file with a syntax error runs nothing', () => {
    const { outcome, show } = follow('a = 1\nb = (\n');
    expect(outcome?.kind).toBe('stopped');
    expect(show('a')).toBe('not bound');
  });
});

describe('a text that would be too long', () => {
  it('is not joined', () => {
    const { show, outcome } = follow('a = ",".join(["x" * 90000] * 20000)\nb = ",".join(["x"] * 3)\n');
    expect(show('a').charAt(0)).toBe('?');
    expect(show('b')).toBe("'x,x,x'");
    expect(outcome?.kind).toBe('completed');
  });
});

describe('a whole number in a text', () => {
  it('is not read where it is long, which takes long and which Python may refuse', () => {
    const { show, notFollowed } = follow(`${HEAD}a = int("9" * 1000000)
b = int("f" * 5000, 16)
c = int("7" * 20)
`);
    expect(['a', 'b'].map((name) => show(name).charAt(0))).toEqual(['?', '?']);
    expect(show('c')).toBe('7'.repeat(20));
    expect(notFollowed).toEqual([]);
  });
});
