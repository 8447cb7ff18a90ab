import { expect, it } from 'vitest';
import { applyContext } from '../../../../server/src/usecases/schema/applyContext';
import { contextOf, undone } from './undone';

const MADE =
  "op.create_table('t', sa.Column('id', sa.Integer(), primary_key=True), sa.Column('a', sa.String(20), server_default='x'))";

/** What undoes a change in a batch on SQLite, where a copy has what SQLAlchemy reads of the table. */
const back = (...lines: readonly string[]): string =>
  undone('sqlite', MADE, ["with op.batch_alter_table('t') as b:", ...lines].join('\n    '), {
    ...applyContext(contextOf('sqlite'), 'aaaa'),
  });

it('a copy whose types and defaults are only written another way is undone', () => {
  expect(back("b.create_unique_constraint('uq', ['a'])")).not.toContain('#');
  expect(back("b.alter_column('a', nullable=False)")).not.toContain('#');
});
