import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Context } from '../../../server/src/schema/context';
import { differenceText, schemaDifferences } from '../../../server/src/schema/equal';
import type { Schema } from '../../../server/src/schema/schema';
import { schemaSql } from '../../../server/src/usecases/schema/schemaSql';
import { liveSchema } from './liveSchema';
import { sqliteLines } from './sqliteLines';

const CONTEXT: Context = { dialect: 'sqlite', mode: 'online', sqlalchemy: '2.0', naming: null };

const SHOP = `
CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users (id), at DATETIME DEFAULT CURRENT_TIMESTAMP,
  note TEXT DEFAULT ':x' /* said */, CONSTRAINT positive CHECK (id > 0 AND note <> ':y'), UNIQUE (user_id, at) ON CONFLICT IGNORE);
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, "Odd ""Name" VARCHAR(50) COLLATE NOCASE UNIQUE,
  email NVARCHAR(20) COLLATE NOCASE NOT NULL ON CONFLICT REPLACE, anything, price DECIMAL(10, 2) DEFAULT 0.0,
  flag BOOLEAN DEFAULT 1 CHECK (flag IN (0, 1)), doubled INTEGER GENERATED ALWAYS AS (price * 2) STORED,
  -- what follows is a call
  lowered TEXT AS (lower(email)), created TEXT DEFAULT (datetime('now')), weird MY TYPE DEFAULT -1);
CREATE TABLE pairs (a INTEGER, b TEXT, PRIMARY KEY (b, a),
  CONSTRAINT to_user FOREIGN KEY (a) REFERENCES users (id) ON DELETE SET NULL ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED) WITHOUT ROWID;
CREATE TABLE "strict" (a INTEGER NOT NULL, b TEXT) STRICT;
CREATE UNIQUE INDEX by_email ON users (email DESC, lower("Odd ""Name")) WHERE flag = 1 AND email <> ':x';
CREATE INDEX plain ON orders (user_id);
ALTER TABLE users ADD COLUMN later TEXT DEFAULT 'x' REFERENCES orders (note);
ALTER TABLE users RENAME COLUMN later TO "Later";
ALTER TABLE pairs RENAME TO "twins";
CREATE VIRTUAL TABLE search USING fts5(body);
CREATE VIEW seen AS SELECT 1;
CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL);
INSERT INTO alembic_version VALUES ('abc');
`;

describe('the live schema of SQLite', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'aw-live-'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  let files = 0;

  function made(sql: string): string {
    const path = join(folder, `${(files += 1)}.db`);
    const database = new Database(path);
    database.exec(sql);
    database.close();
    return path;
  }

  it('is made again, and is the same', async () => {
    const path = made(SHOP);
    const live = await liveSchema(`sqlite:///${path}`);
    expect(doubts(live)).toEqual([]);
    expect([...live.tables.keys()].toSorted()).toEqual(['orders', 'strict', 'twins', 'users']);
    const sql = schemaSql(live, CONTEXT);
    if (!sql.ok) throw new Error(sql.error);
    const other = made(sql.value.join('\n'));
    const again = await liveSchema(`sqlite:///${other}`);
    expect(differences(live, again)).toEqual([]);
    const [before, after] = [sqliteLines(path), sqliteLines(other)];
    expect(after.filter((line) => !before.includes(line))).toEqual([]);
    expect(before.filter((line) => !after.includes(line))).toEqual([]);
    expect(after.length).toBeGreaterThan(35);
  });

  it('finds the columns that a foreign key leaves out, also of a table that comes later', async () => {
    const live = await liveSchema(
      `sqlite:///${made('CREATE TABLE child (a INTEGER REFERENCES parent); CREATE TABLE parent (b INTEGER PRIMARY KEY);')}`,
    );
    expect(doubts(live)).toEqual([]);
    expect(live.tables.get('child')?.table?.constraints).toMatchObject([
      { kind: 'foreignKey', columns: ['a'], referredTable: 'parent', referredColumns: ['b'] },
    ]);
  });

  it('is in doubt, and as its pragmas list it, where a text is not followed', async () => {
    const path = made(`
      CREATE TABLE "whole" (id INTEGER PRIMARY KEY);
      CREATE TABLE 'quoted' ('id' INTEGER PRIMARY KEY DESC, name "My Type" NOT NULL DEFAULT 'x', whole_id REFERENCES whole);
      CREATE INDEX odd ON whole (id COLLATE NOCASE);
      CREATE TABLE late (a INTEGER REFERENCES missing);
    `);
    const live = await liveSchema(`sqlite:///${path}`);
    expect(doubts(live)).toEqual([
      'quoted: What its CREATE TABLE says is not all followed.',
      'late: What its CREATE TABLE says is not all followed.',
    ]);
    const table = live.tables.get('quoted')?.table;
    expect(table?.columns.map(({ name, nullable, primaryKey }) => [name, nullable, primaryKey])).toEqual([
      ['id', true, true],
      ['name', false, false],
      ['whole_id', true, false],
    ]);
    expect(table?.constraints.map(({ kind }) => kind)).toEqual(['primaryKey', 'foreignKey']);
    expect(schemaSql(live, CONTEXT)).toEqual({
      ok: false,
      error: 'late: What its CREATE TABLE says is not all followed.',
    });
  });
});

function doubts(schema: Schema): readonly string[] {
  return [...schema.tables].flatMap(([key, { doubt }]) => (doubt === null ? [] : `${key}: ${doubt.reason}`));
}

function differences(before: Schema, after: Schema): readonly string[] {
  return schemaDifferences(before, after).map(differenceText);
}
