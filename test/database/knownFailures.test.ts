import { afterEach, describe, expect, it } from 'vitest';
import type { EngineError } from '../../server/src/engine/engine';
import { createMariadbDatabase, mariadbSkipReason } from '../support/mariadb';
import { createTestDatabase } from '../support/postgres';
import { AlembicProject, type RevisionText } from './support/alembicProject';
import { WatchedEngine } from './support/engines';

const noMariadb = await mariadbSkipReason();

const cleanups: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

type Database = 'sqlite' | 'postgresql' | 'mariadb';

async function projectOn(database: Database): Promise<AlembicProject> {
  let url = 'sqlite:///shop.db';
  if (database === 'postgresql') {
    const made = await createTestDatabase();
    cleanups.push(() => made.drop());
    ({ url } = made);
  }
  if (database === 'mariadb') {
    const made = createMariadbDatabase();
    cleanups.push(() => {
      made.drop();
    });
    ({ url } = made);
  }
  const project = new AlembicProject(url);
  cleanups.push(() => {
    project.remove();
  });
  return project;
}

/** What a run of these revisions fails of. */
async function failureOf(project: AlembicProject, ...revisions: readonly RevisionText[]): Promise<EngineError> {
  for (const revision of revisions) project.revision(revision);
  const watched = new WatchedEngine(project);
  const report = await watched.run(
    'upgrade',
    'head',
    revisions.map(({ id }) => id),
  );
  if (report.error === null) throw new Error('it did not fail');
  return report.error;
}

/** `users` with a row, and `orders` that refers to it. */
const BEFORE: RevisionText = {
  id: 'a',
  upgrade: [
    'op.create_table("users", sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.String(20)))',
    'op.create_table("orders", sa.Column("id", sa.Integer, primary_key=True), sa.Column("user_id", sa.Integer))',
    'op.execute("INSERT INTO users (id, name) VALUES (1, NULL)")',
    'op.execute("INSERT INTO users (id, name) VALUES (2, NULL)")',
    'op.execute("INSERT INTO orders (id, user_id) VALUES (1, 7)")',
  ].join('\n'),
};

/** What the second revision does, and what is said of it. */
type Case = readonly [what: string, database: Database, upgrade: string, code: EngineError['code'], message: RegExp];

const BATCH = /op\.batch_alter_table\(\)/;
const THERE = /Stamp the revision if all of it is there/;
const MISSING = /not what the revisions before this one make/;
const NULLS = /Rows that are there have no value/;
const REFERENCE = 'op.create_foreign_key("fk", "orders", "users", ["user_id"], ["id"])';
const NOT_NULL = 'op.add_column("users", sa.Column("age", sa.Integer, nullable=False))';
const SET_NOT_NULL = 'op.alter_column("users", "name", existing_type=sa.String(20), nullable=False)';
const ADD_NAME = 'op.add_column("users", sa.Column("name", sa.String(20)))';
const ADD_UNIQUE = 'op.create_unique_constraint("uq", "orders", ["user_id"])';
const TWICE = `op.execute("INSERT INTO orders (id, user_id) VALUES (2, 7)")\n${ADD_UNIQUE}`;
const CREATE_USERS = 'op.create_table("users", sa.Column("id", sa.Integer))';

const CASES: readonly Case[] = [
  ['an ALTER COLUMN', 'sqlite', SET_NOT_NULL, 'commandFailed', BATCH],
  ['a foreign key', 'sqlite', REFERENCE, 'commandFailed', BATCH],
  ['a constraint that is dropped', 'sqlite', 'op.drop_constraint("uq", "users")', 'commandFailed', BATCH],
  [
    'a unique column',
    'sqlite',
    'op.execute("ALTER TABLE users ADD COLUMN code INTEGER UNIQUE")',
    'commandFailed',
    BATCH,
  ],
  [
    'a column whose default is computed',
    'sqlite',
    'op.add_column("users", sa.Column("made", sa.DateTime, server_default=sa.func.now()))',
    'commandFailed',
    BATCH,
  ],
  ['a primary key that is dropped', 'sqlite', 'op.drop_column("users", "id")', 'commandFailed', BATCH],
  [
    'a column with an index that is dropped',
    'sqlite',
    'op.create_index("ix", "users", ["name"])\nop.drop_column("users", "name")',
    'commandFailed',
    /Drop the index first/,
  ],
  ['a table that is there', 'sqlite', CREATE_USERS, 'alreadyExists', THERE],
  ['a table that is there', 'postgresql', CREATE_USERS, 'alreadyExists', THERE],
  ['a table that is there', 'mariadb', CREATE_USERS, 'alreadyExists', THERE],
  ['a column that is there', 'sqlite', ADD_NAME, 'alreadyExists', THERE],
  ['a column that is there', 'postgresql', ADD_NAME, 'alreadyExists', THERE],
  ['a column that is there', 'mariadb', ADD_NAME, 'alreadyExists', THERE],
  [
    'an index that is there',
    'mariadb',
    'op.create_index("ix", "users", ["name"])\nop.create_index("ix", "users", ["name"])',
    'alreadyExists',
    THERE,
  ],
  [
    'a constraint that is there',
    'mariadb',
    'op.execute("DELETE FROM orders")\n' + `${REFERENCE}\n${REFERENCE}`,
    'alreadyExists',
    THERE,
  ],
  [
    'an enum type that is there',
    'postgresql',
    [
      'op.execute("CREATE TYPE mood AS ENUM (\'good\')")',
      'op.create_table("days", sa.Column("mood", sa.Enum("good", name="mood")))',
    ].join('\n'),
    'alreadyExists',
    /Dropping a table leaves its enum type/,
  ],
  ['a table that is missing', 'sqlite', 'op.drop_table("nobody")', 'commandFailed', MISSING],
  ['a table that is missing', 'postgresql', 'op.drop_table("nobody")', 'commandFailed', MISSING],
  ['a table that is missing', 'mariadb', 'op.drop_table("nobody")', 'commandFailed', MISSING],
  ['a column that is missing', 'sqlite', 'op.drop_column("users", "x")', 'commandFailed', MISSING],
  ['a column that is missing', 'postgresql', 'op.drop_column("users", "x")', 'commandFailed', MISSING],
  ['a column that is missing', 'mariadb', 'op.drop_column("users", "x")', 'commandFailed', MISSING],
  ['a NOT NULL column', 'sqlite', NOT_NULL, 'commandFailed', NULLS],
  ['a NOT NULL column', 'postgresql', NOT_NULL, 'commandFailed', NULLS],
  ['SET NOT NULL over NULLs', 'postgresql', SET_NOT_NULL, 'commandFailed', NULLS],
  ['rows that refer to nothing', 'postgresql', REFERENCE, 'commandFailed', /Rows refer to rows that are not there/],
  ['rows that refer to nothing', 'mariadb', REFERENCE, 'commandFailed', /Rows refer to rows that are not there/],
  ['a key that is none', 'postgresql', REFERENCE.replace('["id"]', '["name"]'), 'commandFailed', /type|unique/],
  [
    'a key of another type',
    'mariadb',
    REFERENCE.replace('["id"]', '["name"]'),
    'commandFailed',
    /need a primary key or unique constraint/,
  ],
  ['equal values', 'postgresql', TWICE, 'commandFailed', /have equal values/],
  ['equal values', 'mariadb', TWICE, 'commandFailed', /have equal values/],
  [
    'equal values',
    'sqlite',
    TWICE.replace(
      'create_unique_constraint("uq", "orders", ["user_id"])',
      'create_index("uq", "orders", ["user_id"], unique=True)',
    ),
    'commandFailed',
    /have equal values/,
  ],
  [
    'rows against a check',
    'postgresql',
    'op.create_check_constraint("ck", "orders", "user_id < 5")',
    'commandFailed',
    /do not fulfil the constraint/,
  ],
  [
    'rows against a check',
    'mariadb',
    'op.create_check_constraint("ck", "orders", "user_id < 5")',
    'commandFailed',
    /do not fulfil the constraint/,
  ],
  [
    'what something depends on',
    'postgresql',
    'op.execute("CREATE VIEW v AS SELECT name FROM users")\nop.drop_table("users")',
    'commandFailed',
    /Something else in the database needs it/,
  ],
  [
    'a type that is not cast',
    'postgresql',
    'op.alter_column("users", "name", type_=sa.Integer)',
    'commandFailed',
    /postgresql_using/,
  ],
  [
    'an index made concurrently',
    'postgresql',
    'op.create_index("ix", "users", ["name"], postgresql_concurrently=True)',
    'commandFailed',
    /autocommit_block/,
  ],
  [
    'a lock that is not had in time',
    'postgresql',
    [
      'other = sa.create_engine(op.get_bind().engine.url, poolclass=sa.pool.NullPool).connect()',
      'op.get_bind().commit()',
      'other.execute(sa.text("LOCK TABLE users"))',
      'op.execute("SET lock_timeout = 50")',
      ADD_NAME,
    ].join('\n'),
    'databaseLocked',
    /Another session holds a lock/,
  ],
  [
    'what it may not do',
    'postgresql',
    'op.execute("SET LOCAL ROLE pg_monitor")\nop.create_table("t", sa.Column("id", sa.Integer))',
    'commandFailed',
    /The user env\.py connects as may not do this/,
  ],
];

describe('a revision that fails of', () => {
  it.for(CASES)('%s on %s is told why', async ([, database, upgrade, code, message], { skip }) => {
    if (database === 'mariadb' && noMariadb !== null) skip(noMariadb);
    const project = await projectOn(database);
    const error = await failureOf(project, BEFORE, { id: 'b', down: 'a', upgrade });
    expect(error.message).toMatch(message);
    expect(error.code).toBe(code);
    expect(error.revision).toBe('b');
    expect(error.message.startsWith('Revision b failed: ')).toBe(true);
    // The last line of upgrade().
    const line = 7 + upgrade.split('\n').length - 1;
    expect(error.place).toEqual({ file: `${project.root}/migrations/versions/b.py`, line, via: [] });
    expect(error.fix).toBe(message === BATCH ? 'batch' : undefined);
  });
});
