import { describe, expect, it } from 'vitest';
import { follow } from './support';

describe('a library', () => {
  it('is reached under every alias', () => {
    const { calls } = follow(`import lib
import lib as l
from lib import rec as r, sa
lib.rec.a(1)
l.rec.b("x", k=[1, None])
r.c(*[1, 2], **{"d": 3})
(lambda op: op.e())(r)
getattr(r, "f")()
for name in ("g", "h"):
    getattr(r, name)(name)
`);
    expect(calls).toEqual(['a(1)', "b('x', k=[1, None])", 'c(1, 2, d=3)', 'e()', 'f()', "g('g')", "h('h')"]);
  });

  it('gets contexts begun and ended, also by an exception', () => {
    const { calls, outcome } = follow(`from lib import rec
with rec.batch as b:
    b.add(1)
try:
    with rec.second:
        raise ValueError("x")
except ValueError:
    rec.caught()
def f():
    with rec.third as t:
        return t
f()
`);
    expect(outcome).toEqual({ kind: 'completed' });
    expect(calls).toEqual([
      'enter batch',
      'add(1)',
      'exit batch',
      'enter second',
      'exit second raised',
      'caught()',
      'enter third',
      'exit third',
    ]);
  });

  it('gets no unknown value unless it takes them', () => {
    const { calls, interpreter } = follow(`from lib import rec, sa
import os
u = os.environ["X"]
rec.add(u, [u])
known = sa.text("a") + 1
clause = sa.text([1, (u,)])
both = sa.text("a") + u
`);
    expect(calls).toEqual(['add(?, ?)']);
    expect(interpreter.global('known')).toMatchObject({ text: "sa.text('a') + 1" });
    expect(interpreter.global('clause')).toMatchObject({
      kind: 'unknown',
      reason: 'It depends on the environment variables.',
    });
    expect(interpreter.global('both')?.kind).toBe('unknown');
  });

  it('is told what modules named by importlib do', () => {
    const { calls, notFollowed } = follow(
      `from importlib import import_module
import importlib
import_module("pack.a-1").run()
importlib.import_module(".b", "pack").run()
importlib.import_module("..b", package="pack.sub").run()
import_module("nowhere").run()
`,
      {
        files: {
          'pack/__init__.py': '',
          'pack/a-1.py': 'from lib import rec\ndef run():\n    rec.first()\n',
          'pack/b.py': 'from lib import rec\ndef run():\n    rec.second()\n',
        },
      },
    );
    expect(calls).toEqual(['first()', 'second()', 'second()']);
    expect(notFollowed.map(({ code }) => code)).toEqual(['import_module("nowhere").run()']);
  });

  it('asks types of annotations nothing', () => {
    const { outcome, calls } = follow(`from typing import Literal, get_args
from lib import rec
A = Literal["a", "b"]
B = list(get_args(A))
rec.done()
`);
    expect(outcome).toEqual({ kind: 'completed' });
    expect(calls).toEqual(['done()']);
  });

  it('is told to callers by their place in the file that is read', () => {
    const text = 'from helpers import add\nadd("t")\n';
    const { notFollowed } = follow(text, {
      files: { 'helpers.py': 'from nowhere import go\ndef add(name):\n    go(name)\n' },
    });
    expect(notFollowed).toEqual([{ reason: "What 'go' does is not known.", code: 'add("t")' }]);
  });
});

describe('functions of the file', () => {
  it('are run by name; an exception says which and where', () => {
    const text = 'def upgrade():\n    x = {}["k"]\n';
    const { outcome } = follow(text, { run: 'upgrade' });
    expect(outcome).toMatchObject({ kind: 'raised', type: 'KeyError', message: "'k'" });
    expect(outcome?.kind === 'raised' && text.slice(outcome.place.from, outcome.place.to)).toBe('{}["k"]');
    expect(follow('x = 1', { run: 'upgrade' }).outcome).toBeUndefined();
  });

  it('dispatch by engine, as the template for several databases does', () => {
    const { calls } = follow(
      `from lib import rec
def upgrade(engine_name="e1"):
    for engine_name in ("e1", "e2"):
        globals()["upgrade_%s" % engine_name]()
        eval("downgrade_%s" % engine_name)()
def upgrade_e1():
    rec.up("e1")
def upgrade_e2():
    rec.up("e2")
def downgrade_e1():
    rec.down("e1")
def downgrade_e2():
    rec.down("e2")
`,
      { run: 'upgrade' },
    );
    expect(calls).toEqual(["up('e1')", "down('e1')", "up('e2')", "down('e2')"]);
  });

  it('stop at a limit, with the place', () => {
    const { outcome } = follow('def f(n):\n    return f(n + 1)\n\ndef upgrade():\n    f(0)\n', { run: 'upgrade' });
    expect(outcome).toMatchObject({ kind: 'stopped' });
  });
});

describe('modules of the project', () => {
  const files = {
    'app/__init__.py': 'VERSION = "1"\nfrom .const import NAMES\n',
    'app/const.py': 'NAMES = ["a", "b"]\nclass Kind:\n    X = "x"\n__all__ = ["NAMES", "Kind"]\n_hidden = 1\n',
    'app/broken.py': 'A = 1\nraise ValueError("no")\nB = 2\n',
    'app/first.py': 'from app import second\nONE = 1\n',
    'app/second.py': 'from app import first\nTWO = 2\n',
    'app/unknown.py': 'from third_party import thing\nthing.setup()\nC = thing.value\nD = 4\n',
  };

  it('give constants, classes and functions, also by relative imports among themselves', () => {
    const { show, notFollowed } = follow(
      `import app.const
from app import VERSION, NAMES, const
from app.const import Kind as K
x = VERSION, NAMES, app.const.NAMES is NAMES, K.X, const.Kind.X
from app.first import ONE
from app.second import TWO
from app.unknown import C, D
`,
      { files },
    );
    expect(show('x')).toBe("('1', ['a', 'b'], True, 'x', 'x')");
    expect([show('ONE'), show('TWO'), show('D')]).toEqual(['1', '2', '4']);
    expect(show('C')).toMatch(/^\?/);
    expect(notFollowed).toEqual([]);
  });

  it('that are imported by a star bind what they show', () => {
    const known = follow('from app.const import *\nx = NAMES\n', { files });
    expect(known.show('x')).toBe("['a', 'b']");
    expect(known.show('_hidden')).toBe('not bound');
    const unknown = follow('x = 1\nfrom elsewhere import *\ny = 2\nz = w\n', { files });
    expect(unknown.show('x')).toMatch(/^\?/);
    expect(unknown.show('y')).toBe('2');
    expect(unknown.show('z')).toMatch(/^\?/);
  });

  it('that raise, or do not have the name, raise in the file', () => {
    expect(follow('from app.const import MISSING\n', { files }).outcome).toMatchObject({
      kind: 'raised',
      type: 'ImportError',
    });
    expect(follow('from . import x\n', { files }).outcome).toMatchObject({ kind: 'raised', type: 'ImportError' });
    expect(follow('from app.broken import B\n', { files }).show('B')).toMatch(/^\?/);
  });
});
