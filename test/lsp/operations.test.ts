import { describe, expect, it } from 'vitest';
import type { ProjectInfo } from '../../server/src/protocol/data';
import type { OperationRow, RevisionSqlInfo, TouchingRow } from '../../server/src/protocol/operations';
import { DEFAULT_SETTINGS } from '../../server/src/protocol/settings';
import { eventually, LanguageClient, TestFolder } from './support/languageClient';

const FIRST = 'migrations/versions/aaaa11112222_first.py';
const SECOND = 'migrations/versions/bbbb11112222_second.py';

const FILES = {
  'alembic.ini': '[alembic]\nscript_location = %(here)s/migrations\npath_separator = os\n',
  'migrations/env.py': 'from alembic import context\n',
  'lengths.py': 'SHORT = 20\n',
  [FIRST]: `"""create users"""
from alembic import op
import sqlalchemy as sa

from lengths import SHORT

revision = 'aaaa11112222'
down_revision = None


def upgrade():
    op.create_table(
        'users',
        sa.Column('id', sa.Integer(), primary_key=True),
        sa.Column('email', sa.String(SHORT), nullable=False),
    )


def downgrade():
    op.drop_table('users')
`,
  [SECOND]: `"""users have ages"""
from alembic import op
import sqlalchemy as sa

from elsewhere import fill

revision = 'bbbb11112222'
down_revision = 'aaaa11112222'


def upgrade():
    with op.batch_alter_table('users') as batch_op:
        batch_op.add_column(sa.Column('age', sa.Integer()))
        batch_op.alter_column('email', type_=sa.Text())
    fill(op.get_bind())


def downgrade():
    op.drop_column('users', 'age')
`,
};

async function opened(client: LanguageClient): Promise<ProjectInfo> {
  return eventually(async () => {
    const [found] = await client.request<ProjectInfo[]>('alembicWorkbench/listProjects');
    return found !== undefined && found.revisionCount > 0 ? found : null;
  }, 'a project');
}

function sql(client: LanguageClient, name: string, more: object = {}): Promise<RevisionSqlInfo | null> {
  return client.request('alembicWorkbench/showRevisionSql', { uri: client.folder.uri(name), ...more });
}

describe('the SQL of a revision', () => {
  it('is that of the function the cursor is in, of the buffer, and of the modules it imports', async () => {
    using folder = new TestFolder(FILES);
    await using client = new LanguageClient(folder);
    await client.start();
    const { id: projectId } = await opened(client);
    const first = await sql(client, FIRST);
    expect(first).toEqual({
      projectId,
      id: 'aaaa11112222',
      dialect: 'postgresql',
      direction: 'upgrade',
      at: null,
      text: `-- Upgrade of aaaa11112222 create users
-- PostgreSQL

CREATE TABLE users (
    id SERIAL NOT NULL, 
    email VARCHAR(20) NOT NULL, 
    PRIMARY KEY (id)
);
`,
    });
    expect((await sql(client, FIRST, { position: { line: 19, character: 8 } }))?.text).toContain('DROP TABLE users;');
    expect((await sql(client, FIRST, { otherwise: 'downgrade', position: { line: 3, character: 0 } }))?.direction).toBe(
      'downgrade',
    );
    expect((await sql(client, FIRST, { direction: 'upgrade', position: { line: 19, character: 8 } }))?.text).toContain(
      'CREATE TABLE users',
    );
    await client.open(FIRST);
    await client.type(FIRST, (text) => text.replaceAll("'users'", "'people'"));
    expect((await sql(client, FIRST))?.text).toContain('CREATE TABLE people');
    await client.open('lengths.py');
    await client.type('lengths.py', () => 'SHORT = 30\n');
    expect((await sql(client, FIRST))?.text).toContain('VARCHAR(30)');
    expect(await sql(client, 'lengths.py')).toBeNull();
  });

  it('says on which line it is not known, and goes on', async () => {
    using folder = new TestFolder(FILES);
    await using client = new LanguageClient(folder);
    await client.start();
    await opened(client);
    const text = (await sql(client, SECOND))?.text ?? '';
    expect(text).toContain('ALTER TABLE users ADD COLUMN age INTEGER;');
    expect(text).toContain('ALTER TABLE users ALTER COLUMN email TYPE TEXT;');
    expect(text).toMatch(/^-- Not known, because of line 15: .*fill/m);
  });

  it('goes by the dialect of the setting, and before it by the one that was chosen', async () => {
    using folder = new TestFolder(FILES);
    await using client = new LanguageClient(folder);
    await client.start({ settings: { ...DEFAULT_SETTINGS, sqlDialect: 'mysql' } });
    const { id } = await opened(client);
    expect((await sql(client, FIRST))?.text).toContain('id INTEGER NOT NULL AUTO_INCREMENT');
    await client.notify('alembicWorkbench/sqlDialectsChosen', { [id]: 'sqlite' });
    const batch = await sql(client, SECOND);
    expect(batch?.dialect).toBe('sqlite');
    // Alembic refuses it offline: what runs online is shown, by the schema that the first revision leaves.
    expect(batch?.text).toMatch(/^-- As it runs online/m);
    expect(batch?.text).toMatch(/CREATE TABLE _alembic_tmp_users \([^;]*age INTEGER/);
    expect(batch?.text).toContain('ALTER TABLE _alembic_tmp_users RENAME TO users;');
  });
});

describe('the schema at a revision', () => {
  it('is written in SQL, with what is not sure of it', async () => {
    using folder = new TestFolder(FILES);
    await using client = new LanguageClient(folder);
    await client.start();
    const { id: projectId } = await opened(client);
    const schema = (revision: string): Promise<unknown> =>
      client.request('alembicWorkbench/showSchema', { projectId, revision });
    expect(await schema('aaaa11112222')).toEqual({
      ok: true,
      text: `-- PostgreSQL

CREATE TABLE users (
    id SERIAL NOT NULL, 
    email VARCHAR(20) NOT NULL, 
    CONSTRAINT users_pkey PRIMARY KEY (id)
);
`,
    });
    expect(await schema('heads')).toMatchObject({
      ok: true,
      text: expect.stringMatching(/There may be more: .*fill[^]*age INTEGER/) as string,
    });
    expect(await schema('nowhere')).toMatchObject({ ok: false, failure: { code: 'noSchema' } });
    expect(await schema('heads')).not.toEqual(await schema('aaaa11112222'));
  });

  it('tells every table, and who touched it', async () => {
    using folder = new TestFolder(FILES);
    await using client = new LanguageClient(folder);
    await client.start();
    const { id: projectId } = await opened(client);
    expect(await client.request('alembicWorkbench/listHistoryTables', { projectId })).toEqual([
      { name: 'users', columns: ['age', 'email', 'id'] },
    ]);
    const touching = (params: object): Promise<TouchingRow[]> =>
      client.request('alembicWorkbench/listTouching', { projectId, ...params });
    expect(await touching({ table: 'users', column: 'email' })).toEqual([
      {
        id: 'bbbb11112222',
        message: 'users have ages',
        uri: folder.uri(SECOND),
        line: 13,
        labels: ['alter column users.email: type'],
      },
      {
        id: 'aaaa11112222',
        message: 'create users',
        uri: folder.uri(FIRST),
        line: 11,
        labels: ['create table users'],
      },
    ]);
    expect(await touching({ table: 'nowhere' })).toEqual([]);
    const [perhaps] = await touching({ table: 'users', column: 'id' });
    expect(perhaps).toMatchObject({
      id: 'bbbb11112222',
      labels: [],
      perhaps: expect.stringContaining('fill') as string,
    });
  });
});

describe('the operations of a revision', () => {
  it('are listed with their places, those of a batch below it, and the reason for what is not known', async () => {
    using folder = new TestFolder(FILES);
    await using client = new LanguageClient(folder);
    await client.start();
    await opened(client);
    const rows = await client.request<OperationRow[]>('alembicWorkbench/listOperations', { uri: folder.uri(SECOND) });
    const shown = ({ label, shape, effect, range, children }: OperationRow): unknown => [
      label,
      shape,
      effect,
      range.start.line,
      ...children.map(shown),
    ];
    expect(rows.map(shown)).toEqual([
      [
        'alter table users in a batch',
        'batch',
        'change',
        11,
        ['add column users.age', 'column', 'create', 12],
        ['alter column users.email: type', 'column', 'change', 13],
      ],
      ['not known', 'unknown', 'change', 14],
    ]);
    expect(rows[1]?.sentence).toContain('fill');
  });
});
