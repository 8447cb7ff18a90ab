import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { Client } from 'pg';
import { catalogueQueries } from '../../server/src/dialect/postgresql/live/catalogue';
import { RunnerClient } from '../../server/src/engine/runnerClient';
import { schemaOfJson } from '../../server/src/schema/schemaJson';
import { oraclePython } from '../oracle/support/venv';
import { createTestDatabase } from '../support/postgres';
import { run } from '../support/processes';
import { repositoryRoot } from '../support/repository';
import { LineProcess } from './lineProcess';
import { fillPostgres, makeSqlite, TABLES } from './manyTables';
import { eachInTurn } from './measure';

const ROUNDS = 5;

/** Milliseconds, medians of rounds side by side. */
export interface IntrospectionSpeed {
  readonly name: string;
  /** Of the runner: from the question to a schema that is read, in a process that has done it before. */
  readonly ours: number;
  /** The same in a new process, its start included. */
  readonly first: number;
  /** The server alone, without sending what it finds; null: there is none. */
  readonly server: number | null;
  /** SQLAlchemy's inspector: all tables at once, a MetaData of them, and table by table. */
  readonly multi: number;
  readonly reflect: number;
  readonly tables: number;
  /** Megabytes that the runner has grown by, after the first reading and after the last. */
  readonly memory: readonly [first: number, last: number];
}

/** Both dialects. PostgreSQL is the server that the tests' variable names. */
export async function introspectionSpeed(scratch: string): Promise<readonly IntrospectionSpeed[]> {
  const database = await createTestDatabase();
  try {
    await fillPostgres(database.url);
    const path = join(scratch, 'tables.db');
    makeSqlite(path);
    return [
      await speedOf('PostgreSQL', database.url, () => serverTime(database.url)),
      await speedOf('SQLite', `sqlite:///${path}`, null),
    ];
  } finally {
    await database.drop();
  }
}

async function speedOf(name: string, url: string, server: (() => Promise<number>) | null): Promise<IntrospectionSpeed> {
  const python = url.replace(/^postgresql:/, 'postgresql+psycopg:');
  using inspector = new LineProcess(oraclePython(), [join(repositoryRoot, 'test/bench/inspector.py'), python]);
  const inspect = async (way: 'multi' | 'reflect' | 'tables'): Promise<number> => {
    const { milliseconds, tables } = await inspector.ask({ way });
    if (tables !== TABLES) throw new Error(`${String(tables)} tables`);
    return Number(milliseconds);
  };
  const warm = startRunner();
  try {
    await readState(warm.client, url);
    const before = await memoryOf(warm.process());
    await read(warm.client, url);
    const afterFirst = await memoryOf(warm.process());
    const taken = await eachInTurn(ROUNDS, {
      ours: () => read(warm.client, url),
      first: async () => {
        const { client } = startRunner();
        try {
          return await read(client, url);
        } finally {
          client.dispose();
        }
      },
      multi: () => inspect('multi'),
      reflect: () => inspect('reflect'),
      tables: () => inspect('tables'),
      server: server ?? (() => Promise.resolve(0)),
    });
    const memory = [afterFirst - before, (await memoryOf(warm.process())) - before] as const;
    return { ...taken, name, server: server === null ? null : taken.server, memory };
  } finally {
    warm.client.dispose();
  }
}

interface StartedRunner {
  readonly client: RunnerClient;
  readonly process: () => ChildProcess;
}

/** The runner as it is shipped; its process is there from the first question on. */
function startRunner(): StartedRunner {
  let child: ChildProcess | null = null;
  const client = new RunnerClient({
    spawn: (command, args, options) => {
      const started = spawn(command, [...args], options);
      child = started;
      return started;
    },
    program: join(repositoryRoot, 'dist', 'runner.js'),
    environment: process.env,
    node: process.execPath,
    log: console.error,
  });
  return {
    client,
    process: () => {
      if (child === null) throw new Error('the runner was asked nothing');
      return child;
    },
  };
}

const VERSIONS = { name: 'alembic_version', schema: null };

function question(url: string) {
  return { url, workingDirectory: repositoryRoot, versionTable: VERSIONS, environment: {} };
}

async function readState(client: RunnerClient, url: string): Promise<void> {
  const answer = await client.request('readState', question(url), new AbortController().signal);
  if (!answer.ok) throw new Error(answer.error.message);
}

async function read(client: RunnerClient, url: string): Promise<number> {
  const start = performance.now();
  const answer = await client.request('readSchema', question(url), new AbortController().signal);
  if (!answer.ok) throw new Error(answer.error.message);
  const { tables } = schemaOfJson(answer.value.schema);
  const taken = performance.now() - start;
  const columns = tables.valueSeq().reduce((sum, { table }) => sum + (table?.columns.length ?? 0), 0);
  if (columns !== TABLES * 10) throw new Error(`${columns} columns`);
  return taken;
}

/** Megabytes. */
async function memoryOf(child: ChildProcess): Promise<number> {
  return Number(await run('ps', ['-o', 'rss=', '-p', String(child.pid)])) / 1024;
}

/** What PostgreSQL itself takes for our queries, in a session of its own. */
async function serverTime(url: string): Promise<number> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ server_version_num: string }>('SHOW server_version_num');
    let sum = 0;
    for (const query of Object.values(catalogueQueries(Number(rows[0]?.server_version_num)))) {
      const plan = await client.query<{ 'QUERY PLAN': string }>(`EXPLAIN (ANALYZE, TIMING OFF, SUMMARY) ${query}`);
      const times = plan.rows.map((row) => /(?:Planning|Execution) Time: ([\d.]+) ms/.exec(row['QUERY PLAN'])?.[1]);
      sum += times.reduce((all, time) => all + Number(time ?? 0), 0);
    }
    return sum;
  } finally {
    await client.end();
  }
}
