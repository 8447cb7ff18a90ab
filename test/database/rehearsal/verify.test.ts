import { join } from 'node:path';
import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { skipReason } from '../../oracle/support/venv';
import { skipping } from '../../support/missing';
import { command, ENGINES, ownedDatabase, rehearsed, useRehearsals, verdicts } from './rehearsalBench';

useRehearsals();

const IRREVERSIBLE = 'skipped: downgrade() says that there is no way back: it raises NotImplementedError.';
const add = (column: string, table = 't_a'): string => `op.add_column("${table}", sa.Column("${column}", sa.Text))`;
const drop = (column: string, table = 't_a'): string => `op.drop_column("${table}", "${column}")`;

describe.for(ENGINES)('a project is verified by %s', { ...skipping(skipReason()), timeout: 120_000 }, (engine) => {
  it('of no revision, and of two heads', async () => {
    const project = rehearsed('sqlite:///shop.db');
    expect(await verdicts(project, engine)).toEqual({
      singleHead: 'failed: There is no revision yet.',
      upgradeFromBase: 'passed',
    });
    project.revision({ id: 'a' });
    project.revision({ id: 'b', down: 'a' });
    project.revision({ id: 'c', down: 'a' });
    const found = await verdicts(project, engine);
    expect(found).toMatchObject({ upgradeFromBase: 'passed', a: 'passed', b: 'passed', c: 'passed' });
    expect(found.singleHead).toContain('failed: There are 2 heads: ');
  });

  it('with merges, several bases, and what depends on another branch', async () => {
    const project = rehearsed(
      'sqlite:///shop.db',
      { id: 'a' },
      { id: 'b', down: 'a' },
      { id: 'c', down: 'a' },
      { id: 'd', down: ['b', 'c'], upgrade: 'pass', downgrade: 'pass' },
      { id: 'x' },
      { id: 'y', down: 'x', dependsOn: 'd' },
      { id: 'm', down: ['d', 'y'], upgrade: 'op.execute("INSERT INTO t_a VALUES (1)")', downgrade: 'pass' },
    );
    const found = await verdicts(project, engine);
    expect(found).toEqual({
      singleHead: 'passed',
      upgradeFromBase: 'passed',
      ...Object.fromEntries(['a', 'b', 'c', 'd', 'x', 'y'].map((id) => [id, 'passed'])),
      // Its row is there when it comes a second time.
      m: expect.stringMatching(/^failed: The second upgrade\(\) failed: .*UNIQUE/s) as string,
    });
    expect(existsSync(join(project.root, 'shop.db'))).toBe(false);
    expect(await verdicts(project, engine, 'y')).toEqual({ y: 'passed' });
  });

  it('goes on behind what has no way back, and behind a downgrade that fails', async () => {
    const project = rehearsed(
      'sqlite:///shop.db',
      { id: 'a' },
      { id: 'b', down: 'a', downgrade: 'raise NotImplementedError("gone")' },
      { id: 'c', down: 'b', downgrade: 'op.execute("DROP TABLE nowhere")' },
      { id: 'd', down: 'c' },
    );
    const found = await verdicts(project, engine);
    expect(found).toMatchObject({ upgradeFromBase: 'passed', a: 'passed', b: IRREVERSIBLE, d: 'passed' });
    expect(found.c).toMatch(/^failed: downgrade\(\) failed: .*no such table: nowhere/s);
  });

  it('reaches nothing behind an upgrade that fails', async () => {
    const project = rehearsed(
      'sqlite:///shop.db',
      { id: 'a' },
      { id: 'b', down: 'a', upgrade: 'op.execute("DROP TABLE nowhere")' },
      { id: 'c', down: 'b' },
    );
    const found = await verdicts(project, engine);
    expect(found.a).toBe('passed');
    expect(found.upgradeFromBase).toMatch(/^failed: .*no such table: nowhere/s);
    expect(found.b).toMatch(/^failed: upgrade\(\) failed: .*no such table: nowhere/s);
    expect(found.c).toMatch(/^skipped: It is not reached: .*no such table: nowhere/s);
  });

  it('finds what a downgrade leaves or loses, and says it as SQL', async () => {
    const project = rehearsed(
      'sqlite:///shop.db',
      { id: 'a', upgrade: 'op.create_table("t_a", sa.Column("id", sa.Integer), sa.Column("n", sa.Text))' },
      { id: 'b', down: 'a', upgrade: 'op.create_index("ix", "t_a", ["n"])', downgrade: 'pass' },
      { id: 'c', down: 'b', upgrade: add('x'), downgrade: 'pass' },
      { id: 'd', down: 'c', upgrade: drop('n'), downgrade: 'pass' },
    );
    const found = await verdicts(project, engine);
    expect(found.b).toMatch(/downgrade\(\) does not lead back to what was there before: .*ix/);
    const ended = await command(project, engine, ['verify', 'b']);
    expect(ended.code).toBe(1);
    expect(ended.out).toContain('FAILED  round trip of b: downgrade() does not lead back');
    expect(ended.out).toMatch(/^\+CREATE INDEX ix/m);
  });

  it('of PostgreSQL, with what is beyond tables', async () => {
    const database = await ownedDatabase();
    const project = rehearsed(
      database.url,
      { id: 'a' },
      { id: 'b', down: 'a', upgrade: `${add('p')}\n${add('q')}`, downgrade: `${drop('p')}\n${drop('q')}` },
      // The columns stand in another order afterwards.
      { id: 'c', down: 'b', upgrade: drop('p'), downgrade: add('p') },
      {
        id: 'd',
        down: 'c',
        upgrade: 'op.create_table("t_d", sa.Column("mood", sa.Enum("up", "down", name="mood")))',
        downgrade: 'op.drop_table("t_d")',
      },
      {
        id: 'e',
        down: 'd',
        upgrade: 'op.execute("CREATE FUNCTION one() RETURNS int LANGUAGE sql AS \'SELECT 1\'")',
        downgrade: 'pass',
      },
      {
        id: 'f',
        down: 'c',
        upgrade:
          'with op.get_context().autocommit_block():\n    op.create_index("ix_q", "t_a", ["q"], postgresql_concurrently=True)',
        downgrade: 'op.drop_index("ix_q", table_name="t_a")',
      },
    );
    const before = await database.content();
    const found = await verdicts(project, engine);
    expect(found).toMatchObject({ upgradeFromBase: 'passed', a: 'passed', b: 'passed', c: 'passed', f: 'passed' });
    expect(found.d).toMatch(/^failed: .*mood/s);
    expect(found.e).toMatch(/^failed: .*one\(\)/s);
    expect(await database.content()).toBe(before);
    expect(await database.copies()).toEqual([]);
  });
});
