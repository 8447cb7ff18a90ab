import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunnerClient } from '../../server/src/engine/runnerClient';
import { oraclePython, skipReason } from '../oracle/support/venv';
import { selfSigned } from '../support/certificate';
import { postgresSkipReason } from '../support/postgres';
import { type PostgresServer, startOwnPostgres } from '../support/postgresServer';
import { startRunner } from './support/engines';
import { skipping } from '../support/missing';

/** Opens the URL with the project's own driver, as SQLAlchemy does; says what came of it. */
const OPEN = [
  'import sys',
  'from sqlalchemy import create_engine, pool, text',
  'try:',
  '    with create_engine(sys.argv[1], poolclass=pool.NullPool).connect() as connection:',
  '        print("opened", connection.execute(text("SELECT version_num FROM alembic_version")).scalar())',
  'except Exception as error:',
  '    print("failed")',
].join('\n');

const noOpenssl = spawnSync('openssl', ['version']).status === 0 ? null : 'needs openssl to make a certificate';
const skipped = skipReason() ?? postgresSkipReason() ?? (process.env.CI === undefined ? noOpenssl : null);

describe('a PostgreSQL server that takes encrypted connections only', skipping(skipped), () => {
  let server: PostgresServer;
  let runner: RunnerClient;
  let folder: string;
  const environment: Record<string, string> = {};
  const before = process.env.PGPASSFILE;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'aw-tls-'));
    // The server may be another user, and makes its socket there.
    chmodSync(folder, 0o777);
    const own = await selfSigned('server', '127.0.0.1');
    const client = await selfSigned('badge', '127.0.0.1');
    const other = await selfSigned('somebody else', '127.0.0.1');
    server = await startOwnPostgres({
      settings: {
        ssl: 'on',
        ssl_cert_file: 'server.crt',
        ssl_key_file: 'server.key',
        ssl_ca_file: 'clients.crt',
        unix_socket_directories: folder,
      },
      files: {
        'server.crt': own.certificate,
        'server.key': own.key,
        'clients.crt': client.certificate,
        'pg_hba.conf':
          'hostssl all badge 127.0.0.1/32 cert\nhostssl all all 127.0.0.1/32 scram-sha-256\nhostssl all all ::1/128 scram-sha-256\nlocal all all trust\n',
      },
    });
    const { port } = new URL(server.url);
    writeFileSync(join(folder, 'own.pem'), own.certificate);
    writeFileSync(join(folder, 'other.pem'), other.certificate);
    mkdirSync(join(folder, 'home/.postgresql'), { recursive: true });
    for (const path of ['badge', 'home/.postgresql/postgresql']) {
      writeFileSync(join(folder, `${path}.crt`), client.certificate);
      writeFileSync(join(folder, `${path}.key`), client.key, { mode: 0o600 });
    }
    writeFileSync(join(folder, 'pgpass'), `127.0.0.1:${port}:*:postgres:aw_test\n`, { mode: 0o600 });
    writeFileSync(
      join(folder, 'services'),
      `# services\n[other]\nhost=nowhere\n\n[shop]\nhost=127.0.0.1\nport=${port}\nuser=postgres\npassword=aw_test\ndbname=postgres\nsslmode=require\n[strange]\nrequirepeer=x\n`,
    );
    environment.PGSERVICEFILE = join(folder, 'services');
    process.env.PGPASSFILE = join(folder, 'pgpass');
    runner = await startRunner();
    const owner = new Client({ connectionString: server.url, ssl: { rejectUnauthorized: false } });
    await owner.connect();
    await owner.query("create table alembic_version (version_num text); insert into alembic_version values ('aaaa')");
    await owner.query('create role badge login; grant select on alembic_version to badge');
    await owner.end();
  });
  afterAll(async () => {
    if (before === undefined) delete process.env.PGPASSFILE;
    else process.env.PGPASSFILE = before;
    runner.dispose();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function ours(url: string): Promise<string> {
    const versionTable = { name: 'alembic_version', schema: null };
    const parameters = { url, workingDirectory: folder, versionTable, environment };
    const reading = await runner.request('readState', parameters, new AbortController().signal);
    return reading.ok ? `opened ${reading.value.rows.join()}` : 'failed';
  }

  function theirs(url: string): string {
    const env = { ...process.env, ...environment };
    return execFileSync(oraclePython(), ['-c', OPEN, url], { env, encoding: 'utf8' }).trim();
  }

  const at = (query: string): string => `${server.url}?${query}`;
  const pem = (name: string): string => join(folder, name);

  const badge = (query: string): string => {
    const files = query.replace('CRT', pem('badge.crt')).replace('KEY', pem('badge.key'));
    return `${server.url.replace('postgres:aw_test@', 'badge@')}?sslmode=require&${files}`;
  };

  it('leaves the certificates of the user’s own folder to the project’s driver', async () => {
    environment.HOME = join(folder, 'home');
    try {
      const url = badge('').replace(/&$/, '');
      expect(theirs(url)).toBe('opened aaaa');
      const versionTable = { name: 'alembic_version', schema: null };
      const parameters = { url, workingDirectory: folder, versionTable, environment };
      expect(await runner.request('readState', parameters, new AbortController().signal)).toMatchObject({
        error: { code: 'unsupported', message: expect.stringContaining('postgresql.crt') as unknown },
      });
    } finally {
      delete environment.HOME;
    }
  });

  it.each<[string, () => string, string]>([
    ['no sslmode', () => server.url, 'opened aaaa'],
    ['sslmode=require', () => at('sslmode=require'), 'opened aaaa'],
    ['sslmode=prefer', () => at('sslmode=prefer'), 'opened aaaa'],
    ['sslmode=allow', () => at('sslmode=allow'), 'opened aaaa'],
    ['sslmode=disable', () => at('sslmode=disable'), 'failed'],
    ['sslmode=verify-ca', () => at(`sslmode=verify-ca&sslrootcert=${pem('own.pem')}`), 'opened aaaa'],
    ['sslmode=verify-full', () => at(`sslmode=verify-full&sslrootcert=${pem('own.pem')}`), 'opened aaaa'],
    ['a root certificate of somebody else', () => at(`sslmode=verify-ca&sslrootcert=${pem('other.pem')}`), 'failed'],
    ['require with that', () => at(`sslmode=require&sslrootcert=${pem('other.pem')}`), 'failed'],
    [
      'a name that the certificate does not have',
      () => at(`sslmode=verify-full&sslrootcert=${pem('own.pem')}`).replace('127.0.0.1', 'localhost'),
      'failed',
    ],
    [
      'a socket',
      () => `postgresql://postgres@/postgres?host=${folder}&port=${new URL(server.url).port}`,
      'opened aaaa',
    ],
    ['.pgpass', () => server.url.replace(':aw_test', ''), 'opened aaaa'],
    ['a wrong password', () => server.url.replace('aw_test', 'wrong'), 'failed'],
    ['a service', () => 'postgresql://?service=shop', 'opened aaaa'],
    ['a service, and another database', () => 'postgresql:///nothing?service=shop', 'failed'],
    ['a service that is not there', () => 'postgresql://?service=none', 'failed'],
    ['a certificate of the client', () => badge('sslcert=CRT&sslkey=KEY'), 'opened aaaa'],
    ['none where one is asked for', () => badge(''), 'failed'],
    ['a key without its certificate', () => badge('sslkey=KEY'), 'failed'],
  ])('is opened as psycopg2 opens it: %s', async (_, url, expected) => {
    expect([await ours(url()), theirs(url())]).toEqual([expected, expected]);
  });

  it('leaves to the project what only its driver understands', async () => {
    const versionTable = { name: 'alembic_version', schema: null };
    const read = async (url: string, more: Record<string, string> = {}): Promise<unknown> =>
      runner.request(
        'readState',
        { url, workingDirectory: folder, versionTable, environment: { ...environment, ...more } },
        new AbortController().signal,
      );
    for (const reading of [
      await read('postgresql://?service=strange'),
      await read('postgresql+asyncpg://?service=shop'),
      await read(server.url, { PGHOSTADDR: '127.0.0.1' }),
      await read(server.url, { PGPASSFILE: '/elsewhere' }),
    ]) {
      expect(reading).toMatchObject({ ok: false, error: { code: 'unsupported' } });
    }
  });

  it('takes the variables of the target', async () => {
    const { port } = new URL(server.url);
    const variables = {
      PGHOST: '127.0.0.1',
      PGPORT: port,
      PGUSER: 'postgres',
      PGPASSWORD: 'aw_test',
      PGSSLMODE: 'require',
    };
    const reading = await runner.request(
      'readState',
      {
        url: 'postgresql:///postgres',
        workingDirectory: folder,
        versionTable: { name: 'alembic_version', schema: null },
        environment: variables,
      },
      new AbortController().signal,
    );
    expect(reading).toMatchObject({
      ok: true,
      value: { rows: ['aaaa'], live: ['postgres', '{public}', '127.0.0.1/32', port] },
    });
  });
});
