import { describe, expect, it } from 'vitest';
import { skipReason } from '../../oracle/support/venv';
import { skipping } from '../../support/missing';
import { ENGINES, ownedDatabase, rehearsal, rehearsed, send, useRehearsals, verdicts } from './rehearsalBench';

useRehearsals();

describe.for(ENGINES)('on a copy for %s', { ...skipping(skipReason()), timeout: 90_000 }, (engine) => {
  it.for(['schema', 'rows'])('stand, by its %s, the settings of the database and of the role in it', async (copy) => {
    const database = await ownedDatabase();
    const name = new URL(database.url).pathname.slice(1);
    const { admin, role } = database;
    await admin.query(`ALTER DATABASE ${name} SET search_path TO app, public`);
    await admin.query(`ALTER ROLE ${role} IN DATABASE ${name} SET work_mem TO '5MB'`);
    // Only an administrator may set it.
    await admin.query(`ALTER DATABASE ${name} SET log_min_messages TO error`);
    await send(database.url, 'CREATE SCHEMA app');
    const upgrade = [
      'op.create_table("t_a", sa.Column("id", sa.Integer))',
      `op.execute("DO $$ BEGIN ASSERT current_setting('work_mem') = '5MB' AND current_schema() = 'app'; END $$")`,
    ].join('\n');
    const { answer } = await rehearsal(rehearsed(database.url, { id: 'a', upgrade }), engine, '--copy', copy);
    expect(answer).toMatchObject({ error: null, current: ['a'] });
  });

  it('stands the first schema that is searched, where nothing else would be there to begin with', async () => {
    const database = await ownedDatabase();
    const name = new URL(database.url).pathname.slice(1);
    await database.admin.query(`ALTER DATABASE ${name} SET search_path TO app`);
    await send(database.url, 'CREATE SCHEMA app');
    const found = await verdicts(rehearsed(database.url, { id: 'a' }), engine);
    expect(found).toEqual({ singleHead: 'passed', upgradeFromBase: 'passed', a: 'passed' });
  });

  it('is lacking, by its schema, what is no table, and says so', async () => {
    const database = await ownedDatabase();
    await send(
      database.url,
      "CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1'",
      'CREATE TABLE t (id int)',
      'CREATE VIEW v AS SELECT * FROM t',
    );
    const project = rehearsed(database.url, { id: 'a' });
    const schema = await rehearsal(project, engine);
    expect(schema.answer.lacks.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      'function public.one()',
      'view public.v',
    ]);
    expect((await rehearsal(project, engine, '--copy', 'rows')).answer.lacks).toEqual([]);
  });
});
