import { describe, expect, it } from 'vitest';
import { readConstant, readTopLevel } from '../../../server/src/python/module';
import { repr, type Value } from '../../../server/src/python/value';

const NOTHING = { importName: () => undefined };

/** `repr` of what `x` holds, or why it is not known. */
function x(text: string): string {
  const value = readTopLevel(text, ['x'], ['x'], NOTHING).module.binding('x')?.value;
  if (value === undefined) return 'absent';
  return value.kind === 'unknown' ? value.reason : repr(value);
}

describe('readTopLevel', () => {
  it.each([
    ['x = "a"\n', "'a'"],
    ['x = y = "a"\n', "'a'"],
    ['a, (b, x) = 1, (2, 3)\n', '3'],
    ['x: str = "a"\n', "'a'"],
    ['x: str\n', 'absent'],
    ['x = "a"\ndel x\n', 'absent'],
    ['a = "b"\nx = f"{a}{1!r}" "c" + "%s" % a\n', "'b1cb'"],
    ['x = "{0}{1:>3}{k}".format("a", 5, k="z")\n', "'a  5z'"],
    ['x = "%05d|%-3s|%x|%%" % (42, "a", 255)\n', "'00042|a  |ff|%'"],
    ['x = [1, *(2, 3)] + [4]\n', '[1, 2, 3, 4]'],
    ['x = 1\nx += 2\n', '3'],
    ['if 0:\n  x = 1\nelif not 0:\n  x = 2\n', '2'],
    ['try:\n  x = 1\nexcept E:\n  x = 2\n', '1'],
    ['x = 1\ndef f():\n  pass\nx = 2\n', '2'],
    ['x = 1\nclass x: pass\n', 'It is a class.'],
    ['x = f()\n', 'It is the result of a call, and no code of the project is run to know it.'],
    ['x = y\n', "'y' is not defined in this file."],
    ['from a.b import x\n', "It is imported from 'a.b', where its value is not known."],
    ['import os as x\n', "It is the module 'os'."],
    ['x = [1]\nx.append(2)\n', 'It is changed after it was assigned.'],
    ['x = [1]\nf("a")\n', '[1]'],
    ['for x in y: pass\n', 'It is assigned inside a loop.'],
    ['if y:\n  x = 1\n', 'It is assigned under a condition that is not known.'],
    ['x = (1\ny = 2\n', 'Its syntax is not understood.'],
    ['x = 1\nglobals()["x"] = 2\n', 'The file reaches its own names through a call such as globals().'],
    ['x = "a" * 3\n', "It is computed with '*'."],
  ])('%j: %s', (text, expected) => {
    expect(x(text)).toBe(expected);
  });

  it('does not follow values that grow without end', () => {
    const doubling = `x = "ab"\n${'x = x + x\n'.repeat(60)}`;
    expect(x(doubling)).toBe('It is too long to be followed.');
    expect(x(`x = "a"\n${'x = f"{x}{x}"\n'.repeat(60)}`)).toBe('It is an f-string with parts that are not known.');
    expect(x(`x = [1]\n${'x = x + x\n'.repeat(60)}`)).toBe('It is too long to be followed.');
    expect(x('x = "{:>999}".format("a") + "%999s" % "b"\n').length).toBeGreaterThan(1998);
  });

  it('looks up only the imported names a value needs', () => {
    const asked: string[] = [];
    const importName = (module: string, level: number, name: string): Value | undefined => {
      asked.push(`${'.'.repeat(level)}${module}:${name}`);
      return name === 'BASE' ? { kind: 'string', value: 'b1' } : undefined;
    };
    const text =
      'from alembic import op\nimport sqlalchemy as sa\nimport a.b\nfrom .ids import BASE\nfrom p import ids\nt = sa.table("t", sa.column("c"))\nx = (BASE, a.b.BASE, ids.BASE)\n';
    const { module } = readTopLevel(text, ['x'], ['x'], { importName });
    const value = module.binding('x')?.value;
    expect(value && repr(value)).toBe("('b1', 'b1', 'b1')");
    expect(asked).toEqual(['.ids:BASE', 'a.b:BASE', 'p.ids:BASE']);
  });
});

describe('readConstant', () => {
  it('gives a value, or undefined when it is not known or not there', () => {
    expect(readConstant('A = "a"\ndef f(): pass\nB = f()\n', 'A', NOTHING)).toEqual({ kind: 'string', value: 'a' });
    expect(readConstant('A = "a"\ndef f(): pass\nB = f()\n', 'B', NOTHING)).toBeUndefined();
    expect(readConstant('A = "a"\ndef A(): pass\n', 'A', NOTHING)).toBeUndefined();
    expect(readConstant('', 'A.*', NOTHING)).toBeUndefined();
  });
});
