import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Outcome, terminal } from './terminal';

const FILES = {
  '/shop/versions/a.py': `
from alembic import op
revision = 'aaaa'
down_revision = None
def upgrade():
    op.execute('select 1')
def downgrade():
    raise Exception('no')
`,
};

/** The same revisions with a configuration. */
const PROJECT = {
  '/shop/alembic.ini': '[alembic]\nscript_location = %(here)s\nsqlalchemy.url = mysql+pymysql://me:secret@db/shop\n',
  '/shop/env.py': `
from alembic import context
config = context.config
def run_migrations_offline():
    url = config.get_main_option("sqlalchemy.url")
    context.configure(url=url, literal_binds=True, dialect_opts={"paramstyle": "named"})
    with context.begin_transaction():
        context.run_migrations()
def run_migrations_online():
    connectable = engine_from_config(config.get_section(config.config_ini_section, {}), prefix="sqlalchemy.")
    with connectable.connect() as connection:
        context.configure(connection=connection)
`,
  ...FILES,
};

function sql(...args: readonly string[]): Promise<Outcome> {
  return sqlOf(FILES, ...args);
}

function sqlOf(files: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<Outcome> {
  return terminal(files, ['sql', ...args]);
}

describe('--sqlalchemy', () => {
  const files = {
    '/shop/versions/a.py': `revision = 'aaaa'\ndown_revision = None\nfrom alembic import op\ndef upgrade():\n    op.create_table_comment('t', 'a\\\\b')\ndef downgrade():\n    pass\n`,
  };
  const each = ['--each', '--dialect', 'postgresql', '--json', '--versions', 'versions'];

  it('says whose SQL it is', async () => {
    const next = await sqlOf(files, ...each, '--sqlalchemy', '2.1');
    expect(next.out).toContain(JSON.stringify("COMMENT ON TABLE t IS 'a\\b';"));
    const plain = await sqlOf(files, ...each);
    expect(plain.out).toContain(JSON.stringify("COMMENT ON TABLE t IS 'a\\\\b';"));
  });

  it('is that of the Python that is named', async () => {
    const comment = files['/shop/versions/a.py'];
    const python = resolve('/envs/shop/bin/python');
    const installed = resolve('/envs/shop/lib/python3.12/site-packages/sqlalchemy-2.1.1.dist-info/METADATA');
    const project = { ...PROJECT, '/shop/versions/a.py': comment, [python]: '', [installed]: '' };
    const args = ['--each', '--dialect', 'postgresql', '--json'];
    expect((await sqlOf(project, ...args, '--python', python)).out).toContain(JSON.stringify("IS 'a\\b'").slice(1, -1));
    expect((await sqlOf(project, ...args)).out).toContain(JSON.stringify("IS 'a\\\\b'").slice(1, -1));
  });

  it('takes what there is', async () => {
    const { code, err } = await sqlOf(files, ...each, '--sqlalchemy', '1.4');
    expect([code, err]).toEqual([2, expect.stringContaining('Give --sqlalchemy 2.0 or 2.1.')]);
  });
});

describe('sql START:END', () => {
  it('prints the script from one revision to another', async () => {
    const { code, out } = await sql('base:aaaa', '--dialect', 'mysql', '--versions', 'versions');
    expect(code).toBe(0);
    expect(out).toBe(
      'CREATE TABLE alembic_version (\n    version_num VARCHAR(32) NOT NULL, \n' +
        '    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)\n);\n\n' +
        "-- Running upgrade  -> aaaa\n\nselect 1;\n\nINSERT INTO alembic_version (version_num) VALUES ('aaaa');\n\n",
    );
  });

  it('says of which line nothing is known, and prints nothing', async () => {
    const { code, out, err } = await sql('--downgrade', 'aaaa:base', '--dialect', 'sqlite', '--versions', 'versions');
    expect(code).toBe(1);
    expect(out).toBe('');
    expect(err).toContain(`${resolve('/shop/versions/a.py')}:8: Alembic ends with Exception: no`);
  });

  it('prints nothing of what a file changes for every revision', async () => {
    const hook = `
from elsewhere import listener
from sqlalchemy import event, Index
event.listen(Index, 'after_parent_attach', listener)
from alembic import op
revision = 'bbbb'
down_revision = 'aaaa'
def upgrade():
    op.create_index('i', 'a', ['b'])
def downgrade():
    pass
`;
    const answer = await sqlOf({ ...PROJECT, '/shop/versions/b.py': hook }, 'base:head', '--project', '/shop');
    expect(answer.code).toBe(1);
    expect(answer.out).toBe('');
    expect(answer.err).toContain("changes how SQLAlchemy's Index behaves");
  });

  it('is for the dialect of the URL in the configuration, which is said', async () => {
    const { code, out, err } = await sqlOf(PROJECT, 'base:aaaa');
    expect({ code, err }).toEqual({ code: 0, err: '-- For mysql, as in alembic.ini.\n' });
    expect(out).toContain('-- Running upgrade  -> aaaa\n\nselect 1;\n');
    // SQLite and PostgreSQL begin a transaction.
    expect(out).not.toContain('BEGIN');
    const named = await sqlOf(PROJECT, 'base:aaaa', '--dialect', 'sqlite');
    expect(named).toMatchObject({ code: 0, err: '' });
  });

  it('is for no dialect that nobody names, nor for one that SQL is not written for', async () => {
    const without = await sql('base:aaaa', '--versions', 'versions');
    expect(without).toMatchObject({ code: 2, out: '' });
    expect(without.err).toContain('Which dialect the SQL is for is not known. Add --dialect');
    const ini = PROJECT['/shop/alembic.ini'].replace('mysql+pymysql', 'oracle+oracledb');
    const oracle = await sqlOf({ ...PROJECT, '/shop/alembic.ini': ini }, 'base:aaaa');
    expect(oracle).toMatchObject({ code: 2, out: '' });
    expect(oracle.err).toContain("SQL is not written for the dialect 'oracle'");
    // The URL of the file counts for nothing where env.py takes another.
    const env = PROJECT['/shop/env.py'].replace(
      'config = context.config',
      'config = context.config\nconfig.set_main_option("sqlalchemy.url", ask())',
    );
    expect((await sqlOf({ ...PROJECT, '/shop/env.py': env }, 'base:aaaa')).err).toContain('Add --dialect');
  });

  it.each(['base:', ':aaaa', 'a:b:c'])('refuses %s', async (range) => {
    const { code, err } = await sql(range, '--dialect', 'sqlite', '--versions', 'versions');
    expect(code).toBe(2);
    expect(err).toContain('START:END');
  });

  it('tells of identifiers as Alembic does', async () => {
    const { err } = await sql('base:gone', '--dialect', 'sqlite', '--versions', 'versions');
    expect(err).toContain("Can't locate revision identified by 'gone'");
  });
});

describe('sql from where the database stands', () => {
  it.each([[], ['aaaa']])('needs a database: folders have none (%s)', async (...words) => {
    const { code, err } = await sql(...words, '--dialect', 'sqlite', '--versions', 'versions');
    expect(code).toBe(2);
    expect(err).toContain('START:END');
  });

  it('needs the end of a way back', async () => {
    const { code, err } = await sqlOf(PROJECT, '--downgrade');
    expect(code).toBe(2);
    expect(err).toContain('-1');
  });

  it('believes no guess: where env.py cannot be asked, it says what can be done instead', async () => {
    const { code, out, err } = await sqlOf(PROJECT, '--python', 'gone');
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain('--python names gone');
    const nobody = await sqlOf(PROJECT, 'head');
    expect(nobody).toMatchObject({ code: 1, out: '' });
    expect(nobody.err).toMatch(
      /^error: .*\nhint: Name START:END to write it from the files alone, for example base:head\.\n$/,
    );
  });
});

describe('sql --each', () => {
  it('prints a line of JSON for each direction', async () => {
    const { code, out } = await sql('--each', '--dialect', 'postgresql', '--json', '--versions', 'versions');
    expect(code).toBe(0);
    const file = resolve('/shop/versions/a.py');
    expect(out.split('\n').map((line): unknown => (line === '' ? '' : JSON.parse(line)))).toEqual([
      { id: 'aaaa', file, direction: 'upgrade', ok: true, statements: ['select 1;'] },
      {
        id: 'aaaa',
        file,
        direction: 'downgrade',
        ok: false,
        reason: 'Alembic ends with Exception: no',
        range: expect.objectContaining({ start: { line: 7, character: 4 } }) as unknown,
      },
      '',
    ]);
  });

  it('prints SQL to be read', async () => {
    const { out } = await sql('--each', '--dialect=postgresql', '--versions', 'versions');
    expect(out).toBe(
      '-- upgrade aaaa\n\nselect 1;\n\n-- downgrade aaaa\n\n-- Not known, because of line 8: Alembic ends with Exception: no\n\n',
    );
  });

  it('names the dialects there are', async () => {
    const { code, err } = await sql('--each', '--dialect', 'oracle', '--versions', 'versions');
    expect(code).toBe(2);
    expect(err).toMatch(/SQL is not written for the dialect 'oracle'\. Name one of .*postgresql/);
    expect((await sql('--each', '--versions', 'versions')).err).toContain('--dialect');
    expect((await sql('--dialect', 'postgresql', '--versions', 'versions')).err).toContain('--each');
    expect((await sqlOf(PROJECT, '--each')).err).toBe('-- For mysql, as in alembic.ini.\n');
  });
});
