import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { EngineError } from '../../server/src/engine/engine';
import { createMariadbDatabase, mariadbSkipReason } from '../support/mariadb';
import { createTestDatabase } from '../support/postgres';
import { AlembicProject } from './support/alembicProject';
import { onlyCancel, WatchedEngine } from './support/engines';

const noMariadb = await mariadbSkipReason();

const cleanups: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

function projectAt(url: string): AlembicProject {
  const project = new AlembicProject(url);
  cleanups.push(() => {
    project.remove();
  });
  return project;
}

async function postgres(): Promise<AlembicProject> {
  const database = await createTestDatabase();
  cleanups.push(() => database.drop());
  return projectAt(database.url);
}

async function failure(project: AlembicProject, ...revisions: readonly string[]): Promise<EngineError> {
  const { error } = await new WatchedEngine(project).run('upgrade', 'head', revisions);
  if (error === null) throw new Error('it did not fail');
  return error;
}

const CREATE = 'op.create_table("t", sa.Column("x", sa.Integer))';
const INSERT = 'op.execute("INSERT INTO t (x) VALUES (1)")';

describe('a failed run says where:', () => {
  it('at the op call of a helper, with those who called it', async () => {
    const project = projectAt('sqlite:///shop.db');
    project.write('helpers.py', 'from alembic import op\n\ndef through(work):\n    work()\n');
    project.env({ start: 'sys.path.insert(0, ".")' });
    const helper = 'def drop():\n    op.drop_table(\n        "nobody",\n    )';
    project.revision({ id: 'a', upgrade: `import helpers\n${helper}\nhelpers.through(drop)` });
    const { place, revision, statement } = await failure(project, 'a');
    const file = join(project.root, 'migrations/versions/a.py');
    expect(place).toEqual({
      file,
      line: 9,
      via: [
        { file: join(project.root, 'helpers.py'), line: 3 },
        { file, line: 12 },
      ],
    });
    expect(revision).toBe('a');
    expect(statement).toBe('DROP TABLE nobody');
  });

  it('in the revision that calls it, when the op call is in another module', async () => {
    const project = projectAt('sqlite:///shop.db');
    project.write('helpers.py', 'from alembic import op\n\ndef drop():\n    op.drop_table("nobody")\n');
    project.env({ start: 'sys.path.insert(0, ".")' });
    project.revision({ id: 'a', upgrade: 'import helpers\nhelpers.drop()' });
    expect((await failure(project, 'a')).place).toEqual({
      file: join(project.root, 'migrations/versions/a.py'),
      line: 8,
      via: [{ file: join(project.root, 'helpers.py'), line: 3 }],
    });
  });

  it('also when a revision hides the failure behind its own', async () => {
    const project = projectAt('sqlite:///shop.db');
    const upgrade = [
      'try:',
      '    op.drop_table("nobody")',
      'except Exception as error:',
      '    raise RuntimeError("no luck") from error',
    ].join('\n');
    project.revision({ id: 'a', upgrade });
    const error = await failure(project, 'a');
    expect(error.place?.line).toBe(8);
    expect(error.statement).toBe('DROP TABLE nobody');
  });

  it('in a revision file that cannot be loaded, and in env.py', async () => {
    const project = projectAt('sqlite:///shop.db');
    const watched = new WatchedEngine(project);
    const look = async (): Promise<EngineError> => {
      const result = await watched.engine.command(
        { kind: 'read', arguments: ['history'] },
        watched.listener,
        new AbortController().signal,
      );
      if (result.ok) throw new Error('it did not fail');
      return result.error;
    };
    const file = 'migrations/versions/a.py';
    project.write(file, 'revision = "a"\ndown_revision = None\nimport nobody\n');
    expect((await look()).place).toEqual({ file: join(project.root, file), line: 2, via: [] });
    project.write(file, 'revision = "a"\ndown_revision = (\n');
    expect((await look()).place).toMatchObject({ file: join(project.root, file), via: [] });
    project.envText('import os\n\n\nos.environ["NOBODY"]');
    project.write(file, 'revision = "a"\ndown_revision = None\n');
    const identified = await watched.identify();
    expect(identified.ok ? null : identified.error.place).toEqual({
      file: join(project.root, 'migrations/env.py'),
      line: 3,
      via: [],
    });
  });

  it('and tells neither parameters nor passwords', async () => {
    const database = await createTestDatabase();
    cleanups.push(() => database.drop());
    const url = new URL(database.url);
    // A server that trusts everybody takes any.
    if (url.password === '') url.password = 'hunter22x';
    const { password } = url;
    const project = projectAt(url.href);
    const bind = `op.get_bind().execute(sa.text("INSERT INTO nobody VALUES (:v, '${password}')"), {"v": "private"})`;
    project.revision({ id: 'a', upgrade: bind });
    const error = await failure(project, 'a');
    expect(error.statement).toBe("INSERT INTO nobody VALUES (%(v)s, '***')");
    expect(error.message).toContain('relation "nobody" does not exist');
    expect(JSON.stringify(error)).not.toContain(password);
    // The line of the revision stands in the traceback, the parameters SQLAlchemy would list do not.
    expect(error.details).not.toMatch(/parameters: \{/);
  });
});

describe('statements of a failed revision that stayed', () => {
  it('on SQLite are those before the first that began a transaction', async () => {
    const project = projectAt('sqlite:///shop.db');
    project.revision({
      id: 'a',
      upgrade: `${CREATE}\nop.create_index("ix", "t", ["x"])\n${INSERT}\nop.drop_table("nobody")`,
    });
    const error = await failure(project, 'a');
    expect(error.stayed?.count).toBe(2);
    expect(error.stayed?.statements.map((text) => text.split(/\s+/, 2).join(' '))).toEqual([
      'CREATE TABLE',
      'CREATE INDEX',
    ]);
    expect(error.message).toMatch(/2 statements of the revision stayed in the database\.$/);
  });

  it('on PostgreSQL are none, since all of it is rolled back', async () => {
    const project = await postgres();
    project.revision({ id: 'a', upgrade: `${CREATE}\n${INSERT}\nop.drop_table("nobody")` });
    const error = await failure(project, 'a');
    expect(error.stayed).toBeUndefined();
    expect(error.message).not.toContain('stayed');
  });

  it('on PostgreSQL are those before and within an autocommit block', async () => {
    const project = await postgres();
    const upgrade = [
      CREATE,
      'with op.get_context().autocommit_block():',
      '    op.create_index("ix", "t", ["x"], postgresql_concurrently=True)',
      INSERT,
      'op.drop_table("nobody")',
    ].join('\n');
    project.revision({ id: 'a', upgrade });
    const error = await failure(project, 'a');
    expect(error.stayed?.statements.map((text) => text.split(/\s+/, 2).join(' '))).toEqual([
      'CREATE TABLE',
      'CREATE INDEX',
    ]);
  });

  it('are not those of the revisions before it', async () => {
    const project = projectAt('sqlite:///shop.db');
    project.revision({ id: 'a', upgrade: CREATE });
    project.revision({ id: 'b', down: 'a', upgrade: 'op.drop_table("nobody")' });
    const error = await failure(project, 'a', 'b');
    expect([error.revision, error.stayed]).toEqual(['b', undefined]);
  });

  it.for([
    ['op.drop_table("nobody")', 1, 'DDL commits what is before it, even when it fails'],
    ['op.execute("INSERT INTO nobody VALUES (1)")', 0, 'a failed INSERT commits nothing'],
    ['op.execute("DROP TABEL t")', 0, 'a statement that is not understood commits nothing'],
  ] as const)('on MariaDB before %s: as %i rows say', async ([last, rows, _why], { skip }) => {
    if (noMariadb !== null) skip(noMariadb);
    const database = createMariadbDatabase();
    cleanups.push(() => {
      database.drop();
    });
    const project = projectAt(database.url);
    project.revision({ id: 'a', upgrade: `${CREATE}\n${INSERT}\n${last}` });
    const error = await failure(project, 'a');
    expect(database.query('SELECT count(*) FROM t')).toEqual([[rows]]);
    expect(error.stayed?.count).toBe(1 + rows);
  });
});

describe('a command that Alembic refuses', () => {
  async function refused(project: AlembicProject, ...args: readonly string[]): Promise<EngineError> {
    const watched = new WatchedEngine(project);
    const kind = args[0] === 'revision' ? 'files' : 'read';
    const result = await watched.engine.command(
      { kind, arguments: args },
      watched.listener,
      new AbortController().signal,
    );
    if (result.ok) throw new Error('it did not fail');
    return result.error;
  }

  it('gets its next step', async () => {
    const project = projectAt('sqlite:///shop.db');
    project.write('migrations/script.py.mako', '');
    project.env({ configure: 'target_metadata=__import__("sqlalchemy").MetaData()' });
    project.chain('a');
    await new WatchedEngine(project).database();
    expect(await refused(project, 'revision', '--autogenerate')).toMatchObject({
      code: 'notUpToDate',
      message: 'Target database is not up to date. Upgrade it first, then run the command again.',
    });
    expect((await refused(project, 'show', 'zz')).message).toMatch(
      /^Can't locate revision identified by 'zz'\. No file has this revision\./,
    );
    project.revision({ id: 'b', upgrade: 'pass' });
    expect((await refused(project, 'show', 'head')).message).toMatch(/Name one of the heads/);
  });
});

describe('a database that cannot be reached', () => {
  const at = async (url: string): Promise<EngineError> => {
    const identified = await new WatchedEngine(projectAt(url)).identify();
    if (identified.ok) throw new Error('it did not fail');
    return identified.error;
  };

  it.for([
    ['postgresql://u:p@127.0.0.1:1/d', /refused.*Nobody answers there/s],
    ['mysql+pymysql://u:p@127.0.0.1:1/d', /Nobody answers there/],
    ['postgresql://u:p@nobody.invalid/d', /No machine has this name/],
    ['sqlite:////nobody/here/shop.db', /Check that the folder/],
  ] as const)('%s gets its next step', async ([url, message]) => {
    const error = await at(url);
    expect(error.code).toBe('connectionFailed');
    expect(error.message).toMatch(message);
  });

  it('because it is not there, gets its next step', async () => {
    const database = await createTestDatabase();
    await database.drop();
    expect((await at(database.url)).message).toMatch(/Create the database first/);
  });

  it('because of its password, gets its next step', async ({ skip }) => {
    if (noMariadb !== null) skip(noMariadb);
    const error = await at('mysql+pymysql://root:wrongpassword@127.0.0.1/mysql');
    expect(error.code).toBe('connectionFailed');
    expect(error.message).toMatch(/does not accept this user and password/);
  });

  it('is told for a lock, too', async () => {
    const project = projectAt('sqlite:///shop.db');
    project.env({ url: '"sqlite:///shop.db?timeout=0"' });
    project.revision({
      id: 'a',
      upgrade: 'import sqlite3\nother = sqlite3.connect("shop.db")\nother.execute("BEGIN EXCLUSIVE")\n' + CREATE,
    });
    mkdirSync(join(project.root, 'migrations/versions'), { recursive: true });
    const watched = new WatchedEngine(project);
    const expected = [{ database: await watched.database(), steps: [{ kind: 'upgrade' as const, revision: 'a' }] }];
    const request = { command: 'upgrade' as const, targets: ['head'], options: [], expected };
    const { error } = await watched.engine.run(request, watched.listener, onlyCancel(new AbortController().signal));
    expect(error?.code).toBe('databaseLocked');
    expect(error?.message).toMatch(/Another session holds a lock/);
  });
});
