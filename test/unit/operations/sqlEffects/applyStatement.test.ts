import { describe, expect, it } from 'vitest';
import type { DialectName } from '../../../../server/src/schema/context';
import { outline } from '../applySupport';

/** A body that sends each of these. */
function sent(...statements: readonly string[]): string {
  return statements.map((sql) => `op.execute(${JSON.stringify(sql)})`).join('\n');
}

function after(dialect: DialectName, ...statements: readonly string[]): readonly string[] {
  return outline(dialect, sent(...statements));
}

const T = 'CREATE TABLE t (id integer NOT NULL, a varchar(20), PRIMARY KEY (id))';

/** Raw SQL, and what of Alembic's makes the same of an empty schema. */
const SAME: readonly (readonly [sql: readonly string[], body: string])[] = [
  [
    [
      'CREATE TABLE t (id serial PRIMARY KEY, a varchar(20) NOT NULL UNIQUE, b integer REFERENCES t (id) ON DELETE CASCADE)',
    ],
    "op.create_table('t', sa.Column('id', sa.INTEGER(), primary_key=True), sa.Column('a', sa.VARCHAR(20), nullable=False, unique=True), sa.Column('b', sa.INTEGER(), sa.ForeignKey('t.id', ondelete='CASCADE')))",
  ],
  [
    [T, 'ALTER TABLE t ADD COLUMN b boolean DEFAULT false NOT NULL, ADD c text; ALTER TABLE t DROP COLUMN a'],
    "op.create_table('t', sa.Column('id', sa.INTEGER(), autoincrement=False, primary_key=True), sa.Column('b', sa.BOOLEAN(), nullable=False, server_default=sa.text('false')), sa.Column('c', sa.TEXT()))",
  ],
  [
    [
      T,
      'ALTER TABLE ONLY t RENAME a TO b',
      'alter table "t" alter column b set not null, alter b type text using b::text',
    ],
    "op.create_table('t', sa.Column('id', sa.INTEGER(), autoincrement=False, primary_key=True), sa.Column('b', sa.TEXT(), nullable=False))",
  ],
  [
    [T, 'ALTER TABLE t RENAME TO u; ALTER TABLE u ALTER a SET DEFAULT 5', 'ALTER TABLE u ALTER COLUMN a DROP DEFAULT'],
    "op.create_table('t', sa.Column('id', sa.INTEGER(), autoincrement=False, primary_key=True), sa.Column('a', sa.VARCHAR(20)))\nop.rename_table('t', 'u')",
  ],
  [
    [T, 'CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS ix ON t USING btree (a, id) WHERE a IS NOT NULL'],
    "op.create_table('t', sa.Column('id', sa.INTEGER(), autoincrement=False, primary_key=True), sa.Column('a', sa.VARCHAR(20)))\nop.create_index('ix', 't', ['a', 'id'], unique=True, postgresql_where=sa.text('a IS NOT NULL'), postgresql_using='btree')",
  ],
  [
    [T, 'CREATE INDEX ix ON t (lower(a))', 'DROP INDEX ix'],
    "op.create_table('t', sa.Column('id', sa.INTEGER(), autoincrement=False, primary_key=True), sa.Column('a', sa.VARCHAR(20)))",
  ],
  [
    [T, 'ALTER TABLE t ADD CONSTRAINT uq UNIQUE (a), ADD CHECK (id > 0)', 'ALTER TABLE t RENAME CONSTRAINT uq TO uq2'],
    "op.create_table('t', sa.Column('id', sa.INTEGER(), autoincrement=False, primary_key=True), sa.Column('a', sa.VARCHAR(20)))\nop.create_unique_constraint('uq2', 't', ['a'])\nop.create_check_constraint(None, 't', '(id > 0)'[1:-1])",
  ],
  [
    ["COMMENT ON TABLE t IS 'x'", "COMMENT ON COLUMN t.a IS 'it''s'"],
    "op.create_table_comment('t', 'x')\nop.alter_column('t', 'a', comment=\"it's\")",
  ],
  [
    [
      "CREATE TYPE s AS ENUM ('a', 'b')",
      "ALTER TYPE s ADD VALUE IF NOT EXISTS 'c' BEFORE 'b'",
      "ALTER TYPE s RENAME VALUE 'a' TO 'z'",
    ],
    "postgresql.ENUM('z', 'c', 'b', name='s').create(op.get_bind())",
  ],
  [
    [
      "DO $$ BEGIN CREATE TYPE s AS ENUM ('a'); EXCEPTION WHEN duplicate_object THEN null; END $$;",
      'CREATE TABLE t (s s)',
    ],
    "e = postgresql.ENUM('a', name='s')\ne.create(op.get_bind())\nop.create_table('t', sa.Column('s', postgresql.ENUM('a', name='s', create_type=False)))",
  ],
  [[T, 'DROP TABLE IF EXISTS t, u CASCADE'], 'pass'],
  [
    [T, 'CREATE TABLE u (id integer REFERENCES t)', 'DROP TABLE t CASCADE'],
    "op.create_table('u', sa.Column('id', sa.INTEGER()))",
  ],
  [["INSERT INTO t VALUES (1); UPDATE t SET a = 1 /* ; */; -- ; x\nDELETE FROM t WHERE a = ';'"], 'pass'],
  [["SET lock_timeout = '5s'", 'GRANT ALL ON t TO x', "SELECT setval('t_id_seq', 5)", 'VACUUM', 'TRUNCATE t'], 'pass'],
  [
    [
      'CREATE EXTENSION IF NOT EXISTS "uuid-ossp"',
      'CREATE FUNCTION f() RETURNS trigger AS $f$ BEGIN; DROP TABLE x; END $f$ LANGUAGE plpgsql',
    ],
    'pass',
  ],
  [['CREATE TRIGGER x BEFORE UPDATE ON t FOR EACH ROW EXECUTE PROCEDURE f()', 'DROP TRIGGER x ON t'], 'pass'],
  [['CREATE SEQUENCE s START WITH 5 INCREMENT BY 2', 'ALTER SEQUENCE s RESTART', 'DROP SEQUENCE s'], 'pass'],
];

describe('DDL as text does what the same operations do', () => {
  it.each(SAME)('%s', (sql, body) => {
    const first = sql[0] ?? '';
    // Comments are set on a table that both have.
    const before = first.startsWith('COMMENT') ? [T] : [];
    expect(outline('postgresql', sent(...before, ...sql))).toEqual(
      outline('postgresql', [sent(...before), body].filter((one) => one !== '').join('\n')),
    );
  });
});

describe('what is not read', () => {
  it.each([
    ['CREATE TABLE u (LIKE t)', ['table t', 'table ? doubt']],
    ['ALTER TABLE t SET (fillfactor = 70)', ['table t doubt']],
    ['ALTER TABLE t ADD EXCLUDE USING gist (a WITH =)', ['table t doubt']],
    ['CREATE TABLE u AS SELECT * FROM x', ['table t', 'table ? doubt']],
    ['ALTER TABLE other SET (x = 1)', ['table t', 'table ? doubt']],
    ['CREATE VIEW v AS SELECT * FROM t', ['table t', 'table ? doubt']],
    ['CREATE VIEW v AS SELECT * FROM t; DROP VIEW v', ['table t']],
    ['SELECT * INTO u FROM t', ['table t doubt', 'table ? doubt']],
    ['DO $$ BEGIN IF true THEN ALTER TABLE t ADD b int; END IF; END $$', ['table t doubt']],
    ["DO $$ BEGIN EXECUTE 'DROP TABLE ' || x; END $$", ['table t doubt', 'everything']],
    ["SELECT create_hypertable('t', 'a')", ['table t doubt', 'everything']],
    ['CALL p()', ['table t doubt', 'everything']],
    ['SET search_path TO other', ['table t doubt', 'everything']],
    ['SET search_path TO public', ['table t']],
    ['CREATE TABLE u (a varchar(:n))', ['table t', 'table ? doubt']],
    ["SELECT 'unfinished", ['table t doubt', 'everything']],
    ['WHATEVER t', ['table t doubt', 'everything']],
    ['DROP FUNCTION f CASCADE', ['table t doubt', 'everything']],
  ])('%s', (sql, expected) => {
    const lines = after('postgresql', T, sql);
    const tables: string[] = [];
    for (const line of lines) {
      if (line === '?') tables.push('table ?');
      else if (line.startsWith('table ')) tables.push(line);
      else if (line.startsWith('doubt: ')) {
        const isLast = line === lines.at(-1) && tables.at(-1)?.endsWith('doubt') === true;
        if (isLast) tables.push('everything');
        else tables.push(`${tables.pop() ?? ''} doubt`);
      }
    }
    expect(tables).toEqual(expected);
  });
});

describe('types of other databases', () => {
  it.each<[DialectName, string, readonly string[]]>([
    [
      'sqlite',
      'CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a, b TEXT UNIQUE ON CONFLICT IGNORE)',
      ['table t', 'id INTEGER key null', 'a  null', 'b TEXT null'],
    ],
    ['sqlite', 'CREATE TABLE t (id INTEGER PRIMARY KEY DESC)', ['?', 'doubt']],
    ['sqlite', 'CREATE TABLE t (a "My Type")', ['?', 'doubt']],
    [
      'sqlite',
      'CREATE TABLE t (id INTEGER PRIMARY KEY, "b" VARCHAR(20) NOT NULL)',
      ['table t', 'id INTEGER key null', 'b VARCHAR'],
    ],
    ['sqlite', 'CREATE TABLE [t] (a UNSIGNED BIG INT)', ['table t', 'a UNSIGNED BIG INT null']],
    [
      'mysql',
      'CREATE TABLE `t` (`id` int(11) NOT NULL AUTO_INCREMENT, b tinyint(1), PRIMARY KEY (`id`), KEY `k` (`b`)) ENGINE=InnoDB',
      ['table t', 'id INTEGER key', 'b TINYINT null', 'primaryKey PRIMARY* (id)', 'index k (b)'],
    ],
    ['mysql', 'ALTER TABLE t MODIFY a int', ['?', 'doubt']],
  ])('%s: %s', (dialect, sql, expected) => {
    const lines = after(dialect, sql).map((line) => line.trim().replace(/^doubt: .*/, 'doubt'));
    expect(lines.slice(0, expected.length)).toEqual(expected);
  });
});
