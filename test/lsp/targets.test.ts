import { describe, expect, it } from 'vitest';
import type { Outcome, ProjectInfo, RevisionRow, RunPlan, StateInfo } from '../../server/src/protocol/data';
import type { InitializationOptions } from '../../server/src/protocol/requests';
import { DEFAULT_SETTINGS, type Settings } from '../../server/src/protocol/settings';
import { oraclePython } from '../oracle/support/venv';
import { eventually, LanguageClient, TestFolder } from './support/languageClient';

const SECRET = 'pa55-word-of-nobody';

const ENV = `import os
from alembic import context
from sqlalchemy import create_engine, pool

tenant = context.get_x_argument(as_dictionary=True).get("tenant", "none")
if os.environ.get("NEEDED"):
    print("the secret is", os.environ["NEEDED"])
engine = create_engine("sqlite:///" + tenant + ".db", poolclass=pool.NullPool)
with engine.connect() as connection:
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()
`;

const revision = (id: string, down: string | null): string => `"""message of ${id}"""
revision = '${id}'
down_revision = ${down === null ? 'None' : `'${down}'`}


def upgrade():
    pass


def downgrade():
    pass
`;

const FILES = {
  'alembic.ini': '[alembic]\nscript_location = %(here)s/migrations\npath_separator = os\n',
  'migrations/env.py': ENV,
  'migrations/script.py.mako': '',
  'migrations/versions/a.py': revision('aaaa', null),
  'migrations/versions/b.py': revision('bbbb', 'aaaa'),
};

const TARGETS: Settings['targets'] = [
  { name: 'one', x: ['tenant=one'] },
  { name: 'two', x: ['tenant=two'], protected: true },
  { name: 'three', x: ['tenant=three'], environment: { NEEDED: '${secret:WORD}' } },
];

function options(settings: Partial<Settings> = {}): Partial<InitializationOptions> {
  const python = { ...DEFAULT_SETTINGS.python, interpreter: oraclePython() };
  return { trusted: true, settings: { ...DEFAULT_SETTINGS, python, targets: TARGETS, ...settings } };
}

async function projectOf(client: LanguageClient): Promise<ProjectInfo> {
  return eventually(async () => {
    const [found] = await client.request<ProjectInfo[]>('alembicWorkbench/listProjects');
    return found !== undefined && found.revisionCount > 1 ? found : null;
  }, 'a project');
}

const refresh = (client: LanguageClient, projectId: string): Promise<StateInfo> =>
  client.request<StateInfo>('alembicWorkbench/refreshState', { projectId });

const select = (client: LanguageClient, projectId: string, target: string | null): Promise<Outcome<object>> =>
  client.request<Outcome<object>>('alembicWorkbench/selectTarget', { projectId, target });

async function plan(client: LanguageClient, projectId: string, target: string): Promise<RunPlan> {
  const params = { projectId, command: 'upgrade', targets: [target] };
  const outcome = await client.request<Outcome<{ readonly plan: RunPlan }>>('alembicWorkbench/planRun', params);
  if (!outcome.ok) throw new Error(`${outcome.failure.code}: ${outcome.failure.message}`);
  return outcome.plan;
}

const execute = (client: LanguageClient, planId: string, typed?: string): Promise<Outcome<object>> =>
  client.request<Outcome<object>>('alembicWorkbench/executeRun', { planId, ...(typed !== undefined && { typed }) });

describe('targets', () => {
  it('have a database, a state and pending revisions each', async () => {
    using folder = new TestFolder(FILES);
    await using client = new LanguageClient(folder);
    await client.start(options());
    const { id, targets, target } = await projectOf(client);
    expect([targets, target]).toEqual([['one', 'two', 'three'], undefined]);

    expect(await select(client, id, 'one')).toMatchObject({ ok: true, state: { kind: 'unknown' } });
    const first = await plan(client, id, 'aaaa');
    expect(first).toMatchObject({ target: 'one', databases: [{ label: 'one.db' }] });
    expect(first.phrase).toBeUndefined();
    expect(await execute(client, first.planId)).toMatchObject({ ok: true });
    expect((await projectOf(client)).state).toMatchObject({ kind: 'known', current: ['aaaa'], pendingCount: 1 });

    await select(client, id, 'two');
    expect((await projectOf(client)).target).toBe('two');
    const rows = await client.request<RevisionRow[]>('alembicWorkbench/listRevisions', { projectId: id });
    expect(rows.map(({ status }) => status)).toEqual(['unknown', 'unknown']);
    await select(client, id, 'one');
    expect((await projectOf(client)).state).toMatchObject({ databases: [{ label: 'one.db' }], current: ['aaaa'] });
    expect(await select(client, id, 'none')).toMatchObject({ ok: false, failure: { code: 'targetInvalid' } });
  });

  it('that are protected are written to only by who types the name of the database', async () => {
    using folder = new TestFolder(FILES);
    await using client = new LanguageClient(folder);
    await client.start(options());
    const { id } = await projectOf(client);
    await select(client, id, 'two');
    const { planId, phrase } = await plan(client, id, 'head');
    expect(phrase).toBe('two.db');
    for (const typed of [undefined, '', 'one.db']) {
      expect(await execute(client, planId, typed)).toMatchObject({ ok: false, failure: { code: 'protected' } });
    }
    // Nothing was run, and the plan can still be confirmed.
    expect(await execute(client, planId, 'two.db')).toMatchObject({ ok: true });
    expect((await projectOf(client)).state).toMatchObject({ current: ['bbbb'] });
  });

  it('and a plan is of the target it was made on', async () => {
    using folder = new TestFolder(FILES);
    await using client = new LanguageClient(folder);
    await client.start(options());
    const { id } = await projectOf(client);
    await select(client, id, 'one');
    const { planId } = await plan(client, id, 'head');
    await select(client, id, 'two');
    expect(await execute(client, planId)).toMatchObject({ ok: false, failure: { code: 'planGone' } });
  });

  it('that need a secret say so, get it from the client, and never show it', async () => {
    using folder = new TestFolder(FILES);
    await using client = new LanguageClient(folder);
    const output: string[] = [];
    client.onNotification('alembicWorkbench/runOutput', (params) => output.push(JSON.stringify(params)));
    await client.start(options());
    const { id } = await projectOf(client);
    await client.notify('alembicWorkbench/targetsRestored', { [id]: 'three' });
    expect((await projectOf(client)).target).toBe('three');
    expect(await refresh(client, id)).toMatchObject({ kind: 'failed', code: 'secretMissing', details: 'WORD' });
    await expect(plan(client, id, 'head')).rejects.toThrow(/secretMissing: The target three needs the secret WORD/);

    const named = { [folder.uri('').replace(/\/$/, '')]: { WORD: SECRET } };
    await client.notify('alembicWorkbench/secretsChanged', { named, databaseUrls: {} });
    expect(await plan(client, id, 'head')).toMatchObject({ target: 'three', databases: [{ label: 'three.db' }] });
    await eventually(() => Promise.resolve(output.some((text) => text.includes('the secret is'))), 'output');
    expect(output.join()).toContain('the secret is ***');
    expect([...output, ...client.log].join()).not.toContain(SECRET);
  });
});

describe('before a write', () => {
  it('a database that matches protectedDatabases asks for its name', async () => {
    using folder = new TestFolder(FILES);
    await using client = new LanguageClient(folder);
    await client.start(options({ protectedDatabases: ['*ONE*'] }));
    const { id } = await projectOf(client);
    await select(client, id, 'one');
    expect((await plan(client, id, 'head')).phrase).toBe('one.db');
    await select(client, id, 'three');
    await select(client, id, null);
    expect((await plan(client, id, 'head')).phrase).toBe('none.db');
  });

  it('files that are not saved are named, when it is planned and when it is confirmed', async () => {
    using folder = new TestFolder(FILES);
    await using client = new LanguageClient(folder);
    await client.start(options());
    const { id } = await projectOf(client);
    const { planId } = await plan(client, id, 'head');
    await client.open('migrations/versions/b.py');
    await client.type('migrations/versions/b.py', (text) => `${text}# typed\n`);
    await expect(plan(client, id, 'head')).rejects.toThrow(
      'unsavedFiles: Not saved: b.py. Alembic runs what is on disk.',
    );
    expect(await execute(client, planId)).toMatchObject({ ok: false, failure: { code: 'unsavedFiles' } });
    await client.close('migrations/versions/b.py');
    expect(await execute(client, planId)).toMatchObject({ ok: true });
  });
});

it('a database that was changed elsewhere is read again when the client says so', async () => {
  using folder = new TestFolder(FILES);
  await using client = new LanguageClient(folder);
  await client.start(options());
  const { id } = await projectOf(client);
  expect(await execute(client, (await plan(client, id, 'aaaa')).planId)).toMatchObject({ ok: true });
  await client.notify('alembicWorkbench/viewOpened', null);
  const { default: Database } = await import('better-sqlite3');
  const database = new Database(folder.file('none.db'));
  database.exec("update alembic_version set version_num = 'gone'");
  database.close();
  await client.notify('alembicWorkbench/databaseTouched', { projectId: id });
  await eventually(async () => {
    const { state } = await projectOf(client);
    return state.kind === 'known' && state.unknownRows.join() === 'gone';
  }, 'the row of another program');
});
