import { describe, expect, it } from 'vitest';
import { postgresConnection, type PostgresTarget } from '../../../server/src/dialect/postgresql/connection';
import { sqliteTarget } from '../../../server/src/dialect/sqlite/file';
import { parseUrl, type DatabaseUrl } from '../../../server/src/dialect/url';

function url(text: string): DatabaseUrl {
  const parsed = parseUrl(text);
  if (parsed === null) throw new Error(`${text} cannot be read`);
  return parsed;
}

function target(
  text: string,
  environment: Record<string, string> = {},
  certificates: readonly string[] = [],
): PostgresTarget | string {
  const surroundings = { environment, service: () => null, certificates: new Set(certificates) };
  const connection = postgresConnection(url(text), surroundings);
  return connection.kind === 'target' ? connection.target : connection.reason;
}

const none = { verifyChain: false, verifyHost: false };

describe('postgresConnection', () => {
  it('takes the parts of the URL, decoded', () => {
    expect(target('postgresql+asyncpg://me:p%40ss@db:5433/shop')).toEqual({
      host: 'db',
      port: 5433,
      user: 'me',
      password: 'p@ss',
      database: 'shop',
      tls: [none, null],
      rootCertificate: null,
      certificate: null,
      key: null,
      options: null,
    });
  });

  it('lets the query go over them, as psycopg does', () => {
    expect(target('postgresql://a:b@c:1/d?host=/run/postgresql&port=2&user=e&password=f&dbname=g')).toMatchObject({
      host: '/run/postgresql',
      port: 2,
      user: 'e',
      password: 'f',
      database: 'g',
    });
    expect(target('postgresql:///d?host=db:5433')).toMatchObject({ host: 'db', port: 5433 });
    expect(target('postgresql://me@/')).toMatchObject({ host: null, port: null, database: null });
  });

  it.each<[string, Record<string, string>, unknown]>([
    ['', {}, [none, null]],
    ['?sslmode=disable', {}, [null]],
    ['?sslmode=allow', {}, [null, none]],
    ['?sslmode=require', {}, [none]],
    ['?ssl=require', {}, [none]],
    ['?sslmode=require&sslrootcert=ca.pem', {}, [{ verifyChain: true, verifyHost: false }]],
    ['?sslmode=verify-ca', {}, [{ verifyChain: true, verifyHost: false }]],
    ['?sslmode=verify-full', {}, [{ verifyChain: true, verifyHost: true }]],
    ['', { PGSSLMODE: 'disable' }, [null]],
    ['?sslmode=require', { PGSSLMODE: 'disable' }, [none]],
  ])('knows the encryption of %j %j', (query, environment, tls) => {
    expect(target(`postgresql://h/d${query}`, environment)).toMatchObject({ tls });
  });

  it.each([
    ['postgresql://h/d?service=shop', 'service shop'],
    ['postgresql://h/d?sslmode=perhaps', 'sslmode perhaps'],
    ['postgresql://h/d?host=a&host=b', 'several values of host'],
    ['postgresql:///d?host=a,b', 'several hosts'],
    ['postgresql+pygresql://h/d', 'driver of postgresql+pygresql'],
  ])('leaves %s to the project’s driver', (text, reason) => {
    expect(target(text)).toBe(reason);
  });
});

describe('the certificate files that nothing names', () => {
  it.each<[text: string, files: readonly string[], environment: Record<string, string>, left: boolean]>([
    ['postgresql://h/d', ['postgresql.crt', 'postgresql.key'], {}, true],
    ['postgresql://h/d', ['root.crt'], {}, true],
    ['postgresql+asyncpg://h/d', ['root.crt'], {}, true],
    ['postgresql://h/d', ['something.pem'], {}, false],
    ['postgresql://h/d?sslmode=disable', ['root.crt'], {}, false],
    ['postgresql:///d', ['root.crt'], {}, false],
    ['postgresql:///d?host=/run/postgresql', ['root.crt'], {}, false],
    ['postgresql:///d', ['root.crt'], { PGHOST: 'h' }, true],
    ['postgresql+pg8000://h/d', ['root.crt'], {}, false],
    ['postgresql://h/d?sslrootcert=own.pem', ['root.crt'], {}, false],
    ['postgresql://h/d?sslcert=own.pem', ['root.crt', 'postgresql.crt'], {}, true],
    ['postgresql://h/d', ['postgresql.crt'], { PGSSLCERT: 'own.pem' }, false],
  ])('%s, %j, %j: left to the project’s driver: %s', (text, files, environment, left) => {
    const found = target(text, environment, files);
    if (left) expect(found).toMatch(/^the certificate file /);
    else expect(found).toMatchObject({ database: 'd' });
  });
});

describe('sqliteTarget', () => {
  it.each([
    ['sqlite:///shop.db', '/w/shop.db'],
    ['sqlite:////abs/shop.db', '/abs/shop.db'],
    ['sqlite+aiosqlite:///./data/../shop.db', '/w/shop.db'],
    ['sqlite:///shop.db?timeout=5', '/w/shop.db'],
    ['sqlite:///a%20b.db', '/w/a%20b.db'],
  ])('%s is %s', (text, path) => {
    expect(sqliteTarget(url(text), '/w')).toEqual({ kind: 'file', path });
  });

  it.each(['sqlite://', 'sqlite:///', 'sqlite:///:memory:', 'sqlite+pysqlite://'])('%s is in memory', (text) => {
    expect(sqliteTarget(url(text), '/w')).toEqual({ kind: 'memory' });
  });

  it.each(['sqlite+pysqlcipher://:pw@/shop.db', 'sqlite://host/shop.db', 'sqlite:///file:x?uri=true'])(
    '%s is left to the project’s driver',
    (text) => {
      expect(sqliteTarget(url(text), '/w').kind).toBe('unsupported');
    },
  );
});
