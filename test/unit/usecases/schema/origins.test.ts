import { describe, expect, it } from 'vitest';
import { originsOf } from '../../../../server/src/usecases/schema/origins';
import { chainOfBodies, replayOf } from './support';

const CREATE = `op.create_table('users', sa.Column('id', sa.Integer(), primary_key=True), sa.Column('mail', sa.String()),
    sa.UniqueConstraint('mail', name='uq'))`;

/** `table`, `table.column` or `table:constraint`, and the revision that made it. */
async function origins(...bodies: readonly string[]): Promise<Readonly<Record<string, string | null>>> {
  const replayed = replayOf().upTo(await chainOfBodies(...bodies), 'heads');
  const found: Record<string, string | null> = {};
  for (const [key, { table, columns, items }] of originsOf(replayed ?? [])) {
    found[key] = table?.id ?? null;
    for (const [name, { id }] of columns) found[`${key}.${name}`] = id;
    for (const [name, { id }] of items) found[`${key}:${name}`] = id;
  }
  return found;
}

describe('which revision made what', () => {
  it('is the one that adds it', async () => {
    expect(
      await origins(
        CREATE,
        "op.add_column('users', sa.Column('age', sa.Integer()))",
        "op.create_index('ix', 'users', ['age'])",
      ),
    ).toEqual({
      users: 'r1',
      'users.id': 'r1',
      'users.mail': 'r1',
      'users:uq': 'r1',
      'users:users_pkey': 'r1',
      'users.age': 'r2',
      'users:ix': 'r3',
    });
  });

  it('goes on through renames, also by SQL', async () => {
    expect(
      await origins(
        CREATE,
        "op.rename_table('users', 'people')",
        "op.alter_column('people', 'mail', new_column_name='email')",
        "op.execute('ALTER TABLE people RENAME TO persons')",
      ),
    ).toEqual({
      persons: 'r1',
      'persons.id': 'r1',
      'persons.email': 'r1',
      'persons:uq': 'r1',
      'persons:users_pkey': 'r1',
    });
  });

  it('is the last that made it again', async () => {
    expect(await origins(CREATE, "op.drop_table('users')", CREATE)).toMatchObject({ users: 'r3', 'users.id': 'r3' });
    expect(
      await origins(
        CREATE,
        "op.drop_column('users', 'mail')",
        "op.add_column('users', sa.Column('mail', sa.String()))",
      ),
    ).toMatchObject({ users: 'r1', 'users.mail': 'r3' });
  });

  it('is not said where a revision may have done anything', async () => {
    const found = await origins("op.execute('CREATE TABLE users (LIKE others)')", "op.drop_table('users')");
    expect(found).toEqual({});
    expect(await origins("op.execute('CREATE TABLE users (LIKE others)')")).toEqual({ users: null });
  });
});
