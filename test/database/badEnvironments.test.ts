import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { EngineError, OpenedDatabase } from '../../server/src/engine/engine';
import { oraclePython } from '../oracle/support/venv';
import { createTestDatabase } from '../support/postgres';
import { AlembicProject } from './support/alembicProject';
import { WatchedEngine } from './support/engines';

const cleanups: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

function project(url = 'sqlite:///shop.db'): AlembicProject {
  const made = new AlembicProject(url);
  made.chain('a', 'b');
  cleanups.push(() => {
    made.remove();
  });
  return made;
}

async function failure(watched: WatchedEngine): Promise<EngineError> {
  const result = await watched.identify();
  if (result.ok) throw new Error('it did not fail');
  return result.error;
}

const REST = [
  'from alembic import context',
  'from sqlalchemy import create_engine, pool',
  'engine = create_engine(context.config.get_main_option("sqlalchemy.url"), poolclass=pool.NullPool)',
  'with engine.connect() as connection:',
  '    context.configure(connection=connection)',
  '    with context.begin_transaction():',
  '        context.run_migrations()',
].join('\n');

const SWALLOWING = [
  '        try:',
  '            context.run_migrations()',
  '        except BaseException:',
  '            pass',
].join('\n');

describe('an env.py that', () => {
  it.each<[string, string, EngineError['code'], RegExp]>([
    ['raises', 'raise KeyError("DATABASE_URL")', 'environmentFailed', /^env\.py failed: KeyError: 'DATABASE_URL'$/],
    ['ends the program', 'import sys; sys.exit("no settings")', 'environmentFailed', /sys\.exit\(no settings\)/],
    ['ends the process', 'import os; os._exit(3)', 'processFailed', /exit code 3/],
    ['kills itself', 'import os, signal; os.kill(os.getpid(), signal.SIGKILL)', 'processFailed', /SIGKILL/],
    ['has a syntax error', 'def (:', 'environmentFailed', /SyntaxError/],
    ['does nothing', 'x = 1', 'environmentFailed', /without calling context\.run_migrations/],
    [
      'imports what is not there',
      'import shop.models',
      'environmentFailed',
      /cannot import shop.*prepend_sys_path = \./,
    ],
    [
      'swallows the stop',
      'while True:\n    try:\n        import time; time.sleep(60)\n    except BaseException: pass',
      'timeout',
      /3 seconds/,
    ],
    ['hangs', 'import time; time.sleep(600)', 'timeout', /3 seconds/],
    ['asks for input', 'input("password: ")', 'environmentFailed', /EOFError/],
    ['closes what it did not open', 'import os; os.closerange(3, 64)', 'processFailed', /without an answer/],
    [
      'wants an application',
      'raise RuntimeError("Working outside of application context.")',
      'unsupported',
      /python\.applicationLoader/,
    ],
    [
      'takes an unknown database',
      REST.replace('context.config.get_main_option("sqlalchemy.url")', '"postgres://x/y"'),
      'driverMissing',
      /postgres/,
    ],
    [
      'lacks its driver',
      REST.replace('context.config.get_main_option("sqlalchemy.url")', '"mysql://u:p@h/d"'),
      'driverMissing',
      /driver MySQLdb.*pip install mysqlclient/,
    ],
    [
      'finds nobody listening',
      REST.replace('context.config.get_main_option("sqlalchemy.url")', '"postgresql://u:p@127.0.0.1:1/d"'),
      'connectionFailed',
      /refused/,
    ],
  ])('%s gets a clear message', async (_, text, code, message) => {
    const made = project();
    made.envText(text);
    // Long enough for a busy machine, unless waiting is the point.
    const deadline = code === 'timeout' ? 3_000 : 60_000;
    const error = await failure(new WatchedEngine(made, { deadline }));
    expect({ code: error.code, message: error.message }).toEqual({
      code,
      message: expect.stringMatching(message) as unknown,
    });
    expect(existsSync(join(made.root, 'shop.db'))).toBe(false);
  });

  it.each<[string, string]>([
    [
      'prints JSON',
      'print(\'{"kind": "end", "error": null, "stopped": null, "cancelled": false, "contexts": 9, "done": 9}\')\nimport os\nos.write(1, b\'{"kind":"end","contexts":9}\\n\')',
    ],
    ['changes directory', 'import os; os.chdir("/")'],
    ['redirects its output', 'import sys; sys.stdout = sys.stderr = open("noise.txt", "w")'],
    ['closes stdout', 'import os; os.close(1)'],
    [
      'leaves a child behind',
      'import subprocess, sys; subprocess.Popen([sys.executable, "-c", "import time; time.sleep(20)"])',
    ],
    ['leaves a thread behind', 'import threading, time; threading.Thread(target=time.sleep, args=(2,)).start()'],
    ['ignores interrupts', 'import signal; signal.signal(signal.SIGINT, signal.SIG_IGN)'],
  ])('%s is run all the same', async (_, start) => {
    const made = project('sqlite:///%(here)s/shop.db'.replaceAll('%(here)s', '.'));
    made.envText(`${start}\n${REST}\nimport sys; sys.exit()`);
    const watched = new WatchedEngine(made);
    const started = Date.now();
    const { identity, rows } = await watched.database();
    expect({ dialect: identity.dialect, rows }).toEqual({ dialect: 'sqlite', rows: [] });
    expect(Date.now() - started).toBeLessThan(15_000);
  });

  it('opens another database the second time changes nothing', async () => {
    const made = project();
    made.env({
      start: 'import os\nnth = "second" if os.path.exists("asked") else "first"\nopen("asked", "w").close()',
      url: 'f"sqlite:///{nth}.db"',
    });
    const watched = new WatchedEngine(made);
    const report = await watched.run('upgrade', 'head', ['a', 'b']);
    expect(report.error?.code).toBe('changedDatabase');
    expect(report.error?.message).toContain('sqlite:///second.db');
    expect(['first.db', 'second.db'].filter((name) => existsSync(join(made.root, name)))).toEqual([]);
  });

  it('opens two databases names both', async () => {
    const made = project();
    made.envText(
      [
        'from alembic import context',
        'from sqlalchemy import create_engine',
        'for name in ("one", "two"):',
        '    with create_engine(f"sqlite:///{name}.db").connect() as connection:',
        '        context.configure(connection=connection)',
        '        with context.begin_transaction():',
        '            context.run_migrations()',
      ].join('\n'),
    );
    const result = await new WatchedEngine(made).identify();
    const labels = result.ok ? result.value.map(({ identity }: OpenedDatabase) => identity.label) : result.error;
    expect(labels).toEqual(['one.db', 'two.db']);
  });

  it('swallows every exception still leaves the database alone when another one was confirmed', async () => {
    const made = project();
    made.envText(
      [
        'from alembic import context',
        'from sqlalchemy import create_engine',
        'import os',
        'nth = "second" if os.path.exists("asked") else "first"',
        'open("asked", "w").close()',
        'with create_engine(f"sqlite:///{nth}.db").connect() as connection:',
        '    context.configure(connection=connection)',
        '    for attempt in range(3):',
        '        try:',
        '            context.run_migrations()',
        '            break',
        '        except:',
        '            pass',
      ].join('\n'),
    );
    const report = await new WatchedEngine(made).run('upgrade', 'head', ['a', 'b']);
    expect(report.error?.code).toBe('changedDatabase');
    expect(existsSync(join(made.root, 'second.db'))).toBe(false);
  });

  it('ends the program before a file is made fails', async () => {
    const made = project();
    const configured = REST.replace('connection=connection', 'connection=connection, target_metadata=MetaData()');
    made.envText(`from sqlalchemy import MetaData\n${configured}\nimport sys; sys.exit()`);
    const watched = new WatchedEngine(made);
    expect((await watched.run('upgrade', 'head', ['a', 'b'])).error).toBeNull();
    const never = new AbortController().signal;
    const failed = { ok: false, error: { code: 'environmentFailed' } };
    const listener = { ...watched.listener, reading: () => undefined };
    expect(await watched.engine.compareModels([], false, listener, never)).toMatchObject(failed);
    const request = { kind: 'files', arguments: ['revision', '--autogenerate'] } as const;
    expect(await watched.engine.command(request, listener, never)).toMatchObject(failed);
  });

  it('swallows the failure of a step is not believed', async () => {
    const made = project();
    made.revision({ id: 'c', down: 'b', upgrade: 'raise RuntimeError("not now")' });
    made.envText(REST.replace('        context.run_migrations()', SWALLOWING));
    const watched = new WatchedEngine(made);
    const report = await watched.run('upgrade', 'head', ['a', 'b', 'c']);
    expect(report).toMatchObject({ done: 2, error: { code: 'commandFailed' } });
    expect(report.error?.message).toContain('one step was not done');
    expect((await watched.database()).rows).toEqual(['b']);
  });

  it('swallows a cancel is told to have been cancelled', async () => {
    const made = project();
    made.envText(REST.replace('        context.run_migrations()', SWALLOWING));
    const watched = new WatchedEngine(made);
    const cancel = new AbortController();
    watched.onProgress = () => {
      cancel.abort();
    };
    made.revision({ id: 'c', down: 'b', upgrade: 'import time; time.sleep(20)' });
    const report = await watched.run('upgrade', 'head', ['a', 'b', 'c'], cancel.signal);
    expect(report.error?.code).toBe('cancelled');
    expect((await watched.database()).rows).not.toEqual(['c']);
  });

  it.runIf(process.platform !== 'win32')('forks is not taken to have ended when its child has', async () => {
    const made = project();
    const fork = 'import os, sys, time; child = os.fork(); child or sys.exit(); os.waitpid(child, 0); time.sleep(6)';
    made.revision({ id: 'c', down: 'b', upgrade: fork });
    const watched = new WatchedEngine(made);
    const report = await watched.run('upgrade', 'head', ['a', 'b', 'c']);
    expect(report).toEqual({ done: 3, error: null });
    expect((await watched.database()).rows).toEqual(['c']);
  });

  it('closes the stream of the bridge does not have its messages in a file that it opens', async () => {
    const made = project();
    made.envText(`import os\nos.closerange(3, 64)\nfiles = [open(f"file{n}", "w") for n in range(8)]\n${REST}`);
    await failure(new WatchedEngine(made));
    const texts = Array.from({ length: 8 }, (_, n) => readFileSync(join(made.root, `file${n}`), 'utf8'));
    expect(texts).toEqual(Array<string>(8).fill(''));
  });

  it('is asynchronous runs as any other', async () => {
    const made = project('sqlite+aiosqlite:///shop.db');
    made.envText(
      [
        'import asyncio',
        'from alembic import context',
        'from sqlalchemy.ext.asyncio import create_async_engine',
        'def migrate(connection):',
        '    context.configure(connection=connection)',
        '    with context.begin_transaction():',
        '        context.run_migrations()',
        'async def main():',
        '    engine = create_async_engine(context.config.get_main_option("sqlalchemy.url"))',
        '    async with engine.connect() as connection:',
        '        await connection.run_sync(migrate)',
        '    await engine.dispose()',
        'asyncio.run(main())',
      ].join('\n'),
    );
    const watched = new WatchedEngine(made);
    expect((await watched.run('upgrade', 'head', ['a', 'b'])).error).toBeNull();
    expect((await watched.database()).rows).toEqual(['b']);
    const stopped = await watched.run('downgrade', 'base', ['b']);
    expect(stopped.error?.code).toBe('changedPlan');
    expect((await watched.database()).rows).toEqual(['b']);
  });
});

describe('the interpreter', () => {
  it('without Alembic is told apart, and what to do is said', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'aw-bare-venv-'));
    cleanups.push(() => {
      rmSync(folder, { recursive: true });
    });
    execFileSync(oraclePython(), ['-m', 'venv', '--without-pip', folder]);
    const command = join(folder, 'bin/python');
    const error = await failure(new WatchedEngine(project(), { command }));
    expect(error.code).toBe('alembicMissing');
    expect(error.message).toContain(`${command} -m pip install alembic`);
  });

  it.each(['/bin/sh', '/bin/true', '/nowhere/python'])('%s is no Python', async (command) => {
    expect((await failure(new WatchedEngine(project(), { command }))).code).toBe('processFailed');
  });

  it('finds Alembic behind a script folder of the same name', async () => {
    const made = project();
    made.write('alembic/__init__.py', 'raise RuntimeError("the wrong alembic")');
    expect((await new WatchedEngine(made).database()).rows).toEqual([]);
    const env = { PYTHONPATH: made.root };
    expect((await new WatchedEngine(made, { environment: env }).database()).rows).toEqual([]);
  });
});

describe('a project', () => {
  it('without alembic.ini is run by its folder', async () => {
    const made = project();
    made.env({ url: '"sqlite:///shop.db"' });
    rmSync(join(made.root, 'alembic.ini'));
    const bare = made.config({ source: { section: 'alembic', bare: true }, url: null });
    const watched = new WatchedEngine(made, { config: bare });
    expect((await watched.run('upgrade', 'head', ['a', 'b'])).error).toBeNull();
    expect((await watched.database()).rows).toEqual(['b']);
  });

  it('of pyproject.toml, and of both files, is run', async () => {
    const made = project();
    made.env({ url: '"sqlite:///shop.db"' });
    const toml = join(made.root, 'pyproject.toml');
    const ini = join(made.root, 'alembic.ini');
    made.write('pyproject.toml', '[tool.alembic]\nscript_location = "%(here)s/migrations"\n');
    made.write('alembic.ini', '[alembic]\n');
    const both = made.config({ source: { ini, toml, section: 'alembic', bare: false } });
    expect((await new WatchedEngine(made, { config: both }).database()).rows).toEqual([]);
    rmSync(ini);
    const alone = made.config({ source: { toml, section: 'alembic', bare: false } });
    expect((await new WatchedEngine(made, { config: alone }).database()).rows).toEqual([]);
  });

  it('of a named section in another folder is run from its working directory', async () => {
    const made = project();
    rmSync(join(made.root, 'alembic.ini'));
    made.write('conf/db.ini', '[shop]\nscript_location = migrations\nsqlalchemy.url = sqlite:///named.db\n');
    const config = made.config({ source: { ini: join(made.root, 'conf/db.ini'), section: 'shop', bare: false } });
    expect((await new WatchedEngine(made, { config }).database()).identity.label).toBe('named.db');
  });

  it('whose working directory is gone gets a clear message', async () => {
    const made = project();
    const config = made.config({ workingDirectory: join(made.root, 'gone') });
    const error = await failure(new WatchedEngine(made, { config }));
    expect(error.code).toBe('processFailed');
    expect(error.message).toContain('gone');
  });
});

it('never says a password', async () => {
  const place = await createTestDatabase();
  cleanups.push(() => place.drop());
  const password = `p%4"0'w@ö d/x:${'y'.repeat(3)}`;
  const quoted = encodeURIComponent(password).replaceAll("'", '%27');
  const { hostname, port, pathname } = new URL(place.url);
  const made = project(`postgresql://somebody:${quoted}@${hostname}:${port}${pathname}`);
  made.env({
    start: [
      'from urllib.parse import quote, quote_plus',
      `secret = ${JSON.stringify(password)}`,
      'print(context.config.get_main_option("sqlalchemy.url"))',
      'print("raw", secret, repr(secret), quote(secret), quote_plus(secret))',
      'import json; print(json.dumps({"password": secret}), {"password": secret})',
    ].join('\n'),
    connected: 'print("connected")',
  });
  const watched = new WatchedEngine(made);
  const result = await watched.identify();
  const wrong = new WatchedEngine(made, { environment: { DATABASE_PASSWORD: password } });
  made.env({
    url: `"postgresql://somebody@${hostname}:${port}${pathname}", connect_args={"password": ${JSON.stringify(password)}}`,
    start: `print(${JSON.stringify(password)})`,
  });
  const second = await wrong.identify();
  made.env({ start: `raise ValueError("cannot use " + ${JSON.stringify(password)})` });
  const third = await watched.identify();
  const said = [...watched.output, ...wrong.output, JSON.stringify([result, second, third])].join('\n');
  expect(said).toContain('raw ***');
  for (const part of [password, quoted, 'w@ö', "'w@", 'w%40%C3%B6', 'x:yyy', 'yyy']) expect(said).not.toContain(part);
});

it('never says a password whose percent sign is not doubled in the configuration', async () => {
  const made = project();
  made.write(
    'alembic.ini',
    '[alembic]\nscript_location = migrations\nsqlalchemy.url = postgresql://somebody:p%40ss%25w%3Ard%2F@h/d\n',
  );
  made.env({ start: 'try: context.config.get_main_option("sqlalchemy.url")\nexcept Exception as error: print(error)' });
  const watched = new WatchedEngine(made);
  const said = [...watched.output, JSON.stringify(await watched.identify())].join('\n');
  expect(said).toContain('InterpolationSyntaxError');
  for (const part of ['p%40', '40ss', 'w%3A', 'Ard']) expect(said).not.toContain(part);
});

it('never says what a variable of a usual name for passwords holds', async () => {
  const made = project();
  const names = ['DB_PASS', 'MYSQL_PWD', 'API_TOKEN', 'KEY_PASSPHRASE'];
  made.env({ start: `import os\nfor name in ${JSON.stringify(names)}: print(name, os.environ[name])` });
  const environment = Object.fromEntries(names.map((name) => [name, `of-${name}-2f9c`]));
  const watched = new WatchedEngine(made, { environment: { ...environment, OLDPWD: '/not/there' } });
  await watched.identify();
  expect(watched.output.slice(0, names.length)).toEqual(names.map((name) => `${name} ***`));
});
