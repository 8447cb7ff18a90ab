import { describe, expect, it } from 'vitest';
import { outline } from './applySupport';

const USERS = `op.create_table('users',
    sa.Column('id', sa.Integer(), primary_key=True),
    sa.Column('email', sa.String(50), nullable=False, unique=True),
    sa.Column('age', sa.Integer(), sa.CheckConstraint('age > 0'), index=True),
    sa.Column('boss', sa.Integer(), sa.ForeignKey('users.id')),
    comment='people')`;

describe('create_table', () => {
  it('holds what PostgreSQL holds', () => {
    expect(outline('postgresql', USERS)).toMatchInlineSnapshot(`
      [
        "table users -- people",
        "  id Integer key",
        "  email String",
        "  age Integer null",
        "  boss Integer null",
        "  primaryKey users_pkey* (id)",
        "  unique users_email_key* (email)",
        "  foreignKey users_boss_fkey* (boss) -> users(id)",
        "  check users_age_check* age > 0",
        "  index ix_users_age (age)",
        "sequence users_id_seq of users.id",
      ]
    `);
  });
  it('holds what SQLite holds', () => {
    expect(outline('sqlite', USERS)).toMatchInlineSnapshot(`
      [
        "table users",
        "  id Integer key",
        "  email String",
        "  age Integer null",
        "  boss Integer null",
        "  primaryKey (id)",
        "  unique (email)",
        "  foreignKey (boss) -> users(id)",
        "  check age > 0",
        "  index ix_users_age (age)",
      ]
    `);
  });
  it('holds what MySQL holds', () => {
    expect(outline('mysql', USERS)).toMatchInlineSnapshot(`
      [
        "table users -- people",
        "  id Integer key",
        "  email String",
        "  age Integer null",
        "  boss Integer null",
        "  primaryKey PRIMARY* (id)",
        "  unique email* (email)",
        "  foreignKey users_ibfk_1* (boss) -> users(id)",
        "  check users_chk_1* age > 0",
        "  index boss* (boss)",
        "  index ix_users_age (age)",
      ]
    `);
  });
});

const BASE = "op.create_table('t', sa.Column('id', sa.Integer(), primary_key=True), sa.Column('a', sa.Integer()))";

const CHANGES: readonly (readonly [
  dialect: 'postgresql' | 'sqlite' | 'mysql',
  lines: readonly string[],
  held: readonly string[],
])[] = [
  // Names, constraints and sequences stay what they were called; foreign keys follow.
  [
    'postgresql',
    [BASE, "op.create_table('r', sa.Column('t_id', sa.Integer(), sa.ForeignKey('t.id')))", "op.rename_table('t', 's')"],
    ['foreignKey r_t_id_fkey* (t_id) -> s(id)', 'primaryKey t_pkey* (id)', 'sequence t_id_seq of s.id'],
  ],
  [
    'postgresql',
    [
      BASE,
      "op.create_index('i', 't', ['a'], postgresql_where=sa.text('a > 0'))",
      "op.alter_column('t', 'a', new_column_name='b')",
    ],
    ['b Integer null', 'index i (b) where b > 0'],
  ],
  [
    'postgresql',
    [
      BASE,
      "op.create_unique_constraint('u', 't', ['a', 'id'])",
      "op.create_index('i', 't', ['a'])",
      "op.drop_column('t', 'a')",
    ],
    ['table t', 'id Integer key', 'primaryKey t_pkey* (id)', 'sequence t_id_seq of t.id'],
  ],
  [
    'mysql',
    [BASE, "op.create_index('i', 't', ['a', 'id'])", "op.drop_column('t', 'a')"],
    ['table t', 'id Integer key', 'primaryKey PRIMARY* (id)', 'index i (id)'],
  ],
  [
    'postgresql',
    [BASE, "op.drop_constraint('t_pkey', 't')"],
    ["id Integer = nextval('t_id_seq'::regclass)", 'sequence t_id_seq of t.id'],
  ],
  [
    'postgresql',
    [BASE, "op.add_column('t', sa.Column('n', sa.Integer(), sa.Identity()))"],
    ['n Integer identity', 'sequence t_n_seq of t.n'],
  ],
  [
    'postgresql',
    [BASE, "op.create_unique_constraint(None, 't', ['a'])", "op.create_unique_constraint(None, 't', ['a'])"],
    ['unique t_a_key* (a)', 'unique t_a_key1* (a)'],
  ],
  // MySQL says a column anew: what is not said is lost.
  [
    'mysql',
    [
      BASE,
      "op.alter_column('t', 'a', nullable=False, existing_type=sa.Integer(), comment='c')",
      "op.alter_column('t', 'a', type_=sa.Text())",
    ],
    ['a Text null'],
  ],
  [
    'sqlite',
    [BASE, "with op.batch_alter_table('t') as b: b.alter_column('a', nullable=False, type_=sa.Text())"],
    ['a Text'],
  ],
  ['postgresql', [BASE, "op.create_table_comment('t', 'x')"], ['table t -- x']],
  ['postgresql', [BASE, "op.create_table_comment('t', 'x')", "op.drop_table_comment('t')"], ['table t']],
];

describe('changes', () => {
  it.for(CHANGES)('on %s: %j', ([dialect, lines, held]) => {
    const found = outline(dialect, lines.join('\n')).map((line) => line.trim());
    expect(found).toEqual(expect.arrayContaining([...held]));
    expect(found.filter((line) => /^(?:!|doubt)/.test(line))).toEqual([]);
  });
});
