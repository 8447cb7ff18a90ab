import { describe, expect, test } from 'vitest';
import type { ComparedOperation, Comparison, DirectiveBody } from '../../../../server/src/engine/alembic/comparison';
import { isDestructive, operationLabel } from '../../../../server/src/usecases/autogenerate/operationText';
import { reviewRows } from '../../../../server/src/usecases/autogenerate/reviewRows';
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
    leadsTo: [],
    mayLoseValues: false,
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

test('a change of type that may lose values is marked, and said what it does', () => {
  const altered = operation('alter_column', { name: 'price', changes: ['type'], mayLoseValues: true });
  expect(isDestructive(altered)).toBe(true);
  expect(isDestructive({ ...altered, side: 'downgrade' })).toBe(false);
  expect(isDestructive({ ...altered, mayLoseValues: false })).toBe(false);
  const body = { upgradeToken: 'upgrades', operations: [altered] } as unknown as DirectiveBody;
  const comparison = { directives: [{ bodies: [body] }] } as unknown as Comparison;
  expect(reviewRows(comparison, () => ({ kind: 'created', revision: 'a' }))).toMatchObject([
    { destructive: true, note: expect.stringContaining('cannot hold are changed, or the migration fails') as unknown },
  ]);
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

  test('a change of a new column needs the column, and that of another does not', () => {
    const added = operation('add_column', { name: 'email' });
    expect(needs(operation('alter_column', { name: 'email' }), added)).toBe(true);
    expect(needs(operation('alter_column', { name: 'name' }), added)).toBe(false);
    expect(needs(operation('alter_column', { name: 'email', table: ITEM }), added)).toBe(false);
    expect(needs(added, operation('alter_column', { name: 'email' }))).toBe(false);
  });

  test('a foreign key needs the new column it leads to, and what makes it unique', () => {
    const key = operation('create_foreign_key', {
      table: ITEM,
      references: [[null, 'order']],
      leadsTo: [[[null, 'order'], 'code']],
    });
    expect(needs(key, operation('add_column', { name: 'code' }))).toBe(true);
    expect(needs(key, operation('add_column', { name: 'other' }))).toBe(false);
    expect(needs(key, operation('create_unique_constraint', { name: 'uq', columns: ['code'] }))).toBe(true);
    expect(needs(key, operation('create_unique_constraint', { name: 'uq', columns: ['code', 'other'] }))).toBe(false);
    const dropped = { ...key, key: 'drop', kind: 'drop_constraint' };
    expect(needs(operation('drop_column', { name: 'code' }), dropped)).toBe(true);
    expect(needs(operation('drop_column', { name: 'other' }), dropped)).toBe(false);
  });

  test('a column that takes the place of a dropped one needs it to be dropped', () => {
    expect(needs(operation('add_column', { name: 'a' }), operation('drop_column', { name: 'a' }))).toBe(true);
    expect(needs(operation('add_column', { name: 'a' }), operation('drop_column', { name: 'b' }))).toBe(false);
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
