import { expect, it } from 'vitest';
import { operationLabel } from '../../../server/src/operations/operationWords';
import { readOperations } from '../../../server/src/operations/readOperations';

/** The labels of what a body does. */
function labels(body: string): readonly string[] {
  const text = `from alembic import op\nimport sqlalchemy as sa\n\ndef upgrade():\n${body.replace(/^/gm, '    ')}\n`;
  const { operations, ends } = readOperations(
    text,
    'upgrade',
    { dialect: 'postgresql', mode: 'online', sqlalchemy: '2.0', naming: null },
    { readModule: () => undefined },
  );
  expect(ends.kind).toBe('completed');
  return operations.map(operationLabel);
}

it.each([
  ["op.add_column('users', sa.Column('email', sa.Text()))", 'add column users.email'],
  ["op.add_column('users', sa.Column('email', sa.Text()), schema='shop')", 'add column shop.users.email'],
  ["op.alter_column('users', 'age', type_=sa.BigInteger(), nullable=False)", 'alter column users.age: type, not null'],
  [
    "op.alter_column('users', 'age', new_column_name='years', server_default=None)",
    'alter column users.age: name, no server default',
  ],
  ["op.drop_column('users', 'age')", 'drop column users.age'],
  ["op.create_table('users', sa.Column('id', sa.Integer()))", 'create table users'],
  ["op.drop_table('users')", 'drop table users'],
  ["op.rename_table('users', 'people')", 'rename table users to people'],
  ["op.create_index('ix', 'users', ['age'])", 'create index ix on table users'],
  ["op.create_index(None, 'users', ['age'], unique=True)", 'create unique index on table users'],
  ["op.drop_index('ix')", 'drop index ix'],
  ["op.drop_index('ix', 'users')", 'drop index ix of table users'],
  ["op.create_unique_constraint('uq', 'users', ['age'])", 'add unique constraint uq to table users'],
  ["op.create_primary_key('pk', 'users', ['id'])", 'add primary key pk to table users'],
  ["op.create_check_constraint('ck', 'users', 'age > 0')", 'add check constraint ck to table users'],
  [
    "op.create_foreign_key('fk', 'users', 'teams', ['team_id'], ['id'])",
    'add foreign key fk from table users to teams',
  ],
  ["op.drop_constraint('fk', 'users', type_='foreignkey')", 'drop foreign key fk of table users'],
  ["op.drop_constraint('x', 'users')", 'drop constraint x of table users'],
  ["op.create_table_comment('users', 'who')", 'set the comment of table users'],
  ["op.drop_table_comment('users')", 'drop the comment of table users'],
  ["op.bulk_insert(sa.table('users', sa.column('id')), [{'id': 1}])", 'insert 1 row into table users'],
  ["op.execute('''\n  UPDATE users\n  SET age = 1\n''')", 'execute UPDATE users SET age = 1'],
  [`op.execute('SELECT ${'x'.repeat(80)}')`, `execute SELECT ${'x'.repeat(52)}…`],
  ["op.execute(sa.table('users').delete())", 'execute DELETE FROM users'],
  ["sa.Enum('a', name='mood').create(op.get_bind())", 'create enum type mood'],
  ["with op.batch_alter_table('users') as b:\n    b.drop_column('age')", 'alter table users in a batch'],
  ["with op.get_context().autocommit_block():\n    op.execute('x')", 'leave the transaction for a block'],
])('%s', (body, label) => {
  expect(labels(body)).toEqual([label]);
});
