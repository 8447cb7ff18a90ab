import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunnerClient } from '../../../server/src/engine/runnerClient';
import { terminal } from '../../oracle/chain/cli/terminal';
import { oraclePython, skipReason } from '../../oracle/support/venv';
import { skipping } from '../../support/missing';
import { repositoryRoot } from '../../support/repository';
import { engineHost, startRunner } from '../support/engines';

describe('schema --live', skipping(skipReason()), () => {
  let runner: RunnerClient;
  let folder: string;
  beforeAll(async () => {
    runner = await startRunner();
    folder = mkdtempSync(join(tmpdir(), 'aw-live-'));
    cpSync(join(repositoryRoot, 'test/projects/generic'), folder, { recursive: true });
  });
  afterAll(() => {
    runner.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  it('says that there is no database yet, then what it holds, as SQL and as JSON', async () => {
    const python = ['--python', oraclePython()];
    const run = (...args: readonly string[]) => terminal([...args, ...python], folder, { runner });
    expect(await run('schema', '--live')).toMatchObject({
      code: 1,
      out: '',
      err: 'error: The database file shop.db is not there yet. An upgrade creates it.\n',
    });
    expect((await run('upgrade', '1f0e2d3c4b5a', '--yes')).code).toBe(0);
    const { code, out, err } = await run('schema', '--live');
    expect([code, err]).toEqual([0, '-- shop.db, at 1f0e2d3c4b5a\n']);
    expect(out).toMatch(/^CREATE TABLE users \(\n {4}id INTEGER NOT NULL, /);
    expect(out).not.toContain('alembic_version');
    const { out: json } = await run('schema', '--live', '--json');
    expect(JSON.parse(json)).toMatchObject({
      database: 'shop.db',
      current: ['1f0e2d3c4b5a'],
      dialect: 'sqlite',
      tables: [{ name: 'users', doubt: null }],
    });
  });

  it('reads what env.py surely opens where there is no Python; else the likeliest database, and says so', async () => {
    const engine = engineHost({ PATH: folder, VIRTUAL_ENV: '' });
    const run = () => terminal(['schema', '--live'], folder, { runner, engine });
    const sure = await run();
    expect([sure.code, sure.err]).toEqual([0, '-- shop.db, at 1f0e2d3c4b5a\n']);
    const env = join(folder, 'migrations', 'env.py');
    const text = readFileSync(env, 'utf8');
    writeFileSync(env, `${text}\nimport atexit\natexit.register(print)\n`);
    const { code, out, err } = await run();
    writeFileSync(env, text);
    expect([code, err]).toEqual([
      0,
      expect.stringContaining('note: env.py cannot be asked, so this is a guess from alembic.ini: shop.db.'),
    ]);
    expect(out).toBe(sure.out);
    expect(out).toContain('CREATE TABLE users');
  });

  it('goes without a revision and a dialect, and takes one of several databases only where there are several', async () => {
    const run = (...args: readonly string[]) =>
      terminal(['schema', '--live', ...args, '--python', oraclePython()], folder, { runner });
    for (const wrong of [['head'], ['--dialect', 'sqlite']]) {
      expect(await run(...wrong)).toMatchObject({ code: 2, out: '' });
    }
    expect(await run('--database', 'other')).toMatchObject({
      code: 2,
      err: "error: env.py opens no database 'other', but shop.db.\n",
    });
  });
});
