import { describe, expect, it } from 'vitest';
import type { DialectName } from '../../../server/src/schema/context';
import { codes, outline } from './applySupport';

const T = "op.create_table('t', sa.Column('id', sa.Integer(), primary_key=True), sa.Column('a', sa.Integer()))";
const R = "op.create_table('r', sa.Column('t_id', sa.Integer(), sa.ForeignKey('t.id', name='fk')))";
const ENUM = "sa.Enum('x', name='e')";

type Case = readonly [dialect: DialectName, lines: readonly string[], codes: readonly string[]];

const CASES: readonly Case[] = [
  ['postgresql', [T, T], ['table-exists']],
  ['postgresql', [T, T.replace("('t'", "('t', if_not_exists=True")], []],
  ['postgresql', ["op.drop_table('t')"], ['no-such-table']],
  ['postgresql', ["op.drop_table('t', if_exists=True)"], []],
  ['postgresql', [T, "op.drop_table('t')", "op.drop_table('t')"], ['no-such-table']],
  // After the first table that is missing others may be there as well; one that was dropped is not.
  ['postgresql', ["op.drop_column('a', 'x')", "op.drop_column('b', 'x')"], ['no-such-table']],
  [
    'postgresql',
    [T, "op.drop_table('t')", "op.drop_column('b', 'x')", "op.drop_table('t')"],
    ['no-such-table', 'no-such-table'],
  ],
  ['postgresql', [T, R, "op.drop_table('t')"], ['referenced-table']],
  ['postgresql', [T, R, "op.drop_table('r')", "op.drop_table('t')"], []],
  ['mysql', [T, R, "op.drop_table('t')"], []],
  ['postgresql', [R], ['no-such-table']],
  ['sqlite', [R], []],
  ['postgresql', [T, "op.create_foreign_key('f', 't', 't', ['a'], ['a'])"], ['no-unique-key']],
  [
    'postgresql',
    [T, "op.create_index('i', 't', ['a'], unique=True)", "op.create_foreign_key('f', 't', 't', ['a'], ['a'])"],
    [],
  ],
  ['postgresql', [T, "op.create_foreign_key('f', 't', 't', ['a'], ['b'])"], ['no-such-column']],
  ['postgresql', [T, "op.rename_table('t', 's')", "op.drop_column('t', 'a')"], ['no-such-table']],
  ['postgresql', [T, R, "op.rename_table('t', 'r')"], ['table-exists']],
  ['postgresql', [T, "op.add_column('t', sa.Column('a', sa.Integer()))"], ['column-exists']],
  ['postgresql', [T, "op.add_column('t', sa.Column('a', sa.Integer()), if_not_exists=True)"], []],
  ['sqlite', [T, "op.add_column('t', sa.Column('A', sa.Integer()))"], ['column-exists']],
  ['postgresql', [T, "op.add_column('t', sa.Column('A', sa.Integer()))"], []],
  ['postgresql', [T, "op.drop_column('t', 'b')"], ['no-such-column']],
  ['postgresql', [T, R, "op.drop_column('t', 'id')"], ['referenced-column']],
  [
    'postgresql',
    [T, "op.add_column('t', sa.Column('c', sa.Integer(), sa.Computed('a + 1')))", "op.drop_column('t', 'a')"],
    ['referenced-column'],
  ],
  ['postgresql', [T, "op.alter_column('t', 'b', nullable=False)"], ['no-such-column']],
  ['postgresql', [T, "op.alter_column('t', 'id', nullable=True)"], ['primary-key-column']],
  ['postgresql', [T, "op.alter_column('t', 'a', new_column_name='id')"], ['column-exists']],
  ['postgresql', [T, "op.create_primary_key('p', 't', ['a'])"], ['constraint-exists']],
  ['postgresql', [T, "op.create_unique_constraint('u', 't', ['b'])"], ['no-such-column']],
  [
    'postgresql',
    [T, "op.create_unique_constraint('u', 't', ['a'])", "op.create_check_constraint('u', 't', 'a > 1')"],
    ['constraint-exists'],
  ],
  ['mysql', [T, "op.create_unique_constraint('u', 't', ['a'])", "op.create_check_constraint('u', 't', 'a > 1')"], []],
  ['postgresql', [T, "op.drop_constraint('t_pkey', 't')"], []],
  ['postgresql', [T, "op.drop_constraint('u', 't')"], ['no-such-constraint']],
  ['postgresql', [T, "op.drop_constraint('u', 't', if_exists=True)"], []],
  ['postgresql', [T, R, "op.drop_constraint('t_pkey', 't')"], ['referenced-constraint']],
  // Which name a CHECK gets is not known where a word of it may be something else.
  [
    'postgresql',
    [T, "op.create_check_constraint(None, 't', 'id > 1 AND interval a > 2')", "op.drop_constraint('ck', 't')"],
    [],
  ],
  ['postgresql', [T, "op.create_index('i', 't', ['a'])", "op.create_index('i', 't', ['a'])"], ['index-exists']],
  ['postgresql', [T, "op.create_index('i', 't', ['a'])", "op.create_index('i', 't', ['a'], if_not_exists=True)"], []],
  ['postgresql', [T, "op.create_index('t_pkey', 't', ['a'])"], ['index-exists']],
  ['postgresql', [T, R, "op.create_index('i', 't', ['a'])", "op.create_index('i', 'r', ['t_id'])"], ['index-exists']],
  ['mysql', [T, R, "op.create_index('i', 't', ['a'])", "op.create_index('i', 'r', ['t_id'])"], []],
  ['postgresql', [T, "op.drop_index('i')"], ['no-such-index']],
  ['postgresql', [T, "op.drop_index('i', if_exists=True)"], []],
  ['postgresql', [T, R, "op.create_index('i', 't', ['a'])", "op.drop_index('i', 'r')"], []],
  ['mysql', [T, R, "op.create_index('i', 't', ['a'])", "op.drop_index('i', 'r')"], ['no-such-index']],
  ['postgresql', [T, "op.drop_index('t_pkey')"], ['referenced-index']],
  ['postgresql', [T, "op.drop_index('t_pkey', 't')"], ['referenced-index']],
  [
    'postgresql',
    [`${ENUM}.create(op.get_bind(), checkfirst=False)`, `${ENUM}.create(op.get_bind(), checkfirst=False)`],
    ['type-exists'],
  ],
  ['postgresql', [`${ENUM}.create(op.get_bind())`, `${ENUM}.create(op.get_bind(), checkfirst=True)`], []],
  ['postgresql', [`${ENUM}.create(op.get_bind())`, `op.create_table('t', sa.Column('a', ${ENUM}))`], ['type-exists']],
  // Alembic remembers for as long as it runs what it made for a table.
  [
    'postgresql',
    [`op.create_table('t', sa.Column('a', ${ENUM}))`, `op.create_table('s', sa.Column('a', ${ENUM}))`],
    [],
  ],
  ['postgresql', [T, `op.add_column('t', sa.Column('e', ${ENUM}))`], ['no-such-type']],
  ['mysql', [T, `op.add_column('t', sa.Column('e', ${ENUM}))`], []],
  ['postgresql', [T, `${ENUM}.create(op.get_bind())`, `op.add_column('t', sa.Column('e', ${ENUM}))`], []],
  ['postgresql', [`op.create_table('t', sa.Column('a', ${ENUM}))`, `${ENUM}.drop(op.get_bind())`], ['referenced-type']],
  [
    'postgresql',
    [`op.create_table('t', sa.Column('a', ${ENUM}))`, "op.drop_table('t')", `${ENUM}.drop(op.get_bind())`],
    [],
  ],
  ['postgresql', [`${ENUM}.drop(op.get_bind(), checkfirst=False)`], ['no-such-type']],
  [
    'postgresql',
    ["op.create_table('t', sa.Column('a', sa.Enum('x', name='e', metadata=sa.MetaData())))"],
    ['no-such-type'],
  ],
  ['sqlite', [T, "op.create_unique_constraint('u', 't', ['a'])"], ['not-supported']],
  ['sqlite', [T, "op.alter_column('t', 'a', nullable=False)"], ['not-supported']],
  ['sqlite', [T, "op.alter_column('t', 'a', new_column_name='b')"], []],
  ['sqlite', [T, "op.create_index('i', 't', ['a'])", "op.drop_column('t', 'a')"], ['referenced-column']],
  ['sqlite', [T, "with op.batch_alter_table('t') as b: b.drop_constraint('u')"], ['no-such-constraint']],
  ['sqlite', [T, "with op.batch_alter_table('t') as b: b.create_unique_constraint(None, ['a'])"], ['no-name']],
  ['sqlite', [T, "with op.batch_alter_table('t') as b: b.alter_column('b', nullable=False)"], ['no-such-column']],
  ['mysql', [T, R, "op.drop_column('r', 't_id')"], ['referenced-column']],
  // Nothing is said of what is in doubt.
  ['postgresql', [T, "op.execute('DO $$ BEGIN EXECUTE x; END $$')", T], []],
];

describe('contradictions', () => {
  it.for(CASES)('on %s: %j', ([dialect, lines, expected]) => {
    expect(codes(dialect, lines.join('\n'))).toEqual(expected);
  });

  it('leave the likeliest schema, in doubt', () => {
    expect(outline('postgresql', `${T}\nop.add_column('t', sa.Column('a', sa.Text()))`)).toEqual([
      'table t',
      '  id Integer key',
      '  a Text null',
      '  primaryKey t_pkey* (id)',
      'doubt: The table `t` already has a column `a`.',
      'sequence t_id_seq of t.id',
      '! column-exists',
    ]);
  });

  it('are not told of a naming convention that is not known', () => {
    expect(codes('postgresql', `${T}\nop.drop_constraint('x', 't')`, 'unknown')).toEqual([]);
    expect(codes('postgresql', `${T}\nop.drop_table('s')`, 'unknown')).toEqual(['no-such-table']);
  });
});
