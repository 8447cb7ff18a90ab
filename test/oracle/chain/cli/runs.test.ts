import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { RunnerClient } from '../../../../server/src/engine/runnerClient';
import { startRunner } from '../../../database/support/engines';
import { repositoryRoot } from '../../../support/repository';
import { oraclePython, skipReason } from '../../support/venv';
import { type Ended, terminal } from './terminal';

describe.skipIf(skipReason() !== null)('runs from the terminal, on a copy of the shop', () => {
  let folder: string;
  let shop: string;
  let runner: RunnerClient;
  let copies = 0;
  beforeAll(async () => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'aw-runs-')));
    runner = await startRunner();
  });
  afterAll(() => {
    runner.dispose();
    rmSync(folder, { recursive: true, force: true });
  });
  beforeEach(() => {
    shop = join(folder, String(copies++));
    cpSync(join(repositoryRoot, 'examples', 'shop'), shop, { recursive: true });
  });

  const ours = (
    args: readonly string[],
    confirm: ((question: string) => Promise<boolean>) | null = null,
  ): Promise<Ended> => terminal([...args, '--python', oraclePython()], shop, { runner, confirm });

  const alembic = (...args: readonly string[]): string => {
    const { status, stdout, stderr } = spawnSync(oraclePython(), ['-m', 'alembic', ...args], {
      cwd: shop,
      encoding: 'utf8',
    });
    expect(status, stderr).toBe(0);
    return stdout;
  };
  const at = (): readonly string[] =>
    alembic('current')
      .trim()
      .split('\n')
      .map((line) => line.split(' ', 1)[0] ?? '')
      .sort();
  const blocks = (text: string): readonly string[] => text.split(/(?=^Rev: )/m).sort();

  it('tells the current revisions as alembic does', async () => {
    const { code, out } = await ours(['current']);
    expect(code).toBe(0);
    expect(out.split('\n').sort()).toEqual(alembic('current').split('\n').sort());
    expect(blocks((await ours(['current', '-v'])).out)).toEqual(blocks(alembic('current', '-v')));
  });

  it('shows what would happen and runs nothing when nobody can be asked', async () => {
    const before = at();
    const { code, out, err } = await ours(['upgrade', 'head']);
    expect(code).toBe(2);
    expect(out).toMatch(/^Database: sqlite:/);
    expect(out).toContain('upgrade 03b8d5ce71f9, create reviews\n');
    expect(err).toMatch(/Nothing was run.*--yes/);
    expect(at()).toEqual(before);
  });

  it('runs nothing when the answer is no, and runs when it is yes', async () => {
    const before = at();
    const questions: string[] = [];
    const answer = (yes: boolean) => (question: string) => {
      questions.push(question);
      return Promise.resolve(yes);
    };
    expect((await ours(['upgrade', 'head'], answer(false))).code).toBe(2);
    expect(at()).toEqual(before);
    const { code, out } = await ours(['upgrade', 'head'], answer(true));
    expect(code).toBe(0);
    expect(out).toMatch(/\[4\/4\] upgrade 03b8d5ce71f9\nThe database is now at 03b8d5ce71f9\.\n$/);
    expect(questions).toHaveLength(2);
    expect(at()).toEqual(['03b8d5ce71f9']);
  });

  it('goes down and stamps, without a question for --yes', async () => {
    await ours(['upgrade', 'head', '--yes']);
    expect((await ours(['downgrade', '-1', '--yes'])).code).toBe(0);
    expect(at()).toEqual(['f47e9120d6ba']);
    expect((await ours(['stamp', '6db3', '-y'])).code).toBe(0);
    expect(at()).toEqual(['6db3f0187ce5']);
  });

  it('says that there is nothing to do', async () => {
    await ours(['upgrade', 'head', '--yes']);
    const { code, out } = await ours(['upgrade', 'head']);
    expect([code, out]).toEqual([0, expect.stringMatching(/is at 03b8d5ce71f9: upgrade head has nothing to do\.\n$/)]);
  });

  it('gives Alembic’s own error for what it refuses, and changes nothing', async () => {
    const before = at();
    const { code, err } = await ours(['upgrade', 'zzzz', '--yes']);
    expect(code).toBe(1);
    expect(err).toContain("error: Can't locate revision identified by 'zzzz'\n");
    expect(at()).toEqual(before);
  });
});
