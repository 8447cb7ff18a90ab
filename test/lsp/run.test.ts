import { describe, expect, it } from 'vitest';
import type { Outcome, ProjectInfo, RevisionRow, RunPlan, StateInfo } from '../../server/src/protocol/data';
import type { InitializationOptions, RunProgressInfo } from '../../server/src/protocol/requests';
import { DEFAULT_SETTINGS } from '../../server/src/protocol/settings';
import { oraclePython } from '../oracle/support/venv';
import { eventually, LanguageClient, TestFolder } from './support/languageClient';

const ENV = `from alembic import context
from sqlalchemy import create_engine, pool

engine = create_engine(context.config.get_main_option("sqlalchemy.url"), poolclass=pool.NullPool)
with engine.connect() as connection:
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()
`;

const revision = (id: string, down: string | null, body = 'pass'): string => `"""message of ${id}"""
import time
from alembic import op
revision = '${id}'
down_revision = ${down === null ? 'None' : `'${down}'`}


def upgrade():
    ${body}


def downgrade():
    pass
`;

const FILES = {
  'alembic.ini':
    '[alembic]\nscript_location = %(here)s/migrations\npath_separator = os\nsqlalchemy.url = sqlite:///shop.db\n',
  'migrations/env.py': ENV,
  'migrations/script.py.mako': '',
  'migrations/versions/a.py': revision('aaaa', null, "op.execute('create table a (x)')"),
  'migrations/versions/b.py': revision('bbbb', 'aaaa'),
};

type Planned = Outcome<{ readonly plan: RunPlan }>;
type Ran = Outcome<{ readonly state: StateInfo }>;

function options(trusted: boolean): Partial<InitializationOptions> {
  return { trusted, settings: { ...DEFAULT_SETTINGS, interpreter: oraclePython() } };
}

async function projectOf(client: LanguageClient): Promise<ProjectInfo> {
  return eventually(async () => {
    const [found] = await client.request<ProjectInfo[]>('alembicWorkbench/listProjects');
    return found !== undefined && found.revisionCount > 0 ? found : null;
  }, 'a project');
}

const plan = (client: LanguageClient, projectId: string, command: string, target: string): Promise<Planned> =>
  client.request<Planned>('alembicWorkbench/planRun', { projectId, command, target });

/** The plan, or a failed test. */
async function goodPlan(client: LanguageClient, projectId: string, command: string, target: string): Promise<RunPlan> {
  const outcome = await plan(client, projectId, command, target);
  if (!outcome.ok) throw new Error(outcome.failure.message);
  return outcome.plan;
}

const execute = (client: LanguageClient, planId: string): Promise<Ran> =>
  client.request<Ran>('alembicWorkbench/executeRun', { planId });

describe('runs through the server', () => {
  it('plans, runs with progress, and shows what is applied', async () => {
    using folder = new TestFolder(FILES);
    await using client = new LanguageClient(folder);
    await client.start(options(true));
    const { id } = await projectOf(client);
    const upgrade = await goodPlan(client, id, 'upgrade', 'head');
    expect(upgrade).toMatchObject({
      steps: [
        { id: 'aaaa', message: 'message of aaaa', direction: 'upgrade' },
        { id: 'bbbb', message: 'message of bbbb', direction: 'upgrade' },
      ],
      dialect: 'sqlite',
      from: [],
      to: ['bbbb'],
    });
    const progress: RunProgressInfo[] = [];
    client.onProgress(upgrade.planId, (value) => progress.push(value as RunProgressInfo));
    expect(await execute(client, upgrade.planId)).toMatchObject({
      ok: true,
      state: { kind: 'known', current: ['bbbb'], pendingCount: 0 },
    });
    expect(new Set(progress.map((one) => one.revision))).toEqual(new Set(['aaaa', 'bbbb']));
    expect(progress.at(-1)).toMatchObject({ revision: 'bbbb', message: 'message of bbbb', done: 2, total: 2 });
    const rows = await client.request<RevisionRow[]>('alembicWorkbench/listRevisions', { projectId: id });
    expect(rows.map(({ status }) => status)).toEqual(['current', 'applied']);
    const downgrade = await goodPlan(client, id, 'downgrade', 'aaaa');
    expect(await execute(client, downgrade.planId)).toMatchObject({ ok: true, state: { current: ['aaaa'] } });
    // A plan is good for one run.
    expect(await execute(client, downgrade.planId)).toMatchObject({ ok: false, failure: { code: 'planGone' } });
  });

  it('reads the state by itself once the view was opened, never before', async () => {
    using folder = new TestFolder(FILES);
    await using client = new LanguageClient(folder);
    await client.start(options(true));
    const { id } = await projectOf(client);
    await execute(client, (await goodPlan(client, id, 'upgrade', 'aaaa')).planId);
    await using second = new LanguageClient(folder);
    await second.start(options(true));
    expect((await projectOf(second)).state).toEqual({ kind: 'unknown' });
    await second.notify('alembicWorkbench/viewOpened', null);
    const state = await eventually(async () => {
      const found = (await projectOf(second)).state;
      return found.kind === 'known' ? found : null;
    }, 'a state');
    expect(state).toMatchObject({ current: ['aaaa'], pendingCount: 1 });
  });

  it('runs nothing and opens nothing before the workspace is trusted', async () => {
    using folder = new TestFolder(FILES);
    await using client = new LanguageClient(folder);
    await client.start(options(false));
    await client.notify('alembicWorkbench/viewOpened', null);
    const { id } = await projectOf(client);
    expect(await plan(client, id, 'upgrade', 'head')).toMatchObject({ ok: false, failure: { code: 'notTrusted' } });
    expect(await client.request('alembicWorkbench/refreshState', { projectId: id })).toMatchObject({
      kind: 'failed',
      code: 'notTrusted',
    });
    await client.notify('alembicWorkbench/trustGranted', null);
    await eventually(async () => {
      const { state } = await projectOf(client);
      return state.kind === 'known' || (state.kind === 'failed' && state.code === 'databaseMissing');
    }, 'a reading');
  });

  it('lets one run at a time change a project, and ends it when it is cancelled', async () => {
    using folder = new TestFolder({
      ...FILES,
      'migrations/versions/b.py': revision('bbbb', 'aaaa', 'time.sleep(60)'),
    });
    await using client = new LanguageClient(folder);
    await client.start(options(true));
    const { id } = await projectOf(client);
    const slow = await goodPlan(client, id, 'upgrade', 'head');
    const { answer, cancel } = client.cancellable<Ran>('alembicWorkbench/executeRun', { planId: slow.planId });
    await eventually(async () => {
      const { state } = await projectOf(client);
      return state.kind === 'running' && state.revision === 'bbbb';
    }, 'the slow revision');
    expect(await plan(client, id, 'upgrade', 'aaaa')).toMatchObject({ ok: false, failure: { code: 'busy' } });
    cancel();
    expect(await answer).toMatchObject({ ok: false });
    const { state } = await projectOf(client);
    expect(state.kind).not.toBe('running');
  });

  it('tells a failure with the state the database is in', async () => {
    using folder = new TestFolder({
      ...FILES,
      'migrations/versions/b.py': revision('bbbb', 'aaaa', "raise ValueError('no luck')"),
    });
    await using client = new LanguageClient(folder);
    await client.start(options(true));
    const { id } = await projectOf(client);
    const outcome = await execute(client, (await goodPlan(client, id, 'upgrade', 'head')).planId);
    expect(outcome.ok ? '' : `${outcome.failure.message} ${outcome.failure.details ?? ''}`).toContain('no luck');
    expect((await projectOf(client)).state).toMatchObject({ kind: 'known', current: ['aaaa'], pendingCount: 1 });
  });
});
