import { describe, expect, it } from 'vitest';
import type { DialectName } from '../../../../server/src/schema/context';
import { undone } from './undone';

interface Case {
  readonly title: string;
  readonly dialect?: DialectName;
  readonly before?: string;
  readonly upgrade: string;
  readonly downgrade: string;
}

const USERS = `
op.create_table('users',
    sa.Column('id', sa.Integer(), primary_key=True),
    sa.Column('email', sa.String(50), nullable=False, server_default='x', comment='where to'),
    sa.Column('age', sa.Integer()),
    sa.UniqueConstraint('email', 'age', name='uq_users'),
    sa.CheckConstraint('age > 0', name='ck_age'),
    comment='people')
op.create_index('ix_users_age', 'users', ['age'], postgresql_where=sa.text('age > 3'))
`;

const CASES: readonly Case[] = [
  {
    title: 'a column that was added is dropped',
    before: USERS,
    upgrade: "op.add_column('users', sa.Column('name', sa.Text()))",
    downgrade: "op.drop_column('users', 'name')",
  },
  {
    title: 'with its index',
    before: USERS,
    upgrade: "op.add_column('users', sa.Column('name', sa.Text(), index=True))",
    downgrade: `
op.drop_index(op.f('ix_users_name'), table_name='users')
op.drop_column('users', 'name')`,
  },
  {
    title: 'a column that was there already stays',
    before: USERS,
    upgrade: "op.add_column('users', sa.Column('age', sa.Integer()), if_not_exists=True)",
    downgrade: '',
  },
  {
    title: 'a column that was dropped comes back, with what went with it',
    before: USERS,
    upgrade: "op.drop_column('users', 'age')",
    downgrade: `
op.add_column('users', sa.Column('age', sa.Integer(), nullable=True))
op.create_unique_constraint('uq_users', 'users', ['email', 'age'])
op.create_check_constraint('ck_age', 'users', 'age > 0')
op.create_index('ix_users_age', 'users', ['age'], unique=False, postgresql_where=sa.text('age > 3'))`,
  },
  {
    title: 'a table that was dropped comes back',
    before: USERS,
    upgrade: "op.drop_table('users')",
    downgrade: `
op.create_table('users',
sa.Column('id', sa.Integer(), nullable=False),
sa.Column('email', sa.String(length=50), server_default='x', nullable=False, comment='where to'),
sa.Column('age', sa.Integer(), nullable=True),
sa.PrimaryKeyConstraint('id'),
sa.UniqueConstraint('email', 'age', name='uq_users'),
sa.CheckConstraint('age > 0', name='ck_age'),
comment='people'
)
op.create_index('ix_users_age', 'users', ['age'], unique=False, postgresql_where=sa.text('age > 3'))`,
  },
  {
    title: 'a table that was made is dropped, with its type',
    upgrade:
      "op.create_table('t', sa.Column('a', sa.Enum('x', 'y', name='kind')), sa.Column('b', sa.Integer(), index=True))",
    downgrade: "op.drop_table('t')\nsa.Enum(name='kind').drop(op.get_bind(), checkfirst=False)",
  },
  {
    title: 'a type that stays while its table goes is not made again',
    before: "op.create_table('t', sa.Column('a', sa.Enum('x', 'y', name='kind')))",
    upgrade: "op.drop_table('t')\nsa.Enum(name='kind').drop(op.get_bind())",
    downgrade: `
postgresql.ENUM('x', 'y', name='kind').create(op.get_bind(), checkfirst=False)
op.create_table('t',
sa.Column('a', postgresql.ENUM('x', 'y', name='kind', create_type=False), nullable=True)
)`,
  },
  {
    title: 'a column gets back what it was',
    before: USERS,
    upgrade:
      "op.alter_column('users', 'email', new_column_name='mail', type_=sa.Text(), nullable=True, server_default=None, comment=None)",
    downgrade: `
op.alter_column('users', 'mail',
           existing_type=sa.Text(),
           server_default='x',
           new_column_name='email',
           type_=sa.String(length=50),
           nullable=False,
           comment='where to')`,
  },
  {
    title: 'what is inserted into a new table goes with it',
    upgrade:
      "t = op.create_table('t', sa.Column('a', sa.Integer()))\nop.bulk_insert(t, [{'a': 1}])\nop.execute('UPDATE t SET a = 2')",
    downgrade: "op.drop_table('t')",
  },
  {
    title: 'a new column is filled',
    before: USERS,
    upgrade:
      "op.add_column('users', sa.Column('name', sa.Text()))\nop.execute(\"UPDATE users SET name = 'x'\")\nop.alter_column('users', 'name', nullable=False)",
    downgrade: `op.drop_column('users', 'name')`,
  },
  {
    title: 'rows and statements',
    before: USERS,
    upgrade:
      "op.execute(\"UPDATE users SET age = 3\")\nop.bulk_insert(sa.table('users', sa.column('age')), [{'age': 1}])",
    downgrade: `
# The rows inserted into \`users\` are not deleted: which of them are still there as they were is not known.
# What undoes this statement is not known: UPDATE users SET age = 3`,
  },
  {
    title: 'a sequence that is made',
    upgrade: "op.execute(sa.schema.CreateSequence(sa.Sequence('s', start=5, schema='x')))",
    downgrade: "op.execute(sa.schema.DropSequence(sa.Sequence('s', schema='x')))",
  },
  {
    title: 'a sequence that goes',
    before: "op.execute(sa.schema.CreateSequence(sa.Sequence('s', start=5, increment=2, cycle=True)))",
    upgrade: "op.execute(sa.schema.DropSequence(sa.Sequence('s'), if_exists=True))",
    downgrade: "op.execute(sa.schema.CreateSequence(sa.Sequence('s', start=5, increment=2, cycle=True)))",
  },
  {
    title: 'sequences of SQL',
    before: "op.execute('CREATE SEQUENCE old START WITH 7')",
    upgrade: "op.execute('CREATE SEQUENCE new; DROP SEQUENCE old')",
    downgrade: `
op.execute(sa.schema.CreateSequence(sa.Sequence('old', start=7)))
op.execute(sa.schema.DropSequence(sa.Sequence('new')))`,
  },
  {
    title: 'sequences that are there already, and that nobody knows',
    before: "op.execute('CREATE SEQUENCE s')",
    upgrade:
      "op.execute(sa.schema.CreateSequence(sa.Sequence('s'), if_not_exists=True))\nop.execute(sa.schema.DropSequence(sa.Sequence('other')))",
    downgrade: '# What undoes this statement is not known: a statement about a sequence',
  },
  {
    title: 'a batch',
    dialect: 'sqlite',
    before: USERS,
    upgrade:
      "with op.batch_alter_table('users') as batch_op:\n    batch_op.drop_constraint('ck_age')\n    batch_op.add_column(sa.Column('name', sa.Text()))\n    batch_op.create_index('ix_name', ['name'])",
    downgrade: `
with op.batch_alter_table('users', schema=None) as batch_op:
    batch_op.drop_index('ix_name')
    batch_op.drop_column('name')
    batch_op.create_check_constraint('ck_age', 'age > 0')`,
  },
  {
    title: 'a key',
    before: "op.create_table('t', sa.Column('a', sa.Integer()), sa.Column('b', sa.Integer()))",
    upgrade:
      "op.create_primary_key('pk', 't', ['a'])\nop.create_unique_constraint(None, 't', ['b'])\nop.create_foreign_key('fk', 't', 't', ['b'], ['a'])",
    downgrade: `
op.drop_constraint('fk', 't', type_='foreignkey')
op.drop_constraint(op.f('t_b_key'), 't', type_='unique')
op.drop_constraint('pk', 't', type_='primary')
op.alter_column('t', 'a',
           existing_type=sa.Integer(),
           nullable=True)`,
  },
  {
    title: 'comments and names',
    before: USERS,
    upgrade:
      "op.drop_table_comment('users')\nop.rename_table('users', 'people')\nop.create_table_comment('people', 'x')",
    downgrade: `
op.drop_table_comment(
    'people',
    existing_comment='x',
    schema=None
)
op.rename_table('people', 'users')
op.create_table_comment(
    'users',
    'people',
    existing_comment=None,
    schema=None
)`,
  },
];

describe('what undoes an operation', () => {
  it.each(CASES)('$title', ({ dialect = 'postgresql', before = '', upgrade, downgrade }) => {
    expect(undone(dialect, before, upgrade)).toBe(downgrade.trim());
  });
});
