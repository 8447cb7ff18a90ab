import { execFileSync } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { nodeFileSystem } from '../../server/src/common/nodeFileSystem';
import type { DatabaseState } from '../../server/src/engine/engine';
import type { RunnerClient } from '../../server/src/engine/runnerClient';
import { NO_OPTIONS } from '../../server/src/engine/environmentOptions';
import { DEFAULT_SETTINGS } from '../../server/src/protocol/settings';
import type { EngineContext } from '../../server/src/usecases/engineContext';
import { executeRun, type RunOutcome } from '../../server/src/usecases/executeRun';
import { loadProject } from '../../server/src/usecases/loadProject';
import { planRun } from '../../server/src/usecases/planRun';
import type { PlannedRun, RunQuestion } from '../../server/src/usecases/plannedRun';
import { readState } from '../../server/src/usecases/readState';
import { oraclePython } from '../oracle/support/venv';
import { createTestDatabase } from '../support/postgres';
import { AlembicProject } from './support/alembicProject';
import { engineHost, onlyCancel, startRunner } from './support/engines';
import { NO_MIGRATION } from '../support/noMigration';

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

/** A project, its use cases, and what they did. */
class Bench {
  readonly project: AlembicProject;
  readonly output: string[] = [];
  readonly started: string[] = [];
  readonly progress: string[] = [];
  trusted = true;

  constructor(url: string) {
    this.project = new AlembicProject(url);
    cleanups.push(() => {
      this.project.remove();
    });
  }

  get context(): EngineContext {
    const host = engineHost();
    return {
      host: {
        ...host,
        spawn: (command, args, options) => {
          this.started.push(command);
          return host.spawn(command, args, options);
        },
      },
      runner: {
        ...NO_MIGRATION,
        request: (job, parameters, signal) => {
          this.started.push(job);
          return runner.request(job, parameters, signal);
        },
      },
      trusted: this.trusted,
      python: { ...DEFAULT_SETTINGS.python, interpreter: oraclePython() },
      options: NO_OPTIONS,
      workspaceFolder: this.project.root,
      output: (text) => this.output.push(text),
    };
  }

  read(): Promise<DatabaseState> {
    const config = this.project.config();
    return readState(config, this.context, new AbortController().signal);
  }

  async plan(given: Omit<RunQuestion, 'options'>): ReturnType<typeof planRun> {
    const config = this.project.config();
    const project = await loadProject(config, { fs: nodeFileSystem });
    const question = { ...given, options: [] };
    return planRun(config, project, question, this.context, new AbortController().signal);
  }

  async planned(command: RunQuestion['command'], ...targets: string[]): Promise<PlannedRun> {
    const plan = await this.plan({ command, targets });
    if (!plan.ok) throw new Error(`${plan.error.code}: ${plan.error.message}`);
    return plan.value;
  }

  execute(plan: PlannedRun, signal = new AbortController().signal): Promise<RunOutcome> {
    const config = this.project.config();
    const progress = {
      progress: ({ phase, step }: { phase: string; step: { revision: string } }) =>
        this.progress.push(`${phase} ${step.revision}`),
    };
    return executeRun(
      config,
      plan,
      this.context,
      { progress: (one) => void progress.progress(one) },
      onlyCancel(signal),
    );
  }
}

const STOCK_ENV = [
  'from alembic import context',
  'from sqlalchemy import engine_from_config, pool',
  'config = context.config',
  'connectable = engine_from_config(config.get_section(config.config_ini_section, {}), prefix="sqlalchemy.", poolclass=pool.NullPool)',
  'with connectable.connect() as connection:',
  '    context.configure(connection=connection)',
  '    with context.begin_transaction():',
  '        context.run_migrations()',
].join('\n');

const DATABASES: Readonly<Record<string, () => Promise<string>>> = {
  SQLite: () => Promise.resolve('sqlite:///shop.db'),
  PostgreSQL: async () => {
    const database = await createTestDatabase();
    cleanups.push(() => database.drop());
    return database.url;
  },
};

describe.each(Object.entries(DATABASES))('on %s', (kind, open) => {
  it('plans, runs and reads, from an empty database to its heads and back', async () => {
    const bench = new Bench(await open());
    bench.project.envText(STOCK_ENV);
    bench.project.revision({ id: 'root1' });
    bench.project.revision({ id: 'left1', down: 'root1' });
    bench.project.revision({ id: 'right1', down: 'root1' });
    bench.project.revision({ id: 'merge1', down: ['left1', 'right1'] });
    bench.project.revision({ id: 'other1', dependsOn: 'left1' });

    const plan = await bench.planned('upgrade', 'heads');
    expect([...plan.databases[0].steps.map(({ revision }) => revision)].sort()).toEqual([
      'left1',
      'merge1',
      'other1',
      'right1',
      'root1',
    ]);
    expect([...plan.databases[0].rowsAfter].sort()).toEqual(['merge1', 'other1']);
    expect(plan.engineDetail).toContain('(setting)');
    const outcome = await bench.execute(plan);
    expect(outcome.error).toBeNull();
    expect(outcome.state).toMatchObject({
      kind: 'known',
      source: 'bridge',
      databases: [{ identity: { key: plan.databases[0].database.identity.key } }],
    });
    expect(bench.progress.filter((line) => line.startsWith('applied'))).toHaveLength(5);
    const state = await bench.read();
    expect([...(state.kind === 'known' ? state.databases[0].rows : [])].sort()).toEqual(['merge1', 'other1']);

    const back = await bench.execute(await bench.planned('downgrade', 'base'));
    expect(back).toMatchObject({ error: null, state: { databases: [{ rows: [], versionTableExists: true }] } });
    const stamped = await bench.execute(await bench.planned('stamp', 'left1', 'right1'));
    expect(stamped.error).toBeNull();
    expect([...(stamped.state.kind === 'known' ? stamped.state.databases[0].rows : [])].sort()).toEqual([
      'left1',
      'right1',
    ]);
  });

  it('refuses a plan with a revision that lacks the function, as Alembic does', async () => {
    const bench = new Bench(await open());
    bench.project.envText(STOCK_ENV);
    bench.project.chain('a', 'b');
    bench.project.write(
      'migrations/versions/b.py',
      'revision = "b"\ndown_revision = "a"\n\ndef upgrade():\n    pass\n',
    );
    await bench.execute(await bench.planned('upgrade', 'head'));
    expect(await bench.plan({ command: 'downgrade', targets: ['base'] })).toMatchObject({
      ok: false,
      error: { code: 'commandFailed', message: expect.stringContaining("'b' has no function 'downgrade'") as unknown },
    });
  });

  it('refuses a chain with a cycle that Alembic loads and never ends ordering', async () => {
    const bench = new Bench(await open());
    bench.project.envText(STOCK_ENV);
    bench.project.chain('x');
    const file = (id: string, down: string): void => {
      const text = `revision = "${id}"\ndown_revision = ${down}\n\ndef upgrade():\n    pass\n\ndef downgrade():\n    pass\n`;
      bench.project.write(`migrations/versions/${id}.py`, text);
    };
    file('a', '("b", "x")');
    file('b', '"a"');
    file('c', '"b"');
    expect(await bench.plan({ command: 'upgrade', targets: ['head'] })).toMatchObject({
      ok: false,
      error: { code: 'commandFailed', message: expect.stringContaining('in a circle') as unknown },
    });
  });

  it('shows the truth after a failure in the third of five', async () => {
    const bench = new Bench(await open());
    bench.project.envText(STOCK_ENV);
    bench.project.chain('a', 'b', 'c', 'd', 'e');
    bench.project.revision({ id: 'c', down: 'b', upgrade: 'raise ValueError("no")' });
    const outcome = await bench.execute(await bench.planned('upgrade', 'head'));
    expect(outcome.error).toMatchObject({ code: 'commandFailed', revision: 'c' });
    expect(outcome.state).toMatchObject({ kind: 'known', databases: [{ rows: kind === 'SQLite' ? ['b'] : [] }] });
  });

  it('shows the truth after a cancel', async () => {
    const bench = new Bench(await open());
    bench.project.envText(STOCK_ENV);
    bench.project.chain('a', 'b', 'c');
    bench.project.revision({ id: 'b', down: 'a', upgrade: 'print("slow", flush=True); time.sleep(60)' });
    const plan = await bench.planned('upgrade', 'head');
    const controller = new AbortController();
    const running = bench.execute(plan, controller.signal);
    while (!bench.output.includes('slow')) await new Promise((resolve) => setTimeout(resolve, 50));
    controller.abort();
    const outcome = await running;
    expect(outcome.error?.code).toBe('cancelled');
    expect(outcome.state).toMatchObject({ kind: 'known', databases: [{ rows: kind === 'SQLite' ? ['a'] : [] }] });
    expect(await bench.read()).toEqual(outcome.state);
  });
});

describe('before a workspace is trusted', () => {
  it('nothing is started', async () => {
    const bench = new Bench('sqlite:///shop.db');
    bench.project.chain('a');
    const plan = await bench.planned('upgrade', 'head');
    bench.started.length = 0;
    bench.trusted = false;
    expect(await bench.read()).toMatchObject({ error: { code: 'notTrusted' } });
    expect(await bench.plan({ command: 'upgrade', targets: ['head'] })).toMatchObject({
      error: { code: 'notTrusted' },
    });
    expect(await bench.execute(plan)).toMatchObject({ error: { code: 'notTrusted' } });
    expect(bench.started).toEqual([]);
  });
});

describe('the state', () => {
  it('is what env.py says, even where it looks as if it opened the configured database', async () => {
    const bench = new Bench('sqlite:///shop.db');
    bench.project.envText(STOCK_ENV);
    bench.project.chain('a');
    expect(await bench.read()).toMatchObject({ error: { code: 'databaseMissing' } });
    expect(bench.started).toEqual([oraclePython()]);
    expect(existsSync(join(bench.project.root, 'shop.db'))).toBe(false);
  });

  it('is asked of env.py where it opens another one', async () => {
    const bench = new Bench('sqlite:///shop.db');
    bench.project.env({ url: '"sqlite:///other.db"' });
    expect(await bench.read()).toMatchObject({
      error: { code: 'databaseMissing', message: expect.stringContaining('other.db') as unknown },
    });
    writeFileSync(join(bench.project.root, 'other.db'), '');
    expect(await bench.read()).toMatchObject({
      kind: 'known',
      source: 'bridge',
      databases: [{ identity: { label: 'other.db' }, versionTableExists: false }],
    });
    expect(bench.started).not.toContain('readState');
  });

  it('of a driver:// placeholder is never tried by the runner', async () => {
    const bench = new Bench('driver://user:pass@localhost/dbname');
    bench.project.envText(STOCK_ENV);
    expect(await bench.read()).toMatchObject({
      error: {
        code: 'urlPlaceholder',
        message: expect.stringContaining('Put the URL of the database there') as unknown,
      },
    });
    expect(bench.started).not.toContain('readState');
  });
});

it('several databases are planned, run and shown one by one', async () => {
  const bench = new Bench('sqlite:///shop.db');
  bench.project.chain('a', 'b');
  bench.project.envText(
    [
      'from alembic import context',
      'from sqlalchemy import create_engine',
      'for name in ("one", "two"):',
      '    with create_engine(f"sqlite:///{name}.db").connect() as connection:',
      '        context.configure(connection=connection)',
      '        with context.begin_transaction():',
      '            context.run_migrations(engine_name=name)',
    ].join('\n'),
  );
  const revisions = 'migrations/versions';
  for (const [id, down] of [
    ['a', 'None'],
    ['b', '"a"'],
  ] as const) {
    const body = 'def upgrade(engine_name):\n    pass\n\ndef downgrade(engine_name):\n    pass\n';
    bench.project.write(`${revisions}/${id}.py`, `revision = "${id}"\ndown_revision = ${down}\n\n${body}`);
  }
  expect(await bench.read()).toMatchObject({ error: { code: 'databaseMissing' } });
  const plan = await bench.planned('upgrade', 'head');
  expect(plan.databases.map(({ database, steps }) => [database.name, steps.length])).toEqual([
    ['one', 2],
    ['two', 2],
  ]);
  expect(['one.db', 'two.db'].filter((name) => existsSync(join(bench.project.root, name)))).toEqual([]);
  const outcome = await bench.execute(plan);
  expect(outcome.error).toBeNull();
  expect(outcome.state).toMatchObject({
    kind: 'known',
    databases: [
      { name: 'one', identity: { label: 'one.db' }, rows: ['b'] },
      { name: 'two', identity: { label: 'two.db' }, rows: ['b'] },
    ],
  });
  expect(bench.progress.filter((line) => line.startsWith('applied'))).toHaveLength(4);
});

describe('a plan', () => {
  it('is refused as Alembic refuses it', async () => {
    const bench = new Bench('sqlite:///shop.db');
    bench.project.revision({ id: 'a' });
    bench.project.revision({ id: 'b', down: 'a' });
    bench.project.revision({ id: 'c', down: 'a' });
    for (const target of ['head', 'nothing', '+7']) {
      const plan = await bench.plan({ command: 'upgrade', targets: [target] });
      let refused = '';
      try {
        execFileSync(oraclePython(), ['-c', 'from alembic.config import main; main()', 'upgrade', target], {
          cwd: bench.project.root,
          stdio: 'pipe',
          encoding: 'utf8',
        });
      } catch (error) {
        refused = (error as { stdout: string }).stdout;
      }
      expect(plan.ok ? '' : plan.error.message).not.toBe('');
      expect(refused).toContain(plan.ok ? 'a refusal' : plan.error.message);
    }
  });

  it.each(['--sql', '-x', '', 'a:b'])('is refused for the target %j', async (target) => {
    const bench = new Bench('sqlite:///shop.db');
    bench.project.chain('a');
    expect(await bench.plan({ command: 'upgrade', targets: [target] })).toMatchObject({
      error: { code: 'commandFailed' },
    });
  });

  it('is empty where there is nothing to do', async () => {
    const bench = new Bench('sqlite:///shop.db');
    bench.project.chain('a');
    await bench.execute(await bench.planned('upgrade', 'head'));
    expect(await bench.planned('upgrade', 'head')).toMatchObject({ databases: [{ steps: [], rowsAfter: ['a'] }] });
  });

  it('without steps leaves even the version table alone', async () => {
    const bench = new Bench('sqlite:///shop.db');
    const outcome = await bench.execute(await bench.planned('upgrade', 'head'));
    expect(outcome).toMatchObject({ error: null, state: { error: { code: 'databaseMissing' } } });
    expect(existsSync(join(bench.project.root, 'shop.db'))).toBe(false);
  });

  it('is refused when the database shown is not the one env.py opens, and both are named', async () => {
    const bench = new Bench('sqlite:///shop.db');
    bench.project.chain('a');
    const { databases } = await bench.planned('upgrade', 'head');
    bench.project.env({ url: '"sqlite:///other.db"' });
    const plan = await bench.plan({
      command: 'upgrade',
      targets: ['head'],
      shown: databases.map(({ database }) => database),
    });
    expect(plan).toMatchObject({
      error: { code: 'changedDatabase', state: { kind: 'known', databases: [{ identity: { label: 'other.db' } }] } },
    });
    expect(plan.ok ? '' : plan.error.message).toMatch(/shop\.db.*other\.db/);
  });

  it('is refused when only the schema is another, and says which', async () => {
    const database = await createTestDatabase();
    cleanups.push(() => database.drop());
    const bench = new Bench(database.url);
    bench.project.chain('a');
    const { databases } = await bench.planned('upgrade', 'head');
    bench.project.env({ configure: 'version_table_schema="tenant"' });
    const shown = databases.map(({ database: one }) => one);
    const plan = await bench.plan({ command: 'upgrade', targets: ['head'], shown });
    expect(plan).toMatchObject({ error: { code: 'changedDatabase' } });
    expect(plan.ok ? '' : plan.error.message).toMatch(
      /version table alembic_version\).*version table tenant\.alembic_version\)/,
    );
  });

  it('stamps over a row that no file has by emptying the table first, and says so', async () => {
    const bench = new Bench('sqlite:///shop.db');
    bench.project.chain('a', 'b', 'gone');
    await bench.execute(await bench.planned('upgrade', 'head'));
    rmSync(join(bench.project.root, 'migrations/versions/gone.py'));
    // As Alembic refuses it, and what to do.
    expect(await bench.plan({ command: 'stamp', targets: ['b'] })).toMatchObject({
      error: {
        code: 'commandFailed',
        message:
          "Can't locate revision identified by 'gone'. The database is at a revision that no file has: get its file back, or stamp with --purge.",
      },
    });
    const plan = await bench.plan({ command: 'stamp', targets: ['b'], purgesUnknown: true });
    if (!plan.ok) throw new Error(plan.error.message);
    expect(plan.value).toMatchObject({
      options: ['--purge'],
      notes: [expect.stringMatching(/^No file has 'gone', .*--purge/) as unknown],
      databases: [{ rowsAfter: ['b'] }],
    });
    expect(await bench.execute(plan.value)).toMatchObject({ error: null, state: { databases: [{ rows: ['b'] }] } });
    // Where every row has its file nothing is purged.
    expect(await bench.plan({ command: 'stamp', targets: ['a'], purgesUnknown: true })).toMatchObject({
      ok: true,
      value: { options: [], notes: [] },
    });
  });

  it('is refused while the chain cannot be loaded', async () => {
    const bench = new Bench('sqlite:///shop.db');
    bench.project.revision({ id: 'b', down: 'gone' });
    const plan = await bench.plan({ command: 'upgrade', targets: ['head'] });
    expect(plan).toMatchObject({ error: { code: 'commandFailed' } });
    expect(bench.started).toEqual([]);
  });
});
