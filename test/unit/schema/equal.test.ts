import { describe, expect, it } from 'vitest';
import { differenceText, schemaDifferences } from '../../../server/src/schema/equal';
import { after } from '../operations/applySupport';

const TABLE = `op.create_table('t', sa.Column('id', sa.Integer(), primary_key=True), sa.Column('a', sa.String(5)),
    sa.UniqueConstraint('a', name='uq_a'))`;

const CASES: readonly (readonly [what: string, before: string, after: string, differences: readonly string[]])[] = [
  ['nothing', TABLE, TABLE, []],
  ['a table', 'pass', TABLE, ['sequence t_id_seq added', 'table t added']],
  ['no table', TABLE, 'pass', ['sequence t_id_seq removed', 'table t removed']],
  ['a column', TABLE, `${TABLE}\nop.add_column('t', sa.Column('b', sa.Integer()))`, ['column t.b added']],
  [
    'the order of columns',
    `${TABLE}\nop.add_column('t', sa.Column('b', sa.Integer()))\nop.add_column('t', sa.Column('c', sa.Integer()))`,
    `${TABLE}\nop.add_column('t', sa.Column('c', sa.Integer()))\nop.add_column('t', sa.Column('b', sa.Integer()))`,
    [],
  ],
  [
    'what a column is',
    TABLE,
    `${TABLE}\nop.alter_column('t', 'a', type_=sa.Text(), nullable=False, server_default='x', comment='c')`,
    [
      'column t.a changed: comment',
      'column t.a changed: default',
      'column t.a changed: nullable',
      'column t.a changed: type',
    ],
  ],
  [
    'a constraint by name',
    TABLE,
    `${TABLE}\nop.drop_constraint('uq_a', 't', type_='unique')\nop.create_unique_constraint('uq_b', 't', ['a'])`,
    ['constraint uq_a of t removed', 'constraint uq_b of t added'],
  ],
  [
    'what a constraint says',
    TABLE,
    `${TABLE}\nop.drop_constraint('uq_a', 't', type_='unique')\nop.create_unique_constraint('uq_a', 't', ['id', 'a'])`,
    ['constraint uq_a of t changed: columns'],
  ],
  [
    'an index',
    TABLE,
    `${TABLE}\nop.create_index('ix', 't', ['a'], postgresql_concurrently=True)`,
    ['index ix of t added'],
  ],
  [
    'how an index is made',
    `${TABLE}\nop.create_index('ix', 't', ['a'], postgresql_concurrently=True, sqlite_where=sa.text('a > 1'))`,
    `${TABLE}\nop.create_index('ix', 't', ['a'])`,
    [],
  ],
  [
    'a type',
    "sa.Enum('a', name='e').create(op.get_bind())",
    "sa.Enum('a', 'b', name='e').create(op.get_bind())",
    ['type e changed: labels'],
  ],
  ['a comment', TABLE, `${TABLE}\nop.create_table_comment('t', 'x')`, ['table t changed: comment']],
  ['a doubt', TABLE, `${TABLE}\nop.add_column('t', sa.Column('a', sa.String(5)))`, ['table t changed: doubt']],
];

describe('schemaDifferences', () => {
  it.for(CASES)('tells %s', ([, before, then, differences]) => {
    const found = schemaDifferences(after('postgresql', before).schema, after('postgresql', then).schema);
    expect(found.map(differenceText).toSorted()).toEqual(differences);
  });

  it('compares names that the database made up only when asked', () => {
    const one = after('postgresql', TABLE).schema;
    const other = after('postgresql', `${TABLE.replace("'t'", "'s'")}\nop.rename_table('s', 't')`).schema;
    const [sequence] = schemaDifferences(one, other).map(differenceText);
    expect(sequence).toBe('sequence s_id_seq added');
    const options = { assignedNames: true, doubts: true };
    expect(schemaDifferences(one, other, options).map(differenceText)).toContain('constraint t_pkey of t removed');
  });
});
