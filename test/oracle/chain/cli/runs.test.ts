import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { RunnerClient } from '../../../../server/src/engine/runnerClient';
import { engineHost, startRunner } from '../../../database/support/engines';
import { repositoryRoot } from '../../../support/repository';
import { oraclePython, skipReason } from '../../support/venv';
import { type Ended, terminal } from './terminal';
import { skipping } from '../../../support/missing';

describe('runs from the terminal, on a copy of the shop', skipping(skipReason()), () => {
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
    ask: ((question: string) => Promise<string>) | null = null,
    environment: Record<string, string> = {},
  ): Promise<Ended> =>
    terminal([...args, '--python', oraclePython()], shop, { runner, ask, engine: engineHost(environment) });

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
    expect(out).toMatch(/^Database: sqlite:/m);
    expect(out).toContain('upgrade 03b8d5ce71f9, create reviews\n');
    expect(err).toMatch(/Nothing was run.*--yes/);
    expect(at()).toEqual(before);
  });

  it('runs nothing when the answer is no, and runs when it is yes', async () => {
    const before = at();
    const questions: string[] = [];
    const answer = (line: string) => (question: string) => {
      questions.push(question);
      return Promise.resolve(line);
    };
    expect((await ours(['upgrade', 'head'], answer(''))).code).toBe(2);
    expect(at()).toEqual(before);
    const { code, out, err } = await ours(['upgrade', 'head'], answer('y'));
    expect(code).toBe(0);
    // env.py ran twice; what it says is told once.
    expect(err.match(/Context impl/g)).toHaveLength(1);
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

  it('needs the name of a protected database, whatever --yes says', async () => {
    const before = at();
    const guarded = { ALEMBIC_WORKBENCH_PROTECTED: '*prod*, shop*' };
    const { code, err } = await ours(['upgrade', 'head', '--yes'], null, guarded);
    expect([code, err]).toEqual([2, 'Nothing was run: shop.db is a protected database. Add --confirm shop.db.\n']);
    expect((await ours(['upgrade', 'head'], () => Promise.resolve('y'), guarded)).code).toBe(2);
    const other = await ours(['upgrade', 'head', '--confirm', 'other.db'], null, guarded);
    expect([other.code, other.err]).toEqual([2, expect.stringMatching(/^error: --confirm names other\.db, but/)]);
    expect(at()).toEqual(before);
    expect((await ours(['upgrade', 'head', '--confirm', 'shop.db'], null, guarded)).code).toBe(0);
    expect((await ours(['downgrade', '-1'], () => Promise.resolve(' shop.db '), guarded)).code).toBe(0);
    expect(at()).toEqual(['f47e9120d6ba']);
  });

  it('empties the version table first, and hands on a tag', async () => {
    const { code, out } = await ours(['stamp', '--purge', '--tag', 'x', '4f1c', '--yes']);
    expect([code, out]).toEqual([0, expect.stringMatching(/The database is now at 4f1c2a9be07d\.\n$/)]);
    expect((await ours(['stamp', '--purge', 'base', '--yes'])).code).toBe(0);
    expect(at()).toEqual(['']);
  });

  it('goes through the Python of a command, and says by which option', async () => {
    const reached = ['--python-command', `env -u NOTHING ${oraclePython()}`, '--path-mapping', '.=.'];
    const { code, out, err } = await terminal(['upgrade', 'head', ...reached], shop, { runner });
    // Planned through it, and nobody is there to be asked.
    expect(code, err).toBe(2);
    expect(out).toContain('(--python-command)');
    expect(out).toContain('upgrade 03b8d5ce71f9, create reviews\n');
    const lost = await terminal(['current', ...reached.slice(0, 2), '--path-mapping', '.=/nowhere'], shop, { runner });
    expect(lost.code).toBe(1);
    expect(lost.err).toMatch(/Check --path-mapping\./);
  });

  it('says nothing but errors when it is to be quiet, and asks all the same', async () => {
    expect(await ours(['-q', 'current'])).toMatchObject({ code: 0, out: '' });
    const asked = await ours(['upgrade', 'head', '--quiet'], () => Promise.resolve('n'));
    expect(asked).toMatchObject({ code: 2, out: '' });
    expect(asked.err).toContain('upgrade 03b8d5ce71f9, create reviews\n');
    const failed = await ours(['-q', 'upgrade', 'zzzz', '--yes']);
    expect(failed).toMatchObject({ code: 1, out: '' });
    expect(failed.err).toContain("Can't locate revision identified by 'zzzz'");
  });

  it('makes the version table where there is none', async () => {
    rmSync(join(shop, 'shop.db'));
    const { code, out } = await ours(['ensure_version', '--yes']);
    expect([code, out]).toEqual([0, expect.stringMatching(/The version table will be made\.\n.*is now at base\.\n$/)]);
    expect((await ours(['ensure_version'])).out).toMatch(/has its version table\.\n$/);
  });

  it('says that there is nothing to do', async () => {
    await ours(['upgrade', 'head', '--yes']);
    const { code, out } = await ours(['upgrade', 'head']);
    expect([code, out]).toEqual([0, expect.stringMatching(/is at 03b8d5ce71f9: upgrade head has nothing to do\.\n$/)]);
  });

  it(
    'speaks of --python when that is none',
    skipping(process.platform === 'win32' ? 'needs a shell script' : null),
    async () => {
      const { code, err } = await terminal(['upgrade', 'head', '--python', '/bin/false'], shop, { runner });
      expect(code).toBe(1);
      expect(err).toMatch(/^error: \/bin\/false \(--python\) did not run as Python/m);
    },
  );

  it('gives Alembic’s own error for what it refuses, and changes nothing', async () => {
    const before = at();
    const { code, err } = await ours(['upgrade', 'zzzz', '--yes']);
    expect(code).toBe(1);
    expect(err).toContain("error: Can't locate revision identified by 'zzzz'\n");
    expect(at()).toEqual(before);
  });
});
