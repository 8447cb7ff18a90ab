import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { Client } from 'pg';
import { describe, expect, it } from 'vitest';
import type { CopyLimits } from '../../../server/src/dialect/liveDialect';
import { skipping } from '../../support/missing';
import { createTestDatabase, postgresSkipReason } from '../../support/postgres';
import { liveReading } from './liveSchema';

const FOLLOWED = `
CREATE TABLE plain (id serial PRIMARY KEY, n integer NOT NULL GENERATED ALWAYS AS IDENTITY, t text UNIQUE CHECK (t <> ''));
CREATE TYPE mood AS ENUM ('a');
CREATE SEQUENCE numbers;
CREATE INDEX by_n ON plain (n) WHERE n > 1;
CREATE TABLE parts (a integer, b integer REFERENCES plain) PARTITION BY LIST (a);
CREATE TABLE parts_1 PARTITION OF parts FOR VALUES IN (1);
COMMENT ON TABLE plain IS 'followed';
COMMENT ON COLUMN plain.t IS 'followed';
CREATE TEMP TABLE passing (a integer);
CREATE TEMP VIEW seen AS SELECT 1 AS a;
CREATE FUNCTION pg_temp.f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER t BEFORE INSERT ON passing FOR EACH ROW EXECUTE FUNCTION pg_temp.f();`;

/** What makes an object, and how it is told. */
const LACKED: readonly (readonly [sql: string, ...told: string[]])[] = [
  ['CREATE AGGREGATE top(integer) (sfunc = int4larger, stype = integer)', 'aggregate public.top(integer)'],
  ['CREATE CAST (mood AS integer) WITH INOUT', 'cast (public.mood AS integer)'],
  ["CREATE COLLATION app.plain (locale = 'C')", 'collation app.plain'],
  ['CREATE TYPE app.pair AS (a integer, b text)', 'composite type app.pair'],
  ["CREATE CONVERSION other FOR 'UTF8' TO 'LATIN1' FROM utf8_to_iso8859_1", 'conversion public.other'],
  [
    'ALTER DEFAULT PRIVILEGES FOR ROLE CURRENT_USER IN SCHEMA app GRANT SELECT ON TABLES TO public',
    'default privileges for role ME in schema app on tables',
  ],
  ['CREATE DOMAIN app."E-Mail" AS text CHECK (value ~ \'@\')', 'domain app."E-Mail"'],
  [
    "CREATE FUNCTION watch() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'; CREATE EVENT TRIGGER watched ON sql_drop EXECUTE FUNCTION watch()",
    'event trigger watched',
    'function public.watch()',
  ],
  [
    'CREATE FOREIGN DATA WRAPPER elsewhere; CREATE SERVER far FOREIGN DATA WRAPPER elsewhere; CREATE FOREIGN TABLE away (a integer) SERVER far',
    'foreign table public.away',
    'foreign-data wrapper elsewhere',
    'server far',
  ],
  [
    "CREATE FUNCTION app.f(a integer, b text) RETURNS integer LANGUAGE sql AS 'SELECT 1'",
    'function app.f(integer,text)',
  ],
  ['CREATE MATERIALIZED VIEW app.kept AS SELECT 1 AS a', 'materialized view app.kept'],
  [
    'CREATE OPERATOR === (leftarg = integer, rightarg = integer, function = int4eq)',
    'operator public.===(integer,integer)',
  ],
  [
    'CREATE OPERATOR CLASS own FOR TYPE integer USING btree AS OPERATOR 1 <, FUNCTION 1 btint4cmp(integer, integer)',
    'operator class public.own USING btree',
    'operator family public.own USING btree',
  ],
  ['CREATE POLICY mine ON plain USING (true)', 'policy mine on public.plain'],
  ["CREATE PROCEDURE p() LANGUAGE sql AS 'SELECT 1'", 'procedure public.p()'],
  ['CREATE PUBLICATION told FOR TABLE plain', 'publication told'],
  ['CREATE TYPE app.span AS RANGE (subtype = float8)', 'range type app.span'],
  ['ALTER TABLE plain ENABLE ROW LEVEL SECURITY', 'row level security public.plain'],
  ['CREATE RULE quiet AS ON DELETE TO plain DO INSTEAD NOTHING', 'rule quiet on public.plain'],
  ['CREATE STATISTICS both_of ON id, n FROM plain', 'statistics public.both_of'],
  ['CREATE TEXT SEARCH CONFIGURATION words (copy = english)', 'text search configuration public.words'],
  ['CREATE TEXT SEARCH DICTIONARY stems (template = simple)', 'text search dictionary public.stems'],
  [
    `CREATE FUNCTION audit() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
     CREATE TRIGGER audit AFTER INSERT ON plain FOR EACH ROW EXECUTE FUNCTION audit();
     CREATE TRIGGER each_part AFTER INSERT ON parts FOR EACH ROW EXECUTE FUNCTION audit();
     CREATE CONSTRAINT TRIGGER late AFTER INSERT ON plain DEFERRABLE FOR EACH ROW EXECUTE FUNCTION audit()`,
    'function public.audit()',
    'trigger audit on public.plain',
    'trigger each_part on public.parts',
    'trigger late on public.plain',
  ],
  ['CREATE TYPE shell', 'type public.shell'],
  ['CREATE VIEW app.seen AS SELECT 1 AS a', 'view app.seen'],
];

describe('what a copy of a PostgreSQL database lacks', skipping(postgresSkipReason()), () => {
  it('is nothing of what the schema holds, and each object of any other kind', async () => {
    const database = await createTestDatabase();
    const client = new Client({ connectionString: database.url });
    await client.connect();
    try {
      await client.query(FOLLOWED);
      await client.query('CREATE SCHEMA app');
      expect(told(await liveReading(database.url))).toEqual([]);
      const user =
        (await client.query<{ name: string }>('SELECT quote_ident(current_user) AS name')).rows[0]?.name ?? '';
      const expected: string[] = [];
      for (const [sql, ...names] of LACKED) {
        await client.query(sql);
        expected.push(...names.map((name) => name.replace('ME', user)));
        expect(told(await liveReading(database.url)).toSorted()).toEqual(expected.toSorted());
      }
    } finally {
      await client.end();
      await database.drop();
    }
  });

  it('is not what an extension brought, which is made again with its namespace', async () => {
    const database = await createTestDatabase();
    const other = await createTestDatabase();
    const [client, second] = [database, other].map(({ url }) => new Client({ connectionString: url })) as [
      Client,
      Client,
    ];
    await Promise.all([client.connect(), second.connect()]);
    try {
      const version = Number(
        (await client.query<{ n: string }>("SELECT current_setting('server_version_num') AS n")).rows[0]?.n,
      );
      await client.query('CREATE SCHEMA "Empty One"; CREATE SCHEMA app; CREATE EXTENSION citext SCHEMA app');
      await client.query('CREATE VIEW seen AS SELECT 1 AS a; ALTER EXTENSION citext ADD VIEW seen');
      const reading = await liveReading(database.url);
      expect(told(reading)).toEqual([]);
      expect(reading.groundwork).toEqual([
        'CREATE SCHEMA IF NOT EXISTS "Empty One"',
        'CREATE SCHEMA IF NOT EXISTS app',
        'CREATE EXTENSION IF NOT EXISTS citext WITH SCHEMA app',
      ]);
      for (const statement of reading.groundwork) await second.query(statement);
      await second.query('CREATE TABLE t (a app.citext)');
      expect((await liveReading(other.url)).groundwork).toEqual(reading.groundwork);
      await second.query('DROP TABLE t; DROP EXTENSION citext');
      await second.query("CREATE EXTENSION citext VERSION '1.4'");
      expect(told(await liveReading(other.url))).toEqual(['extension version citext 1.4']);
      if (version < 180_000) return;
      await second.query(
        'CREATE TABLE u (a integer NOT NULL, b integer CONSTRAINT must NOT NULL, d integer CONSTRAINT alone NOT NULL NO INHERIT, c integer); ALTER TABLE u ADD CONSTRAINT u_c_not_null NOT NULL c NOT VALID',
      );
      expect(told(await liveReading(other.url)).slice(1)).toEqual([
        'not null constraint alone on public.u',
        'not null constraint u_c_not_null on public.u',
      ]);
    } finally {
      await Promise.all([client.end(), second.end()]);
      await Promise.all([database.drop(), other.drop()]);
    }
  });
});

describe('what a copy of a SQLite database lacks', () => {
  it('is triggers, views and virtual tables', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'aw-lacks-'));
    try {
      const database = new Database(join(folder, 'x.db'));
      database.exec(`CREATE TABLE t (a); CREATE VIEW v AS SELECT 1; CREATE VIRTUAL TABLE s USING fts5(body);
        CREATE TRIGGER audit AFTER INSERT ON t BEGIN SELECT 1; END; CREATE INDEX i ON t (a)`);
      database.close();
      const reading = await liveReading(`sqlite:///${join(folder, 'x.db')}`);
      expect(told(reading)).toEqual(['trigger audit on t', 'view v', 'virtual table s']);
      expect(reading.groundwork).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

function told({ lacks }: CopyLimits): readonly string[] {
  return lacks.map(({ kind, name }) => `${kind} ${name}`);
}
