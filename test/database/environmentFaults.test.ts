import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { CommandRequest, EngineResult } from '../../server/src/engine/engine';
import { oraclePython } from '../oracle/support/venv';
import { AlembicProject } from './support/alembicProject';
import { WatchedEngine } from './support/engines';

const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const cleanup of cleanups.splice(0).reverse()) cleanup();
});

/** Runs in both modes, as the templates do. */
const REST = [
  'from alembic import context',
  'from sqlalchemy import MetaData, create_engine, pool',
  'config = context.config',
  'if context.is_offline_mode():',
  '    context.configure(url="sqlite://", literal_binds=True)',
  '    with context.begin_transaction():',
  '        context.run_migrations()',
  'else:',
  '    engine = create_engine(config.get_main_option("sqlalchemy.url"), poolclass=pool.NullPool)',
  '    with engine.connect() as connection:',
  '        context.configure(connection=connection, target_metadata=MetaData())',
  '        with context.begin_transaction():',
  '            context.run_migrations()',
].join('\n');

function project(start: string, end = ''): AlembicProject {
  const made = new AlembicProject('');
  cleanups.push(() => {
    made.remove();
  });
  made.write(
    'alembic.ini',
    `[alembic]\nscript_location = %(here)s/migrations\nrevision_environment = true\nsqlalchemy.url = sqlite:///${join(made.root, 'shop.db')}\n`,
  );
  made.write('migrations/script.py.mako', 'revision = ${repr(up_revision)}\ndown_revision = ${repr(down_revision)}\n');
  made.chain('a');
  made.envText(`${start}\n${REST}\n${end}`);
  return made;
}

const COMMANDS: readonly CommandRequest[] = [
  { kind: 'read', arguments: ['current', '--verbose'] },
  { kind: 'offline', arguments: ['upgrade', 'head', '--sql'] },
  { kind: 'files', arguments: ['revision', '--rev-id', 'c'] },
];

function command(engine: WatchedEngine, request: CommandRequest): Promise<EngineResult<unknown>> {
  return engine.engine.command(request, engine.listener, new AbortController().signal);
}

/** What the command must not have made. */
function traces(made: AlembicProject): string[] {
  const files = readdirSync(join(made.root, 'migrations/versions')).filter((name) => name.startsWith('c_'));
  return [...files, ...['shop.db'].filter((name) => existsSync(join(made.root, name)))];
}

describe.each(COMMANDS)('the kind $kind', (request) => {
  it('is not disturbed by an env.py that prints JSON, changes directory, closes stdout, leaves a thread and exits', async () => {
    const made = project(
      [
        'import os, sys, threading, time',
        'print(\'{"kind": "end", "error": null, "stopped": null, "cancelled": false, "contexts": 9, "done": 9}\')',
        'os.write(1, b\'{"kind": "text", "text": "wrong"}\\n{"kind": "file", "path": "/wrong"}\\n\')',
        'os.chdir("/")',
        'os.close(1)',
        'threading.Thread(target=time.sleep, args=(1,)).start()',
      ].join('\n'),
      request.kind === 'files' ? '' : 'sys.exit()',
    );
    const result = await command(new WatchedEngine(made), request);
    expect(result.ok, JSON.stringify(result)).toBe(true);
    expect(JSON.stringify(result)).not.toContain('wrong');
    if (request.kind === 'offline') expect(JSON.stringify(result)).toContain('CREATE TABLE t_a');
    if (request.kind === 'files') expect(traces(made)).toEqual(['c_.py']);
  });

  it.each<[string, string, string, RegExp]>([
    ['raises', 'raise KeyError("DATABASE_URL")', 'environmentFailed', /KeyError: 'DATABASE_URL'/],
    ['exits', 'import sys; sys.exit("no settings")', 'environmentFailed', /sys\.exit\(no settings\)/],
    ['dies', 'import os; os._exit(3)', 'processFailed', /exit code 3/],
    ['hangs', 'import time; time.sleep(600)', 'timeout', /3 seconds/],
  ])('says so when env.py %s, and leaves nothing', async (_, start, code, message) => {
    const made = project(start);
    const deadline = code === 'timeout' ? 3_000 : 60_000;
    const result = await command(new WatchedEngine(made, { deadline }), request);
    expect(result).toMatchObject({ ok: false, error: { code, message: expect.stringMatching(message) as unknown } });
    expect(traces(made)).toEqual([]);
  });
});

it('a hook after a file may take longer than env.py may', async () => {
  const made = project('');
  const hook = [
    '[post_write_hooks]',
    'hooks = slow',
    'slow.type = exec',
    `slow.executable = ${oraclePython()}`,
    `slow.options = -c "import time; time.sleep(12); open('hooked', 'w')" REVISION_SCRIPT_FILENAME`,
    '',
  ];
  made.write('alembic.ini', `${readFileSync(join(made.root, 'alembic.ini'), 'utf8')}${hook.join('\n')}`);
  const request = { kind: 'files', arguments: ['revision', '--rev-id', 'c'] } as const;
  expect(await command(new WatchedEngine(made, { deadline: 10_000 }), request)).toMatchObject({ ok: true });
  expect(existsSync(join(made.root, 'hooked'))).toBe(true);
  expect(traces(made)).toEqual(['c_.py']);
});

describe('a run whose env.py behaves otherwise the second time', () => {
  const SECOND = 'import os, sys, time\nsecond = os.path.exists("asked")\nopen("asked", "w").close()\n';

  it.each<[string, string, string]>([
    ['raises', 'if second: raise KeyError("URL")', 'environmentFailed'],
    ['exits', 'if second: sys.exit("no")', 'environmentFailed'],
    ['dies', 'if second: os._exit(3)', 'processFailed'],
    ['never runs migrations', 'if second: context = None; sys.exit()', 'environmentFailed'],
    [
      'goes offline',
      [
        'if second:',
        '    from alembic import context',
        '    context.configure(dialect_name="sqlite", as_sql=True)',
        '    context.run_migrations()',
        '    sys.exit()',
      ].join('\n'),
      'unsupported',
    ],
  ])('and %s changes nothing', async (_, start, code) => {
    const made = project(SECOND + start);
    const report = await new WatchedEngine(made).run('upgrade', 'head', ['a']);
    expect({ code: report.error?.code, done: report.done }).toEqual({ code, done: 0 });
    expect(traces(made)).toEqual([]);
  });

  it('and hangs is ended by a cancel', async () => {
    const made = project(`${SECOND}if second:\n    print("hanging", flush=True)\n    time.sleep(600)`);
    const engine = new WatchedEngine(made);
    const controller = new AbortController();
    const running = engine.run('upgrade', 'head', ['a'], controller.signal);
    await engine.printed('hanging', running);
    controller.abort();
    expect((await running).error?.code).toBe('cancelled');
    expect(traces(made)).toEqual([]);
  });

  it('and prints what looks like ours, with stdout closed, a thread and another directory, is run', async () => {
    const made = project(
      `${SECOND}import threading\nos.write(1, b'{"kind": "end", "done": 9}\\n')\nos.close(1)\nos.chdir("/")\nthreading.Thread(target=time.sleep, args=(1,)).start()`,
    );
    const engine = new WatchedEngine(made);
    expect(await engine.run('upgrade', 'head', ['a'])).toEqual({ error: null, done: 1 });
    expect((await engine.database()).rows).toEqual(['a']);
  });
});
