import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { CodeAction } from 'vscode-languageserver';
import { confirmation } from '../../client/src/commands/runText';
import type { Outcome, ProjectInfo, RevisionRow, RunPlan, StateInfo } from '../../server/src/protocol/data';
import type { InitializationOptions, RunProgressInfo } from '../../server/src/protocol/requests';
import { DEFAULT_SETTINGS } from '../../server/src/protocol/settings';
import { tablesOf, versionRows } from '../database/support/versionTable';
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
  return {
    trusted,
    settings: { ...DEFAULT_SETTINGS, python: { ...DEFAULT_SETTINGS.python, interpreter: oraclePython() } },
  };
}

async function projectOf(client: LanguageClient): Promise<ProjectInfo> {
  return eventually(async () => {
    const [found] = await client.request<ProjectInfo[]>('alembicWorkbench/listProjects');
    return found !== undefined && found.revisionCount > 0 ? found : null;
  }, 'a project');
}

const plan = (client: LanguageClient, projectId: string, command: string, target: string): Promise<Planned> =>
  client.request<Planned>('alembicWorkbench/planRun', { projectId, command, targets: target.split(' ') });

/** The plan, or a failed test. */
async function goodPlan(client: LanguageClient, projectId: string, command: string, target: string): Promise<RunPlan> {
  const outcome = await plan(client, projectId, command, target);
  if (!outcome.ok) throw new Error(outcome.failure.message);
  return outcome.plan;
}

const execute = (client: LanguageClient, planId: string): Promise<Ran> =>
  client.request<Ran>('alembicWorkbench/executeRun', { planId });

const failedRuns = (client: LanguageClient, name: string): string[] =>
  client.problems(name).filter((problem) => problem.startsWith('run-failed'));

describe('runs through the server', () => {
  it('plans, runs with progress, and shows what is applied', async () => {
    using folder = new TestFolder(FILES);
    await using client = new LanguageClient(folder);
    await client.start(options(true));
    const { id } = await projectOf(client);
    const upgrade = await goodPlan(client, id, 'upgrade', 'head');
    expect(upgrade).toMatchObject({
      databases: [
        {
          dialect: 'sqlite',
          current: [],
          to: ['bbbb'],
          steps: [
            { id: 'aaaa', message: 'message of aaaa', direction: 'upgrade' },
            { id: 'bbbb', message: 'message of bbbb', direction: 'upgrade' },
          ],
        },
      ],
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

  it('makes the version table, and plans nothing where there is one', async () => {
    using folder = new TestFolder(FILES);
    await using client = new LanguageClient(folder);
    const output: string[] = [];
    client.onNotification('alembicWorkbench/runOutput', (params) => output.push((params as { text: string }).text));
    await client.start(options(true));
    const { id } = await projectOf(client);
    const ensure = (): Promise<Planned> =>
      client.request('alembicWorkbench/planRun', { projectId: id, command: 'ensure_version', targets: [] });
    const planned = await ensure();
    if (!planned.ok) throw new Error(planned.failure.message);
    const { plan: made } = planned;
    expect(made).toMatchObject({ command: 'ensure_version', arguments: [], idle: false });
    expect(made.databases).toMatchObject([{ label: 'shop.db', current: [], to: [], steps: [], fileMissing: true }]);
    const lines = confirmation(made).detail.split('\n');
    expect(confirmation(made)).toMatchObject({
      title: 'Create the version table in shop.db?',
      button: 'Create Version Table',
    });
    expect(lines).toContain('Command: alembic ensure_version');
    // No revision runs: it goes from nowhere to nowhere.
    expect(lines.filter((line) => line.startsWith('From '))).toEqual([]);
    expect(lines).toContainEqual(expect.stringMatching(/^Database: shop\.db \(sqlite:.*\), will be created$/));
    // Planning makes neither the file nor the table.
    expect(existsSync(folder.file('shop.db'))).toBe(false);

    expect(await execute(client, made.planId)).toMatchObject({ ok: true, state: { kind: 'known', current: [] } });
    expect(tablesOf(folder.file('shop.db'))).toEqual(['alembic_version']);
    expect(versionRows(folder.file('shop.db'))).toEqual([]);
    expect((await projectOf(client)).state).toMatchObject({ kind: 'known', current: [], pendingCount: 2 });
    expect(output.find((line) => line.includes('alembic ensure_version'))).toMatch(/shop\.db \(sqlite:.*\) · /);
    expect(output.at(-1)).toMatch(/ensure_version done · shop\.db is at base$/);
    expect(await ensure()).toMatchObject({ ok: true, plan: { idle: true } });
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

  it('shows a failed run at its op call until that is mended, and offers the batch', async () => {
    const b = 'migrations/versions/b.py';
    using folder = new TestFolder({
      ...FILES,
      'migrations/versions/a.py': revision('aaaa', null, "op.execute('create table a (x integer)')"),
      [b]: revision('bbbb', 'aaaa', "op.alter_column('a', 'x', nullable=False)"),
    });
    await using client = new LanguageClient(folder);
    const output: string[] = [];
    client.onNotification('alembicWorkbench/runOutput', (params) => output.push((params as { text: string }).text));
    await client.start(options(true));
    const { id } = await projectOf(client);
    const outcome = await execute(client, (await goodPlan(client, id, 'upgrade', 'head')).planId);
    expect(outcome).toMatchObject({ ok: false, failure: { place: { uri: folder.uri(b), line: 8 } } });
    expect(failedRuns(client, b)).toEqual([
      'run-failed: Revision bbbb failed: near "ALTER": syntax error. SQLite cannot change this in place. ' +
        'Put it into op.batch_alter_table(), which copies the table.\n\nALTER TABLE a ALTER COLUMN x SET NOT NULL',
    ]);
    expect(await projectOf(client)).toMatchObject({ errorCount: 1 });
    expect(output.find((line) => line.includes('alembic upgrade head'))).toMatch(/shop\.db \(sqlite:.*\), 2 steps/);
    expect(output.at(-1)).toMatch(/upgrade failed\. Revision bbbb failed.*shop\.db is at aaaa$/);

    const [range] = client.diagnostics.get(folder.uri(b))?.map((problem) => problem.range) ?? [];
    const actions = await client.request<CodeAction[]>('textDocument/codeAction', {
      textDocument: { uri: folder.uri(b) },
      range,
      context: { diagnostics: [] },
    });
    const fix = actions.find(({ title }) => title === 'Wrap in op.batch_alter_table()');
    for (const text of Object.values(client.apply(fix?.edit ?? {}))) folder.write(b, text);
    await client.changed(b);
    await eventually(() => Promise.resolve(failedRuns(client, b).length === 0), 'the end of the problem');
    const mended = await goodPlan(client, id, 'upgrade', 'head');
    expect(await execute(client, mended.planId)).toMatchObject({ ok: true, state: { current: ['bbbb'] } });
    expect(output.at(-1)).toMatch(/upgrade done · shop\.db is at bbbb$/);
  });

  it('forgets a failed run once its revision is applied by whatever means', async () => {
    const b = 'migrations/versions/b.py';
    using folder = new TestFolder({ ...FILES, [b]: revision('bbbb', 'aaaa', "op.execute('create table a (y)')") });
    await using client = new LanguageClient(folder);
    await client.start(options(true));
    const { id } = await projectOf(client);
    const outcome = await execute(client, (await goodPlan(client, id, 'upgrade', 'head')).planId);
    expect(outcome).toMatchObject({ ok: false, failure: { code: 'alreadyExists' } });
    expect(failedRuns(client, b)).toHaveLength(1);
    await client.open(b);
    await client.type(b, (text) => `# a comment above\n${text}`);
    await eventually(
      () => Promise.resolve(client.diagnostics.get(folder.uri(b))?.[0]?.range.start.line === 9),
      'the problem below the comment',
    );
    await client.close(b);
    const stamp = await goodPlan(client, id, 'stamp', 'bbbb');
    expect(await execute(client, stamp.planId)).toMatchObject({ ok: true });
    await eventually(() => Promise.resolve(failedRuns(client, b).length === 0), 'the end of the problem');
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
