import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { skipReason } from '../oracle/support/venv';
import { createMariadbDatabase, mariadbSkipReason } from '../support/mariadb';
import { createTestDatabase } from '../support/postgres';
import { copiedProject, keysOf, labelsOf, ModelsBench, ReviewBench, undated } from './support/reviewBench';
import { allVersions } from './support/versions';
import { skipping } from '../support/missing';

const reason = skipReason();
const noMariadb = await mariadbSkipReason();

const cleanups: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

function benchOf<B extends ReviewBench>(bench: B): B {
  cleanups.push(() => {
    bench.project.remove();
  });
  return bench;
}

const SQLITE = (): Promise<string> => Promise.resolve('sqlite:///shop.db');

async function postgresql(): Promise<string> {
  const place = await createTestDatabase();
  cleanups.push(() => place.drop());
  // Named, because another one is SQLAlchemy 2.1's own choice.
  return place.url.replace('postgresql:', 'postgresql+psycopg2:');
}

function mariadb(): Promise<string> {
  const place = createMariadbDatabase();
  cleanups.push(() => {
    place.drop();
  });
  return Promise.resolve(place.url);
}

const UPGRADE = [
  'op.create_table("account", sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.String(20)),',
  '    sa.Column("age", sa.Integer), sa.UniqueConstraint("name", name="uq_account_name"))',
  'op.create_table("visit", sa.Column("id", sa.Integer, primary_key=True), sa.Column("account_id", sa.Integer),',
  '    sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_visit_account"))',
].join('\n');

const MODELS = [
  'account = sa.Table("account", metadata, sa.Column("id", sa.Integer, primary_key=True),',
  '    sa.Column("name", sa.String(40), nullable=False, comment="as printed"),',
  '    sa.Column("city", sa.String(30), server_default="nowhere", index=True))',
  'sa.Table("visit", metadata, sa.Column("id", sa.Integer, primary_key=True), sa.Column("account_id", sa.Integer),',
  '    sa.Column("place", sa.Integer))',
  'sa.Table("bill", metadata, sa.Column("id", sa.Integer, primary_key=True),',
  '    sa.Column("account_id", sa.ForeignKey("account.id", name="fk_bill_account", ondelete="CASCADE")),',
  '    sa.CheckConstraint("id > 0", name="positive"), comment="what is owed")',
].join('\n');

/** All ticked is what Alembic writes; each operation alone is what the preview says, and Python. */
async function holds(bench: ReviewBench): Promise<readonly string[]> {
  const models = await bench.compare();
  const keys = keysOf(models.rows);
  const expected = bench.byAlembic(models);
  const previews = await bench.preview(models, keys);
  expect(previews.map(({ text }) => undated(text))).toEqual(expected);
  const some = keys.filter((_, index) => index % 2 === 0);
  const previewed = (await bench.preview(models, some)).map(({ text }) => undated(text));
  expect(await bench.write(models, some)).toEqual(previewed);
  return labelsOf(models.rows);
}

describe('autogenerate on real databases', skipping(reason), () => {
  const databases: readonly [name: string, url: () => Promise<string>, configure: string, reason: string | null][] = [
    ['PostgreSQL', postgresql, '', null],
    ['PostgreSQL in batch', postgresql, 'render_as_batch=True, compare_server_default=True', null],
    ['MariaDB', mariadb, '', noMariadb],
    ['SQLite', SQLITE, 'render_as_batch=True', null],
  ];
  it.for(databases)('%s', async ([, url, configure, missing], context) => {
    if (missing !== null) context.skip(missing);
    const bench = benchOf(new ModelsBench(await url()));
    bench.project.revision({ id: 'a1', upgrade: UPGRADE, downgrade: 'pass' });
    bench.models(MODELS, { configure });
    bench.alembic('upgrade', 'head');
    const labels = await holds(bench);
    expect(labels).toEqual(
      expect.arrayContaining([
        'bill: Create table',
        'account: Add column city',
        'account: Create index ix_account_city',
        'visit: Drop foreign key fk_visit_account',
        'account: Drop column age',
      ]),
    );
    // MariaDB makes an index of it.
    expect(labels.some((label) => /^account: Drop (unique constraint|index) uq_account_name$/.test(label))).toBe(true);
    expect(labels.some((label) => label.startsWith('account: Alter column name: type'))).toBe(true);
  });

  it('holds no connection while a review is open', async () => {
    const url = await postgresql();
    const bench = benchOf(new ModelsBench(url));
    bench.models('sa.Table("note", metadata, sa.Column("id", sa.Integer, primary_key=True))', {
      // A pool would keep it open to the end of the process.
      start: 'from sqlalchemy import pool; pool.NullPool = pool.QueuePool',
    });
    const { rows } = await bench.compare();
    expect(labelsOf(rows)).toEqual(['note: Create table']);
    const client = new Client({ connectionString: url.replace('+psycopg2', '') });
    await client.connect();
    const others = 'select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()';
    // The server notices the end of a connection a moment later.
    await expect.poll(async () => (await client.query<{ pid: number }>(others)).rows, { timeout: 5_000 }).toEqual([]);
    await client.end();
  });

  it('a foreign schema, types of the dialect and their imports', async () => {
    const bench = benchOf(new ModelsBench(await postgresql()));
    bench.project.revision({ id: 'a1', upgrade: 'op.execute("CREATE SCHEMA aw_side")', downgrade: 'pass' });
    bench.models(
      [
        'from sqlalchemy.dialects import postgresql',
        'sa.Table("note", metadata, sa.Column("id", sa.Integer, primary_key=True), sa.Column("body", postgresql.JSONB),',
        '    schema="aw_side")',
        'sa.Table("link", metadata, sa.Column("note_id", sa.ForeignKey("aw_side.note.id")))',
      ].join('\n'),
      { configure: 'include_schemas=True' },
    );
    bench.alembic('upgrade', 'head');
    const models = await bench.compare();
    const [note, link] = models.rows;
    expect(labelsOf(models.rows)).toEqual(['aw_side.note: Create table', 'link: Create table']);
    expect(link?.requires).toEqual([note?.key]);
    const IMPORT = 'from sqlalchemy.dialects import postgresql';
    expect((await bench.preview(models, [note?.key ?? '']))[0]?.text).toContain(IMPORT);
    expect((await bench.preview(models, [link?.key ?? '']))[0]?.text).not.toContain(IMPORT);
    await holds(bench);
  });

  it('multidb: the operations of each engine in their own functions', async () => {
    const bench = benchOf(new ReviewBench(copiedProject('multidb')));
    bench.alembic('upgrade', 'head');
    const path = join(bench.project.root, 'models.py');
    bench.project.write(
      'models.py',
      `${readFileSync(path, 'utf8')}\nsa.Table("key", accounts, sa.Column("id", sa.Integer, primary_key=True))\n`,
    );
    const { rows, databases } = await bench.compare();
    expect(databases.map(({ identity }) => identity.label)).toEqual(['accounts.db', 'events.db']);
    expect(rows.map(({ database, group, label }) => `${database ?? ''} ${group}: ${label}`)).toEqual([
      'accounts key: Create table',
      'events audit: Create table',
    ]);
    await holds(bench);
  });

  it('async', async () => {
    const bench = benchOf(new ReviewBench(copiedProject('async')));
    bench.alembic('upgrade', 'head');
    const path = join(bench.project.root, 'app/models.py');
    bench.project.write('app/models.py', readFileSync(path, 'utf8').replace('String(255)', 'String(300)'));
    expect(await holds(bench)).toEqual(['users: Add column active', 'users: Alter column full_name: type']);
  });
});

describe.each(allVersions())('autogenerate with $name', ({ python, reason }) => {
  beforeEach((context) => {
    if (reason !== null) context.skip(reason);
  });
  it.each<[name: string, url: () => Promise<string>]>([
    ['SQLite', SQLITE],
    ['PostgreSQL', postgresql],
  ])('%s', async (_name, url) => {
    const bench = benchOf(new ModelsBench(await url(), python()));
    bench.project.revision({ id: 'a1', upgrade: UPGRADE, downgrade: 'pass' });
    bench.models(MODELS, { configure: 'render_as_batch=True, compare_type=True' });
    bench.alembic('upgrade', 'head');
    expect((await holds(bench)).length).toBeGreaterThan(6);
  });
});
