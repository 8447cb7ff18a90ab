import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { Client } from 'pg';
import { describe, expect, it } from 'vitest';
import { skipReason } from '../../oracle/support/venv';
import { skipping } from '../../support/missing';
import { realAlembic } from '../support/realAlembic';
import {
  afterTest,
  bytes,
  command,
  ENGINES,
  ownedDatabase,
  rehearsal,
  rehearsed,
  send,
  useRehearsals,
} from './rehearsalBench';

useRehearsals();

const FIRST = { id: 'a' };
const SECOND = {
  id: 'b',
  down: 'a',
  upgrade: [
    'op.create_table("t_b", sa.Column("id", sa.Integer, primary_key=True))',
    'op.add_column("t_a", sa.Column("name", sa.Text))',
  ].join('\n'),
};
/** Fails where there are rows. */
const THIRD = {
  id: 'c',
  down: 'b',
  upgrade: 'op.alter_column("t_a", "name", nullable=False)',
};
const CONCURRENTLY = {
  id: 'c',
  down: 'b',
  upgrade: [
    'with op.get_context().autocommit_block():',
    '    op.create_index("ix_name", "t_a", ["name"], postgresql_concurrently=True)',
  ].join('\n'),
};

describe.for(ENGINES)('an upgrade is rehearsed by %s', { ...skipping(skipReason()), timeout: 60_000 }, (engine) => {
  it('on a copy of a file', async () => {
    const project = rehearsed('sqlite:///shop.db', FIRST, SECOND);
    realAlembic(project.root, ['upgrade', 'a']);
    const file = join(project.root, 'shop.db');
    const before = bytes(file);
    const files = readdirSync(project.root);
    const { code, answer } = await rehearsal(project, engine);
    expect({ code, error: answer.error, left: answer.left }).toEqual({ code: 0, error: null, left: null });
    expect(answer).toMatchObject({ engine, copy: 'content', current: ['b'], lacks: [] });
    expect(answer.steps.map(({ revision }) => revision)).toEqual(['b']);
    const statements = answer.steps.flatMap((step) => step.statements);
    expect(statements.map(({ sql }) => sql.trim().split(/\s+/).slice(0, 3).join(' '))).toEqual([
      'CREATE TABLE t_b',
      'ALTER TABLE t_a',
      ...(engine === 'alembic' ? ['UPDATE alembic_version SET'] : []),
    ]);
    expect(statements.every(({ milliseconds, locks }) => milliseconds >= 0 && locks.length === 0)).toBe(true);
    expect(answer.change.before).not.toContain('t_b');
    expect(answer.change.after).toContain('t_b');
    expect(answer.change.after).toContain('name');
    expect(bytes(file)).toBe(before);
    expect(readdirSync(project.root)).toEqual(files);
  });

  it('to a file that is yet to be made', async () => {
    const project = rehearsed('sqlite:///shop.db', FIRST);
    const { code, answer } = await rehearsal(project, engine);
    expect({ code, copy: answer.copy, current: answer.current }).toEqual({ code: 0, copy: 'blank', current: ['a'] });
    expect(existsSync(join(project.root, 'shop.db'))).toBe(false);
  });

  it('while somebody reads, and somebody writes, with a write-ahead log', async () => {
    const project = rehearsed('sqlite:///shop.db', FIRST, SECOND);
    realAlembic(project.root, ['upgrade', 'a']);
    const database = new Database(join(project.root, 'shop.db'));
    afterTest(() => {
      database.close();
    });
    database.pragma('journal_mode = WAL');
    database.exec('INSERT INTO t_a VALUES (1)');
    database.exec('BEGIN; INSERT INTO t_a VALUES (2)');
    const { code, answer } = await rehearsal(project, engine);
    expect({ code, error: answer.error, current: answer.current }).toEqual({ code: 0, error: null, current: ['b'] });
    database.exec('COMMIT');
    expect(database.prepare('SELECT id FROM t_a').pluck().all()).toEqual([1, 2]);
  });

  it.for(['schema', 'rows'])('on a copy of PostgreSQL by its %s', async (copy) => {
    const database = await ownedDatabase();
    const project = rehearsed(database.url, FIRST, SECOND, CONCURRENTLY);
    realAlembic(project.root, ['upgrade', 'a']);
    await send(database.url, 'INSERT INTO t_a VALUES (1)');
    const before = await database.content();
    const { code, answer } = await rehearsal(project, engine, '--copy', copy);
    expect({ code, error: answer.error, left: answer.left }).toEqual({ code: 0, error: null, left: null });
    expect(answer).toMatchObject({ engine, copy: copy === 'rows' ? 'content' : 'schema', current: ['c'], lacks: [] });
    const [second, third] = answer.steps;
    const locks = (second?.statements ?? []).map((one) => one.locks);
    expect(locks[0]).toEqual([]);
    expect(locks[1]).toEqual([{ table: 't_a', mode: 'AccessExclusiveLock' }]);
    const index = third?.statements.find(({ sql }) => sql.includes('CONCURRENTLY'));
    expect(index).toMatchObject({ locks: [], isAlone: true });
    expect(second?.statements.map((one) => Object.keys(one).sort())).toEqual(
      locks.map(() => ['locks', 'milliseconds', 'sql']),
    );
    expect(answer.change.after).toContain('ix_name');
    expect(await database.content()).toBe(before);
    expect(await database.copies()).toEqual([]);
  });

  it('where only rows make it fail', async () => {
    const database = await ownedDatabase();
    const project = rehearsed(database.url, FIRST, SECOND, THIRD);
    realAlembic(project.root, ['upgrade', 'b']);
    await send(database.url, 'INSERT INTO t_a (id) VALUES (1)');
    const before = await database.content();
    const empty = await command(project, engine, ['rehearse', '--yes']);
    expect(empty).toMatchObject({ code: 0 });
    expect(empty.out).toContain('nothing can fail because of a row');
    const full = await command(project, engine, ['rehearse', '--copy', 'rows', '--yes']);
    expect(full.code).toBe(1);
    expect(full.out).toContain('It failed after 0 steps');
    expect(full.err).toContain('contains null values');
    expect(full.err).toContain('c.py:8');
    expect(await database.content()).toBe(before);
  });

  it('with a revision that fails', async () => {
    const project = rehearsed('sqlite:///shop.db', FIRST, {
      id: 'b',
      down: 'a',
      upgrade: 'op.create_table("t_b", sa.Column("id", sa.Integer))\nop.execute("INSERT INTO nowhere VALUES (1)")',
    });
    realAlembic(project.root, ['upgrade', 'a']);
    const before = bytes(join(project.root, 'shop.db'));
    const { code, answer } = await rehearsal(project, engine);
    expect(code).toBe(1);
    expect(answer.error?.message).toContain('no such table: nowhere');
    expect(answer.error?.place?.line).toBe(8);
    expect(bytes(join(project.root, 'shop.db'))).toBe(before);
  });

  it('but not with its rows while somebody is connected', async () => {
    const database = await ownedDatabase();
    const project = rehearsed(database.url, FIRST);
    const other = new Client({ connectionString: database.url });
    await other.connect();
    const { code, err } = await command(project, engine, ['rehearse', '--copy', 'rows', '--yes']);
    await other.end();
    expect(code).toBe(1);
    expect(err).toContain('Nobody may be connected to it while it is copied with its rows.');
  });

  it('but not by a user who may make no databases', async () => {
    const database = await ownedDatabase('NOCREATEDB');
    const project = rehearsed(database.url, FIRST);
    const { code, err } = await command(project, engine, ['rehearse', '--yes']);
    expect(code).toBe(1);
    expect(err).toContain('Rehearsing needs a user that may create databases (ALTER ROLE ... CREATEDB).');
    expect(err).not.toContain('aw_secret');
  });
});
