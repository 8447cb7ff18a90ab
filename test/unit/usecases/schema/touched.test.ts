import { describe, expect, it } from 'vitest';
import { targetNamed, touchedBy } from '../../../../server/src/usecases/schema/touched';
import type { TouchTarget } from '../../../../server/src/usecases/schema/touch';
import type { RevisionReplay } from '../../../../server/src/usecases/schema/schemaReplay';
import { chainOfBodies, replayOf } from './support';

async function replayed(...bodies: readonly string[]): Promise<readonly RevisionReplay[]> {
  const project = await chainOfBodies(...bodies);
  const answer = replayOf().upTo(project, 'heads');
  if (answer === null) throw new Error('no plan');
  return answer;
}

const USERS: TouchTarget = { table: 'users', schema: null, column: null };

/** `revision: kinds`, with `?` behind what is only perhaps. */
async function touches(target: TouchTarget, ...bodies: readonly string[]): Promise<readonly string[]> {
  return touchedBy(await replayed(...bodies), target).map(({ id, touches: found }) => {
    const kinds = found.map(({ operation, perhaps }) => operation.kind + (perhaps === null ? '' : '?'));
    return `${id}: ${kinds.join(' ')}`;
  });
}

const CREATE = "op.create_table('users', sa.Column('id', sa.Integer()), sa.Column('email', sa.String()))";

describe('touchedBy', () => {
  it('lists the revisions of a table, the newest first, and no others', async () => {
    const found = await touches(
      USERS,
      CREATE,
      "op.create_table('orders', sa.Column('id', sa.Integer()))",
      "op.add_column('users', sa.Column('a', sa.Integer()))\nop.drop_column('users', 'a')",
      "op.add_column('users', sa.Column('a', sa.Integer()), schema='x')",
    );
    expect(found).toEqual(['r3: addColumn dropColumn', 'r1: createTable']);
  });

  it('follows renames of tables and columns backwards', async () => {
    const bodies = [
      "op.create_table('people', sa.Column('id', sa.Integer()), sa.Column('mail', sa.String()))",
      "op.create_index('ix', 'people', ['mail'])",
      "op.rename_table('people', 'users')",
      "op.create_table('people', sa.Column('id', sa.Integer()))",
      "op.alter_column('users', 'mail', new_column_name='email')",
      "op.alter_column('users', 'email', nullable=False)",
      "op.alter_column('users', 'id', nullable=False)",
    ];
    expect(await touches({ ...USERS, column: 'email' }, ...bodies)).toEqual([
      'r6: alterColumn',
      'r5: alterColumn',
      'r3: renameTable',
      'r2: createIndex',
      'r1: createTable',
    ]);
    const [, renamed] = touchedBy(await replayed(...bodies), { ...USERS, column: 'email' });
    expect(renamed).toMatchObject({ calledBefore: { column: 'mail' }, calledAfter: { column: 'email' } });
  });

  it('follows renames in SQL too', async () => {
    const found = await touches(
      { ...USERS, column: 'email' },
      "op.create_table('people', sa.Column('id', sa.Integer()), sa.Column('mail', sa.String()))",
      "op.execute('ALTER TABLE people RENAME TO users; ALTER TABLE users RENAME mail TO email')",
      "op.execute('CREATE INDEX ix ON users (email)')",
    );
    expect(found).toEqual(['r3: createIndex', 'r2: renameTable alterColumn', 'r1: createTable']);
  });

  it('looks into batches and finds whose index is dropped', async () => {
    const found = await touches(
      { ...USERS, column: 'email' },
      CREATE,
      "op.create_index('ix', 'users', ['email'])\nop.drop_index('ix')",
      "op.drop_index('other')",
      "with op.batch_alter_table('users') as b:\n    b.alter_column('email', nullable=False)\n    b.drop_column('id')",
    );
    expect(found).toEqual(['r4: alterColumn', 'r2: createIndex dropIndex', 'r1: createTable']);
  });

  it('says what only may touch it', async () => {
    const found = await touches(
      { ...USERS, column: 'email' },
      CREATE,
      "op.drop_constraint('uq', 'users')",
      "op.add_column('users', sa.Column(op.get_bind().scalar('x'), sa.Integer()))",
      "op.add_column('orders', sa.Column(op.get_bind().scalar('x'), sa.Integer()))",
    );
    expect(found).toEqual(['r3: opaque?', 'r2: dropConstraint?', 'r1: createTable']);
  });

  it.each([
    [
      "op.execute(sa.table('users', sa.column('email')).update().values(email='x'))",
      ['r2: execute', 'r1: createTable'],
    ],
    ["op.execute(sa.table('users', sa.column('a')).update().values(a='x'))", ['r1: createTable']],
    ["op.bulk_insert(sa.table('users', sa.column('email')), [{'email': 'x'}])", ['r2: bulkInsert', 'r1: createTable']],
    ["op.execute('UPDATE users SET email = 1')", ['r2: execute', 'r1: createTable']],
    ["op.execute('UPDATE users_email SET a = 1')", ['r1: createTable']],
    ["op.execute(\"INSERT INTO logs VALUES ('users', 'email')\")", ['r1: createTable']],
    ["op.execute('SELECT email FROM users')", ['r1: createTable']],
    ["op.execute('SELECT 1; ALTER TABLE users ALTER email SET NOT NULL')", ['r2: alterColumn', 'r1: createTable']],
    ["op.execute('ALTER TABLE users DROP COLUMN id')", ['r1: createTable']],
  ])('knows what rows are written: %s', async (body, expected) => {
    expect(await touches({ ...USERS, column: 'email' }, CREATE, body)).toEqual(expected);
  });
});

describe('targetNamed', () => {
  it.each<[string, TouchTarget | null]>([
    ['users', USERS],
    ['users.email', { ...USERS, column: 'email' }],
    ['shop.items', { schema: 'shop', table: 'items', column: null }],
    ['shop.items.id', { schema: 'shop', table: 'items', column: 'id' }],
    ['other.x', { schema: null, table: 'other', column: 'x' }],
    ['a.b.c.d', null],
    ['users.', null],
  ])('%s', async (text, target) => {
    const bodies = [CREATE, "op.create_table('items', sa.Column('id', sa.Integer()), schema='shop')"];
    expect(targetNamed(await replayed(...bodies), text)).toEqual(target);
  });
});
