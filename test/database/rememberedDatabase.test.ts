import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { nodeFileSystem } from '../../server/src/common/nodeFileSystem';
import type { DatabaseState } from '../../server/src/engine/engine';
import { type EnvironmentOptions, NO_OPTIONS } from '../../server/src/engine/environmentOptions';
import type { RunnerClient } from '../../server/src/engine/runnerClient';
import { DEFAULT_SETTINGS } from '../../server/src/protocol/settings';
import type { EngineContext } from '../../server/src/usecases/engineContext';
import { EnvironmentMemories } from '../../server/src/usecases/environmentMemory';
import { executeRun } from '../../server/src/usecases/executeRun';
import { guessDatabase } from '../../server/src/usecases/guesses/guess';
import { loadProject } from '../../server/src/usecases/loadProject';
import { planRun } from '../../server/src/usecases/planRun';
import { readState } from '../../server/src/usecases/readState';
import { oraclePython } from '../oracle/support/venv';
import { createMariadbDatabase, mariadbSkipReason } from '../support/mariadb';
import { createTestDatabase } from '../support/postgres';
import { AlembicProject } from './support/alembicProject';
import { engineHost, onlyCancel, startRunner } from './support/engines';
import { skipping } from '../support/missing';
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

/** A project of the editor: what env.py opens is remembered; notes who was asked. */
class Bench {
  readonly project: AlembicProject;
  readonly asked: string[] = [];
  readonly memories = new EnvironmentMemories(nodeFileSystem);
  options: EnvironmentOptions = NO_OPTIONS;
  interpreter = oraclePython();

  constructor(url = 'sqlite:///shop.db') {
    this.project = new AlembicProject(url);
    this.project.chain('aaaa', 'bbbb');
    cleanups.push(() => {
      this.project.remove();
    });
  }

  get context(): EngineContext {
    const host = engineHost();
    const config = this.project.config();
    const python = { ...DEFAULT_SETTINGS.python, interpreter: this.interpreter };
    const { options } = this;
    const workspaceFolder = this.project.root;
    return {
      host: {
        ...host,
        spawn: (command, args, spawnOptions) => {
          this.asked.push('env.py');
          return host.spawn(command, args, spawnOptions);
        },
      },
      runner: {
        ...NO_MIGRATION,
        request: (job, parameters, signal) => {
          this.asked.push('runner');
          return runner.request(job, parameters, signal);
        },
      },
      trusted: true,
      python,
      options,
      memory: this.memories.of({ config, options, python, interpreter: '', workspaceFolder }),
      guess: () =>
        guessDatabase({
          fs: nodeFileSystem,
          config,
          options,
          workspaceFolder,
          environment: {},
          setting: '',
          secret: null,
        }),
      workspaceFolder,
      output: () => undefined,
    };
  }

  /** Where the database stands, and who was asked. */
  async read(): Promise<string> {
    this.asked.length = 0;
    const state = await readState(this.project.config(), this.context, new AbortController().signal);
    return `${said(state)} by ${this.asked.join(' and ')}`;
  }

  async upgrade(target: string): Promise<string> {
    const config = this.project.config();
    const project = await loadProject(config, { fs: nodeFileSystem });
    const question = { command: 'upgrade', targets: [target], options: [] } as const;
    const plan = await planRun(config, project, question, this.context, new AbortController().signal);
    if (!plan.ok) throw new Error(plan.error.message);
    this.asked.length = 0;
    const progress = { progress: () => undefined };
    const signals = onlyCancel(new AbortController().signal);
    const { state } = await executeRun(config, plan.value, this.context, progress, signals);
    return `${said(state)} by ${this.asked.join(' and ')}`;
  }
}

function said(state: DatabaseState): string {
  if (state.kind === 'unavailable') return state.error.code;
  const rows = state.databases.map(({ identity, rows: own }) => `${identity.label} ${own.join() || 'base'}`);
  return `${state.source}: ${rows.join(', ')}`;
}

describe('what env.py was seen to open', () => {
  it('is read without Python from then on, and after a run', async () => {
    const bench = new Bench();
    await bench.upgrade('aaaa');
    expect(await bench.read()).toBe('runner: shop.db aaaa by runner');
    expect(await bench.upgrade('bbbb')).toBe('runner: shop.db bbbb by env.py and runner');
    bench.memories.forget();
    expect(await bench.read()).toBe('bridge: shop.db bbbb by env.py');
    expect(await bench.read()).toBe('runner: shop.db bbbb by runner');
  });

  it('is forgotten when env.py, the configuration, .env, or what env.py is given changes', async () => {
    const bench = new Bench();
    await bench.upgrade('bbbb');
    const changes: readonly (() => void)[] = [
      () => {
        bench.project.env({ start: '# changed' });
      },
      () => {
        bench.project.write(
          'alembic.ini',
          '[alembic]\nscript_location = migrations\nsqlalchemy.url = sqlite:///./shop.db\n',
        );
      },
      () => {
        bench.project.write('.env', 'A=1\n');
      },
      () => {
        bench.options = { ...NO_OPTIONS, xArguments: ['tenant=a'] };
      },
    ];
    for (const change of changes) {
      expect(await bench.read()).toBe('runner: shop.db bbbb by runner');
      change();
      expect(await bench.read()).toBe('bridge: shop.db bbbb by env.py');
    }
  });

  it('is remembered for each target', async () => {
    const bench = new Bench();
    bench.project.env({ start: 'import os', url: '"sqlite:///" + os.environ["SHOP"]' });
    const target = (name: string): EnvironmentOptions => ({
      ...NO_OPTIONS,
      target: name,
      variables: { SHOP: `${name}.db` },
    });
    for (const [name, revision] of [
      ['one', 'aaaa'],
      ['two', 'bbbb'],
    ] as const) {
      bench.options = target(name);
      await bench.upgrade(revision);
    }
    bench.options = target('one');
    expect(await bench.read()).toBe('runner: one.db aaaa by runner');
    bench.options = target('two');
    expect(await bench.read()).toBe('runner: two.db bbbb by runner');
  });

  it('is not taken from a URL beside which the engine goes elsewhere', async () => {
    const bench = new Bench();
    bench.project.env({
      start: 'import sqlite3',
      url: '"sqlite:///shop.db", creator=lambda: sqlite3.connect("real.db")',
    });
    expect(await bench.upgrade('aaaa')).toBe('bridge: real.db aaaa by env.py and runner and env.py');
    expect(existsSync(join(bench.project.root, 'shop.db'))).toBe(false);
    // Once found wanting, our drivers are not tried again.
    expect(await bench.read()).toBe('bridge: real.db aaaa by env.py');
  });

  it('says so when the file has gone', async () => {
    const bench = new Bench();
    await bench.upgrade('aaaa');
    rmSync(join(bench.project.root, 'shop.db'));
    expect(await bench.read()).toMatch(/^databaseMissing by runner/);
    expect(existsSync(join(bench.project.root, 'shop.db'))).toBe(false);
  });
});

describe('on PostgreSQL', () => {
  async function open(): Promise<{ bench: Bench; url: string; label: string }> {
    const database = await createTestDatabase();
    cleanups.push(() => database.drop());
    const bench = new Bench(database.url);
    const { host, pathname } = new URL(database.url);
    return {
      bench,
      url: database.url,
      label: `${pathname.slice(1)}@${host.replace('127.0.0.1', 'localhost').replace(':5432', '')}`,
    };
  }

  it('is read without Python, password and all', async () => {
    const { bench, label } = await open();
    await bench.upgrade('aaaa');
    expect(await bench.read()).toBe(`runner: ${label} aaaa by runner`);
  });

  it('is left to env.py where an event leads the connection to another schema', async () => {
    const { bench, url, label } = await open();
    const client = new Client({ connectionString: url });
    await client.connect();
    await client.query('create schema tenant');
    await client.end();
    bench.project.env({
      connected: 'connection.exec_driver_sql("set search_path = tenant")\nconnection.commit()',
    });
    expect(await bench.upgrade('aaaa')).toBe(`bridge: ${label} aaaa by env.py and runner and env.py`);
    expect(await bench.read()).toBe(`bridge: ${label} aaaa by env.py`);
  });
});

const noMariadb = await mariadbSkipReason();

it('a database we have no driver for is always asked of env.py', skipping(noMariadb), async () => {
  const database = createMariadbDatabase();
  cleanups.push(() => {
    database.drop();
  });
  const bench = new Bench(database.url);
  const { pathname } = new URL(database.url);
  const label = `${pathname.slice(1)}@localhost`;
  expect(await bench.upgrade('aaaa')).toBe(`bridge: ${label} aaaa by env.py and env.py`);
  expect(await bench.read()).toBe(`bridge: ${label} aaaa by env.py`);
});

describe('while env.py is asked', () => {
  it('the likeliest database is shown, and what env.py says takes its place', async () => {
    const bench = new Bench();
    await bench.upgrade('aaaa');
    bench.project.env({ start: 'import time; time.sleep(1)' });
    const shown: string[] = [];
    const signal = new AbortController().signal;
    const state = await readState(bench.project.config(), bench.context, signal, (guessed) => {
      shown.push(said(guessed));
    });
    expect([shown, said(state)]).toEqual([['guess: shop.db aaaa'], 'bridge: shop.db aaaa']);
  });
});

describe('where Python cannot be run', () => {
  it('the likeliest database is read and called a guess, and nothing is planned on it', async () => {
    const bench = new Bench();
    await bench.upgrade('aaaa');
    bench.memories.forget();
    bench.interpreter = join(bench.project.root, 'no-python');
    expect(await bench.read()).toBe('guess: shop.db aaaa by runner');
    await expect(bench.upgrade('bbbb')).rejects.toThrow(/no Python is/);
  });

  it('and no database is likely, it is said what is missing', async () => {
    const bench = new Bench();
    bench.interpreter = join(bench.project.root, 'no-python');
    expect(await bench.read()).toMatch(/^noInterpreter by runner$/);
    bench.project.env({ url: 'settings.URL' });
    expect(await bench.read()).toMatch(/^noInterpreter by $/);
  });
});
