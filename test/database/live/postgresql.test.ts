import { Client } from 'pg';
import { describe, expect, it } from 'vitest';
import { differenceText, schemaDifferences } from '../../../server/src/schema/equal';
import { copiedQueries } from '../../../server/src/dialect/postgresql/live/catalogue';
import type { Context } from '../../../server/src/schema/context';
import type { Schema } from '../../../server/src/schema/schema';
import { schemaSql } from '../../../server/src/usecases/schema/schemaSql';
import { skipping } from '../../support/missing';
import { createTestDatabase, postgresSkipReason } from '../../support/postgres';
import { CATALOGUE_LINES } from './catalogue';
import { copyStatements, liveReading, liveSchema } from './liveSchema';
import { shopSql } from './shop';

const CONTEXT: Context = { dialect: 'postgresql', mode: 'online', sqlalchemy: '2.0', naming: null };

describe('the live schema of PostgreSQL', skipping(postgresSkipReason()), () => {
  it('is made again, to an equal catalogue', async () => {
    const first = await createTestDatabase();
    const second = await createTestDatabase();
    try {
      await execute(first.url, [shopSql(await serverVersion(first.url))]);
      const reading = await liveReading(first.url);
      const live = reading.schema;
      expect(reading.lacks).toEqual([{ kind: 'view', name: 'public.seen' }]);
      const doubted = [...live.tables].filter(([, { doubt }]) => doubt !== null);
      expect(doubted.map(([key, { doubt }]) => `${key}: ${doubt?.reason ?? ''}`)).toEqual([]);
      expect([...live.tables.keys()].filter((key) => /alembic|seen|gone/.test(key))).toEqual([]);
      await execute(second.url, copyStatements(reading));
      const again = await liveSchema(second.url);
      expect(differences(live, again)).toEqual([]);
      const [one, other] = [await lines(first.url), await lines(second.url)];
      expect(other.filter((line) => !one.includes(line))).toEqual([]);
      expect(one.filter((line) => !other.includes(line) && !line.includes('alembic_version'))).toEqual([]);
      expect(other.length).toBeGreaterThan(150);
    } finally {
      await Promise.all([first.drop(), second.drop()]);
    }
  });

  it('says of which tables it does not know all, and leaves out what extensions brought', async () => {
    const database = await createTestDatabase();
    try {
      await execute(database.url, [
        'CREATE TYPE pair AS (a integer, b text)',
        'CREATE TABLE typed OF pair',
        'CREATE TABLE hardened (a integer, CONSTRAINT own CHECK (a > 0) NO INHERIT)',
        'CREATE TABLE twice (a integer)',
        'INSERT INTO twice VALUES (1), (1)',
        'CREATE SCHEMA other',
        'CREATE TABLE other.parent (a integer)',
        'CREATE TABLE child () INHERITS (other.parent)',
        'CREATE TABLE plain (a integer)',
      ]);
      await execute(database.url, ['CREATE UNIQUE INDEX CONCURRENTLY broken ON twice (a)']).catch(() => undefined);
      const live = await liveSchema(database.url);
      expect(
        Object.fromEntries([...live.tables].map(([key, { doubt }]) => [key.replace('\0', '.'), doubt?.reason ?? null])),
      ).toEqual({
        'other.parent': null,
        child: 'It inherits from a table of another schema, which is not followed.',
        hardened: 'That the constraint `own` is not inherited is not followed.',
        plain: null,
        twice: 'The index `broken` is not valid.',
        typed: 'Its columns are those of the type `pair`, which is not followed.',
      });
      expect(schemaSql(live, CONTEXT)).toMatchObject({ ok: false });
      // As an extension does with what its script makes: it belongs to it from then on.
      await execute(database.url, [
        'ALTER EXTENSION plpgsql ADD TABLE plain',
        "CREATE TYPE mood AS ENUM ('a')",
        'ALTER EXTENSION plpgsql ADD TYPE mood',
        'CREATE SEQUENCE counter',
        'ALTER EXTENSION plpgsql ADD SEQUENCE counter',
      ]);
      const without = await liveSchema(database.url);
      expect([without.tables.has('plain'), without.enums.size, without.sequences.size]).toEqual([false, 0, 0]);
    } finally {
      await database.drop();
    }
  });

  it('asks an older server for nothing that it has not', async () => {
    const [old, newest] = [copiedQueries(120_000), copiedQueries(180_000)].map((queries) =>
      Object.values(queries).join('\n'),
    );
    const newer = ['indnullsnotdistinct', 'confdelsetcols', 'conenforced', 'conperiod'];
    expect(newer.filter((column) => old?.includes(column))).toEqual([]);
    expect(newer.filter((column) => !newest?.includes(column))).toEqual([]);
    const database = await createTestDatabase();
    try {
      await execute(database.url, Object.values(copiedQueries(120_000)));
    } finally {
      await database.drop();
    }
  });

  it('goes by the schema that the connection makes tables in', async () => {
    const database = await createTestDatabase();
    try {
      await execute(database.url, [
        "CREATE SCHEMA tenant; CREATE TYPE public.mood AS ENUM ('a'); CREATE TABLE public.shared (id serial PRIMARY KEY)",
        "CREATE TABLE tenant.mine (id serial PRIMARY KEY, m public.mood DEFAULT 'a', s integer REFERENCES public.shared)",
        "CREATE TABLE tenant.alembic_version (version_num varchar(32)); INSERT INTO tenant.alembic_version VALUES ('x')",
      ]);
      const live = await liveSchema(`${database.url}?options=-csearch_path%3Dtenant,public`);
      expect([...live.tables.keys()]).toEqual(['public\0shared', 'mine']);
      const mine = live.tables.get('mine')?.table;
      expect(mine?.columns.map(({ serverDefault }) => serverDefault)).toMatchObject([
        null,
        { expression: { sql: "'a'::public.mood" } },
        null,
      ]);
      expect(mine?.constraints).toMatchObject([{ kind: 'primaryKey' }, { referredSchema: 'public' }]);
      expect(live.sequences.get('mine_id_seq')?.item?.ownedBy).toEqual({ table: 'mine', schema: null, column: 'id' });
    } finally {
      await database.drop();
    }
  });
});

function differences(before: Schema, after: Schema): readonly string[] {
  return schemaDifferences(before, after, { assignedNames: true, doubts: true }).map(differenceText);
}

async function execute(url: string, statements: readonly string[]): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    for (const statement of statements) {
      await client.query(statement).catch((error: unknown) => {
        throw new Error(`${String(error)}: ${statement.slice(0, 2000)}`);
      });
    }
  } finally {
    await client.end();
  }
}

async function serverVersion(url: string): Promise<number> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ n: string }>("SELECT current_setting('server_version_num') AS n");
    return Number(rows[0]?.n);
  } finally {
    await client.end();
  }
}

async function lines(url: string): Promise<readonly string[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<{ line: string }>(CATALOGUE_LINES)).rows.map(({ line }) => line);
  } finally {
    await client.end();
  }
}
