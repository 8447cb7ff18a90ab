import { describe, expect, test } from 'vitest';
import type { ComparedOperation } from '../../../../server/src/engine/alembic/comparison';
import { isDestructive, operationLabel } from '../../../../server/src/usecases/autogenerate/operationText';
import { requirements } from '../../../../server/src/usecases/autogenerate/requirements';

function operation(kind: string, changes: Partial<ComparedOperation> = {}): ComparedOperation {
  return {
    key: `${kind}:${changes.table?.[1] ?? ''}:${changes.name ?? ''}`,
    kind,
    side: 'upgrade',
    table: [null, 'order'],
    name: null,
    constraintType: null,
    changes: [],
    columns: [],
    references: [],
    upgrade: 'op',
    downgrade: 'op',
    imports: [],
    ...changes,
  };
}

test.each<[kind: string, changes: Partial<ComparedOperation>, label: string]>([
  ['add_column', { name: 'email' }, 'Add column email'],
  ['alter_column', { name: 'price', changes: ['type', 'nullable'] }, 'Alter column price: type, NULL or NOT NULL'],
  [
    'alter_column',
    { name: 'a', changes: ['nullable'], upgrade: "op.alter_column('t', 'a', comment='nullable=False', nullable=True)" },
    'Alter column a: NOT NULL → NULL',
  ],
  [
    'alter_column',
    { name: 'a', changes: ['nullable', 'type'], upgrade: 'op.alter_column("t", "a", nullable=False, type_=sa.Text())' },
    'Alter column a: NULL → NOT NULL, type',
  ],
  ['drop_constraint', { name: 'fk_a', constraintType: 'foreignkey' }, 'Drop foreign key fk_a'],
  ['drop_constraint', { columns: ['a', 'b'], constraintType: 'unique' }, 'Drop unique constraint on a, b'],
  ['drop_constraint', {}, 'Drop constraint'],
  ['create_unique_constraint', { columns: ['a'] }, 'Add unique constraint on a'],
  ['replace_view', {}, 'Replace view'],
])('%s %j is called "%s"', (kind, changes, label) => {
  expect(operationLabel(operation(kind, changes))).toBe(label);
});

test('only what upgrade() drops loses data', () => {
  expect(isDestructive(operation('drop_table'))).toBe(true);
  expect(isDestructive(operation('drop_column'))).toBe(true);
  expect(isDestructive(operation('drop_column', { side: 'downgrade' }))).toBe(false);
  expect(isDestructive(operation('drop_index'))).toBe(false);
});

describe('requirements', () => {
  const needs = (one: ComparedOperation, other: ComparedOperation): boolean =>
    requirements([one, other]).get(one.key)?.includes(other.key) ?? false;
  const ITEM = [null, 'item'] as const;

  test('a foreign key needs the new table it leads to, also as part of another new table', () => {
    const created = operation('create_table');
    expect(needs(operation('create_table', { table: ITEM, references: [[null, 'order']] }), created)).toBe(true);
    expect(needs(operation('create_foreign_key', { table: ITEM, references: [[null, 'order']] }), created)).toBe(true);
    expect(needs(operation('create_table', { table: ITEM }), created)).toBe(false);
    expect(needs(operation('create_table', { table: ITEM, references: [['other', 'order']] }), created)).toBe(false);
    expect(needs(created, operation('create_table', { table: ITEM, references: [[null, 'order']] }))).toBe(false);
  });

  test('a dropped table needs those that lead to it to be dropped', () => {
    const dropped = operation('drop_table');
    expect(needs(dropped, operation('drop_table', { table: ITEM, references: [[null, 'order']] }))).toBe(true);
    expect(needs(dropped, operation('drop_constraint', { table: ITEM, references: [[null, 'order']] }))).toBe(true);
    expect(needs(dropped, operation('drop_index', { name: 'ix' }))).toBe(true);
    expect(needs(dropped, operation('drop_index', { table: ITEM, name: 'ix' }))).toBe(false);
  });

  test('what takes a name needs that name to be free', () => {
    const dropped = operation('drop_index', { name: 'ix' });
    expect(needs(operation('create_index', { name: 'ix' }), dropped)).toBe(true);
    expect(needs(operation('create_index', { name: 'iy' }), dropped)).toBe(false);
    expect(needs(operation('create_index'), operation('drop_constraint'))).toBe(false);
  });

  test('what only downgrade() has needs nothing', () => {
    expect(needs(operation('create_index', { side: 'downgrade' }), operation('create_table'))).toBe(false);
  });
});
