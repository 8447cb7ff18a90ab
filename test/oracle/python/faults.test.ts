import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fc } from '../../support/random';
import { describe, expect, it } from 'vitest';
import { decodePython } from '../../../server/src/python/decode';
import { layOut } from '../../../server/src/python/layout';
import { oraclePython, skipReason } from '../support/venv';

interface Verdict {
  readonly files: Readonly<Record<string, string | null>>;
  readonly texts: readonly (string | null)[];
}

const reason = skipReason();

/** What Python refuses: every file below the folders (none: its standard library), and every text. */
function compile(folders: readonly string[], texts: readonly string[]): Verdict {
  const run = spawnSync(oraclePython(), [join(import.meta.dirname, 'compile.py')], {
    input: JSON.stringify([folders, texts]),
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  expect(run.stderr).toBe('');
  return JSON.parse(run.stdout) as Verdict;
}

const PIECES = [
  'x = 1',
  'def f(a, b=2):',
  'if x:',
  'else:',
  'try:',
  'except E:',
  'class A:',
  'pass',
  'return',
  '"""',
  "'''",
  '"a"',
  "'",
  '"',
  'f"{x}"',
  'f"{x!r:>{y}}"',
  'f"{',
  '}"',
  'r"\\"',
  '(',
  ')',
  '[',
  ']',
  '{',
  '}',
  '\\',
  '# comment',
  '#',
  ':',
  ',',
  '@x',
  'lambda: 0',
  '=======',
  '<<<<<<< HEAD',
  '>>>>>>> other',
  'import os',
  '\t',
  '    ',
  '  ',
  ' ',
  '\f',
  '\n',
  '\n',
  '\n    ',
  '\n\t',
  '\n        ',
  '\r\n',
];

/** Random layouts of the pieces that brackets, strings and indentation are made of. */
const soup = fc.array(fc.constantFrom(...PIECES), { maxLength: 14 }).map((pieces) => pieces.join(''));

const REVISION = `"""add users

Revision ID: a1
Revises: b1

"""
from alembic import op
import sqlalchemy as sa

revision = "a1"
down_revision = ("b1",
                 "b2")


def upgrade():
    op.create_table(
        "users",
        sa.Column("id", sa.Integer(), nullable=False),  # (the key
        sa.Column("name", sa.String(50), server_default=f"{'x' * 3!r:>10}"),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute("""
SELECT 'it''s'
""")
    else:
\top_ = 1 \\
            + 2


def downgrade():
    op.drop_table('users')
`.replace('\top_', '        op_');
import { skipping } from '../../support/missing';

/** The same file with one or two stretches taken out, doubled or replaced. */
const mutated = fc
  .array(fc.tuple(fc.nat(REVISION.length), fc.nat(6), fc.constantFrom(...PIECES, '', '', '')), {
    minLength: 1,
    maxLength: 2,
  })
  .map((edits) =>
    edits.reduce((text, [at, length, piece]) => text.slice(0, at) + piece + text.slice(at + length), REVISION),
  );

describe('syntax faults', skipping(reason), () => {
  it('finds none in what Python accepts: its standard library', () => {
    const { files } = compile([], []);
    const wrong: unknown[] = [];
    for (const [path, error] of Object.entries(files)) {
      const { text, fault } = decodePython(readFileSync(path));
      const faults = [...layOut(text).faults, ...(fault ? [fault] : [])];
      if (error === null && faults.length > 0) wrong.push({ path, faults });
    }
    expect(Object.keys(files).length).toBeGreaterThan(500);
    expect(wrong).toEqual([]);
  });

  it('finds none in any text Python accepts, and finds most of what is wrong with the others', () => {
    const texts = [...fc.sample(soup, { numRuns: 6000, seed: 1 }), ...fc.sample(mutated, { numRuns: 6000, seed: 2 })];
    const verdict = compile([import.meta.dirname], texts).texts;
    const wrong: unknown[] = [];
    let accepted = 0;
    let layout = 0;
    let found = 0;
    for (const [index, text] of texts.entries()) {
      const error = verdict[index] ?? null;
      const { faults } = layOut(text);
      if (error === null) {
        accepted++;
        if (faults.length > 0) wrong.push({ text, faults });
      } else if (/^(?:Indentation|Tab)Error|was never closed|unmatched|does not match|unterminated/.test(error)) {
        layout++;
        if (faults.length > 0) found++;
      }
    }
    expect(wrong.slice(0, 5)).toEqual([]);
    expect(accepted).toBeGreaterThan(1000);
    expect(layout).toBeGreaterThan(2000);
    expect(found / layout).toBeGreaterThan(0.99);
  });
});
