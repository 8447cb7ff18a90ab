import { fc } from '../../support/random';
import { describe, expect, it } from 'vitest';
import { decodePython } from '../../../server/src/python/decode';
import { layOut } from '../../../server/src/python/layout';
import { readBody, readHead } from '../../../server/src/revision/file';
import { toScript } from '../../../server/src/revision/toScript';

const FILES = [
  '"""add users\n\nRevision ID: a1\nRevises: b1\n"""\nfrom alembic import op\n\nrevision = "a1"\ndown_revision = ("b1",\n  "b2")\n\n\ndef upgrade():\n    op.execute("""\nSELECT 1\n""")\n    with op.batch_alter_table("t") as batch_op:\n        batch_op.add_column(f"{x!r:>{w}}")\n\n\n@d\nasync def downgrade():\n    raise X\n',
  'print "old", revision\ntry:\n\timport a\nexcept E, e:\n\tpass\nrevision, down_revision = u"a" \\\n  "1", None\nif TYPE_CHECKING:\n  x: int = [i for i in y if (z := i)]\nclass A(B, c=lambda *a: {**d}): pass\n',
  // Pages whose code lost its indentation (seeds S1 and S3 are such pages).
  "revision = '1975ea83b712'\ndown_revision = None # None = first migration\nbranch_labels = None\nfrom alembic import op\ndef upgrade():\nop.create_table(\n'account',\nsa.Column('id', sa.Integer, primary_key=True),\n)\ndef downgrade():\nop.drop_table('account')downgrade()alembic downgrade# Add a column\n",
];

const PIECES = [
  '"""',
  "'''",
  '"',
  "'",
  '(',
  ')',
  '[',
  '{',
  '}',
  '\\',
  '\n',
  '\r',
  '\r\n',
  '\t',
  '\f',
  '#',
  ':',
  '=',
  ',',
  'def ',
  '\0',
  '\ufeff',
  '\ud800',
  'f"{',
  '<<<<<<< a\n',
  'lambda',
  '\u2028',
  'ß',
  '',
];

const mutated = fc
  .tuple(
    fc.constantFrom(...FILES),
    fc.array(fc.tuple(fc.nat(4000), fc.nat(40), fc.constantFrom(...PIECES)), { maxLength: 4 }),
    fc.option(fc.nat(4000)),
  )
  .map(([file, edits, cut]) => {
    const text = edits.reduce(
      (all, [from, length, piece]) => all.slice(0, from) + piece + all.slice(from + length),
      file,
    );
    return cut === null ? text : text.slice(0, cut);
  });

function read(text: string): unknown {
  const head = readHead(text);
  return { head, body: readBody(text), script: toScript(head, '/v/a.py') };
}

/** Milliseconds of the processor, which a busy machine gives later but not more of: the least of three runs. */
function cost(run: () => void): number {
  const spent = [0, 1, 2].map(() => {
    const start = process.cpuUsage();
    run();
    return process.cpuUsage(start).user / 1000;
  });
  return Math.min(...spent);
}

/** How many times as much eight times the text costs: the least of three measurements, each of enough to be measured. */
function growth(costOf: (count: number) => number): number {
  let count = 400;
  while (costOf(count) < 4 && count < 50_000) count *= 2;
  return Math.min(...[0, 1, 2].map(() => costOf(count * 8) / costOf(count)));
}

describe('any text', () => {
  it('is read without an exception, twice the same, with ranges inside the text', () => {
    fc.assert(
      fc.property(fc.oneof(mutated, fc.string({ unit: 'binary', maxLength: 60 })), (text) => {
        const first = read(text);
        expect(read(text)).toEqual(first);
        const lineCount = text.split(/\r\n|\r|\n/).length;
        JSON.stringify(first, (key, value: unknown) => {
          if (key === 'line') expect(value).toBeLessThan(lineCount);
          return value;
        });
      }),
      { numRuns: 200 },
    );
  });

  it('is decoded without an exception', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('', '# coding: utf-8\n', '# coding: cp1252\n', '# coding: x\n'),
        fc.uint8Array(),
        (head, rest) => {
          const { text, fault } = decodePython(new Uint8Array([...Buffer.from(head), ...rest]));
          expect(typeof text).toBe('string');
          if (fault) expect(fault.range.start.line).toBeLessThan(text.split(/\r\n|\r|\n/).length);
        },
      ),
    );
  });
});

describe('hostile text', () => {
  it.each([
    ['brackets', '('.repeat(100_000)],
    ['closed brackets', `x = ${'['.repeat(100_000)}${']'.repeat(100_000)}\n`],
    ['operators', `x = ${'-'.repeat(30_000)}1\n`],
    ['nots', `x = ${'not '.repeat(30_000)}1\n`],
    ['ors', `x = 1${' or 1'.repeat(30_000)}\n`],
    ['sums', `x = 1${' + 1'.repeat(30_000)}\n`],
    ['attributes', `x = a${'.a'.repeat(30_000)}\n`],
    ['calls', `x = a${'()'.repeat(30_000)}\n`],
    ['lambdas', `x = ${'lambda: '.repeat(30_000)}1\n`],
    ['comparisons', `x = 1${' < 1'.repeat(20_000)}\n`],
    ['f-strings', `x = ${'f"{'.repeat(50_000)}\n`],
    [
      'blocks',
      `${Array.from({ length: 500 }, (_, depth) => `${' '.repeat(depth)}if x:\n`).join('')}${' '.repeat(500)}y\n`,
    ],
    ['elses', `if x: y\n${'elif x: y\n'.repeat(20_000)}`],
    ['tuples', `${'x, '.repeat(30_000)} = 1\n`],
  ])('of nested %s is read', (_, text) => {
    const all = `revision = "a"\n${text}\ndown_revision = None\n\ndef upgrade():\n    pass\n`;
    expect(readHead(all).revision).toMatchObject({ kind: 'known', value: 'a' });
    expect(readBody(all).functions.map(({ name }) => name)).toEqual(['upgrade']);
  });

  it.each([
    ['opened brackets', 'x = (\n'],
    ['opened brackets in functions', 'def f():\n    x = (\n'],
    ['opened strings', 'x = "\n'],
    ['opened f-strings', 'x = f"{\n'],
    ['opened triple quotes', 'def f():\n    """\n    """ """\n'],
    ['strings', 'def f():\n    x("""\ny = 1\n""")\n'],
    ['statements behind functions', 'def f(): pass\nx = 1\n'],
    ['escapes', 'x = "\\x41\\\\"\n'],
    ['markers', '<<<<<<< a\nx = 1\n=======\n>>>>>>> b\n'],
    ['dedents', 'if x:\n      y\n   z\n'],
    ['decorators', '@x\n'],
    ['carriage returns', 'x = 1\r'],
  ])('of many %s takes time in proportion to its length', (_, piece) => {
    const costOf = (count: number): number => {
      const text = piece.repeat(count);
      return cost(() => {
        readHead(text);
        layOut(text);
      });
    };
    // A quadratic reader takes 64 times as long.
    expect(growth(costOf)).toBeLessThan(32);
  });

  it('of ten megabytes is read', () => {
    const rows = `    op.execute("INSERT INTO t VALUES (1, 'some text', NULL)")\n`.repeat(170_000);
    const text = `revision = "a"\ndown_revision = None\n\ndef upgrade():\n${rows}\n\ndef downgrade():\n    pass\n`;
    expect(text.length).toBeGreaterThan(10_000_000);
    expect(toScript(readHead(text), '/v/a.py').ok).toBe(true);
    expect(layOut(text).chunks).toHaveLength(4);
  });
});
