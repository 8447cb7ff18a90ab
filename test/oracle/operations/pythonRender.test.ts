import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fc } from '../../support/random';
import { describe, expect, it } from 'vitest';
import { writeOperations } from '../../../server/src/operations/python/writeOperations';
import { readOperations } from '../../../server/src/operations/readOperations';
import { writeBody } from '../../../server/src/python/write/body';
import { skipping } from '../../support/missing';
import { ONLINE } from '../../unit/operations/support';
import { testSeed } from '../../support/seed';
import { oraclePython, skipReason } from '../support/venv';
import { renderedCase } from './renderedTexts';

const CASES = 2500;

type Rendered = { readonly text: string; readonly imports: readonly string[] } | { readonly error: string };

interface Case {
  readonly body: readonly string[];
  readonly batch: boolean;
}

const HEAD =
  'from alembic import op\nimport sqlalchemy as sa\nfrom sqlalchemy.dialects import mysql, postgresql, sqlite\n';

function ours({ body, batch }: Case): Rendered {
  const text = `${HEAD}\ndef upgrade():\n${body.map((line) => `    ${line}\n`).join('')}`;
  const { operations, ends } = readOperations(text, 'upgrade', ONLINE, { readModule: () => undefined });
  if (ends.kind !== 'completed') return { error: JSON.stringify(ends) };
  const { lines, imports } = writeOperations(operations, { asBatch: batch, isSorted: true });
  // Alembic hands the body on without the blanks before its first line.
  return { text: writeBody(lines, { indentation: '    ', markers: true }).trim(), imports };
}

function alembic(cases: readonly Case[]): readonly Rendered[] {
  const { stdout, stderr, status } = spawnSync(oraclePython(), [join(import.meta.dirname, 'renderOperations.py')], {
    input: JSON.stringify({ cases }),
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  expect(status, stderr).toBe(0);
  return JSON.parse(stdout) as readonly Rendered[];
}

describe('Python of operations', skipping(skipReason()), () => {
  it('is what Alembic renders, byte for byte', () => {
    const seed = testSeed();
    const cases = fc.sample(renderedCase, { seed, numRuns: CASES });
    const theirs = alembic(cases);
    const different: string[] = [];
    const tally = { same: 0, refused: 0 };
    for (const [index, one] of cases.entries()) {
      const real = theirs[index] ?? { error: 'nothing' };
      const own = ours(one);
      if ('error' in real) tally.refused++;
      else if (!('error' in own) && own.text === real.text && own.imports.join('\n') === real.imports.join('\n'))
        tally.same++;
      else {
        const mine = 'error' in own ? own.error : `${own.text}\n${own.imports.join('\n')}`;
        different.push(`${one.body.join('\n')}\nours:\n${mine}\nAlembic's:\n${real.text}\n${real.imports.join('\n')}`);
      }
    }
    console.log(
      `Rendered by both, seed ${seed}: ${tally.same} the same, ${different.length} different; ${tally.refused} refused by Alembic`,
    );
    expect(different.slice(0, 6).join('\n\n'), `${different.length} different, seed ${seed}`).toBe('');
    expect(tally.same).toBeGreaterThan(2000);
  });
});
