import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { nodeFileSystem } from '../../server/src/common/nodeFileSystem';
import { NO_OPTIONS } from '../../server/src/engine/environmentOptions';
import { type JournalEvent, readEvent, type RunDescription } from '../../server/src/engine/keeper/journal';
import type { RunKeeper } from '../../server/src/engine/keeper/runKeeper';
import type { KeeperProgram } from '../../server/src/engine/keeper/startKeeper';
import type { RunnerClient } from '../../server/src/engine/runnerClient';
import { DEFAULT_SETTINGS } from '../../server/src/protocol/settings';
import type { EngineContext } from '../../server/src/usecases/engineContext';
import { executeRun, type RunOutcome } from '../../server/src/usecases/executeRun';
import { loadProject } from '../../server/src/usecases/loadProject';
import { planRun } from '../../server/src/usecases/planRun';
import { oraclePython } from '../oracle/support/venv';
import { createTestDatabase } from '../support/postgres';
import { AlembicProject } from './support/alembicProject';
import { engineHost, startRunner } from './support/engines';
import { keeperProgram, removeKeeper, window } from './support/keeper';

let runner: RunnerClient;
let program: KeeperProgram;
beforeAll(async () => {
  [runner, program] = await Promise.all([startRunner(), keeperProgram()]);
});
afterAll(() => {
  runner.dispose();
  removeKeeper(program);
});

const cleanups: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const IDS = ['one', 'two', 'three'];

/** What a revision does after it has made its table: it waits until the test lets it go on. */
const WAITS = (id: string): string => `while not os.path.exists("go_${id}"): time.sleep(0.02)`;
const DEAF = [
  'while not os.path.exists("never"):',
  '    try: time.sleep(1)',
  '    except KeyboardInterrupt: open("asked", "w").close()',
].join('\n');

/** An upgrade of three revisions, each of which waits, and everything that looks at it. */
class Bench {
  readonly project: AlembicProject;
  readonly keeper: RunKeeper;
  readonly heard: string[] = [];
  readonly cancel = new AbortController();
  readonly force = new AbortController();
  readonly #runs: string;

  constructor(readonly url: string) {
    this.project = new AlembicProject(url);
    this.#runs = join(this.project.root, 'runs');
    this.keeper = window(this.#runs, program);
    cleanups.push(() => {
      this.project.remove();
    });
  }

  /** @param configure More arguments of `context.configure()`. */
  write(configure: string, body: (id: string) => string = WAITS): void {
    this.project.env({ configure });
    IDS.forEach((id, index) => {
      const down = IDS[index - 1];
      const upgrade = `import os\nop.create_table("t_${id}", sa.Column("id", sa.Integer, primary_key=True))\n${body(id)}`;
      this.project.revision({ id, ...(down !== undefined && { down }), upgrade });
    });
  }

  get id(): string {
    return this.project.config().id;
  }

  go(...ids: readonly string[]): void {
    for (const id of ids) this.project.write(`go_${id}`, '');
  }

  /** Begins the upgrade to the head, as the editor does. */
  async begin(): Promise<{ readonly end: Promise<RunOutcome> }> {
    const config = this.project.config();
    const context: EngineContext = {
      host: engineHost(),
      runner,
      trusted: true,
      python: { ...DEFAULT_SETTINGS.python, interpreter: oraclePython() },
      options: NO_OPTIONS,
      workspaceFolder: this.project.root,
      output: () => undefined,
    };
    const project = await loadProject(config, { fs: nodeFileSystem });
    const question = { command: 'upgrade', targets: ['head'], options: [] } as const;
    const plan = await planRun(config, project, question, context, new AbortController().signal);
    if (!plan.ok) throw new Error(plan.error.message);
    const description: RunDescription = {
      runId: 'run',
      projectId: config.id,
      command: 'upgrade',
      databases: [],
      begunAt: Date.now(),
    };
    if (!this.keeper.claim(description)) throw new Error('the place is taken');
    const progress = { progress: this.#hear };
    const signals = { cancel: this.cancel.signal, force: this.force.signal };
    const end = executeRun(config, plan.value, context, progress, signals, async (kept, told, asked) => {
      const report = await this.keeper.start(config.id, kept, { ...told, cancelled: () => undefined }, asked);
      if (report === null) throw new Error('the journal is gone');
      return report;
    });
    return { end };
  }

  readonly #hear = ({
    phase,
    step,
  }: {
    readonly phase: string;
    readonly step: { readonly revision: string };
  }): void => {
    this.heard.push(`${phase} ${step.revision}`);
  };

  async at(id: string): Promise<void> {
    await expect.poll(() => this.heard, { timeout: 20_000 }).toContain(`starting ${id}`);
    // Its table is made, and it waits.
    await new Promise((resolve) => setTimeout(resolve, 200));
  }

  journal(): JournalEvent[] {
    const [name = ''] = readdirSync(this.#runs);
    const text = readFileSync(join(this.#runs, name, 'events.jsonl'), 'utf8');
    return text.split('\n').flatMap((line) => readEvent(line) ?? []);
  }

  /** Kills one of the two processes of the run, as the system would that is short of memory. */
  kill(which: 'keeper' | 'python'): void {
    const events = this.journal();
    const begun = events.find((event) => event.kind === 'begun');
    const python = events.find((event) => event.kind === 'python');
    const pid = which === 'keeper' ? begun?.keeper.pid : python?.pid;
    if (pid === undefined) throw new Error(`the journal names no ${which}`);
    process.kill(pid, 'SIGKILL');
  }

  /** The rows of the version table, by a driver of the test's own. */
  async truth(): Promise<readonly string[]> {
    if (!this.url.startsWith('postgresql')) {
      const file = join(this.project.root, 'shop.db');
      if (!existsSync(file)) return [];
      const database = new Database(file, { fileMustExist: true });
      try {
        const there = database.prepare("select 1 from sqlite_master where name = 'alembic_version'").get();
        if (there === undefined) return [];
        return (database.prepare('select version_num from alembic_version').all() as Row[]).map(versionOf);
      } finally {
        database.close();
      }
    }
    const client = new Client({ connectionString: this.url });
    await client.connect();
    try {
      const { rows } = await client.query<{ there: string | null }>("select to_regclass('alembic_version') as there");
      if (rows[0]?.there === null) return [];
      return (await client.query<Row>('select version_num from alembic_version')).rows.map(versionOf);
    } finally {
      await client.end();
    }
  }

  /** What the tree would show. */
  shown({ state }: RunOutcome): readonly string[] {
    if (state.kind !== 'known') throw new Error(`${state.error.code}: ${state.error.message}`);
    return state.databases[0].rows;
  }
}

interface Row {
  readonly version_num: string;
}

function versionOf(row: Row): string {
  return row.version_num;
}

const DATABASES: Readonly<Record<string, () => Promise<string>>> = {
  SQLite: () => Promise.resolve('sqlite:///shop.db'),
  PostgreSQL: async () => {
    const database = await createTestDatabase();
    cleanups.push(() => database.drop());
    return database.url;
  },
};
const ONE_BY_ONE = 'transaction_per_migration=True';

describe.each(Object.entries(DATABASES))('a run on %s', (kind, open) => {
  it('is done by a process of its own, with its steps told as they come', async () => {
    const bench = new Bench(await open());
    bench.write('');
    const { end } = await bench.begin();
    await bench.at('one');
    bench.go('one');
    await bench.at('two');
    bench.go('two', 'three');
    const outcome = await end;
    expect(outcome.error).toBeNull();
    expect(bench.heard).toEqual(IDS.flatMap((id) => [`starting ${id}`, `applied ${id}`]));
    expect(bench.shown(outcome)).toEqual(['three']);
    expect(await bench.truth()).toEqual(['three']);
    const begun = bench.journal().find((event) => event.kind === 'begun');
    expect(begun?.keeper.pid).not.toBe(process.pid);
  });

  it.each(
    IDS.flatMap((id) => [
      [id, 'each in a transaction of its own', ONE_BY_ONE] as const,
      [id, 'all in one transaction', ''] as const,
    ]),
  )('cancelled at the revision %s, %s, leaves what is shown', async (id, _how, configure) => {
    const bench = new Bench(await open());
    bench.write(configure);
    const { end } = await bench.begin();
    const index = IDS.indexOf(id);
    bench.go(...IDS.slice(0, index));
    await bench.at(id);
    bench.cancel.abort();
    const outcome = await end;
    expect(outcome.error?.code).toBe('cancelled');
    expect(bench.shown(outcome)).toEqual(await bench.truth());
    // SQLite's driver ends transactions around DDL by itself, so each revision is there before the next begins.
    const kept = kind === 'SQLite' || configure === ONE_BY_ONE ? IDS.slice(0, index).slice(-1) : [];
    expect(await bench.truth()).toEqual(kept);
  });

  it('cancelled by another window before its Python has begun, does nothing', async () => {
    const bench = new Bench(await open());
    bench.write('');
    bench.cancel.abort();
    const { end } = await bench.begin();
    const outcome = await end;
    expect(outcome.error).toMatchObject({ code: 'cancelled' });
    expect(await bench.truth()).toEqual([]);
  });

  it('whose keeper is killed ends, and what is shown is what it left', async () => {
    const bench = new Bench(await open());
    bench.write(ONE_BY_ONE);
    const { end } = await bench.begin();
    bench.go('one');
    await bench.at('two');
    bench.kill('keeper');
    const outcome = await end;
    expect(outcome.error?.message).toMatch(/ended from outside/);
    expect(bench.shown(outcome)).toEqual(['one']);
    expect(await bench.truth()).toEqual(['one']);
    expect(bench.keeper.find(bench.id)).toMatchObject({ ended: true });
  });

  it('whose Python is killed says so, and what is shown is what it left', async () => {
    const bench = new Bench(await open());
    bench.write(ONE_BY_ONE);
    const { end } = await bench.begin();
    bench.go('one');
    await bench.at('two');
    bench.kill('python');
    const outcome = await end;
    expect(outcome.error).toMatchObject({ code: 'processFailed' });
    expect(outcome.error?.message).toContain('SIGKILL');
    expect(bench.shown(outcome)).toEqual(['one']);
    expect(await bench.truth()).toEqual(['one']);
  });

  it('that does not follow a cancel is ended by force; the state is read after that', async () => {
    const bench = new Bench(await open());
    bench.write(ONE_BY_ONE, (id) => (id === 'two' ? DEAF : 'pass'));
    const { end } = await bench.begin();
    await bench.at('two');
    bench.cancel.abort();
    await expect.poll(() => existsSync(join(bench.project.root, 'asked')), { timeout: 10_000 }).toBe(true);
    expect(bench.keeper.find(bench.id)).toMatchObject({ ended: false });
    bench.force.abort();
    const outcome = await end;
    expect(outcome.error?.code).toBe('cancelled');
    expect(bench.shown(outcome)).toEqual(['one']);
    expect(await bench.truth()).toEqual(['one']);
  });

  it('can be followed and cancelled by a window that came later', async () => {
    const bench = new Bench(await open());
    bench.write(ONE_BY_ONE);
    const { end } = await bench.begin();
    bench.go('one');
    await bench.at('two');
    const other = window(join(bench.project.root, 'runs'), program);
    expect(other.find(bench.id)).toMatchObject({ description: { runId: 'run' }, ended: false });
    const cancel = new AbortController();
    const heard: string[] = [];
    const theirs = other.follow(
      bench.id,
      {
        progress: ({ phase, step }) => heard.push(`${phase} ${step.revision}`),
        output: () => undefined,
        cancelled: () => heard.push('cancelled'),
      },
      { cancel: cancel.signal, force: new AbortController().signal },
    );
    await expect.poll(() => heard).toEqual(['starting one', 'applied one', 'starting two']);
    cancel.abort();
    expect((await theirs)?.error?.code).toBe('cancelled');
    const outcome = await end;
    expect(outcome.error?.code).toBe('cancelled');
    expect(bench.shown(outcome)).toEqual(await bench.truth());
  });
});

it('writes no password down that it was given or that was printed', async () => {
  const database = await createTestDatabase();
  cleanups.push(() => database.drop());
  const secret = new URL(database.url).password;
  expect(secret.length).toBeGreaterThan(5);
  const bench = new Bench(database.url);
  bench.write('', () => `print("connected with ${secret}")\nraise ValueError("${secret} is wrong")`);
  const { end } = await bench.begin();
  const outcome = await end;
  expect(outcome.error?.message).toContain('*** is wrong');
  const written = readdirSync(join(bench.project.root, 'runs'), { recursive: true, encoding: 'utf8' })
    .map((name) => join(bench.project.root, 'runs', name))
    .filter((path) => /\.\w+$/.test(path))
    .map((path) => readFileSync(path, 'utf8'))
    .join('\n');
  expect(written).toContain('connected with ***');
  expect(written).not.toContain(secret);
});
