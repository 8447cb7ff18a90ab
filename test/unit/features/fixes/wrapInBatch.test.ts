import { describe, expect, it } from 'vitest';
import { batchEdit } from '../../../../server/src/features/fixes/wrapInBatch';
import { LineIndex } from '../../../../server/src/common/lineIndex';

/** The text after the fix of the call marked with `|`; or why there is none. */
function wrapped(body: string, head = 'from alembic import op\nimport sqlalchemy as sa\n'): string | null {
  const marked = `${head}\n\ndef upgrade():\n${body}\n`;
  const text = marked.replace('|', '');
  const lines = new LineIndex(text);
  const edit = batchEdit('/a.py', text, lines.position(marked.indexOf('|')).line);
  if (edit === null) return null;
  if ('disabled' in edit) return edit.disabled;
  const { start, end } = edit.range;
  const result = text.slice(0, lines.offset(start)) + edit.newText + text.slice(lines.offset(end));
  return result.slice(result.indexOf('def upgrade():\n') + 'def upgrade():\n'.length, -1);
}

describe('wrapInBatch', () => {
  it.each([
    [
      '    |op.alter_column("users", "name", nullable=False)',
      '    with op.batch_alter_table("users") as batch_op:\n        batch_op.alter_column("name", nullable=False)',
    ],
    [
      "    |op.create_foreign_key('fk', 'orders', 'users', ['user_id'], ['id'], ondelete='CASCADE')",
      "    with op.batch_alter_table('orders') as batch_op:\n        batch_op.create_foreign_key('fk', 'users', ['user_id'], ['id'], ondelete='CASCADE')",
    ],
    [
      "    |op.drop_constraint('uq', 'users')  # for good",
      "    with op.batch_alter_table('users') as batch_op:\n        batch_op.drop_constraint('uq')  # for good",
    ],
    [
      "    |op.drop_constraint('uq', 'users', type_='unique')",
      "    with op.batch_alter_table('users') as batch_op:\n        batch_op.drop_constraint('uq', type_='unique')",
    ],
    [
      '    |op.add_column(\n        "users",\n        sa.Column("age", sa.Integer()),\n    )',
      '    with op.batch_alter_table("users") as batch_op:\n        batch_op.add_column(\n            sa.Column("age", sa.Integer()),\n        )',
    ],
    [
      '    |op.create_unique_constraint(op.f("uq"), TABLE, ["name"], schema="s")',
      '    with op.batch_alter_table(TABLE, schema="s") as batch_op:\n        batch_op.create_unique_constraint(op.f("uq"), ["name"])',
    ],
    [
      '    |op.create_check_constraint(constraint_name="ck", table_name="users", condition="""a\n> 1""")',
      '    with op.batch_alter_table("users") as batch_op:\n        batch_op.create_check_constraint(constraint_name="ck", condition="""a\n> 1""")',
    ],
    [
      '\tif x:\n\t\t|op.drop_column("users", "id", schema=None)',
      '\tif x:\n\t\twith op.batch_alter_table("users", schema=None) as batch_op:\n\t\t\tbatch_op.drop_column("id")',
    ],
  ])('%j', (before, after) => {
    expect(wrapped(before)).toBe(after);
  });

  it('is silent where it does not understand the call', () => {
    expect(wrapped('    |op.execute("ALTER TABLE users")')).toBeNull();
    expect(wrapped('    |op.add_column(*args)')).toBeNull();
    expect(wrapped('    |op.alter_column("users", "name", **options)')).toBeNull();
    expect(wrapped('    x = |op.add_column("users", c)')).toBeNull();
    expect(wrapped('    |op.add_column("users", c); op.add_column("users", d)')).toBeNull();
    expect(wrapped('    if x: |op.add_column("users", c)')).toBeNull();
    expect(wrapped('    |op.add_column("users",  # the old ones\n        c)')).toBeNull();
    expect(wrapped('    |op.drop_constraint("uq", "users", if_exists=True)')).toBeNull();
    expect(wrapped('    |op.alter_column("users", "name")', 'from shop import op\n')).toBeNull();
    expect(wrapped('    |migrate.alter_column("users", "name")')).toBeNull();
  });

  it('asks for a name where the batch needs one', () => {
    expect(wrapped('    |op.create_unique_constraint(None, "users", ["name"])')).toMatch(/needs a name/);
  });

  it('knows operations by another name, and other line ends', () => {
    expect(wrapped('    |o.drop_column("users", "x")', 'from alembic import op as o\r\n')).toBe(
      '    with o.batch_alter_table("users") as batch_op:\r\n        batch_op.drop_column("x")',
    );
  });
});
