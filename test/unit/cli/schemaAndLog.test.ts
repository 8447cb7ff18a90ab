import { describe, expect, it } from 'vitest';
import { type Outcome, terminal } from './terminal';

function revision(id: string, down: string | null, body: string): string {
  return `"""What ${id} does."""
from alembic import op
import sqlalchemy as sa
revision = '${id}'
down_revision = ${down === null ? 'None' : `'${down}'`}
def upgrade():
    ${body}
`;
}

const FILES = {
  '/shop/versions/a.py': revision(
    'aaaa',
    null,
    "op.create_table('people', sa.Column('id', sa.Integer(), primary_key=True), sa.Column('mail', sa.String(20), nullable=False))",
  ),
  '/shop/versions/b.py': revision('bbbb', 'aaaa', "op.rename_table('people', 'users')"),
  '/shop/versions/c.py': revision('cccc', 'bbbb', "op.alter_column('users', 'mail', new_column_name='email')"),
  '/shop/versions/d.py': revision('dddd', 'cccc', "op.execute('ALTER TABLE orders SET (x = 1)')"),
};

function run(...args: readonly string[]): Promise<Outcome> {
  return terminal(FILES, [...args, '--versions', 'versions']);
}

describe('schema', () => {
  it('prints the tables at the heads, and what is not sure', async () => {
    expect(await run('schema', '--dialect', 'postgresql')).toEqual({
      code: 0,
      out: `-- table orders is not known: What \`ALTER TABLE orders SET ( ...\` does is not followed. (revision dddd)

CREATE TABLE users (
    id SERIAL NOT NULL, 
    email VARCHAR(20) NOT NULL, 
    CONSTRAINT people_pkey PRIMARY KEY (id)
);
`,
      err: '',
    });
  });

  it('prints those at a revision, as JSON too', async () => {
    const { out } = await run('schema', 'aaaa', '--dialect', 'sqlite');
    expect(out).toContain('CREATE TABLE people');
    const { out: json } = await run('schema', 'bbbb', '--dialect', 'postgresql', '--json');
    expect(JSON.parse(json)).toMatchObject({
      revision: 'bbbb',
      dialect: 'postgresql',
      doubt: null,
      tables: [
        {
          name: 'users',
          schema: null,
          doubt: null,
          columns: [
            { name: 'id', primaryKey: true },
            { name: 'mail', nullable: false, definition: 'mail VARCHAR(20) NOT NULL' },
          ],
          constraints: [{ kind: 'primaryKey', name: 'people_pkey', columns: ['id'] }],
        },
      ],
    });
  });

  it.each([
    [['schema'], 2, 'Add --dialect'],
    [['schema', 'nope', '--dialect', 'sqlite'], 1, "Can't locate revision identified by 'nope'"],
    [['schema', 'base', '--dialect', 'sqlite'], 2, "which 'base' is not"],
    [['schema', '--dialect', 'oracle'], 2, "the dialect 'oracle'"],
    [['log', '--dialect', 'sqlite'], 2, "'log' needs a table"],
    [['log', 'a.b.c.d', '--dialect', 'sqlite'], 2, 'is no TABLE'],
  ])('refuses %s', async (args, code, message) => {
    const outcome = await run(...args);
    expect(outcome.code).toBe(code);
    expect(outcome.err).toContain(message);
  });
});

describe('log', () => {
  it('lists the revisions of a column, through renames', async () => {
    const { out, code } = await run('log', 'users.email', '--dialect', 'postgresql');
    expect(code).toBe(0);
    expect(out.split('\n').filter((line) => !line.startsWith(' '))).toEqual([
      'cccc, What cccc does. (until here: users.mail)',
      'bbbb, What bbbb does. (until here: people.mail)',
      'aaaa, What aaaa does.',
      '',
    ]);
    expect(out).toContain('  versions/a.py:7: ');
  });

  it('is JSON too, and says when there is nothing', async () => {
    const { out } = await run('log', 'users', '--dialect', 'postgresql', '--json');
    expect(JSON.parse(out)).toMatchObject({
      target: { table: 'users', schema: null, column: null },
      revisions: [
        { id: 'cccc', file: 'versions/c.py', touches: [{ operation: 'alterColumn', line: 7, sure: true }] },
        { id: 'bbbb' },
        { id: 'aaaa', touches: [{ operation: 'createTable' }] },
      ],
    });
    const nothing = await run('log', 'nope', '--dialect', 'postgresql');
    expect(nothing).toEqual({ code: 0, out: '', err: 'note: No revision surely touches nope.\n' });
  });
});

describe('--database', () => {
  const head = (id: string, down: string): string => `from alembic import op
import sqlalchemy as sa
revision = '${id}'
down_revision = ${down}
def upgrade(engine_name):
    globals()['upgrade_%s' % engine_name]()
def downgrade(engine_name):
    globals()['downgrade_%s' % engine_name]()
`;
  const several = {
    '/shop/versions/a.py': `${head('aaaa', 'None')}
def upgrade_accounts():
    op.create_table('account', sa.Column('id', sa.Integer(), primary_key=True))
def upgrade_events():
    op.create_table('event', sa.Column('id', sa.Integer(), primary_key=True))
`,
    '/shop/versions/b.py': `${head('bbbb', "'aaaa'")}
def upgrade_accounts():
    op.add_column('account', sa.Column('name', sa.String(9)))
def upgrade_events():
    pass
`,
  };
  const given = (...args: readonly string[]): Promise<Outcome> =>
    terminal(several, [...args, '--dialect', 'sqlite', '--versions', 'versions']);

  it('says which of several databases', async () => {
    const { out } = await given('schema', '--database', 'accounts');
    expect(out).toContain('CREATE TABLE account');
    expect(out).toContain('name VARCHAR(9)');
    expect(out).not.toContain('CREATE TABLE event');
    const json = await given('schema', 'aaaa', '--database', 'events', '--json');
    expect(JSON.parse(json.out)).toMatchObject({ engine: 'events', revision: 'aaaa', tables: [{ name: 'event' }] });
    const log = await given('log', 'account', '--database', 'accounts', '--json');
    expect(JSON.parse(log.out)).toMatchObject({ engine: 'accounts', revisions: [{ id: 'bbbb' }, { id: 'aaaa' }] });
    expect((await given('log', 'account', '--database', 'events')).err).toContain('No revision surely touches account');
  });

  it('is asked for where it is missing, and names the databases there are', async () => {
    const missing = await given('schema');
    expect(missing).toEqual({
      code: 2,
      out: '',
      err: 'error: The revisions are written for several databases: accounts, events. Name one by --database.\n',
    });
    expect((await given('log', 'account')).err).toBe(missing.err);
    expect((await given('schema', '--database', 'shop')).err).toContain("no database 'shop'");
    const one = await run('schema', '--database', 'accounts', '--dialect', 'sqlite');
    expect(one).toMatchObject({ code: 2, err: expect.stringContaining('goes without --database here') as string });
  });

  it('is for the dialect of its section', async () => {
    const ini = '[alembic]\nscript_location = %(here)s\ndatabases = accounts, events\n';
    const urls = '[accounts]\nsqlalchemy.url = postgresql://db/a\n[events]\nsqlalchemy.url = mysql://db/e\n';
    const files = { '/shop/alembic.ini': ini + urls, '/shop/env.py': '', ...several };
    const accounts = await terminal(files, ['schema', '--database', 'accounts']);
    expect(accounts).toMatchObject({ code: 0, err: '-- For postgresql, as in alembic.ini.\n' });
    expect(accounts.out).toContain('id SERIAL NOT NULL');
    expect((await terminal(files, ['schema', '--database', 'events'])).out).toContain('AUTO_INCREMENT');
  });
});
