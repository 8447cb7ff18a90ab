import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { StateReading } from '../../server/src/dialect/liveDialect';
import type { EngineResult } from '../../server/src/engine/engine';
import type { RunnerClient } from '../../server/src/engine/runnerClient';
import { skipping } from '../support/missing';
import { createTestDatabase, postgresSkipReason, type TestDatabase } from '../support/postgres';
import { startRunner } from './support/engines';

let runner: RunnerClient;
const log: string[] = [];
let child: ChildProcess | undefined;
beforeAll(async () => {
  runner = await startRunner(
    (text) => log.push(text),
    (started) => {
      child = started;
    },
  );
});
afterAll(() => {
  runner.dispose();
});

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'aw-runner-')));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function read(
  url: string,
  { table = 'alembic_version', schema = null as string | null, environment = {} } = {},
): Promise<EngineResult<StateReading>> {
  const parameters = { url, workingDirectory: folder, versionTable: { name: table, schema }, environment };
  return runner.request('readState', parameters, new AbortController().signal);
}

async function code(url: string): Promise<string> {
  const result = await read(url);
  return result.ok ? `read ${result.value.rows.join()}` : result.error.code;
}

function sqlite(name: string, ...rows: readonly string[]): void {
  const database = new Database(join(folder, name));
  database.exec('create table alembic_version (version_num varchar(32) not null)');
  for (const row of rows) database.prepare('insert into alembic_version values (?)').run(row);
  database.close();
}

describe('SQLite', () => {
  it('reads the rows, the path relative to the working directory', async () => {
    sqlite('shop.db', 'a', 'b');
    const expected = {
      database: { dialect: 'sqlite', url: 'sqlite:///shop.db', label: 'shop.db', key: `sqlite:${folder}/shop.db` },
      rows: ['a', 'b'],
      versionTableExists: true,
      live: null,
    };
    expect(await read('sqlite:///shop.db')).toEqual({ ok: true, value: expected });
    expect(await read('sqlite+aiosqlite:///./shop.db')).toMatchObject({ ok: true, value: { rows: ['a', 'b'] } });
    expect(await read(`sqlite:///${folder}/shop.db`)).toMatchObject({ ok: true, value: { rows: ['a', 'b'] } });
    symlinkSync('shop.db', join(folder, 'link.db'));
    expect(await read('sqlite:///link.db')).toMatchObject({
      ok: true,
      value: { database: { key: expected.database.key } },
    });
  });

  it('tells a missing table from an empty one, and knows other names', async () => {
    sqlite('shop.db');
    expect(await read('sqlite:///shop.db')).toMatchObject({ value: { rows: [], versionTableExists: true } });
    expect(await read('sqlite:///shop.db', { table: 'versions "of" shop' })).toMatchObject({
      value: { rows: [], versionTableExists: false },
    });
    expect(await read('sqlite:///shop.db', { schema: 'other' })).toMatchObject({ error: { code: 'unsupported' } });
  });

  it('never creates a file', async () => {
    expect(await code('sqlite:///none.db')).toBe('databaseMissing');
    expect(await code('sqlite:///no/folder/none.db')).toBe('databaseMissing');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('says what it is that cannot be read', async () => {
    writeFileSync(join(folder, 'text.db'), 'this is a text, and a long one at that, '.repeat(40));
    writeFileSync(join(folder, 'empty.db'), '');
    expect(await read('sqlite:///text.db')).toMatchObject({
      error: { code: 'connectionFailed', message: expect.stringContaining('not a SQLite database') as unknown },
    });
    expect(await read('sqlite:///empty.db')).toMatchObject({ value: { rows: [], versionTableExists: false } });
    expect(await read(`sqlite:///${folder}`)).toMatchObject({
      error: { code: 'connectionFailed', message: expect.stringContaining('not a file') as unknown },
    });
    expect(await read('sqlite://')).toMatchObject({
      error: { code: 'unsupported', message: expect.stringContaining('in memory') as unknown },
    });
    expect(await code('sqlite:///file:shop.db?mode=ro&uri=true')).toBe('unsupported');
    expect(await code('sqlite+pysqlcipher://:pw@/shop.db')).toBe('unsupported');
    expect(await code('sqlite://host/shop.db')).toBe('unsupported');
  });

  it('waits for a short lock, gives up on a long one, and answers others meanwhile', async () => {
    sqlite('shop.db', 'a');
    sqlite('other.db', 'x');
    const writer = new Database(join(folder, 'shop.db'));
    writer.exec('begin exclusive');
    const waiting = code('sqlite:///shop.db');
    expect(await code('sqlite:///other.db')).toBe('read x');
    writer.exec('rollback');
    expect(await waiting).toBe('read a');
    writer.exec('begin exclusive');
    expect(await code('sqlite:///shop.db')).toBe('databaseLocked');
    writer.close();
  });

  it('reads what another connection has only written to the log', async () => {
    const writer = new Database(join(folder, 'shop.db'));
    writer.pragma('journal_mode = wal');
    writer.exec('create table alembic_version (version_num varchar(32) not null)');
    writer.exec("insert into alembic_version values ('a')");
    expect(await code('sqlite:///shop.db')).toBe('read a');
    writer.close();
    expect(readdirSync(folder)).toEqual(['shop.db']);
    expect(await code('sqlite:///shop.db')).toBe('read a');
    expect(readdirSync(folder)).toEqual(['shop.db']);
  });

  it('goes on after the process was killed or ended', async () => {
    sqlite('shop.db', 'a');
    expect(await code('sqlite:///shop.db')).toBe('read a');
    const writer = new Database(join(folder, 'shop.db'));
    writer.exec('begin exclusive');
    const first = code('sqlite:///shop.db');
    child?.kill('SIGKILL');
    expect(await first).toBe('processFailed');
    const second = code('sqlite:///shop.db');
    runner.dispose();
    expect(await second).toBe('cancelled');
    writer.close();
    expect(await code('sqlite:///shop.db')).toBe('read a');
  });
});

describe('PostgreSQL', skipping(postgresSkipReason()), () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
    await execute("create table alembic_version (version_num varchar(32)); insert into alembic_version values ('a')");
    await execute(
      `create schema app; create table app.versions (version_num varchar(32)); insert into app.versions values ('b')`,
    );
  });
  afterAll(() => database.drop());

  async function execute(statement: string): Promise<void> {
    const client = new Client({ connectionString: database.url });
    await client.connect();
    await client.query(statement);
    await client.end();
  }

  const variant = (change: (url: URL) => void): string => {
    const url = new URL(database.url);
    change(url);
    return url.href;
  };

  it('reads the rows, whichever driver the URL names', async () => {
    for (const driver of ['postgresql', 'postgresql+psycopg2', 'postgresql+psycopg', 'postgresql+asyncpg']) {
      const result = await read(database.url.replace('postgresql', driver));
      expect(result).toMatchObject({ ok: true, value: { rows: ['a'], versionTableExists: true } });
    }
    const { pathname, host, hostname, port } = new URL(database.url);
    const result = await read(`postgresql://postgres:aw_test@/${pathname.slice(1)}?host=${hostname}&port=${port}`);
    expect(result).toMatchObject({ ok: true, value: { rows: ['a'] } });
    const split = await read(`postgresql://postgres:aw_test@${pathname}?host=${host}`);
    expect(split).toMatchObject({ ok: true, value: { rows: ['a'] } });
  });

  it('reads another table in another schema', async () => {
    expect(await read(database.url, { table: 'versions', schema: 'app' })).toMatchObject({ value: { rows: ['b'] } });
    const path = variant((url) => {
      url.searchParams.set('options', '-csearch_path=app');
    });
    expect(await read(path, { table: 'versions' })).toMatchObject({ value: { rows: ['b'] } });
    expect(await read(database.url, { table: 'nothing' })).toMatchObject({
      value: { rows: [], versionTableExists: false },
    });
  });

  it('tells what is wrong, without the password', async () => {
    expect(await code(variant((url) => (url.pathname = '/aw_test_nothing')))).toBe('connectionFailed');
    expect(await code('postgresql://u:p@127.0.0.1:1/d')).toBe('connectionFailed');
    expect(await code(variant((url) => (url.search = 'sslmode=require')))).toBe('connectionFailed');
    expect(await code(variant((url) => (url.search = 'sslmode=disable')))).toBe('read a');
    expect(await code(variant((url) => (url.search = 'service=shop')))).toBe('unsupported');
    expect(await code(variant((url) => (url.search = 'host=a&host=b')))).toBe('unsupported');
    expect(await code('mysql://u:p@h/d')).toBe('unsupported');
    expect(await code('nonsense')).toBe('connectionFailed');
    const wrong = await read(variant((url) => (url.password = 'wr0ng-secret')));
    expect(JSON.stringify(wrong)).not.toContain('wr0ng-secret');
    expect(log.join('\n')).not.toContain('aw_test:');
  });

  it('does not wait for ever for a server that takes the connection and says nothing', async () => {
    const silent = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    const started = Date.now();
    expect(await code(`postgresql://u:p@127.0.0.1:${port}/d?sslmode=disable`)).toBe('connectionFailed');
    expect(Date.now() - started).toBeLessThan(20_000);
    silent.close();
  });

  it('writes nothing, whatever reading the table would do', async () => {
    const client = new Client({ connectionString: database.url });
    await client.connect();
    await client.query(
      [
        'create schema trap',
        'create table trap.log (i int)',
        "create function trap.write() returns text language sql as $$ insert into trap.log values (1) returning 'x' $$",
        'create view trap.alembic_version as select trap.write() as version_num',
      ].join(';'),
    );
    expect(await read(database.url, { schema: 'trap' })).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining('read-only transaction') as unknown },
    });
    expect((await client.query('select * from trap.log')).rows).toEqual([]);
    await client.query('drop schema trap cascade');
    await client.end();
  });

  it('does not wait for ever for a locked table', async () => {
    const client = new Client({ connectionString: database.url });
    await client.connect();
    await client.query('begin; lock table alembic_version in access exclusive mode');
    expect(await code(database.url)).toBe('databaseLocked');
    await client.end();
  });

  it('can be cancelled', async () => {
    const client = new Client({ connectionString: database.url });
    await client.connect();
    await client.query('begin; lock table alembic_version in access exclusive mode');
    const controller = new AbortController();
    setTimeout(() => {
      controller.abort();
    }, 200);
    const started = Date.now();
    const parameters = {
      url: database.url,
      workingDirectory: folder,
      versionTable: { name: 'alembic_version', schema: null },
      environment: {},
    };
    const result = await runner.request('readState', parameters, controller.signal);
    expect(result).toMatchObject({ error: { code: 'cancelled' } });
    expect(Date.now() - started).toBeLessThan(2_000);
    await client.end();
    expect(await code(database.url)).toBe('read a');
    expect(existsSync(folder)).toBe(true);
  });
});
