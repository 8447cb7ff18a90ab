import { rmSync } from 'node:fs';
import Database from 'better-sqlite3';
import { Client } from 'pg';
import { onTestFinished } from 'vitest';
import { createTestDatabase } from '../../support/postgres';

/** A database that can be begun anew. */
export interface FaultPlace {
  readonly dialect: 'sqlite' | 'postgresql';
  readonly url: string;
  /** What it holds, in one text. */
  look(): Promise<string>;
  rows(): Promise<readonly string[]>;
  clear(): Promise<void>;
  /** Sends statements as somebody else. */
  ask(sql: string): Promise<readonly Record<string, unknown>[]>;
}

export function sqlitePlace(path: string): FaultPlace {
  const ask = (sql: string): readonly unknown[][] => {
    const database = new Database(path);
    try {
      return database.prepare<[], unknown[]>(sql).raw().all();
    } finally {
      database.close();
    }
  };
  return {
    dialect: 'sqlite',
    url: `sqlite:///${path}`,
    look: () => {
      const tables = ask("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1").flat() as string[];
      const rows = tables.map((table) => [table, ask(`SELECT * FROM "${table}"`)]);
      return Promise.resolve(JSON.stringify([ask('SELECT sql FROM sqlite_master ORDER BY name'), rows]));
    },
    rows: () =>
      Promise.resolve(
        ask("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").length === 0
          ? []
          : (ask('SELECT version_num FROM alembic_version').flat() as string[]),
      ),
    clear: () => {
      for (const file of [path, `${path}-journal`]) rmSync(file, { force: true });
      return Promise.resolve();
    },
    ask: (sql) => {
      const database = new Database(path);
      try {
        const statement = database.prepare<[], Record<string, unknown>>(sql);
        return Promise.resolve(statement.reader ? statement.all() : (statement.run(), []));
      } finally {
        database.close();
      }
    },
  };
}

/** @param url Absent: a database of its own on the test server, gone after the test. */
export async function postgresPlace(url?: string): Promise<FaultPlace> {
  const connectionString = url ?? (await ownDatabase());
  const ask = async (sql: string): Promise<readonly Record<string, unknown>[]> => {
    const client = new Client({ connectionString });
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(sql)).rows;
    } finally {
      await client.end();
    }
  };
  /** The server takes a moment to see that a client is gone. */
  const settled = async (): Promise<void> => {
    const others = 'SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()';
    while ((await ask(`${others} AND backend_type = 'client backend'`)).length > 0) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  return {
    dialect: 'postgresql',
    url: connectionString,
    ask,
    look: async () => {
      await settled();
      const columns = await ask(
        `SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns
         WHERE table_schema = 'public' ORDER BY 1, ordinal_position`,
      );
      const constraints = await ask(
        "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace ORDER BY 1",
      );
      const indexes = await ask(
        `SELECT indexrelid::regclass::text AS name, indisvalid FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
         WHERE c.relnamespace = 'public'::regnamespace ORDER BY 1`,
      );
      const filled: unknown[] = [];
      for (const { name } of await ask(
        "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1",
      )) {
        // Large ones by what they come to.
        const sums = `SELECT count(*), md5(string_agg(t::text, ',' ORDER BY t::text)) FROM "${String(name)}" t`;
        filled.push([name, await ask(sums)]);
      }
      return JSON.stringify([columns, constraints, indexes, filled]);
    },
    rows: async () => {
      await settled();
      const [found] = await ask("SELECT to_regclass('alembic_version') AS t");
      if (found?.t === null) return [];
      return (await ask('SELECT version_num FROM alembic_version')).map((row) => String(row.version_num));
    },
    clear: async () => {
      await settled();
      await ask('DROP SCHEMA public CASCADE; CREATE SCHEMA public');
    },
  };
}

async function ownDatabase(): Promise<string> {
  const database = await createTestDatabase();
  onTestFinished(() => database.drop());
  return database.url;
}
