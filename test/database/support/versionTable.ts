import Database from 'better-sqlite3';
import { Client } from 'pg';

/** What is in the version table of a SQLite file, asked of the file itself: by none of our readers. */
export function versionRows(path: string): readonly string[] {
  return sqliteColumn(path, 'select version_num from alembic_version order by 1');
}

/** The tables of a SQLite file. */
export function tablesOf(path: string): readonly string[] {
  return sqliteColumn(path, "select name from sqlite_master where type = 'table' order by 1");
}

function sqliteColumn(path: string, query: string): readonly string[] {
  const database = new Database(path, { readonly: true, fileMustExist: true });
  try {
    return database.prepare<[], string>(query).pluck().all();
  } finally {
    database.close();
  }
}

/** What is in the version table of a PostgreSQL database, asked of the server itself. */
export async function postgresVersionRows(url: string): Promise<readonly string[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ version_num: string }>('select version_num from alembic_version order by 1');
    return rows.map(({ version_num: id }) => id);
  } finally {
    await client.end();
  }
}
