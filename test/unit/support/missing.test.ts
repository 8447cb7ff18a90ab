import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { OUTCOME_VARIABLE, type Outcome } from '../../support/outcome';
import { cacheFolder, repositoryRoot } from '../../support/repository';

const support = join(repositoryRoot, 'test/support');

/** Runs a test file of its own in another vitest, as `npm test` does. */
function outcomeOf(file: string, environment: Readonly<Record<string, string>>): Outcome {
  mkdirSync(cacheFolder, { recursive: true });
  const root = mkdtempSync(join(cacheFolder, 'test-missing-'));
  try {
    const config = { test: { setupFiles: [join(support, 'followTests.ts')] } };
    writeFileSync(join(root, 'vitest.config.mjs'), `export default ${JSON.stringify(config)}\n`);
    writeFileSync(join(root, 'a.test.ts'), file);
    const { CI: _, ...rest } = process.env;
    const outcome = join(root, 'outcome.json');
    spawnSync(
      process.execPath,
      [
        join(repositoryRoot, 'node_modules/vitest/vitest.mjs'),
        'run',
        `--root=${root}`,
        `--reporter=${join(support, 'outcomeReporter.ts')}`,
      ],
      { cwd: root, env: { ...rest, ...environment, [OUTCOME_VARIABLE]: outcome } },
    );
    return JSON.parse(readFileSync(outcome, 'utf8')) as Outcome;
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

const FILE = `
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { skipFor, skipping } from ${JSON.stringify(join(support, 'missing'))};

const lacking = () => skipFor(new Error('no abacus\\n  on this machine'));
it('runs', () => { expect(1).toBe(1); });
it('needs an abacus', () => { lacking(); });
it('fails', () => { expect(1).toBe(2); });
describe('with a hook', () => {
  beforeAll(() => { lacking(); });
  it('needs what the hook gives', () => { expect(1).toBe(2); });
});
describe('known beforehand', skipping('no moon'), () => {
  it('needs the moon', () => { expect(1).toBe(2); });
});
describe('there', skipping(null), () => {
  it('runs, too', () => { expect(1).toBe(1); });
});
it.skip('says nothing', () => {});
`;

test('what a machine lacks skips, with the reason in the report', () => {
  const { passed, failed, skipped } = outcomeOf(FILE, {});
  expect(passed).toBe(2);
  expect(failed).toEqual(['a.test.ts > fails']);
  expect(skipped).toEqual([
    { name: 'a.test.ts > needs an abacus', reason: 'no abacus on this machine' },
    { name: 'a.test.ts > with a hook > needs what the hook gives', reason: 'no abacus on this machine' },
    { name: 'a.test.ts > known beforehand > needs the moon', reason: 'no moon' },
    { name: 'a.test.ts > says nothing', reason: expect.any(String) as unknown },
  ]);
}, 60_000);

test('where nothing may be skipped it fails', () => {
  const { failed } = outcomeOf(FILE, { CI: 'true' });
  expect(failed.slice(0, 2)).toEqual([
    expect.stringContaining('with a hook: no abacus'),
    'a.test.ts > needs an abacus',
  ]);
}, 60_000);
