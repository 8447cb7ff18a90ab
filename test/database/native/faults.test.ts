import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { build } from 'esbuild';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nodeFileSystem } from '../../../server/src/common/nodeFileSystem';
import type { RunReport } from '../../../server/src/engine/engine';
import type { NativeProgram } from '../../../server/src/engine/native/program';
import { RunnerClient } from '../../../server/src/engine/runnerClient';
import { planUpgrade } from '../../../server/src/revision/plans';
import { loadProject } from '../../../server/src/usecases/loadProject';
import { nativePlan } from '../../../server/src/usecases/native/nativePlan';
import { sqlOptions } from '../../../server/src/usecases/sql/sqlOptions';
import type { ProjectSnapshot } from '../../../server/src/workspace/snapshot';
import { skipping } from '../../support/missing';
import { createTestDatabase, postgresSkipReason, type TestDatabase } from '../../support/postgres';
import { cacheFolder, repositoryRoot } from '../../support/repository';
import { AlembicProject } from '../support/alembicProject';
import { onlyCancel } from '../support/engines';
import { startSchema } from './startSchema';
import { PLAIN_ENVIRONMENT } from './nativeRun';

/** What driverProxy.cjs is told. */
interface Fault {
  readonly at?: number;
  readonly when?: 'before' | 'after';
  readonly pages?: number;
}

/** A database that can be begun anew. */
interface Place {
  readonly url: string;
  /** What it holds, in one text. */
  look(): Promise<string>;
  rows(): Promise<readonly string[]>;
  clear(): Promise<void>;
}

const folder = mkdtempSync(join(tmpdir(), 'aw-faults-'));
const program = join(cacheFolder, 'test-runner', 'faulty-runner.js');
const project = new AlembicProject('sqlite:///unused.db');
const afterwards = [project];
const REVISIONS = ['a', 'b', 'c'];
let snapshot: ProjectSnapshot;
/** The same, with rows in the last revision that the key does not let in. */
let refusing: ProjectSnapshot;

beforeAll(async () => {
  mkdirSync(join(cacheFolder, 'test-runner'), { recursive: true });
  // The drivers are left outside, for the proxy to stand before them.
  await build({
    entryPoints: [join(repositoryRoot, 'server/src/runner/main.ts')],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['better-sqlite3', 'pg', 'pg-native'],
    logLevel: 'warning',
  });
  project.chain(...REVISIONS);
  const fill = 'op.execute("INSERT INTO t_a (id) VALUES (1), (2)")';
  project.revision({ id: 'b', down: 'a', upgrade: `op.create_table("t_b", sa.Column("id", sa.Integer))\n${fill}` });
  project.revision({
    id: 'c',
    down: 'b',
    upgrade:
      'with op.batch_alter_table("t_a") as batch:\n    batch.add_column(sa.Column("n", sa.Integer))\n    batch.create_unique_constraint("uq", ["n"])',
  });
  snapshot = await loadProject(project.config(), { fs: nodeFileSystem });
  const refused = new AlembicProject('sqlite:///unused.db');
  afterwards.push(refused);
  refused.chain(...REVISIONS);
  refused.revision({ id: 'b', down: 'a', upgrade: `op.create_table("t_b", sa.Column("id", sa.Integer))\n${fill}` });
  refused.revision({ id: 'c', down: 'b', upgrade: fill });
  refusing = await loadProject(refused.config(), { fs: nodeFileSystem });
});
afterAll(() => {
  for (const one of afterwards) one.remove();
  rmSync(folder, { recursive: true, force: true });
});

function planned(dialect: NativeProgram['dialect'], rows: readonly string[], snapshot: ProjectSnapshot): NativeProgram {
  const { config } = snapshot;
  const options = sqlOptions(config, {
    dialect,
    mode: 'online',
    fs: nodeFileSystem,
    cwd: config.workingDirectory,
    interpreter: null,
  });
  const steps = planUpgrade(snapshot.chain.map, rows, 'heads');
  if (!steps.ok) throw new Error(steps.error.message);
  const environment = { ...PLAIN_ENVIRONMENT, transactionPerMigration: true };
  const plan = nativePlan(snapshot, {
    dialect,
    rows,
    purge: false,
    steps: steps.value,
    environment,
    options,
    start: startSchema(snapshot, rows, options.context, options),
  });
  if (!plan.ok) throw new Error(plan.error.reason);
  return plan.value;
}

let runs = 0;

/** A run from where the database stands to the head, in the real runner; and the statements that it sent. */
async function run(
  place: Place,
  fault: Fault,
  of: ProjectSnapshot = snapshot,
): Promise<{ readonly report: RunReport; readonly sent: number }> {
  const dialect = place.url.startsWith('sqlite') ? 'sqlite' : 'postgresql';
  const migration = planned(dialect, await place.rows(), of);
  const log = join(folder, `sent-${++runs}`);
  const client = new RunnerClient({
    spawn: (command, args, options) => spawn(command, [...args], options),
    program,
    environment: {
      ...process.env,
      NODE_OPTIONS: `--require ${join(import.meta.dirname, 'driverProxy.cjs')}`,
      FAULT: JSON.stringify({ ...fault, log }),
    },
    node: process.execPath,
    log: () => undefined,
  });
  const report = await client.migrate(
    {
      url: place.url,
      program: migration,
      versionTable: migration.versionTable,
      workingDirectory: folder,
      environment: {},
      lockTimeout: 0,
    },
    { output: () => undefined, progress: () => undefined },
    onlyCancel(new AbortController().signal),
  );
  return { report, sent: readFileSync(log, 'utf8').trimEnd().split('\n').length };
}

describe.for<[string, string | null, () => Promise<Place> | Place]>([
  ['SQLite', null, sqlitePlace],
  ['PostgreSQL', postgresSkipReason(), postgresPlace],
])('on %s', ([name, reason, open]) => {
  describe('a run', skipping(reason), () => {
    it('that is killed leaves a revision boundary, and the next run ends the work', async () => {
      const place = await open();
      // What each revision leaves, by the run that nobody kills, a revision at a time.
      const boundaries = new Map<string, string>();
      const whole = await run(place, {});
      expect(whole.report).toEqual({ error: null, done: REVISIONS.length });
      const end = await place.look();
      const counts = { killed: 0, goneOn: 0, boundaries: new Set<string>() };
      for (let at = 1; at <= whole.sent; at++) {
        for (const when of ['before', 'after'] as const) {
          await place.clear();
          const { report } = await run(place, { at, when });
          expect(report.error?.code, `${when} ${at}`).toBe('processFailed');
          counts.killed++;
          const [row = 'base'] = await place.rows();
          const left = await place.look();
          // The same revision never leaves two things.
          expect(boundaries.get(row) ?? left, `${when} statement ${at}: ${row}`).toBe(left);
          boundaries.set(row, left);
          counts.boundaries.add(row);
          // Gone on from once: after a statement is before the next one.
          if (row === 'c' || when === 'after') continue;
          counts.goneOn++;
          expect((await run(place, {})).report.error, `after ${when} ${at}`).toBeNull();
          expect(await place.look()).toBe(end);
        }
      }
      console.log(
        `${name}: ${counts.killed} runs killed around ${whole.sent} statements, ${counts.goneOn} gone on from; ` +
          `left: ${[...counts.boundaries].join(', ')}`,
      );
      expect([...counts.boundaries].sort()).toEqual(['a', 'b', 'base', 'c']);
    });

    it('leaves one also where the disk is full, and where a row is refused', async () => {
      const place = await open();
      const ends: string[] = [];
      for (const pages of [2, 3, 4, 5, 6]) {
        if (name !== 'SQLite') break;
        await place.clear();
        const { report } = await run(place, { pages });
        ends.push(`${pages} pages: ${report.error?.message ?? 'done'} ${(await place.rows()).join() || 'base'}`);
        expect(report.error === null).toBe((await place.rows())[0] === 'c');
        expect((await run(place, {})).report.error).toBeNull();
      }
      expect(ends.some((text) => text.includes('Make room on the disk'))).toBe(name === 'SQLite');
      await place.clear();
      expect((await run(place, {}, refusing)).report.error).toMatchObject({ revision: 'c', place: { line: 7 } });
      expect(await place.rows()).toEqual(['b']);
      expect((await run(place, {})).report.error).toBeNull();
      expect(await place.rows()).toEqual(['c']);
      if (ends.length > 0) console.log(`${name}, a disk that is full: ${ends.join('; ')}`);
    });
  });
});

function sqlitePlace(): Place {
  const path = join(folder, 'killed.db');
  const ask = (sql: string): readonly unknown[] => {
    const database = new Database(path);
    try {
      return database.prepare(sql).raw().all();
    } finally {
      database.close();
    }
  };
  return {
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
  };
}

async function postgresPlace(): Promise<Place> {
  const test: TestDatabase = await createTestDatabase();
  const ask = async (sql: string): Promise<readonly Record<string, unknown>[]> => {
    const client = new Client({ connectionString: test.url });
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
    while ((await ask(others)).length > 0) await new Promise((resolve) => setTimeout(resolve, 20));
  };
  return {
    url: test.url,
    look: async () => {
      await settled();
      const columns = await ask(
        `SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns
         WHERE table_schema = 'public' ORDER BY 1, ordinal_position`,
      );
      const constraints = await ask(
        "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace ORDER BY 1",
      );
      const filled = (await ask("SELECT to_regclass('t_a') AS t"))[0]?.t === null ? [] : await ask('SELECT * FROM t_a');
      return JSON.stringify([columns, constraints, filled]);
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
