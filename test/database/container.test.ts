import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { AlembicEngine } from '../../server/src/engine/alembic/alembicEngine';
import type { EngineError, OpenedDatabase, RunReport } from '../../server/src/engine/engine';
import { NO_OPTIONS } from '../../server/src/engine/environmentOptions';
import type { ProjectConfig } from '../../server/src/project/model';
import { DEFAULT_SETTINGS, type PythonSettings } from '../../server/src/protocol/settings';
import { type EngineContext, openEngine } from '../../server/src/usecases/engineContext';
import { readState } from '../../server/src/usecases/readState';
import { createTestDatabase } from '../support/postgres';
import { AlembicProject } from './support/alembicProject';
import { Container, noContainer } from './support/container';
import { engineHost } from './support/engines';
import { postgresVersionRows, versionRows } from './support/versionTable';
import { skipReason } from '../oracle/support/venv';
import { skipping } from '../support/missing';
import { NO_MIGRATION } from '../support/noMigration';

const cleanups: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** A project whose Python runs where its folder is called /app. */
class Bench {
  readonly project: AlembicProject;
  readonly container: Container;
  readonly output: string[] = [];
  readonly engine: AlembicEngine;
  readonly context: EngineContext;

  constructor(url: string, changes: Partial<ProjectConfig> = {}, settings: Partial<PythonSettings> = {}) {
    this.project = new AlembicProject(url);
    this.container = new Container(this.project.root);
    cleanups.push(() => {
      this.project.remove();
      this.container.remove();
    });
    this.context = {
      host: engineHost(),
      runner: {
        ...NO_MIGRATION,
        request: () => {
          throw new Error('a driver of this machine was asked');
        },
      },
      trusted: true,
      python: {
        ...DEFAULT_SETTINGS.python,
        command: this.container.command,
        pathMapping: { '${workspaceFolder}': '/app' },
        ...settings,
      },
      options: { ...NO_OPTIONS, variables: { SHOP: 'blue' } },
      workspaceFolder: this.project.root,
      output: (text) => this.output.push(text),
    };
    const engine = openEngine(this.project.config(changes), this.context);
    if (!engine.ok) throw new Error(engine.error.message);
    this.engine = engine.value;
  }

  get listener(): { output: (text: string) => void; progress: () => void } {
    return { output: this.context.output, progress: () => undefined };
  }

  /** Our answer, and what the file itself holds. */
  async stands(rows: readonly string[], file = join(this.project.root, 'shop.db')): Promise<void> {
    expect((await this.database()).rows).toEqual(rows);
    expect(versionRows(file)).toEqual(rows);
  }

  async database(): Promise<OpenedDatabase> {
    const result = await this.engine.identify(this.listener, new AbortController().signal);
    if (!result.ok) throw new Error(`${result.error.message}\n${result.error.details ?? ''}`);
    const [database] = result.value;
    if (database === undefined) throw new Error('no database');
    return database;
  }

  async upgrade(
    ids: readonly string[],
    signal = new AbortController().signal,
    force = new AbortController().signal,
  ): Promise<RunReport> {
    const steps = ids.map((revision) => ({ kind: 'upgrade', revision }) as const);
    const expected = [{ database: await this.database(), steps }];
    const request = { command: 'upgrade', targets: ['head'], options: [], expected } as const;
    return this.engine.run(request, this.listener, { cancel: signal, force });
  }
}

const reason = skipReason() ?? noContainer();

describe('in a container', skipping(reason), () => {
  it('runs a project on a SQLite file of its folder, which is the one here', async () => {
    const bench = new Bench('sqlite:///shop.db');
    bench.project.chain('a', 'b');
    bench.project.env({ start: 'import os\nprint("SEEN", os.getcwd(), os.environ["SHOP"])' });
    expect((await bench.database()).identity.key).toBe(`sqlite:${join(bench.project.root, 'shop.db')}`);
    expect(await bench.upgrade(['a', 'b'])).toEqual({ error: null, done: 2 });
    expect(bench.output).toContain('SEEN /app blue');
    expect(existsSync(join(bench.project.root, 'shop.db'))).toBe(true);
    await bench.stands(['b']);
  });

  it('takes a file of its own for no file of this machine', async () => {
    const bench = new Bench('sqlite:////data/shop.db');
    bench.project.chain('a');
    expect((await bench.database()).identity.key).toBeNull();
    expect(await bench.upgrade(['a'])).toEqual({ error: null, done: 1 });
    await bench.stands(['a'], join(bench.container.data, 'shop.db'));
    expect(existsSync('/data/shop.db')).toBe(false);
  });

  it('reads a PostgreSQL database through env.py alone, and marks its localhost as not ours', async () => {
    const place = await createTestDatabase();
    cleanups.push(() => place.drop());
    const bench = new Bench(place.url);
    bench.project.chain('a');
    expect(await bench.upgrade(['a'])).toEqual({ error: null, done: 1 });
    bench.project.write(
      'migrations/env.py',
      [
        'from alembic import context',
        'from sqlalchemy import engine_from_config, pool',
        'config = context.config',
        'engine = engine_from_config(config.get_section(config.config_ini_section, {}), prefix="sqlalchemy.", poolclass=pool.NullPool)',
        'with engine.connect() as connection:',
        '    context.configure(connection=connection)',
        '    with context.begin_transaction():',
        '        context.run_migrations()',
        '',
      ].join('\n'),
    );
    const config = bench.project.config();
    const state = await readState(config, bench.context, new AbortController().signal);
    expect(state).toMatchObject({
      kind: 'known',
      source: 'bridge',
      databases: [{ rows: ['a'], identity: { key: expect.stringMatching(/ of unshare /) as unknown } }],
    });
    expect(await postgresVersionRows(place.url)).toEqual(['a']);
  });

  it('says where a file is that a command makes, and where a revision fails, as this machine names it', async () => {
    const bench = new Bench('sqlite:///shop.db');
    bench.project.write('migrations/script.py.mako', 'revision = ${repr(up_revision)}\ndown_revision = None\n');
    const made = await bench.engine.command(
      {
        kind: 'files',
        arguments: ['revision', '--rev-id', 'x', '--version-path', join(bench.project.root, 'migrations/versions')],
      },
      bench.listener,
      new AbortController().signal,
    );
    expect(made).toMatchObject({ ok: true, value: { files: [join(bench.project.root, 'migrations/versions/x_.py')] } });
    bench.project.write('migrations/versions/x_.py', '');
    for (const name of readdirSync(join(bench.project.root, 'migrations/versions'))) expect(name).toBe('x_.py');
    const file = join(bench.project.root, 'migrations/versions/x_.py');
    bench.project.write(
      'migrations/versions/x_.py',
      'revision = "x"\ndown_revision = None\ndef upgrade():\n    raise ValueError("no")\ndef downgrade():\n    pass\n',
    );
    const { error } = await bench.upgrade(['x']);
    expect(error).toMatchObject({ code: 'commandFailed', revision: 'x' });
    expect(error?.details).toContain(`File "${file}", line 4, in upgrade`);
    await bench.stands([]);
  });

  it('ends when it is cancelled', async () => {
    const bench = new Bench('sqlite:///shop.db');
    bench.project.chain('a', 'b');
    bench.project.revision({ id: 'b', down: 'a', upgrade: 'print("slow", flush=True); time.sleep(60)' });
    const controller = new AbortController();
    const running = bench.upgrade(['a', 'b'], controller.signal);
    while (!bench.output.includes('slow')) await new Promise((resolve) => setTimeout(resolve, 50));
    controller.abort();
    const started = Date.now();
    expect((await running).error?.code).toBe('cancelled');
    expect(Date.now() - started).toBeLessThan(5_000);
    await bench.stands(['a']);
  });

  it('ends by force, and says that it has, when it does not follow a cancel', async () => {
    const bench = new Bench('sqlite:///shop.db');
    const deaf = [
      'print("deaf", flush=True)',
      'while True:',
      '    try: time.sleep(60)',
      '    except KeyboardInterrupt: pass',
    ];
    bench.project.chain('a', 'b');
    bench.project.revision({ id: 'b', down: 'a', upgrade: deaf.join('\n') });
    const [cancel, force] = [new AbortController(), new AbortController()];
    const running = bench.upgrade(['a', 'b'], cancel.signal, force.signal);
    while (!bench.output.includes('deaf')) await new Promise((resolve) => setTimeout(resolve, 50));
    cancel.abort();
    const patient = new Promise((resolve) => setTimeout(resolve, 1_000, 'runs on'));
    expect(await Promise.race([running, patient])).toBe('runs on');
    force.abort();
    expect((await running).error).toEqual({ code: 'cancelled', message: 'Cancelled.' });
    await bench.stands(['a']);
  });

  it.each<[string, Readonly<Record<string, string>>, RegExp]>([
    ['is not named', { '/nowhere': '/app' }, /has no counterpart there; name one in .*pathMapping/],
    ['is named wrongly', { '${workspaceFolder}': '/gone' }, /has no folder for .*pathMapping/],
    ['is not named at all', {}, /has no folder for .*pathMapping/],
  ])('gets a clear message when its folder %s', async (_, pathMapping, message) => {
    const bench = new Bench('sqlite:///shop.db', {}, { pathMapping });
    const result = await bench.engine.identify(bench.listener, new AbortController().signal);
    const error: EngineError | null = result.ok ? null : result.error;
    expect(error?.message).toMatch(message);
  });
});
