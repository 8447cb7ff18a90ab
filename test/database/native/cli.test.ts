import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { RunnerClient } from '../../../server/src/engine/runnerClient';
import { terminal } from '../../oracle/chain/cli/terminal';
import { skipReason } from '../../oracle/support/venv';
import { skipping } from '../../support/missing';
import { createTestDatabase } from '../../support/postgres';
import type { AlembicProject } from '../support/alembicProject';
import { engineHost, startRunner } from '../support/engines';
import { realAlembic } from '../support/realAlembic';
import { repositoryRoot } from '../../support/repository';
import { AlembicSteps } from './alembicSteps';
import { TEMPLATE_ENV, templateProject } from './templateProject';
import { postgresVersionRows, tablesOf, versionRows } from '../support/versionTable';

let runner: RunnerClient;
beforeAll(async () => {
  runner = await startRunner();
});
afterAll(() => {
  runner.dispose();
});
const cleanups: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

function project(url: string, env = TEMPLATE_ENV): AlembicProject {
  const made = templateProject(url, env);
  cleanups.push(() => {
    made.remove();
  });
  return made;
}

function changeDatabase(path: string, sql: string): void {
  const database = new Database(path);
  database.exec(sql);
  database.close();
}

/** The terminal on a machine that has no Python. */
function withoutPython(made: Pick<AlembicProject, 'root'>, ...words: string[]) {
  const engine = engineHost();
  return terminal(words, made.root, {
    runner,
    engine: { ...engine, environment: { ...engine.environment, PATH: '' } },
  });
}

describe('the terminal without Python', skipping(skipReason()), () => {
  it.for(['SQLite', 'PostgreSQL'])('runs on %s what Alembic goes on from', async (kind) => {
    let url = 'sqlite:///shop.db';
    if (kind === 'PostgreSQL') {
      const place = await createTestDatabase();
      cleanups.push(() => place.drop());
      ({ url } = place);
    }
    const made = project(url);
    const rows = (): Promise<readonly string[]> | readonly string[] =>
      kind === 'SQLite' ? versionRows(join(made.root, 'shop.db')) : postgresVersionRows(url);
    const up = await withoutPython(made, 'upgrade', 'b', '--engine', 'native', '--yes');
    expect(up).toMatchObject({ code: 0, err: expect.stringContaining('Running upgrade a -> b') as string });
    expect(up.out).toContain('Native engine: the drivers of Alembic Workbench, without Python');
    expect(up.out).toContain('From base to b, 2 steps');
    expect(up.out).toContain('The database is now at b.');
    expect(await rows()).toEqual(['b']);
    expect((await withoutPython(made, 'current', '--engine', 'native')).out).toBe('b\n');
    const auto = await withoutPython(made, 'current');
    expect(auto).toMatchObject({ code: 0, out: 'b\n', err: expect.stringContaining('surely opens it') as string });
    realAlembic(made.root, ['upgrade', 'head']);
    expect(await withoutPython(made, 'downgrade', 'a', '--engine', 'native', '--yes')).toMatchObject({ code: 0 });
    expect(await rows()).toEqual(['a']);
    expect(await withoutPython(made, 'stamp', 'c', '--engine', 'native', '--yes')).toMatchObject({ code: 0 });
    expect(realAlembic(made.root, ['current'])).toBe('c (head)\n');
    expect(await withoutPython(made, 'stamp', 'a', '--purge', '--engine', 'native', '--yes')).toMatchObject({
      code: 0,
    });
    expect(await rows()).toEqual(['a']);
  });

  it('copies a table beside keys that nobody can check', async () => {
    const made = project('sqlite:///shop.db');
    const keys = 'CREATE TABLE p (a INTEGER)|CREATE TABLE k (x INTEGER REFERENCES p (a))|INSERT INTO k VALUES (7)';
    const upgrade = keys.split('|').map((sql) => `op.execute("${sql}")`);
    made.revision({ id: 'b', down: 'a', upgrade: upgrade.join('\n') });
    const copied =
      'with op.batch_alter_table("t_a", recreate="always") as batch:\n    batch.add_column(sa.Column("n", sa.Text))';
    made.revision({ id: 'c', down: 'b', upgrade: copied });
    expect(await withoutPython(made, 'upgrade', 'head', '--engine', 'native', '--yes')).toMatchObject({ code: 0 });
    expect(versionRows(join(made.root, 'shop.db'))).toEqual(['c']);
  });

  it('makes the version table alone', async () => {
    const made = project('sqlite:///shop.db');
    expect(await withoutPython(made, 'ensure_version', '--engine', 'native', '--yes')).toMatchObject({ code: 0 });
    expect(tablesOf(join(made.root, 'shop.db'))).toEqual(['alembic_version']);
  });

  it('is what runs where no other engine is asked for, and Alembic where that is', async () => {
    const made = project('sqlite:///shop.db');
    const alembic = await withoutPython(made, 'upgrade', 'head', '--engine', 'alembic', '--yes');
    expect(alembic).toMatchObject({ code: 1, err: expect.stringContaining('Python') as string });
    const auto = await withoutPython(made, 'upgrade', 'head', '--yes');
    expect(auto).toMatchObject({ code: 0, out: expect.stringContaining('Native engine') as string });
    const wrong = await withoutPython(made, 'upgrade', 'head', '--engine', 'other', '--yes');
    expect(wrong).toMatchObject({ code: 2, err: expect.stringContaining('auto, alembic or native') as string });
  });

  it.for<[string, string, string]>([
    [
      'a revision',
      'op.get_bind().execute(sa.text("SELECT 1")).scalar() and op.drop_table("t_a")',
      'migrations/versions/b.py:8: ',
    ],
    [
      'a parameter without a value',
      'op.execute("INSERT INTO t_a VALUES (\' :x\')")',
      'b.py:8: error: `:x` is a parameter',
    ],
    [
      'an operation that is written anew',
      'from alembic.operations import Operations, ops\nOperations.implementation_for(ops.DropTableOp, replace=True)',
      'replaces what Alembic itself does',
    ],
    ['a commit', 'op.get_bind().commit()', 'b.py:8: error: The revision does more with the connection'],
    [
      'what the driver reads',
      'op.get_bind().exec_driver_sql("INSERT INTO t_a VALUES (\'a\\\\:b\')")',
      'b.py:8: error: The revision does more with the connection',
    ],
    ['a transaction of its own', 'op.execute("COMMIT")', 'migrations/versions/b.py:8: error: COMMIT would end'],
  ])('refuses %s that is not wholly known, and touches nothing', async ([, upgrade, expected]) => {
    const made = project('sqlite:///shop.db');
    made.revision({ id: 'b', down: 'a', upgrade });
    const refused = await withoutPython(made, 'upgrade', 'head', '--engine', 'native', '--yes');
    expect(refused.code).toBe(1);
    expect(refused.err).toContain(expected);
    expect(() => tablesOf(join(made.root, 'shop.db'))).toThrow();
  });

  it.for<[string, string, string]>([
    [
      'hears of each revision',
      TEMPLATE_ENV.replace('target_metadata=target_metadata)', 'on_version_apply=print)'),
      'on_version_apply',
    ],
    [
      'does more',
      TEMPLATE_ENV.replace(
        '            context.run',
        '            print(connection.execute("x"))\n            context.run',
      ),
      'env.py:16: ',
    ],
    [
      'hands its revisions something',
      TEMPLATE_ENV.replace('run_migrations()\nif', 'run_migrations(name="x")\nif'),
      'env.py:',
    ],
    [
      'reads what a module may set',
      TEMPLATE_ENV.replace(
        'target_metadata = None',
        'import os, settings\ntarget_metadata = None\nconfig.set_main_option("sqlalchemy.url", os.getenv("AW_U", "sqlite:///shop.db"))',
      ),
      'may set',
    ],
    [
      'writes by itself',
      TEMPLATE_ENV.replace('target_metadata = None', 'import own\ntarget_metadata = None'),
      'changes what',
    ],
    [
      'is told by a module',
      TEMPLATE_ENV.replace('target_metadata = None', 'import told\ntarget_metadata = None'),
      'configuration',
    ],
    [
      'listens',
      TEMPLATE_ENV.replace('target_metadata = None', 'target_metadata = None\nfrom hooks import listened'),
      'listens',
    ],
  ])('refuses an env.py that %s', async ([, env, expected]) => {
    const made = project('sqlite:///shop.db', env);
    made.write('settings.py', 'import os\nos.environ.setdefault("AW_U", "sqlite:///other.db")\n');
    made.write('own.py', 'from alembic.ddl.sqlite import SQLiteImpl\nclass Own(SQLiteImpl):\n    pass\n');
    made.write('told.py', 'from alembic import context\ncontext.config.set_main_option("sqlalchemy.url", "x")\n');
    made.write('hooks.py', 'from sqlalchemy import event\nlistened = event.listens_for\n');
    const refused = await withoutPython(made, 'upgrade', 'head', '--engine', 'native', '--yes');
    expect(refused.code).toBe(1);
    expect(refused.err).toContain(expected);
    expect(() => tablesOf(join(made.root, 'shop.db'))).toThrow();
  });

  it.for<[string, (made: AlembicProject) => void]>([
    [
      'b.py',
      (made) => {
        made.revision({ id: 'b', down: 'a', upgrade: 'op.drop_table("t_a")' });
      },
    ],
    [
      'env.py',
      (made) => {
        made.envText(`${TEMPLATE_ENV}\n# more`);
      },
    ],
    [
      'naming.py',
      (made) => {
        made.write('naming.py', 'from alembic.ddl.sqlite import SQLiteImpl\nclass Own(SQLiteImpl):\n    pass\n');
      },
    ],
    [
      'alembic.ini',
      (made) => {
        made.write('alembic.ini', '[alembic]\nscript_location = migrations\nsqlalchemy.url = sqlite:///other.db\n');
      },
    ],
    [
      'What the database holds',
      (made) => {
        changeDatabase(join(made.root, 'shop.db'), 'CREATE TABLE asked_for (id INTEGER)');
      },
    ],
  ])('refuses a run when something that it was planned by is another: %s', async ([what, change]) => {
    const made = project(
      'sqlite:///shop.db',
      TEMPLATE_ENV.replace('target_metadata = None', 'import naming\ntarget_metadata = None'),
    );
    made.write('naming.py', 'NAMES = {}\n');
    made.revision({
      id: 'b',
      down: 'a',
      upgrade:
        'if not sa.inspect(op.get_bind()).has_table("asked_for"):\n    op.create_table("asked_for", sa.Column("id", sa.Integer))',
    });
    expect(await withoutPython(made, 'upgrade', 'a', '--engine', 'native', '--yes')).toMatchObject({ code: 0 });
    const engine = engineHost();
    const run = (meanwhile: () => void) =>
      terminal(['upgrade', 'head', '--engine', 'native'], made.root, {
        runner,
        engine: { ...engine, environment: { ...engine.environment, PATH: '' } },
        ask: () => {
          meanwhile();
          return Promise.resolve('y');
        },
      });
    const refused = await run(() => {
      change(made);
    });
    expect(refused.code).toBe(1);
    expect(refused.err).toContain(`${what} has changed since the run was planned, so nothing was run.`);
    expect(versionRows(join(made.root, 'shop.db'))).toEqual(['a']);
    // Rows of tables are no part of the plan.
    if (what !== 'What the database holds') return;
    const again = await run(() => {
      changeDatabase(join(made.root, 'shop.db'), 'INSERT INTO t_a DEFAULT VALUES');
    });
    expect(again).toMatchObject({ code: 0 });
    expect(versionRows(join(made.root, 'shop.db'))).toEqual(['c']);
  });

  it('says which folder is missing, before it asks', async () => {
    const made = project('sqlite:///nowhere/shop.db');
    const refused = await withoutPython(made, 'upgrade', 'head', '--engine', 'native', '--yes');
    expect(refused.code).toBe(1);
    expect(refused.err).toMatch(
      /The folder .*nowhere does not exist\. Make it, or correct the database URL, then run again\./,
    );
    expect(refused.out).not.toContain('steps');
  });

  it('refuses a PostgreSQL that reads backslashes', async () => {
    const place = await createTestDatabase();
    cleanups.push(() => place.drop());
    const client = new Client({ connectionString: place.url });
    await client.connect();
    await client.query(`ALTER DATABASE "${client.database ?? ''}" SET standard_conforming_strings = off`);
    await client.end();
    const refused = await withoutPython(project(place.url), 'upgrade', 'head', '--engine', 'native', '--yes');
    expect(refused).toMatchObject({ code: 1, err: expect.stringContaining('Run it with Alembic.') as string });
    expect(await postgresVersionRows(place.url).catch(() => 'none')).toBe('none');
  });

  it('runs the example all the way down and up, to what Alembic makes of it', async () => {
    const [ours, theirs] = [0, 1].map(() => mkdtempSync(join(tmpdir(), 'aw-shop-')));
    if (ours === undefined || theirs === undefined) throw new Error('no folders');
    for (const folder of [ours, theirs]) {
      cleanups.push(() => {
        rmSync(folder, { recursive: true });
      });
      cpSync(join(repositoryRoot, 'examples/shop'), folder, { recursive: true });
    }
    for (const words of [
      ['downgrade', 'base'],
      ['upgrade', 'heads'],
    ]) {
      expect(await withoutPython({ root: ours }, ...words, '--yes')).toMatchObject({ code: 0 });
      realAlembic(theirs, words);
    }
    const alembic = new AlembicSteps({
      root: ours,
      config: { versionLocations: [join(ours, 'migrations/versions')], recursive: false },
      naming: null,
      urls: { ours: `sqlite:///${join(ours, 'shop.db')}`, theirs: `sqlite:///${join(theirs, 'shop.db')}` },
    });
    const { different, rows } = await alembic.compare('ours', 'theirs');
    alembic.close();
    expect({ different, rows: rows[0] }).toEqual({ different: [], rows: rows[1] });
    expect(rows[0]).toHaveLength(1);
  });

  it('leaves no trace of a revision that fails, and says which line it was', async () => {
    const made = project('sqlite:///shop.db');
    made.revision({
      id: 'b',
      down: 'a',
      upgrade: 'op.create_table("t_b", sa.Column("id", sa.Integer))\nop.execute("INSERT INTO nowhere VALUES (1)")',
    });
    const failed = await withoutPython(made, 'upgrade', 'head', '--engine', 'native', '--yes');
    expect(failed.code).toBe(1);
    expect(failed.err).toContain('no such table: nowhere');
    expect(failed.err).toContain('b.py:9');
    expect(tablesOf(join(made.root, 'shop.db'))).toEqual(['alembic_version', 't_a']);
    expect(versionRows(join(made.root, 'shop.db'))).toEqual(['a']);
  });
});
