import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Outcome, ProjectInfo, RunPlan, StateInfo } from '../../server/src/protocol/data';
import type { InitializationOptions, RunEndedInfo, RunProgressInfo } from '../../server/src/protocol/requests';
import { DEFAULT_SETTINGS } from '../../server/src/protocol/settings';
import { tablesOf, versionRows } from '../database/support/versionTable';
import { oraclePython } from '../oracle/support/venv';
import { eventually, LanguageClient, TestFolder } from './support/languageClient';

const ENV = `from alembic import context
from sqlalchemy import create_engine, pool

print("password=geheim42 of nobody")
engine = create_engine(context.config.get_main_option("sqlalchemy.url"), poolclass=pool.NullPool)
with engine.connect() as connection:
    context.configure(connection=connection, transaction_per_migration=True)
    with context.begin_transaction():
        context.run_migrations()
`;

/** For what needs a Python to start, on a machine that does much else. */
const PATIENCE = 30_000;

const revision = (id: string, down: string | null, body: string): string => `"""message of ${id}"""
import os
import time
from alembic import op
revision = '${id}'
down_revision = ${down === null ? 'None' : `'${down}'`}


def wait(name):
    while not os.path.exists(name):
        time.sleep(0.02)


def upgrade():
    op.execute('create table ${id} (x)')
    ${body}


def downgrade():
    pass
`;

/** An upgrade of three revisions whose second waits until the test makes the file `go`. */
function files(second = 'wait("go")', third = 'pass'): Record<string, string> {
  return {
    'alembic.ini':
      '[alembic]\nscript_location = %(here)s/migrations\npath_separator = os\nsqlalchemy.url = sqlite:///shop.db\n',
    'migrations/env.py': ENV,
    'migrations/script.py.mako': '',
    'migrations/versions/a.py': revision('aaaa', null, 'pass'),
    'migrations/versions/b.py': revision('bbbb', 'aaaa', second),
    'migrations/versions/c.py': revision('cccc', 'bbbb', third),
  };
}

/** A window: a server with what it told of runs. */
class Window extends LanguageClient {
  readonly ended: RunEndedInfo[] = [];

  static async open(folder: TestFolder, trusted = true): Promise<Window> {
    const window = new Window(folder);
    window.onNotification('alembicWorkbench/runEnded', (info) => window.ended.push(info as RunEndedInfo));
    const options: Partial<InitializationOptions> = {
      trusted,
      runsPath: folder.file('storage/runs'),
      settings: { ...DEFAULT_SETTINGS, python: { ...DEFAULT_SETTINGS.python, interpreter: oraclePython() } },
    };
    await window.start(options);
    return window;
  }

  project(): Promise<ProjectInfo> {
    return eventually(async () => {
      const [found] = await this.request<ProjectInfo[]>('alembicWorkbench/listProjects');
      return found !== undefined && found.revisionCount > 0 ? found : null;
    }, 'a project');
  }

  async state(): Promise<StateInfo> {
    return (await this.project()).state;
  }

  async plan(): Promise<Outcome<{ readonly plan: RunPlan }>> {
    const { id } = await this.project();
    return this.request('alembicWorkbench/planRun', { projectId: id, command: 'upgrade', targets: ['head'] });
  }

  /** Begins an upgrade to the head, and waits until its second revision runs. */
  async begin(): Promise<{ readonly runId: string; readonly answer: Promise<Outcome<{ readonly state: StateInfo }>> }> {
    const planned = await this.plan();
    if (!planned.ok) throw new Error(planned.failure.message);
    const { planId } = planned.plan;
    const answer = this.request<Outcome<{ readonly state: StateInfo }>>('alembicWorkbench/executeRun', { planId });
    // Of a server that is killed there is none.
    answer.catch(() => undefined);
    await this.running('bbbb');
    return { runId: planId, answer };
  }

  async running(at: string): Promise<Extract<StateInfo, { kind: 'running' }>> {
    return eventually(
      async () => {
        const state = await this.state();
        return state.kind === 'running' && state.revision === at ? state : null;
      },
      `the run at ${at}`,
      PATIENCE,
    );
  }

  /** Shows where the database is, and it is there, with the tables of the revisions up to it. */
  async stands(...current: string[]): Promise<void> {
    await eventually(
      async () => {
        const state = await this.state();
        return state.kind === 'known' && state.current.join() === current.join();
      },
      `the database at ${current.join()}`,
      PATIENCE,
    );
    const shop = this.folder.file('shop.db');
    expect(versionRows(shop)).toEqual(current);
    const chain = ['aaaa', 'bbbb', 'cccc'];
    const applied = chain.slice(0, chain.indexOf(current.at(-1) ?? '') + 1);
    // SQLite keeps what a revision that did not end has made.
    expect(tablesOf(shop)).toEqual(expect.arrayContaining(applied));
  }
}

/** All that was written down of the runs. */
function journals(folder: TestFolder): string {
  const runs = folder.file('storage/runs');
  return readdirSync(runs, { recursive: true, encoding: 'utf8' })
    .map((name) => join(runs, name))
    .filter((path) => path.endsWith('.jsonl') || path.endsWith('.json'))
    .map((path) => readFileSync(path, 'utf8'))
    .join('\n');
}

describe('a run', () => {
  it('goes on when the server is killed; the next server follows it, and says how it ended', async () => {
    using folder = new TestFolder(files());
    const first = await Window.open(folder);
    const { runId } = await first.begin();
    await first.crash();

    await using second = await Window.open(folder);
    const state = await second.running('bbbb');
    expect(state).toMatchObject({ runId, command: 'upgrade', databases: [{ label: 'shop.db', dialect: 'sqlite' }] });
    const { id } = await second.project();
    // Nothing is read, and nothing else begun, in the middle of it.
    expect(await second.request('alembicWorkbench/refreshState', { projectId: id })).toMatchObject({ kind: 'running' });
    expect(await second.plan()).toMatchObject({ ok: false, failure: { code: 'busy' } });
    const progress: RunProgressInfo[] = [];
    second.onProgress(runId, (value) => progress.push(value as RunProgressInfo));
    folder.write('go', '');
    await second.stands('cccc');
    await eventually(() => second.ended.length === 1, 'the end');
    expect(second.ended[0]).toMatchObject({ runId, projectId: id, command: 'upgrade' });
    expect(second.ended[0]).not.toHaveProperty('failure');
    expect(progress.at(-1)).toMatchObject({ revision: 'cccc', message: 'message of cccc', done: 3, total: 3 });
    // The next run may begin.
    expect(await second.plan()).toMatchObject({ ok: true, plan: { idle: true } });
  });

  it('that ended while nobody was there is told once, with the database as it is', async () => {
    using folder = new TestFolder(files('wait("go")', 'raise ValueError("no luck")'));
    const first = await Window.open(folder);
    await first.begin();
    await first.crash();
    folder.write('go', '');
    await eventually(() => journals(folder).includes('"ended"'), 'the end', PATIENCE);

    await using second = await Window.open(folder);
    await second.stands('bbbb');
    await eventually(() => second.ended.length === 1, 'the news');
    const failure = second.ended[0]?.failure;
    expect(`${failure?.message ?? ''} ${failure?.details ?? ''}`).toContain('no luck');
    await using third = await Window.open(folder);
    await third.project();
    expect((await third.plan()).ok).toBe(true);
    expect(third.ended).toEqual([]);
    expect(journals(folder)).not.toContain('geheim42');
  });

  it('is not looked for before the workspace is trusted', async () => {
    using folder = new TestFolder(files());
    const first = await Window.open(folder);
    await first.begin();
    await first.crash();
    await using second = await Window.open(folder, false);
    expect(await second.state()).toEqual({ kind: 'unknown' });
    await second.notify('alembicWorkbench/trustGranted', null);
    await second.running('bbbb');
    folder.write('go', '');
    await second.stands('cccc');
  });

  it('is seen by a second window, which begins no other and can cancel it', async () => {
    using folder = new TestFolder(files('wait("never")'));
    await using first = await Window.open(folder);
    await using second = await Window.open(folder);
    const ready = await second.plan();
    const { runId, answer } = await first.begin();
    // Planned before the other's run began, confirmed after.
    if (!ready.ok) throw new Error(ready.failure.message);
    const late = await second.request('alembicWorkbench/executeRun', { planId: ready.plan.planId });
    expect(late).toMatchObject({ ok: false, failure: { code: 'busy' } });
    await second.running('bbbb');
    expect(await second.request('alembicWorkbench/cancelRun', { runId })).toEqual({ ok: true });
    expect(await answer).toMatchObject({ ok: false, failure: { code: 'cancelled' } });
    await first.stands('aaaa');
    await second.stands('aaaa');
    await eventually(() => second.ended.length === 1, 'the news');
    expect(second.ended[0]?.failure).toMatchObject({ code: 'cancelled' });
    expect(first.ended).toEqual([]);
  });

  it('that does not follow a cancel is ended by force, never before', async () => {
    const deaf = [
      'while not os.path.exists("never"):',
      '        try: time.sleep(1)',
      '        except KeyboardInterrupt: open("asked", "w").close()',
    ].join('\n');
    using folder = new TestFolder(files(deaf));
    await using window = await Window.open(folder);
    const { runId, answer } = await window.begin();
    const force = (): Promise<unknown> => window.request('alembicWorkbench/forceRun', { runId });
    expect(await force()).toMatchObject({ ok: false, failure: { code: 'notCancelled' } });
    await window.request('alembicWorkbench/cancelRun', { runId });
    await eventually(() => existsSync(folder.file('asked')), 'the question');
    expect(await window.running('bbbb')).toMatchObject({ cancelled: true });
    expect(await force()).toEqual({ ok: true });
    expect(await answer).toMatchObject({ ok: false, failure: { code: 'cancelled' } });
    await window.stands('aaaa');
  });

  it('that can have no journal is not begun, and says why', async () => {
    using folder = new TestFolder({ ...files('pass'), storage: 'a file in the way' });
    await using window = await Window.open(folder);
    const planned = await window.plan();
    if (!planned.ok) throw new Error(planned.failure.message);
    const outcome = await window.request('alembicWorkbench/executeRun', { planId: planned.plan.planId });
    expect(outcome).toMatchObject({ ok: false, failure: { code: 'processFailed' } });
    expect(JSON.stringify(outcome)).toContain('was not started');
    expect(existsSync(folder.file('shop.db'))).toBe(false);
  });

  it('goes to its end when the window is closed in the middle', async () => {
    using folder = new TestFolder(files());
    {
      await using first = await Window.open(folder);
      await first.begin();
    }
    folder.write('go', '');
    await eventually(() => journals(folder).includes('"ended"'), 'the end', PATIENCE);
    await using second = await Window.open(folder);
    await second.stands('cccc');
    await eventually(() => second.ended.length === 1, 'the news');
  });
});
