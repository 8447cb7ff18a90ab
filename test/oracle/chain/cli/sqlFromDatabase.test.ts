import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { skipping } from '../../../support/missing';
import { repositoryRoot } from '../../../support/repository';
import { oraclePython, skipReason } from '../../support/venv';
import { type Ended, terminal } from './terminal';

/** Runs a script on a SQLite database, as `sqlite3 shop.db < script.sql` does. */
const EXECUTE = 'import sqlite3, sys; sqlite3.connect("shop.db", isolation_level=None).executescript(sys.stdin.read())';

describe('sql from where the database stands, on a copy of the shop', skipping(skipReason()), () => {
  let folder: string;
  let shop: string;
  let copies = 0;
  beforeAll(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'aw-sql-')));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  beforeEach(() => {
    shop = join(folder, String(copies++));
    cpSync(join(repositoryRoot, 'examples', 'shop'), shop, { recursive: true });
  });

  const sql = (...args: readonly string[]): Promise<Ended> =>
    terminal(['sql', ...args, '--python', oraclePython()], shop);
  const python = (args: readonly string[], input = ''): string => {
    const { status, stdout, stderr } = spawnSync(oraclePython(), args, { cwd: shop, encoding: 'utf8', input });
    expect(status, stderr).toBe(0);
    return stdout;
  };
  const alembic = (...args: readonly string[]): string => python(['-m', 'alembic', ...args]);

  it('from several rows leads to the head, where Alembic prints nothing from', async () => {
    const { code, out, err } = await sql();
    expect(code).toBe(0);
    expect(err).toMatch(
      /^-- For sqlite, from (a2c61b7e94f0|7c40be1593d2|, ){3}, where shop\.db \(sqlite:\/\/\/.*\) stands, to heads\.\n$/m,
    );
    python(['-c', EXECUTE], out);
    expect(alembic('current')).toMatch(/^03b8d5ce71f9 /);
    // What the script made is what the revisions make.
    alembic('check');
    expect((await sql()).out).not.toContain('Running');
  });

  it('from one row is what Alembic prints from there, up and down', async () => {
    alembic('stamp', '--purge', 'f47e9120d6ba');
    const up = await sql();
    expect(up.out).toBe(alembic('upgrade', 'f47e9120d6ba:heads', '--sql'));
    expect((await sql('+1')).out).toBe(up.out);
    const down = await sql('--downgrade', '6db3f0187ce5');
    expect(down.out).toBe(alembic('downgrade', 'f47e9120d6ba:6db3f0187ce5', '--sql'));
    expect((await sql('--downgrade', '-1')).out).toBe(down.out);
    expect(down.out).toContain('-- Running downgrade f47e9120d6ba -> 6db3f0187ce5');
    const other = await sql('heads', '--dialect', 'postgresql');
    expect(other.out).toContain('COMMIT;');
    expect(other.err).toContain('-- For postgresql, from f47e9120d6ba, where ');
  });

  it('of a database that is not there is all of it, and makes none', async () => {
    rmSync(join(shop, 'shop.db'));
    const { code, out, err } = await sql('b6a90f24d813');
    expect(code).toBe(0);
    expect(out).toBe(alembic('upgrade', 'base:b6a90f24d813', '--sql'));
    expect(err).toMatch(/^-- For sqlite, from base, as shop\.db \(.*\) is not there yet, to b6a90f24d813\.$/m);
    expect(existsSync(join(shop, 'shop.db'))).toBe(false);
  });

  it('makes no version table where an empty one is there', async () => {
    rmSync(join(shop, 'shop.db'));
    alembic('ensure_version');
    const { out } = await sql('4f1c2a9be07d');
    expect(out).toContain('-- Running upgrade  -> 4f1c2a9be07d');
    expect(out).not.toContain('CREATE TABLE alembic_version');
    python(['-c', EXECUTE], out);
    expect(alembic('current')).toMatch(/^4f1c2a9be07d/);
  });

  it('is none where env.py fails, or a row has no file', async () => {
    alembic('stamp', '--purge', 'f47e9120d6ba');
    rmSync(join(shop, 'migrations', 'versions'), { recursive: true });
    cpSync(join(repositoryRoot, 'test/projects/generic/migrations/versions'), join(shop, 'migrations', 'versions'), {
      recursive: true,
    });
    const lost = await sql();
    expect(lost).toMatchObject({ code: 1, out: '' });
    expect(lost.err).toContain("Can't locate revision identified by 'f47e9120d6ba'");
    writeFileSync(join(shop, 'migrations', 'env.py'), 'raise RuntimeError("no database today")\n');
    const failed = await sql();
    expect(failed).toMatchObject({ code: 1, out: '' });
    expect(failed.err).toMatch(/no database today[^]*\nhint: Name START:END to write it from the files alone/);
  });
});
