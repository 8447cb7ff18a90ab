import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OpenedDatabase } from '../../server/src/engine/engine';
import { requiredPhrase } from '../../server/src/usecases/protection';
import { createMariadbDatabase, mariadbSkipReason } from '../support/mariadb';
import { createTestDatabase } from '../support/postgres';
import { AlembicProject } from './support/alembicProject';
import { onlyCancel, WatchedEngine } from './support/engines';
import { skipping } from '../support/missing';

const cleanups: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** An env.py that makes its engine so, with a URL that says nothing or something else. */
function project(engine: string, start = ''): AlembicProject {
  const made = new AlembicProject('sqlite:///not-this-one.db');
  cleanups.push(() => {
    made.remove();
  });
  made.chain('a');
  made.env({ start, url: engine });
  return made;
}

async function opened(engine: string, environment: Record<string, string> = {}, start = ''): Promise<OpenedDatabase> {
  return new WatchedEngine(project(engine, start), { environment }).database();
}

describe('a PostgreSQL database is the one the connection leads to', () => {
  let place: { host: string; port: string; user: string; password: string; dbname: string };
  beforeEach(async () => {
    const database = await createTestDatabase();
    cleanups.push(() => database.drop());
    const { hostname, port, username, password, pathname } = new URL(database.url);
    place = { host: hostname, port, user: username, password, dbname: pathname.slice(1) };
  });

  const keywords = (): string =>
    `host=${JSON.stringify(place.host)}, port=${place.port}, user=${JSON.stringify(place.user)}, password=${JSON.stringify(place.password)}`;
  const variables = (): Record<string, string> => ({
    PGHOST: place.host,
    PGPORT: place.port,
    PGUSER: place.user,
    PGPASSWORD: place.password,
    PGDATABASE: place.dbname,
  });
  const isNamed = ({ identity }: OpenedDatabase): void => {
    expect(identity.label).toBe(`${place.dbname}@localhost:${place.port}`);
    expect(identity.key).toBe(`postgresql://localhost:${place.port}/${place.dbname}`);
    expect(identity.url).toContain(`@${place.host}:${place.port}/${place.dbname}`);
    // So a pattern for the database, or for its server, finds it.
    for (const pattern of [`*${place.dbname}*`, `*${place.host}:${place.port}*`]) {
      expect(requiredPhrase([{ identity }], { patterns: [pattern], target: false })).toBe(identity.label);
    }
  };

  it.each(['postgresql', 'postgresql+psycopg2', 'postgresql+psycopg'])(
    'by PGHOST and its like, %s://',
    async (name) => {
      isNamed(await opened(`"${name}://"`, variables()));
    },
  );

  it('by a service', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'aw-service-'));
    cleanups.push(() => {
      rmSync(folder, { recursive: true });
    });
    const file = join(folder, 'services');
    writeFileSync(file, ['[prod]', ...Object.entries(place).map(([name, value]) => `${name}=${value}`), ''].join('\n'));
    isNamed(await opened('"postgresql:///?service=prod"', { PGSERVICEFILE: file }));
  });

  it.each(['psycopg2', 'psycopg'])('by a creator of %s', async (driver) => {
    const creator = `lambda: ${driver}.connect(dbname="${place.dbname}", ${keywords()})`;
    isNamed(
      await opened(`"postgresql+${driver}://somebody@elsewhere/other", creator=${creator}`, {}, `import ${driver}`),
    );
  });

  it('by connect_args', async () => {
    const given = `connect_args=dict(dbname="${place.dbname}", ${keywords()})`;
    isNamed(await opened(`"postgresql+psycopg2://somebody@elsewhere/other", ${given}`));
  });

  it('by a listener that changes what is connected to', async () => {
    const made = project(
      '"postgresql+psycopg2://somebody@elsewhere/other"',
      [
        'from sqlalchemy import event',
        'from sqlalchemy.engine import Engine',
        '@event.listens_for(Engine, "do_connect")',
        'def lead(dialect, record, args, params):',
        `    params.update(dbname="${place.dbname}", ${keywords()})`,
      ].join('\n'),
    );
    isNamed(await new WatchedEngine(made).database());
  });

  it('by asyncpg', async () => {
    const made = project('');
    made.envText(
      [
        'import asyncio',
        'from alembic import context',
        'from sqlalchemy.ext.asyncio import create_async_engine',
        'def migrate(connection):',
        '    context.configure(connection=connection)',
        '    with context.begin_transaction():',
        '        context.run_migrations()',
        'async def main():',
        `    engine = create_async_engine("postgresql+asyncpg://elsewhere/other", connect_args=dict(database="${place.dbname}", ${keywords()}))`,
        '    async with engine.connect() as connection:',
        '        await connection.run_sync(migrate)',
        'asyncio.run(main())',
      ].join('\n'),
    );
    isNamed(await new WatchedEngine(made).database());
  });

  it('and where nothing tells its host, that is said', async () => {
    const hidden = ['import psycopg2.extensions', 'class Hidden(psycopg2.extensions.connection): pass'].join('\n');
    const creator = `lambda: psycopg2.connect(dbname="${place.dbname}", connection_factory=Hidden, ${keywords()})`;
    const { identity } = await opened(`"postgresql+psycopg2://elsewhere/other", creator=${creator}`, {}, hidden);
    expect(identity).toMatchObject({ label: `${place.dbname}@unknown host`, key: null });
  });

  it('and a run stops where the same URL leads elsewhere', async () => {
    const other = await createTestDatabase();
    cleanups.push(() => other.drop());
    const made = project(
      '"postgresql+psycopg2://", creator=connect',
      [
        'import os, psycopg2',
        'def connect():',
        `    name = "${new URL(other.url).pathname.slice(1)}" if os.path.exists("second") else "${place.dbname}"`,
        `    return psycopg2.connect(dbname=name, ${keywords()})`,
      ].join('\n'),
    );
    const watched = new WatchedEngine(made);
    const database = await watched.database();
    made.write('second', '');
    const expected = [{ database, steps: [{ kind: 'upgrade', revision: 'a' }] }] as const;
    const report = await watched.engine.run(
      { command: 'upgrade', targets: ['head'], options: [], expected },
      watched.listener,
      onlyCancel(new AbortController().signal),
    );
    expect(report).toMatchObject({ done: 0, error: { code: 'changedDatabase' } });
    expect(report.error?.message).toContain(new URL(other.url).pathname.slice(1));
  });

  it('and a run stops where only the schema that is looked at is another', async () => {
    const made = project(`"postgresql+psycopg2://", connect_args=dict(dbname="${place.dbname}", ${keywords()})`);
    const watched = new WatchedEngine(made);
    const database = await watched.database();
    made.env({
      url: `"postgresql+psycopg2://", connect_args=dict(dbname="${place.dbname}", options="-csearch_path=pg_catalog", ${keywords()})`,
    });
    const expected = [{ database, steps: [{ kind: 'upgrade', revision: 'a' }] }] as const;
    const report = await watched.engine.run(
      { command: 'upgrade', targets: ['head'], options: [], expected },
      watched.listener,
      onlyCancel(new AbortController().signal),
    );
    expect(report).toMatchObject({ done: 0, error: { code: 'changedDatabase' } });
  });
});

it('a SQLite file that a creator opens is named, path and all', async () => {
  const made = project('"sqlite:///shown.db", creator=lambda: sqlite3.connect("real.db")', 'import sqlite3');
  const { identity } = await new WatchedEngine(made).database();
  const file = join(realpathSync(made.root), 'real.db');
  expect(identity).toMatchObject({ label: 'real.db', url: `sqlite:///${file}`, key: `sqlite:${file}` });
});

it('a password in a connection string of ODBC is not shown', async () => {
  const odbc = encodeURIComponent('DRIVER={x};SERVER=db;UID=me;PWD={hunt;er22};Database=shop');
  const url = `"sqlite:///shop.db?odbc_connect=${odbc}", creator=lambda: sqlite3.connect("shop.db")`;
  const { identity } = await opened(url, {}, 'import sqlite3');
  expect(decodeURIComponent(identity.url)).toMatch(/SERVER=db;UID=me;PWD=\*\*\*;Database=shop$/);
  expect(JSON.stringify(identity)).not.toMatch(/er22/);
});

const noMariadb = await mariadbSkipReason();

describe('a MariaDB database', skipping(noMariadb), () => {
  it('is the one the connection leads to, and its server’s own name is protected too', async () => {
    const database = createMariadbDatabase();
    cleanups.push(() => {
      database.drop();
    });
    const name = new URL(database.url).pathname.slice(1);
    const { identity } = await opened(
      `"mysql+pymysql://elsewhere/other", creator=lambda: pymysql.connect(host="127.0.0.1", user="root", database="${name}")`,
      {},
      'import pymysql',
    );
    expect(identity).toMatchObject({
      label: `${name}@localhost`,
      url: `mysql+pymysql://root@127.0.0.1/${name}`,
      key: `mysql://localhost:3306/${name}`,
    });
    const [[server]] = database.query('select @@hostname') as [[string]];
    expect(requiredPhrase([{ identity }], { patterns: [server], target: false })).toBe(identity.label);
  });
});
