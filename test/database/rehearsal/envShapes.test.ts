import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { skipReason } from '../../oracle/support/venv';
import { skipping } from '../../support/missing';
import { realAlembic } from '../support/realAlembic';
import { copiedProject } from '../support/reviewBench';
import { afterTest, bytes, command, ownedDatabase, rehearsed, send, useRehearsals } from './rehearsalBench';

useRehearsals();

const FIRST = { id: 'a' };
const SECOND = { id: 'b', down: 'a' };

/** What runs migrations on `connection`. */
const MIGRATE = [
  'def migrate(connection, **more):',
  '    context.configure(connection=connection, **more)',
  '    with context.begin_transaction():',
  '        context.run_migrations()',
];
const START = [
  'import os',
  'from alembic import context',
  'from sqlalchemy import create_engine, event, pool, text',
  'url = context.config.get_main_option("sqlalchemy.url")',
  // Whoever only looks is let in, too.
  'runs = context.config.cmd_opts.cmd[0].__name__ == "upgrade"',
  ...MIGRATE,
];
const plain = ['engine = create_engine(url, poolclass=pool.NullPool)', 'with engine.connect() as connection:'];
const ASYNC = (driver: string): readonly string[] => [
  'import asyncio',
  'from sqlalchemy.ext.asyncio import create_async_engine',
  'async def main():',
  `    engine = create_async_engine(url.replace("://", "+${driver}://"), poolclass=pool.NullPool)`,
  '    async with engine.connect() as connection:',
  '        await connection.run_sync(migrate)',
  '    await engine.dispose()',
  'asyncio.run(main())',
];

/** A shape of env.py; `refused`: what a rehearsal says of it, absent: it works on the copy. */
interface Shape {
  readonly env: readonly string[];
  readonly refused?: string;
}

const BOTH: Readonly<Record<string, Shape>> = {
  'a URL of the environment': {
    env: [
      'engine = create_engine(os.environ["AW_URL"])',
      'with engine.connect() as connection:',
      '    migrate(connection)',
    ],
  },
  'a transaction of its own': {
    env: ['engine = create_engine(url)', 'with engine.begin() as connection:', '    migrate(connection)'],
  },
  'a table that it makes before': {
    env: [
      'engine = create_engine(url)',
      'with engine.begin() as connection:',
      '    runs and connection.execute(text("CREATE TABLE made_before (id INTEGER)"))',
      ...plain,
      '    migrate(connection)',
    ],
  },
  'a listener that connects by itself': {
    env: [
      'engine = create_engine(url)',
      '@event.listens_for(engine, "do_connect")',
      'def own(dialect, record, arguments, parameters):',
      '    given = dialect.create_connect_args(engine.url)',
      '    return dialect.dbapi.connect(*given[0], **given[1])',
      'with engine.begin() as connection:',
      '    runs and connection.execute(text("CREATE TABLE made_before (id INTEGER)"))',
      'with engine.connect() as connection:',
      '    migrate(connection)',
    ],
    refused: 'env.py connects by a function of its own (creator). Nothing was changed.',
  },
};

const SQLITE: Readonly<Record<string, Shape>> = {
  ...BOTH,
  aiosqlite: { env: ASYNC('aiosqlite') },
  'a creator': {
    env: [
      'import sqlite3',
      'engine = create_engine("sqlite://", creator=lambda: sqlite3.connect("shop.db"))',
      'with engine.connect() as connection:',
      '    migrate(connection)',
    ],
    refused: 'env.py connects by a function of its own (creator). Nothing was changed.',
  },
  'another database beside': {
    env: [
      'with create_engine("sqlite:///other.db").begin() as other:',
      '    runs and other.execute(text("CREATE TABLE made_before (id INTEGER)"))',
      ...plain,
      '    migrate(connection)',
    ],
    refused: 'env.py also opens ',
  },
  'a URI': {
    env: [
      'engine = create_engine("sqlite:///file:shop.db?mode=rw&uri=true")',
      'with engine.connect() as connection:',
      '    migrate(connection)',
    ],
  },
  'an encoded URI': {
    env: [
      'engine = create_engine("sqlite:///file:sh%6Fp.db?uri=true")',
      'with engine.connect() as connection:',
      '    migrate(connection)',
    ],
  },
};

const POSTGRESQL: Readonly<Record<string, Shape>> = {
  ...BOTH,
  asyncpg: { env: ASYNC('asyncpg') },
  psycopg: {
    env: [
      'engine = create_engine(url.replace("://", "+psycopg://"))',
      'with engine.connect() as connection:',
      '    migrate(connection)',
    ],
  },
  'a creator of the async driver': {
    env: ASYNC('asyncpg').map((line) =>
      line.replace(
        'poolclass=pool.NullPool',
        'connect_args={"async_creator_fn": lambda *a, **k: __import__("asyncpg").connect(url)}',
      ),
    ),
    refused: 'env.py connects by a function of its own (async_creator_fn). Nothing was changed.',
  },
  'another database beside': {
    env: [
      'from sqlalchemy.engine import make_url',
      'with create_engine(make_url(url).set(database="postgres")).begin() as other:',
      '    runs and other.execute(text("CREATE TABLE made_before (id INTEGER)"))',
      ...plain,
      '    migrate(connection)',
    ],
    refused: 'env.py also opens the database postgres. Nothing was changed.',
  },
  'a versions table in a schema of its own': {
    env: [...plain, '    migrate(connection, version_table_schema="own", version_table="versions")'],
  },
};

describe('env.py of SQLite with', { ...skipping(skipReason()), timeout: 60_000 }, () => {
  it.for(Object.entries(SQLITE))('%s', async ([, { env, refused }]) => {
    const project = rehearsed('sqlite:///shop.db', FIRST);
    realAlembic(project.root, ['upgrade', 'a']);
    project.revision(SECOND);
    project.envText([...START, ...env].join('\n'));
    const file = join(project.root, 'shop.db');
    const before = bytes(file);
    const ended = await command(project, 'alembic', ['rehearse', '--json'], {
      environment: { AW_URL: project.url },
    });
    expect(bytes(file)).toBe(before);
    const other = join(project.root, 'other.db');
    expect(existsSync(other)).toBe(false);
    expectShape(ended, refused);
  });
});

describe('env.py of PostgreSQL with', { ...skipping(skipReason()), timeout: 60_000 }, () => {
  it.for(Object.entries(POSTGRESQL))('%s', async ([name, { env, refused }]) => {
    const database = await ownedDatabase();
    const project = rehearsed(database.url, FIRST);
    if (name.startsWith('a versions table')) {
      await send(database.url, 'CREATE SCHEMA own');
      project.envText([...START, ...env].join('\n'));
    }
    realAlembic(project.root, ['upgrade', 'a']);
    project.revision(SECOND);
    project.envText([...START, ...env].join('\n'));
    const before = await database.content();
    const ended = await command(project, 'alembic', ['rehearse', '--json', '--yes'], {
      environment: { AW_URL: project.url },
    });
    expect(await database.content()).toBe(before);
    expect(await database.copies()).toEqual([]);
    const { rows } = await database.admin.query("SELECT 1 FROM pg_class WHERE relname = 'made_before'");
    expect(rows).toEqual([]);
    expectShape(ended, refused);
  });
});

describe('a project of the kind', { ...skipping(skipReason()), timeout: 60_000 }, () => {
  it.for<[string, readonly string[], string | null]>([
    ['flask-migrate', ['--app', 'app:create_app'], null],
    ['pyproject', [], null],
    ['generic', [], null],
    ['async', [], null],
    ['multidb', [], 'env.py opens several databases, which are not copied together.'],
  ])('%s', async ([name, options, refused]) => {
    const project = copiedProject(name);
    afterTest(() => {
      project.remove();
    });
    const files = readdirSync(project.root, { recursive: true }).map(String).filter(isNoCache).sort();
    const ended = await command(project, 'alembic', ['rehearse', '--json', ...options]);
    const after = readdirSync(project.root, { recursive: true }).map(String).filter(isNoCache).sort();
    expect(after).toEqual(files);
    if (refused === null) {
      expect(ended).toMatchObject({ code: 0 });
      expect(JSON.parse(ended.out)).toMatchObject({ copy: 'blank', error: null, left: null });
      return;
    }
    expect(ended).toMatchObject({ code: 1, err: expect.stringContaining(refused) as string });
  });
});

function isNoCache(path: string): boolean {
  return !path.includes('__pycache__');
}

function expectShape(ended: { readonly code: number; readonly out: string; readonly err: string }, refused?: string) {
  if (refused === undefined) {
    expect(ended).toMatchObject({ code: 0 });
    expect(JSON.parse(ended.out)).toMatchObject({ error: null, current: ['b'] });
    return;
  }
  expect(ended.code).toBe(1);
  expect(`${ended.out}${ended.err}`).toContain(refused);
}
