import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fc } from '../../../support/random';
import { describe, expect, it } from 'vitest';
import { Interpreter } from '../../../../server/src/python/interpreter/interpreter';
import { repositoryRoot } from '../../../support/repository';
import { testSeed } from '../../../support/seed';

/** The revision files of the example and of the test projects. */
function revisionFiles(): readonly string[] {
  return ['examples', 'test/projects'].flatMap((folder) =>
    readdirSync(join(repositoryRoot, folder), { recursive: true, encoding: 'utf8' })
      .filter((path) => /versions.*\.py$/.test(path))
      .map((path) => readFileSync(join(repositoryRoot, folder, path), 'utf8')),
  );
}

const files = revisionFiles();
const seed = testSeed();

/** Everything that can be seen of following a file. */
function followed(text: string): unknown {
  const notes: unknown[] = [];
  const interpreter = new Interpreter({
    importModule: () => undefined,
    readModule: () => undefined,
    notFollowed: (reason, place) => notes.push([reason, place.from, place.to]),
    stepBudget: 20_000,
  });
  const outcomes = [
    interpreter.runFile(text),
    interpreter.runFunction('upgrade'),
    interpreter.runFunction('downgrade'),
  ];
  const names = interpreter.globals().map((name) => {
    const value = interpreter.global(name);
    return [name, value?.kind, value && interpreter.repr(value)];
  });
  return { outcomes, notes, names };
}

const piece = fc.constantFrom(
  '(',
  ')',
  ':',
  '\n',
  '    ',
  'for x in ',
  'while True:\n        pass\n',
  'lambda: ',
  '[*',
  '**',
  'x' + ' += x',
  ' if x else ',
  'yield ',
  'f"{',
  '}',
  '"""',
  '* 10 ** 9',
  'def f(): return f()\nf()\n',
  'try:\n',
  'raise ',
  'globals()',
  'exec("")',
  '\\',
  '\0',
  '👍',
);

/** A file of the repository with some of it cut, repeated, moved or put in. */
const mutated = fc
  .tuple(
    fc.constantFrom(...files),
    fc.array(fc.tuple(fc.nat(), fc.nat(60), fc.nat(), fc.oneof(piece, fc.constant('')), fc.nat(3)), {
      minLength: 1,
      maxLength: 6,
    }),
  )
  .map(([file, changes]) =>
    changes.reduce((text, [at, size, to, inserted, kind]) => {
      const from = at % (text.length + 1);
      const end = Math.min(text.length, from + size);
      const target = to % (text.length + 1);
      if (kind === 0) return text.slice(0, from) + inserted + text.slice(end);
      if (kind === 1) return text.slice(0, from) + inserted;
      if (kind === 2) return text.slice(0, target) + text.slice(from, end) + inserted + text.slice(target);
      const lines = text.split('\n');
      const [line = ''] = lines.splice(at % lines.length, 1);
      lines.splice(to % (lines.length + 1), 0, line + inserted);
      return lines.join('\n');
    }, file),
  );

describe(`files that are broken in any way (seed ${seed})`, () => {
  it('are followed without an error, and the same way each time', () => {
    expect(files.length).toBeGreaterThan(20);
    fc.assert(
      fc.property(mutated, (text) => {
        expect(followed(text)).toEqual(followed(text));
      }),
      { seed, numRuns: Number(process.env.ALEMBIC_WORKBENCH_FUZZ_RUNS ?? 300) },
    );
  });

  it('end, however long they would run', () => {
    const endless = [
      'while True:\n    x = 1\n',
      'def upgrade():\n    pass\nwhile True:\n    x = 1\n',
      'def f():\n    return f()\nf()\n',
      'x = [1]\nfor y in x:\n    x.append(y)\n',
      'x = "a"\nwhile True:\n    x += x\n',
      'x = 10\nwhile True:\n    x = x * x\n',
      'x = ()\nwhile True:\n    x = (x, x)\n',
      'import itertools\nfor i in itertools.count():\n    pass\n',
      'x = list(range(10 ** 12))\n',
      'x = "a" * 10 ** 12\n',
      'x = f"{1:999999999999}"\n',
      'x = "%0999999999d" % 1\n',
      'def g():\n    while True:\n        yield 1\nx = list(g())\n',
      'x = 2 ** 10 ** 9\n',
      'x = 1 << 10 ** 12\n',
      'class A:\n    def __getattr__(self, n):\n        return getattr(self, n + "x")\nA().y\n',
      'class A:\n    def __repr__(self):\n        return repr(self)\nx = repr(A())\n',
      'x = []\nx.append(x)\ny = repr(x), x == [x], str(x)\n',
      `x = ${'('.repeat(150)}1${')'.repeat(150)}\n`,
      `x = ${'-'.repeat(5000)}1\n`,
      `x = ${'['.repeat(190)}${']'.repeat(190)}\ny = repr(x)\n`,
      'x = 0\nfor i in range(400):\n    x = [x]\ny = repr(x), x == x, str(x) + ""\n',
    ];
    for (const text of endless) expect(followed(text)).toEqual(followed(text));
  });
});
