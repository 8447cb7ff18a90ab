import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CommandAnswer, CommandRequest } from '../../server/src/engine/engine';
import { createTestDatabase } from '../support/postgres';
import { AlembicProject } from './support/alembicProject';
import { onlyCancel, WatchedEngine } from './support/engines';
import { realAlembic } from './support/realAlembic';
import { allVersions } from './support/versions';

const cleanups: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const TEMPLATE = [
  'revision = ${repr(up_revision)}',
  'down_revision = ${repr(down_revision)}',
  'def upgrade():',
  '    ${upgrades if upgrades else "pass"}',
  'def downgrade():',
  '    ${downgrades if downgrades else "pass"}',
  '',
].join('\n');

describe.each(allVersions())('$name', ({ python, reason }) => {
  beforeEach((context) => {
    if (reason !== null) context.skip(reason);
  });

  function watch(url: string): WatchedEngine {
    const project = new AlembicProject(url);
    cleanups.push(() => {
      project.remove();
    });
    project.chain('a', 'b', 'c');
    project.write('migrations/script.py.mako', TEMPLATE);
    return new WatchedEngine(project, { command: python() });
  }

  async function answer(
    engine: WatchedEngine,
    kind: CommandRequest['kind'],
    ...args: string[]
  ): Promise<CommandAnswer> {
    const result = await engine.engine.command(
      { kind, arguments: args },
      engine.listener,
      new AbortController().signal,
    );
    if (!result.ok) throw new Error(`${result.error.message}\n${result.error.details ?? ''}`);
    return result.value;
  }

  describe.each<[string, () => Promise<string>]>([
    ['SQLite', () => Promise.resolve('sqlite:///shop.db')],
    [
      'PostgreSQL',
      async () => {
        const place = await createTestDatabase();
        cleanups.push(() => place.drop());
        return place.url;
      },
    ],
  ])('%s', (kind, open) => {
    it('is identified, upgraded, stamped, downgraded; a failure leaves what the database says', async () => {
      const engine = watch(await open());
      expect(await engine.database()).toMatchObject({ rows: [], versionTableExists: false });
      const ensured = { command: 'ensure_version', targets: [], options: [] } as const;
      const expected = [{ database: await engine.database(), steps: [] }];
      const never = onlyCancel(new AbortController().signal);
      expect(await engine.engine.run({ ...ensured, expected }, engine.listener, never)).toEqual({
        error: null,
        done: 0,
      });
      expect(await engine.database()).toMatchObject({ rows: [], versionTableExists: true });
      expect(await engine.run('upgrade', 'b', ['a', 'b'])).toEqual({ error: null, done: 2 });
      expect(engine.progress.map(({ phase, step }) => `${phase} ${step.revision}`)).toEqual([
        'starting a',
        'applied a',
        'starting b',
        'applied b',
      ]);
      expect((await engine.run('upgrade', 'b', ['a'])).error?.code).toBe('changedPlan');
      expect(await engine.run('stamp', 'a', ['a'])).toEqual({ error: null, done: 1 });
      expect(await engine.run('stamp', 'b', ['b'])).toEqual({ error: null, done: 1 });
      engine.project.revision({ id: 'c', down: 'b', upgrade: 'op.execute("SELECT * FROM nowhere")' });
      expect((await engine.run('upgrade', 'c', ['c'])).error).toMatchObject({ code: 'commandFailed', revision: 'c' });
      expect((await engine.database()).rows).toEqual(['b']);
      expect(await engine.run('downgrade', 'base', ['b', 'a'])).toEqual({ error: null, done: 2 });
      expect((await engine.database()).rows).toEqual([]);
    });

    it('is only looked at by commands that look, and by those that make files', async () => {
      const engine = watch(await open());
      const { project } = engine;
      project.env({ configure: 'target_metadata=__import__("sqlalchemy").MetaData()' });
      expect((await answer(engine, 'read', 'current')).text).toBe('');
      expect(await engine.database()).toMatchObject({ versionTableExists: false });
      realAlembic(project.root, ['upgrade', 'c'], python());
      for (const args of [['current', '-v'], ['history', '-i'], ['heads'], ['show', 'current']]) {
        expect((await answer(engine, 'read', ...args)).text).toBe(realAlembic(project.root, args, python()));
      }
      const made = await answer(engine, 'files', 'revision', '--autogenerate', '--rev-id', 'g', '-m', 'drop');
      const file = join(project.root, 'migrations/versions/g_drop.py');
      expect(made.files).toEqual([file]);
      const text = readFileSync(file, 'utf8');
      expect(text).toContain("op.drop_table('t_a')");
      rmSync(file);
      const real = ['revision', '--autogenerate', '--rev-id', 'g', '-m', 'drop'];
      expect(made.text).toBe(realAlembic(project.root, real, python()));
      // Alembic drops tables in the order of a set, which is another in each process.
      const lines = (file: string): string[] => file.split('\n').sort();
      expect(lines(readFileSync(file, 'utf8'))).toEqual(lines(text));
      rmSync(file);
    });

    it('is kept from writing before Alembic looks', async () => {
      const engine = watch(await open());
      const commit = 'getattr(connection, "commit", lambda: None)()';
      const write = 'connection.execute(text("CREATE TABLE audit (x int)"))';
      const connected = ['from sqlalchemy import text', write, commit].join('\n');
      engine.project.env({ connected });
      const result = await engine.identify();
      expect(result.ok, JSON.stringify(result)).toBe(kind === 'PostgreSQL');
      engine.project.env({ connected: connected.replace(write, 'connection.execute(text("SELECT 1"))') });
      expect(await engine.database()).toMatchObject({ rows: [] });
      engine.project.env({
        connected: `from sqlalchemy import inspect\nprint("TABLES", inspect(connection).get_table_names())`,
      });
      await engine.database();
      expect(engine.output).toContain('TABLES []');
    });

    it('answers a cancel in the middle of a revision', async () => {
      const engine = watch(await open());
      engine.project.revision({ id: 'b', down: 'a', upgrade: 'print("slow", flush=True); time.sleep(60)' });
      const controller = new AbortController();
      const running = engine.run('upgrade', 'c', ['a', 'b', 'c'], controller.signal);
      await engine.printed('slow', running);
      controller.abort();
      expect((await running).error?.code).toBe('cancelled');
      expect((await engine.database()).rows).toEqual(kind === 'SQLite' ? ['a'] : []);
    });
  });

  it('prints the SQL, makes merges and projects as its own command line does', async () => {
    const engine = watch('sqlite:///shop.db');
    const { project } = engine;
    const env = readFileSync(join(project.root, 'migrations/env.py'), 'utf8');
    project.envText(
      'from alembic import context\ncontext.configure(dialect_name="postgresql", as_sql=True)\nwith context.begin_transaction():\n    context.run_migrations()\n',
    );
    const sql = ['upgrade', 'a:c', '--sql'];
    expect((await answer(engine, 'offline', ...sql)).text).toBe(realAlembic(project.root, sql, python()));
    project.envText(env);
    project.revision({ id: 'd', down: 'b' });
    const merge = ['merge', '--rev-id', 'm', 'heads'];
    const made = await answer(engine, 'files', ...merge);
    for (const file of made.files) rmSync(file);
    expect(made.text).toBe(realAlembic(project.root, merge, python()));
    expect(made.files).toEqual([join(project.root, 'migrations/versions/m_.py')]);
    rmSync(join(project.root, 'migrations'), { recursive: true });
    rmSync(join(project.root, 'alembic.ini'));
    const init = ['init', '--package', 'db'];
    const begun = await answer(engine, 'files', ...init);
    expect(begun.files.map((file) => file.slice(project.root.length + 1)).sort()).toEqual([
      'alembic.ini',
      'db/README',
      'db/__init__.py',
      'db/env.py',
      'db/script.py.mako',
      'db/versions/__init__.py',
    ]);
    for (const file of begun.files) rmSync(file);
    rmSync(join(project.root, 'db'), { recursive: true });
    expect(begun.text).toBe(realAlembic(project.root, init, python()));
  });

  it('names the driver that is missing', async () => {
    const engine = watch('mysql+pymysql://root@127.0.0.1:1/x');
    expect(await engine.identify()).toMatchObject({
      ok: false,
      error: { code: 'driverMissing', install: expect.stringContaining('pymysql') as unknown },
    });
    expect(existsSync(join(engine.project.root, 'shop.db'))).toBe(false);
  });
});
