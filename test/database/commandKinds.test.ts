import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { CommandAnswer, CommandRequest } from '../../server/src/engine/engine';
import { createTestDatabase } from '../support/postgres';
import { AlembicProject } from './support/alembicProject';
import { WatchedEngine } from './support/engines';
import { realAlembic } from './support/realAlembic';

const cleanups: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

function project(url = 'sqlite:///shop.db'): AlembicProject {
  const made = new AlembicProject(url);
  cleanups.push(() => {
    made.remove();
  });
  return made;
}

async function answer(
  made: AlembicProject,
  kind: CommandRequest['kind'],
  ...args: readonly string[]
): Promise<CommandAnswer> {
  const watched = new WatchedEngine(made);
  const result = await watched.engine.command(
    { kind, arguments: args },
    watched.listener,
    new AbortController().signal,
  );
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}\n${result.error.details ?? ''}`);
  return result.value;
}

const OFFLINE_ENV = [
  'from alembic import context',
  'from sqlalchemy import create_engine, pool',
  'config = context.config',
  'url = config.get_main_option("sqlalchemy.url")',
  'print("env.py says ä")',
  'if context.is_offline_mode():',
  '    context.configure(url=url, literal_binds=True)',
  '    with context.begin_transaction():',
  '        context.run_migrations()',
  'else:',
  '    with create_engine(url, poolclass=pool.NullPool).connect() as connection:',
  '        context.configure(connection=connection)',
  '        with context.begin_transaction():',
  '            context.run_migrations()',
].join('\n');

describe('a command that looks', () => {
  it.each([
    ['current'],
    ['current', '-v'],
    ['history'],
    ['history', '-v', '-i'],
    ['history', '-r', 'a:current'],
    ['heads', '-v'],
    ['branches'],
    ['show', 'current'],
    ['check'],
    ['list_templates'],
  ])('%s %s answers what the real one prints', async (...args) => {
    const made = project();
    made.env({ configure: 'target_metadata=__import__("sqlalchemy").MetaData()' });
    made.revision({ id: 'a', upgrade: 'pass', downgrade: 'pass' });
    made.revision({ id: 'b', down: 'a', upgrade: 'pass', downgrade: 'pass' });
    realAlembic(made.root, ['upgrade', 'head']);
    expect((await answer(made, 'read', ...args)).text).toBe(realAlembic(made.root, args));
  });

  it('makes neither version table nor file', async () => {
    const made = project();
    made.chain('a');
    expect((await answer(made, 'read', 'current')).text).toBe('');
    expect((await answer(made, 'read', 'history', '-i')).text).toContain('a');
    expect(existsSync(join(made.root, 'shop.db'))).toBe(false);
  });
});

describe('an offline run', () => {
  it.each([
    ['upgrade', 'head'],
    ['upgrade', 'a:b'],
    ['downgrade', 'b:base'],
    ['stamp', 'a'],
    ['stamp', 'a:b'],
    ['upgrade', 'head', '--tag', 'x'],
  ])('%s %s answers the SQL the real one prints, and connects to nothing', async (...args) => {
    const made = project('postgresql://nobody@127.0.0.1:1/nowhere');
    made.envText(OFFLINE_ENV.replace('print("env.py says ä")', ''));
    made.revision({ id: 'a', upgrade: 'op.execute("SELECT \'ä → €\'")' });
    made.revision({ id: 'b', down: 'a' });
    const { text } = await answer(made, 'offline', ...args, '--sql');
    expect(text).toBe(realAlembic(made.root, [...args, '--sql']));
    expect(text).toContain('alembic_version');
  });

  it('keeps what env.py prints out of the SQL', async () => {
    const made = project();
    made.envText(OFFLINE_ENV);
    made.chain('a');
    const watched = new WatchedEngine(made);
    const request = { kind: 'offline', arguments: ['upgrade', 'head', '--sql'] } as const;
    const result = await watched.engine.command(request, watched.listener, new AbortController().signal);
    expect(result.ok && result.value.text).not.toContain('env.py says');
    expect(watched.output).toContain('env.py says ä');
    expect(existsSync(join(made.root, 'shop.db'))).toBe(false);
  });

  it('tells of the files an env.py for several databases writes, and touches none', async () => {
    const made = project();
    made.envText(
      [
        'import logging, pathlib',
        'from alembic import context',
        'logging.getLogger().addHandler(logging.FileHandler("env.log"))',
        'for name in ("one", "two"):',
        '    with open(f"{name}.sql", "w") as buffer:',
        '        context.configure(dialect_name="postgresql", output_buffer=buffer)',
        '        with context.begin_transaction():',
        '            context.run_migrations()',
        'with pathlib.Path("all.sql").open("a", encoding="utf-8") as file:',
        '    file.write(open("one.sql").read() + open("two.sql").read())',
        'left_open = open("three.sql", "w")',
        'left_open.write("-- ä")',
      ].join('\n'),
    );
    made.chain('a');
    made.write('one.sql', 'of the user');
    made.write('all.sql', 'before\n');
    const { text, sqlFiles } = await answer(made, 'offline', 'upgrade', 'head', '--sql');
    expect(text).toBe('');
    const sql = new Map(sqlFiles.map((file) => [basename(file.path), file.text]));
    expect([...sql.keys()].sort()).toEqual(['all.sql', 'one.sql', 'three.sql', 'two.sql']);
    expect(sql.get('one.sql')).toContain('alembic_version');
    expect(sql.get('all.sql')).toBe(`before\n${sql.get('one.sql') ?? ''}${sql.get('two.sql') ?? ''}`);
    expect(sql.get('three.sql')).toBe('-- ä');
    const names = readdirSync(made.root).filter((name) => /\.(sql|log)$/.test(name));
    expect(names.sort()).toEqual(['all.sql', 'env.log', 'one.sql']);
    expect(readFileSync(join(made.root, 'one.sql'), 'utf8')).toBe('of the user');
    realAlembic(made.root, ['upgrade', 'head', '--sql']);
    expect(readFileSync(join(made.root, 'one.sql'), 'utf8')).toBe(sql.get('one.sql'));
  });
});

/** Everything below a folder but databases and what Python compiles: path -> text. */
function filesOf(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.(pyc|db)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  return Object.fromEntries(names.map((name) => [name.slice(folder.length + 1), readFileSync(name, 'utf8')]));
}

describe('a command that makes files', () => {
  const TEMPLATE = [
    '"""${message}"""',
    'revision = ${repr(up_revision)}',
    'down_revision = ${repr(down_revision)}',
    'branch_labels = ${repr(branch_labels)}',
    'depends_on = ${repr(depends_on)}',
    'def upgrade():',
    '    ${upgrades if upgrades else "pass"}',
    'def downgrade():',
    '    ${downgrades if downgrades else "pass"}',
    '',
  ].join('\n');

  it.each<[string, string[], string[]]>([
    ['revision', ['revision', '--rev-id', 'c', '-m', 'Läuft', '--head', 'a', '--splice'], ['c_l%C3%A4uft.py']],
    ['merge', ['merge', '--rev-id', 'm', '-m', 'both', 'heads'], ['m_both.py']],
    ['autogenerate', ['revision', '--rev-id', 'g', '-m', 'auto', '--autogenerate', '--head', 'b1'], ['g_auto.py']],
  ])('%s makes what the real one makes, and tells of it', async (kind, args, names) => {
    const made = project();
    made.write('migrations/script.py.mako', TEMPLATE);
    made.env({ configure: 'target_metadata=__import__("sqlalchemy").MetaData()' });
    const empty = { upgrade: 'pass', downgrade: 'pass' };
    made.revision({ id: 'a', ...empty });
    made.revision({ id: 'b1', down: 'a', ...empty });
    if (kind === 'merge') made.revision({ id: 'b2', down: 'a', ...empty });
    if (kind === 'autogenerate') realAlembic(made.root, ['upgrade', 'heads']);
    const ours = await answer(made, 'files', ...args);
    const paths = names.map((name) => join(made.root, 'migrations/versions', decodeURIComponent(name)));
    expect(ours.files).toEqual(paths);
    const after = filesOf(made.root);
    for (const path of ours.files) rmSync(path);
    const text = realAlembic(made.root, args);
    expect(filesOf(made.root)).toEqual(after);
    expect(ours.text).toBe(text);
    expect(text).toContain('Generating');
  });

  it.each([['generic'], ['async'], ['multidb'], ['pyproject']])('init makes the template %s', async (template) => {
    const made = project();
    rmSync(join(made.root, 'migrations'), { recursive: true });
    rmSync(join(made.root, 'alembic.ini'));
    if (template === 'pyproject') made.write('pyproject.toml', '[project]\nname = "shop"\n');
    const before = filesOf(made.root);
    const args = ['init', '-t', template, '--package', 'db'];
    const ours = await answer(made, 'files', ...args);
    const after = filesOf(made.root);
    const changed = Object.keys(after).filter((name) => after[name] !== before[name]);
    expect(ours.files.map((file) => file.slice(made.root.length + 1)).sort()).toEqual(changed.sort());
    expect(changed).toContain('db/versions/__init__.py');
    for (const file of ours.files) rmSync(file);
    rmSync(join(made.root, 'db'), { recursive: true });
    if (template === 'pyproject') made.write('pyproject.toml', '[project]\nname = "shop"\n');
    expect(ours.text).toBe(realAlembic(made.root, args));
    expect(filesOf(made.root)).toEqual(after);
  });

  it('names the file that was written when what comes after it fails', async () => {
    const made = project();
    made.write('migrations/script.py.mako', TEMPLATE);
    made.write(
      'alembic.ini',
      '[alembic]\nscript_location = migrations\n[post_write_hooks]\nhooks = x\nx.type = nothing_like_it\n',
    );
    const watched = new WatchedEngine(made);
    const request = { kind: 'files', arguments: ['revision', '--rev-id', 'c'] } as const;
    const result = await watched.engine.command(request, watched.listener, new AbortController().signal);
    const file = join(made.root, 'migrations/versions/c_.py');
    expect(existsSync(file)).toBe(true);
    expect(result).toMatchObject({ ok: false, error: { message: expect.stringContaining(file) as unknown } });
  });
});

describe('ensure_version', () => {
  it('makes the table in the database confirmed, and in no other', async () => {
    const made = project();
    made.chain('a');
    made.env({
      start: 'import os\nname = open("name").read().strip() if os.path.exists("name") else "one"',
      url: 'f"sqlite:///{name}.db"',
    });
    const watched = new WatchedEngine(made);
    const expected = [{ database: await watched.database(), steps: [] }];
    const run = (): ReturnType<typeof watched.engine.run> =>
      watched.engine.run({ command: 'ensure_version', targets: [], options: [], expected }, watched.listener, {
        cancel: new AbortController().signal,
        force: new AbortController().signal,
      });
    made.write('name', 'two');
    expect(await run()).toMatchObject({ error: { code: 'changedDatabase' } });
    expect(existsSync(join(made.root, 'two.db'))).toBe(false);
    made.write('name', 'one');
    expect((await watched.database()).versionTableExists).toBe(false);
    expect(await run()).toEqual({ error: null, done: 0 });
    expect(await watched.database()).toMatchObject({ versionTableExists: true, rows: [] });
  });
});

describe('options of a run', () => {
  it('--tag reaches env.py, and --purge forgets rows of revisions that are gone', async () => {
    const made = project();
    made.chain('a', 'b');
    made.env({ start: 'print("TAG", context.get_tag_argument())' });
    const watched = new WatchedEngine(made);
    const run = async (
      command: 'upgrade' | 'stamp',
      options: readonly string[],
      target: string,
      steps: readonly string[],
    ): ReturnType<typeof watched.engine.run> =>
      watched.engine.run(
        {
          command,
          targets: [target],
          options,
          expected: [
            { database: await watched.database(), steps: steps.map((revision) => ({ kind: command, revision })) },
          ],
        },
        watched.listener,
        { cancel: new AbortController().signal, force: new AbortController().signal },
      );
    expect(await run('upgrade', ['--tag', 'blue'], 'head', ['a', 'b'])).toEqual({ error: null, done: 2 });
    expect(watched.output).toContain('TAG blue');
    rmSync(join(made.root, 'migrations/versions/b.py'));
    expect(await run('stamp', ['--purge'], 'a', ['a'])).toEqual({ error: null, done: 1 });
    expect((await watched.database()).rows).toEqual(['a']);
  });
});

describe('several databases', () => {
  const ENV = [
    'import os',
    'from alembic import context',
    'from sqlalchemy import create_engine',
    'names = os.environ.get("NAMES") or open("names").read()',
    'for name in names.split():',
    '    with create_engine(f"sqlite:///{name}.db").connect() as connection:',
    '        context.configure(connection=connection, upgrade_token=name)',
    '        with context.begin_transaction():',
    '            context.run_migrations(engine_name=name)',
  ].join('\n');

  it('says so when one of those confirmed was not opened', async () => {
    const made = project();
    made.revision({ id: 'a', upgrade: 'pass', downgrade: 'pass' });
    for (const name of readdirSync(join(made.root, 'migrations/versions'))) {
      const file = join('migrations/versions', name);
      made.write(file, readFileSync(join(made.root, file), 'utf8').replaceAll('grade():', 'grade(engine_name):'));
    }
    made.write('names', 'one two');
    made.envText(ENV);
    const watched = new WatchedEngine(made);
    const found = await watched.identify();
    if (!found.ok) throw new Error(found.error.message);
    expect(found.value.map(({ name }) => name)).toEqual(['one', 'two']);
    made.write('names', 'one');
    const report = await watched.engine.run(
      {
        command: 'upgrade',
        targets: ['head'],
        options: [],
        expected: found.value.map((database) => ({ database, steps: [{ kind: 'upgrade', revision: 'a' }] })),
      },
      watched.listener,
      { cancel: new AbortController().signal, force: new AbortController().signal },
    );
    expect(report).toMatchObject({ done: 1, error: { message: expect.stringContaining('two.db') as unknown } });
    expect(existsSync(join(made.root, 'two.db'))).toBe(false);
  });
});

describe('an env.py that writes before Alembic looks', () => {
  it('on PostgreSQL finds what it made, and leaves nothing', async () => {
    const place = await createTestDatabase();
    cleanups.push(() => place.drop());
    const made = project(place.url);
    made.chain('a');
    const commit = 'getattr(connection, "commit", lambda: None)()';
    made.env({
      connected: [
        'from sqlalchemy import text',
        'connection.execute(text("CREATE SCHEMA IF NOT EXISTS tenant"))',
        commit,
        'connection.execute(text("CREATE TABLE IF NOT EXISTS tenant.alembic_version (version_num varchar(32))"))',
        'connection.execute(text("INSERT INTO tenant.alembic_version VALUES (\'a\')"))',
        'connection.execute(text("SET search_path TO tenant"))',
        commit,
      ].join('\n'),
    });
    expect((await new WatchedEngine(made).database()).rows).toEqual(['a']);
    expect((await answer(made, 'read', 'current')).text).toBe('a (head)\n');
    made.env({});
    expect(await new WatchedEngine(made).database()).toMatchObject({ rows: [], versionTableExists: false });
    made.env({
      connected:
        'from sqlalchemy import text\nprint(connection.execute(text("SELECT count(*) FROM pg_namespace WHERE nspname = \'tenant\'")).scalar(), "schemas")',
    });
    const watched = new WatchedEngine(made);
    await watched.database();
    expect(watched.output).toContain('0 schemas');
  });

  it.each<[string, string]>([
    ['of the engine', 'create_engine(url, isolation_level="AUTOCOMMIT").connect()'],
    ['of the connection', 'create_engine(url).connect().execution_options(isolation_level="AUTOCOMMIT")'],
  ])('in autocommit %s is stopped, and told why', async (_, connect) => {
    const place = await createTestDatabase();
    cleanups.push(() => place.drop());
    const made = project(place.url);
    made.chain('a');
    made.env({
      start: [
        'from sqlalchemy import text',
        'url = context.config.get_main_option("sqlalchemy.url")',
        `with ${connect} as early:`,
        '    early.execute(text("SELECT 1"))',
        '    early.execute(text("CREATE SCHEMA tenant"))',
      ].join('\n'),
    });
    const result = await new WatchedEngine(made).identify();
    expect(result).toMatchObject({ ok: false, error: { message: expect.stringContaining('writes') as unknown } });
  });

  it('on SQLite is stopped, and told why; a file that was not there is not there', async () => {
    const made = project();
    made.chain('a');
    made.env({
      connected:
        'from sqlalchemy import text\nconnection.execute(text("PRAGMA journal_mode = WAL"))\nconnection.execute(text("CREATE TABLE audit (x)"))',
    });
    const result = await new WatchedEngine(made).identify();
    expect(result).toMatchObject({ ok: false, error: { message: expect.stringContaining('writes') as unknown } });
    expect(readdirSync(made.root).filter((name) => name.startsWith('shop'))).toEqual([]);
  });

  it('on SQLite may ask for the write lock and a journal of its own', async () => {
    const made = project();
    made.chain('a');
    realAlembic(made.root, ['upgrade', 'head']);
    const before = readFileSync(join(made.root, 'shop.db'));
    made.env({
      start: 'from sqlalchemy import event',
      connected: [
        'connection.exec_driver_sql("PRAGMA journal_mode = WAL")',
        'connection.exec_driver_sql("BEGIN IMMEDIATE")',
        'connection.exec_driver_sql("CREATE TABLE IF NOT EXISTS t_a (id integer)")',
      ].join('\n'),
    });
    expect((await new WatchedEngine(made).database()).rows).toEqual(['a']);
    expect(readFileSync(join(made.root, 'shop.db'))).toEqual(before);
    expect(readdirSync(made.root).filter((name) => name.startsWith('shop'))).toEqual(['shop.db']);
  });
});
