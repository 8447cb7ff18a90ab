import { randomBytes } from 'node:crypto';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import type { RunnerClient } from '../../../server/src/engine/runnerClient';
import { type Ended, terminal } from '../../oracle/chain/cli/terminal';
import { oraclePython } from '../../oracle/support/venv';
import { createTestDatabase } from '../../support/postgres';
import { AlembicProject, type RevisionText } from '../support/alembicProject';
import { engineHost, startRunner } from '../support/engines';

export const ENGINES = ['alembic', 'native'] as const;
export type EngineName = (typeof ENGINES)[number];

/** An env.py that both engines know. */
const ENV = [
  'from sqlalchemy import engine_from_config, pool',
  'from alembic import context',
  'config = context.config',
  'target_metadata = None',
  'def run_migrations_offline() -> None:',
  '    context.configure(url=config.get_main_option("sqlalchemy.url"))',
  'def run_migrations_online() -> None:',
  '    connectable = engine_from_config(',
  '        config.get_section(config.config_ini_section, {}), prefix="sqlalchemy.", poolclass=pool.NullPool)',
  '    with connectable.connect() as connection:',
  '        context.configure(connection=connection, target_metadata=target_metadata)',
  '        with context.begin_transaction():',
  '            context.run_migrations()',
  'if context.is_offline_mode():',
  '    run_migrations_offline()',
  'else:',
  '    run_migrations_online()',
].join('\n');

let runner: RunnerClient | null = null;
let folder = '';
/** Processes of the runner, in the order they were started. */
export const runners: ChildProcess[] = [];
const cleanups: (() => Promise<void> | void)[] = [];

/** Copies of SQLite go to a folder of the test's own, so that it sees what is left; for a test file's top. */
export function useRehearsals(): void {
  const before = process.env.TMPDIR;
  beforeAll(async () => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'aw-copies-')));
    process.env.TMPDIR = folder;
    runner = await startRunner(undefined, (child) => runners.push(child));
  });
  afterEach(async () => {
    for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
    expect(readdirSync(folder).filter((name) => name.startsWith(COPIES))).toEqual([]);
  });
  afterAll(() => {
    runner?.dispose();
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
    rmSync(folder, { recursive: true, force: true });
  });
}

const COPIES = 'alembic_workbench_copy_';

/** The folder that copies of SQLite are made in. */
export function copiesFolder(): string {
  return folder;
}

export function afterTest(cleanup: () => Promise<void> | void): void {
  cleanups.push(cleanup);
}

/** A database of PostgreSQL, and a role of its own that owns it: what it owns besides are copies. */
export interface OwnedDatabase {
  /** As the owner. */
  readonly url: string;
  /** The same as whoever runs the tests. */
  readonly adminUrl: string;
  /** On the server, not in the database. */
  readonly admin: Client;
  readonly role: string;
  /** Names of the copies that are there. */
  copies(): Promise<readonly string[]>;
  /** Tables, what they are made of, and their rows. */
  content(): Promise<string>;
}

/** Gone after the test, which fails where a copy is left. */
export async function ownedDatabase(attributes = 'CREATEDB'): Promise<OwnedDatabase> {
  const place = await createTestDatabase();
  const server = new URL(place.url);
  server.pathname = '/postgres';
  // Not to the database itself, which nobody may be connected to while it is copied with its rows.
  const admin = new Client({ connectionString: server.href });
  await admin.connect();
  const role = `aw_test_${randomBytes(6).toString('hex')}`;
  const database = new URL(place.url).pathname.slice(1);
  await admin.query(`CREATE ROLE ${role} LOGIN PASSWORD 'aw_secret' ${attributes}`);
  await admin.query(`ALTER DATABASE ${database} OWNER TO ${role}`);
  await send(place.url, `ALTER SCHEMA public OWNER TO ${role}`);
  const copies = async (): Promise<readonly string[]> => {
    const { rows } = await admin.query<{ datname: string }>(
      `SELECT datname FROM pg_database WHERE datdba = '${role}'::regrole AND datname <> '${database}' ORDER BY 1`,
    );
    return rows.map(({ datname }) => datname);
  };
  cleanups.push(async () => {
    const left = await copies();
    for (const name of left) await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
    await place.drop();
    await admin.query(`DROP ROLE ${role}`);
    await admin.end();
    expect(left).toEqual([]);
  });
  const url = new URL(place.url);
  url.username = role;
  url.password = 'aw_secret';
  return { url: url.href, adminUrl: place.url, admin, role, copies, content: () => contentOf(url.href) };
}

/** Runs statements in a connection of its own, which is gone afterwards. */
export async function send(url: string, ...statements: readonly string[]): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

async function contentOf(url: string): Promise<string> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    // Numbers of files and transactions too: what was written and taken back is seen.
    const queries = [
      `SELECT c.oid, c.relname, c.relkind, c.relfilenode, c.xmin FROM pg_class c WHERE c.oid >= 16384 ORDER BY 1`,
      `SELECT attrelid, attname, attnum, atttypid, attnotnull FROM pg_attribute WHERE attrelid >= 16384 ORDER BY 1, 3`,
      `SELECT oid, nspname FROM pg_namespace WHERE nspname !~ '^pg_' ORDER BY 1`,
      `SELECT oid, typname FROM pg_type WHERE oid >= 16384 ORDER BY 1`,
      `SELECT oid, proname FROM pg_proc WHERE oid >= 16384 ORDER BY 1`,
    ];
    const { rows } = await client.query<{ name: string }>(
      `SELECT c.oid::regclass::text AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE c.relkind = 'r' AND n.nspname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1`,
    );
    for (const { name } of rows) queries.push(`SELECT t.*, t.xmin FROM ${name} t ORDER BY t.ctid`);
    const found: unknown[] = [];
    for (const query of queries) found.push((await client.query<object>(query)).rows);
    return JSON.stringify(found);
  } finally {
    await client.end();
  }
}

/** A project that both engines know; gone after the test. */
export function rehearsed(url: string, ...revisions: readonly RevisionText[]): AlembicProject {
  const project = new AlembicProject(url);
  cleanups.push(() => {
    project.remove();
  });
  project.envText(ENV);
  for (const revision of revisions) project.revision(revision);
  return project;
}

/** The terminal, with one of the engines. */
export function command(
  project: Pick<AlembicProject, 'root'>,
  engine: EngineName,
  words: readonly string[],
  changes: { readonly environment?: Record<string, string>; readonly signal?: AbortSignal } = {},
): Promise<Ended> {
  if (runner === null) throw new Error('useRehearsals() comes first');
  const host = engineHost(changes.environment);
  const isNative = engine === 'native';
  const python = isNative ? [] : ['--python', oraclePython()];
  return terminal([...words, '--engine', engine, ...python], project.root, {
    runner,
    engine: isNative ? { ...host, environment: { ...host.environment, PATH: '' } } : host,
    ...(changes.signal && { signal: changes.signal }),
  });
}

/** What `rehearse --json` and `verify --json` print. */
export interface RehearsalAnswer {
  readonly engine: string;
  readonly copy: string;
  readonly lacks: readonly { readonly kind: string; readonly name: string }[];
  readonly steps: readonly {
    readonly revision: string;
    readonly milliseconds: number;
    readonly statements: readonly {
      readonly sql: string;
      readonly milliseconds: number;
      readonly isAlone?: true;
      readonly locks: readonly { readonly table: string; readonly mode: string }[];
    }[];
  }[];
  readonly error: { readonly code: string; readonly message: string; readonly place?: { line: number } } | null;
  readonly current: readonly string[];
  readonly change: { readonly before: string; readonly after: string };
  readonly left: unknown;
}

export async function rehearsal(
  project: AlembicProject,
  engine: EngineName,
  ...words: readonly string[]
): Promise<Ended & { readonly answer: RehearsalAnswer }> {
  const ended = await command(project, engine, ['rehearse', ...words, '--json', '--yes']);
  if (ended.out === '') throw new Error(`no rehearsal: ${ended.err}`);
  return { ...ended, answer: JSON.parse(ended.out) as RehearsalAnswer };
}

/** Verdicts by what they are about: `passed`, `failed: why`, `skipped: why`. */
export async function verdicts(
  project: AlembicProject,
  engine: EngineName,
  ...words: readonly string[]
): Promise<Readonly<Record<string, string>>> {
  const ended = await command(project, engine, ['verify', ...words, '--json', '--yes']);
  if (ended.out === '') throw new Error(`nothing was verified: ${ended.err}`);
  const found = JSON.parse(ended.out) as readonly {
    readonly kind: string;
    readonly revision?: string;
    readonly verdict: { readonly kind: string; readonly reason?: string; readonly error?: { message: string } };
  }[];
  return Object.fromEntries(
    found.map(({ kind, revision, verdict }) => {
      const why = verdict.error?.message ?? verdict.reason;
      return [revision ?? kind, why === undefined ? verdict.kind : `${verdict.kind}: ${why}`];
    }),
  );
}

/** The bytes of a file. */
export function bytes(file: string): string {
  return readFileSync(file).toString('base64');
}
