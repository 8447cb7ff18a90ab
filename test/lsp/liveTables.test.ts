import Database from 'better-sqlite3';
import { existsSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Outcome, ProjectInfo } from '../../server/src/protocol/data';
import type { LiveDatabaseInfo, LiveTableRow } from '../../server/src/protocol/liveTables';
import { DEFAULT_SETTINGS } from '../../server/src/protocol/settings';
import { eventually, LanguageClient, TestFolder } from './support/languageClient';

const FIRST = 'migrations/versions/aaaa11112222_first.py';
const FILES = {
  'alembic.ini':
    '[alembic]\nscript_location = %(here)s/migrations\npath_separator = os\nsqlalchemy.url = sqlite:///shop.db\n',
  'migrations/env.py': `from alembic import context
from sqlalchemy import engine_from_config

config = context.config
connectable = engine_from_config(config.get_section(config.config_ini_section, {}), prefix="sqlalchemy.")
with connectable.connect() as connection:
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()
`,
  [FIRST]: `"""create users"""
from alembic import op
import sqlalchemy as sa

revision = 'aaaa11112222'
down_revision = None


def upgrade():
    op.create_table('users', sa.Column('id', sa.Integer(), primary_key=True), sa.Column('email', sa.String(20)))
    op.create_index('ix_email', 'users', ['email'], unique=True)
`,
};

let folder: TestFolder;
let client: LanguageClient;
beforeEach(() => {
  folder = new TestFolder(FILES);
  client = new LanguageClient(folder);
});
afterEach(async () => {
  await client[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

async function start(trusted: boolean): Promise<string> {
  const python = { ...DEFAULT_SETTINGS.python, interpreter: '/nowhere/python' };
  await client.start({ trusted, settings: { ...DEFAULT_SETTINGS, python } });
  const project = await eventually(async () => {
    const [found] = await client.request<ProjectInfo[]>('alembicWorkbench/listProjects');
    return found !== undefined && found.revisionCount > 0 ? found : null;
  }, 'a project');
  return project.id;
}

function list(projectId: string): Promise<Outcome<{ readonly databases: readonly LiveDatabaseInfo[] }>> {
  return client.request('alembicWorkbench/listLiveTables', { projectId });
}

it('lists the tables of the database, and the parts of each with the revision that made it', async () => {
  const database = new Database(folder.file('shop.db'));
  database.exec(`CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, email VARCHAR(20));
    CREATE UNIQUE INDEX ix_email ON users (email); CREATE TABLE foreign_one (a TEXT CHECK (a <> ':x'));
    CREATE TABLE alembic_version (version_num VARCHAR(32)); INSERT INTO alembic_version VALUES ('aaaa11112222')`);
  database.close();
  const projectId = await start(true);
  const madeBy = { id: 'aaaa11112222', message: 'create users', uri: folder.uri(FIRST) };
  expect(await list(projectId)).toEqual({
    ok: true,
    databases: [
      {
        label: 'shop.db',
        current: ['aaaa11112222'],
        guessedFrom: 'alembic.ini',
        tables: [
          { name: 'foreign_one', columnCount: 1 },
          { name: 'users', columnCount: 2, madeBy },
        ],
      },
    ],
  });
  const rows = (table: string) =>
    client.request<Outcome<{ readonly rows: readonly LiveTableRow[] }>>('alembicWorkbench/showLiveTable', {
      projectId,
      database: 0,
      table,
    });
  expect(await rows('users')).toEqual({
    ok: true,
    rows: [
      { label: 'id', detail: 'INTEGER NOT NULL', shape: 'column', madeBy },
      { label: 'email', detail: 'VARCHAR(20)', shape: 'column', madeBy },
      { label: 'primary key', detail: 'PRIMARY KEY (id)', shape: 'key' },
      { label: 'ix_email', detail: 'unique (email)', shape: 'index', madeBy },
    ],
  });
  expect(await rows('foreign_one')).toEqual({
    ok: true,
    rows: [
      { label: 'a', detail: 'TEXT', shape: 'column' },
      { label: 'check', detail: "CHECK (a <> ':x')", shape: 'constraint' },
    ],
  });
  expect(await rows('others')).toMatchObject({ ok: false, failure: { code: 'notListed' } });
});

it('opens nothing before the workspace is trusted, and makes no database', async () => {
  const projectId = await start(false);
  expect(await list(projectId)).toMatchObject({ ok: false, failure: { code: 'notTrusted' } });
  await client.notify('alembicWorkbench/trustGranted', {});
  expect(await list(projectId)).toMatchObject({ ok: false, failure: { code: 'databaseMissing' } });
  expect(existsSync(folder.file('shop.db'))).toBe(false);
});
