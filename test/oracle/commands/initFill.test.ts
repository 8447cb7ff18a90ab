import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Ended, terminal } from '../chain/cli/terminal';
import { skipping } from '../../support/missing';
import { oraclePython, skipReason } from '../support/venv';

const MODELS = `
from sqlalchemy import Column, Integer, MetaData, Table
metadata = MetaData()
Table("users", metadata, Column("id", Integer, primary_key=True))
`;

describe('init in the terminal', skipping(skipReason()), () => {
  let folder: string;
  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'aw-init-')));
    mkdirSync(join(folder, 'shop'));
    writeFileSync(join(folder, 'shop/models.py'), MODELS);
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const init = (args: readonly string[], answers: readonly string[] | null = null): Promise<Ended> => {
    const waiting = [...(answers ?? [])];
    const ask = (): Promise<string> => Promise.resolve(waiting.shift() ?? '');
    const words = ['init', 'migrations', '--python', oraclePython(), ...args];
    return terminal(words, folder, { ask: answers === null ? null : ask });
  };
  const envPy = (): string => readFileSync(join(folder, 'migrations/env.py'), 'utf8');

  it('fills in what the arguments say, and Alembic then finds the models', async () => {
    const args = ['--metadata', 'shop.models:metadata', '--url-variable', 'SHOP_URL', '--batch', '--yes'];
    const { code, err, out } = await init(args);
    expect(code, err).toBe(0);
    expect(out).toContain(`${join(folder, 'migrations/env.py')}\n`);
    expect(err).toContain('--- migrations/env.py\n+++ migrations/env.py\n@@ ');
    expect(err).toContain('\n-target_metadata = None\n+target_metadata = metadata\n');
    expect(err).toContain('\n+from shop.models import metadata\n');
    const environment = { ...process.env, SHOP_URL: 'sqlite:///shop.db' };
    const run = (...words: string[]): string => {
      const { status, stdout, stderr } = spawnSync(oraclePython(), ['-m', 'alembic', ...words], {
        cwd: folder,
        encoding: 'utf8',
        env: environment,
      });
      expect(status, stderr).toBe(0);
      return stdout + stderr;
    };
    expect(run('revision', '--autogenerate', '-m', 'users')).toContain("Detected added table 'users'");
  });

  it('asks, shows the change, and makes it once that is agreed to', async () => {
    const { code, err } = await init([], ['shop.models:metadata', '', 'n', 'y']);
    expect(code, err).toBe(0);
    expect(err).toContain('Metadata found here:\n  shop.models:metadata\n');
    expect(envPy()).toContain('target_metadata = metadata\n');
  });

  it.each<[name: string, args: readonly string[], answers: readonly string[] | null, code: number, said: RegExp]>([
    ['the answer is no', [], ['shop.models:metadata', '', 'n', 'n'], 0, /was not changed\.\n$/],
    ['nobody can be asked', ['--metadata', 'shop.models:metadata'], null, 2, /was not changed: .* Add --yes\./],
    ['nothing is wanted', [], ['', '', ''], 0, /./],
    ['nothing is said', ['--yes'], null, 0, /./],
    ['it is no metadata', ['--metadata', 'shop models', '--yes'], null, 1, /is no place of metadata/],
  ])('leaves env.py as it is where %s', async (_, args, answers, code, said) => {
    const ended = await init(args, answers);
    expect(ended.code).toBe(code);
    expect(ended.err).toMatch(said);
    expect(envPy()).toContain('target_metadata = None\n');
  });
});
