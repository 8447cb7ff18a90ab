import Database from 'better-sqlite3';
import { Client } from 'pg';
import { createInterface } from 'node:readline';

/** Statements as they are sent, transaction by transaction. */
export interface DriverRun {
  readonly dialect: 'sqlite' | 'postgresql';
  /** A file of SQLite, or the URL of a PostgreSQL. */
  readonly place: string;
  readonly transactions: readonly (readonly string[])[];
}

/** What the new process does: for each line, a run, it says when that is done. Settings are those of the native engine. */
export async function serveDriver(): Promise<void> {
  for await (const line of createInterface({ input: process.stdin })) {
    const run = JSON.parse(line) as DriverRun;
    if (run.dialect === 'sqlite') runSqlite(run);
    else await runPostgres(run);
    console.log('{}');
  }
}

function runSqlite({ place, transactions }: DriverRun): void {
  const database = new Database(place, { timeout: 0 });
  const send = (sql: string): void => {
    const statement = database.prepare(sql);
    if (statement.reader) statement.all();
    else statement.run();
  };
  send('PRAGMA foreign_keys = OFF');
  send('PRAGMA recursive_triggers = OFF');
  for (const statements of transactions) {
    send('BEGIN IMMEDIATE');
    for (const sql of statements) send(sql);
    send('COMMIT');
  }
  database.close();
}

async function runPostgres({ place, transactions }: DriverRun): Promise<void> {
  const client = new Client({ connectionString: place });
  await client.connect();
  for (const statements of transactions) {
    await client.query('BEGIN');
    for (const sql of statements) await client.query(sql);
    await client.query('COMMIT');
  }
  await client.end();
}
