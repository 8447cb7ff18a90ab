import { describe, expect, it } from 'vitest';
import { mayTouch, withNamesOfHooks } from '../../../server/src/operations/hooks';
import { readOperations } from '../../../server/src/operations/readOperations';
import type { Context } from '../../../server/src/schema/context';

const OFFLINE: Context = { dialect: 'postgresql', mode: 'offline', sqlalchemy: '2.0', naming: null };

/** Whether a listener may change what an operation sends. */
function touches(listener: string, operation: string): boolean {
  const text = `from alembic import op\nimport sqlalchemy as sa\nfrom sqlalchemy import event\n${listener}\ndef upgrade():\n    ${operation}\n`;
  const { hooks, operations, ends } = readOperations(text, 'upgrade', OFFLINE, { readModule: () => undefined });
  expect(ends.kind).toBe('completed');
  expect(hooks).toHaveLength(1);
  expect(operations).toHaveLength(1);
  return operations.some((operation_) => hooks.some((hook) => mayTouch(hook, operation_)));
}

const listener = (cls: string, event: string, body = 'strange(x)'): string =>
  `@event.listens_for(sa.${cls}, '${event}')\ndef f(x, table, **kw):\n    ${body}\n`;
const named = (body: string): string =>
  `@event.listens_for(sa.PrimaryKeyConstraint, 'after_parent_attach')\ndef f(const, table):\n    ${body}\n`;
const NAME = 'const.name = "%s_PK" % (table.name.upper(),)';

const CREATE = "op.create_table('t', sa.Column('a', sa.Integer))";
const ADD = "op.add_column('t', sa.Column('a', sa.Integer))";

describe('mayTouch', () => {
  it.each([
    ['Table', 'before_create', CREATE, true],
    ['Table', 'before_create', ADD, false],
    ['Table', 'before_create', "op.drop_table('t')", false],
    ['Table', 'after_drop', "op.drop_table('t')", true],
    ['Table', 'after_drop', CREATE, false],
    ['Table', 'after_parent_attach', ADD, true],
    ['Column', 'after_parent_attach', ADD, true],
    ['MetaData', 'before_create', ADD, true],
    ['ForeignKeyConstraint', 'after_parent_attach', ADD, false],
    ['ForeignKeyConstraint', 'after_parent_attach', CREATE, false],
    ['ForeignKeyConstraint', 'after_parent_attach', "op.create_foreign_key(None, 'a', 'b', ['c'], ['d'])", true],
    [
      'ForeignKeyConstraint',
      'after_parent_attach',
      "op.add_column('t', sa.Column('a', sa.Integer, sa.ForeignKey('b.c')))",
      true,
    ],
    ['UniqueConstraint', 'after_parent_attach', "op.add_column('t', sa.Column('a', sa.Integer, unique=True))", true],
    ['UniqueConstraint', 'after_parent_attach', "op.drop_constraint('c', 't', type_='unique')", true],
    ['UniqueConstraint', 'after_parent_attach', "op.drop_constraint('c', 't', type_='check')", false],
    ['UniqueConstraint', 'after_parent_attach', "op.drop_constraint('c', 't')", false],
    ['CheckConstraint', 'after_parent_attach', "op.alter_column('t', 'a', type_=sa.Boolean())", false],
    ['CheckConstraint', 'after_parent_attach', "op.alter_column('t', 'a', type_=sa.Boolean(True))", true],
    ['CheckConstraint', 'some_other', ADD, true],
    ['Index', 'after_parent_attach', "op.create_index('i', 't', ['a'])", true],
    ['Index', 'after_parent_attach', "op.execute('SELECT 1')", false],
    ['Index', 'after_parent_attach', "op.execute(sa.table('t', sa.column('a')).delete())", true],
  ])('%s, %s: %s', (cls, event, operation, expected) => {
    expect(touches(listener(cls, event), operation)).toBe(expected);
  });

  it('looks into batches', () => {
    const inBatch = (options: string, call: string): boolean =>
      touches(
        listener('UniqueConstraint', 'after_parent_attach'),
        `with op.batch_alter_table('t'${options}) as b: b.${call}`,
      );
    expect(inBatch('', "drop_column('a')")).toBe(false);
    expect(inBatch('', "create_unique_constraint('u', ['a'])")).toBe(true);
    expect(inBatch(", recreate='always'", "drop_column('a')")).toBe(true);
  });

  it.each([
    [NAME, ADD, false],
    [NAME, "op.add_column('t', sa.Column('a', sa.Integer, primary_key=True))", true],
    // A key without columns is not written.
    [NAME, CREATE, false],
    [NAME, "op.create_table('t', sa.Column('a', sa.Integer, primary_key=True))", true],
    [NAME, "op.create_table('t', sa.Column('a', sa.Integer), sa.PrimaryKeyConstraint('a', name='T_PK'))", false],
    [NAME, "op.create_table('t', sa.Column('a', sa.Integer), sa.PrimaryKeyConstraint('a', name='t_pk'))", true],
    [NAME, "op.create_primary_key('T_PK', 't', ['a'])", false],
    [NAME, "op.drop_constraint('c', 't', type_='primary')", true],
    [`if const.name: return\n    elif table.name.upper() == 'X':\n        ${NAME}\n    else: pass`, ADD, false],
    // Every table makes a primary key: whatever else a listener does, it does everywhere.
    ['const.name = list(const.columns)[0].name', ADD, true],
    ['const.name = "%s%s" % (table.name,)', ADD, true],
    ['const.name = const.name.upper()', ADD, true],
    ['table.comment = "x"', ADD, true],
    ['table.append_column(const)', ADD, true],
    ['raise ValueError', ADD, true],
  ])('of listeners to primary keys: %s; %s', (body, operation, expected) => {
    expect(touches(named(body), operation)).toBe(expected);
  });

  const GIVEN = 'if x.name: return\n    x.name = strange(table)';
  it.each([
    ['ForeignKeyConstraint', GIVEN, "op.create_foreign_key('f', 'a', 'b', ['c'], ['d'])", false],
    ['ForeignKeyConstraint', GIVEN, "op.create_foreign_key(None, 'a', 'b', ['c'], ['d'])", true],
    ['ForeignKeyConstraint', GIVEN, "op.drop_constraint('f', 't', type_='foreignkey')", false],
    [
      'ForeignKeyConstraint',
      GIVEN,
      "op.add_column('t', sa.Column('a', sa.Integer, sa.ForeignKey('b.c', name='f')))",
      false,
    ],
    ['UniqueConstraint', GIVEN, "op.create_unique_constraint('u', 't', ['a'])", false],
    ['UniqueConstraint', GIVEN, "op.add_column('t', sa.Column('a', sa.Integer, unique=True))", true],
    ['CheckConstraint', GIVEN, "op.create_check_constraint('c', 't', 'a > 0')", false],
    [
      'CheckConstraint',
      GIVEN,
      "op.add_column('t', sa.Column('a', sa.Integer, sa.CheckConstraint('a > 0', name='c')))",
      true,
    ],
    [
      'CheckConstraint',
      GIVEN,
      "op.alter_column('t', 'a', type_=sa.Enum('b', name='c', create_constraint=True))",
      false,
    ],
    ['CheckConstraint', GIVEN, "op.alter_column('t', 'a', type_=sa.Enum('b', create_constraint=True))", true],
    [
      'CheckConstraint',
      "if x.name == 'c' and table.name == 'u': x.name = 'other'",
      "op.create_check_constraint('c', 't', 'a > 0')",
      false,
    ],
    [
      'CheckConstraint',
      "if x.name == 'c' and table.name == 't': x.name = 'other'",
      "op.create_check_constraint('c', 't', 'a > 0')",
      true,
    ],
    ['Index', 'if table.schema is None: return\n    x.name = 1', "op.create_index('i', 't', ['a'])", false],
    ['Index', 'if table.schema is None: return\n    x.name = 1', "op.create_index('i', 't', ['a'], schema='s')", true],
    ['Index', 'x.kwargs = {}', "op.create_index('i', 't', ['a'])", true],
    ['Index', 'if x.unique: x.name = "i"', "op.create_index('i', 't', ['a'])", true],
    ['Index', 'raise ValueError', "op.create_index('i', 't', ['a'])", true],
  ])('follows the listener to a %s, %s, with what is known: %s', (cls, body, operation, expected) => {
    const text = `@event.listens_for(sa.${cls}, 'after_parent_attach')\ndef f(x, table):\n    ${body}\n`;
    expect(touches(text, operation)).toBe(expected);
  });

  it.each([
    ["if connection.dialect.name == 'mysql' and x.name == 't': x.columns.a.type = sa.String(2)", false],
    ["if connection.dialect.name == 'postgresql' and x.name == 't': x.columns.a.type = sa.String(2)", true],
    ["if connection.dialect.name == 'postgresql' and x.name == 'u': x.columns.a.type = sa.String(2)", false],
    ["connection.execute(sa.text('SELECT 1'))", true],
    ['if connection.dialect.server_version_info > (9,): return', true],
  ])('follows listeners to the creation of a table: %s', (body, expected) => {
    const text = `@event.listens_for(sa.Table, 'before_create')\ndef f(x, connection, **kw):\n    ${body}\n`;
    expect(touches(text, CREATE)).toBe(expected);
    expect(touches(text, "op.drop_table('t')")).toBe(false);
  });
});

describe('withNamesOfHooks', () => {
  /** What an operation is after a listener to primary keys, and whether that one would change it again. */
  function after(body: string, operation: string): readonly (readonly [object, boolean])[] {
    const text = `from alembic import op\nimport sqlalchemy as sa\nfrom sqlalchemy import event\n${named(body)}\ndef upgrade():\n    ${operation}\n`;
    const { hooks, operations } = readOperations(text, 'upgrade', OFFLINE, { readModule: () => undefined });
    return operations.map((one) => {
      const made = withNamesOfHooks(hooks, one);
      return [made, hooks.some((hook) => mayTouch(hook, made))];
    });
  }

  it('gives the name that a listener gives, where it does nothing else', () => {
    expect(after(NAME, "op.drop_constraint('t_pk', 't', type_='primary')")).toEqual([
      [expect.objectContaining({ name: { text: 'T_PK', final: false } }), false],
    ]);
    expect(after(NAME, "op.create_primary_key(op.f('pk'), 't', ['a'])")).toMatchObject([
      [{ constraint: { name: { text: 'T_PK', final: false } } }, false],
    ]);
    const block = "with op.get_context().autocommit_block():\n        op.drop_constraint('t_pk', 't', type_='primary')";
    expect(after(NAME, block)).toMatchObject([[{ children: [{ name: { text: 'T_PK' } }] }, false]]);
  });

  it('leaves what it does not concern, and what is not known', () => {
    const other = "op.drop_constraint('t_pk', 't', type_='unique')";
    expect(after(NAME, other)).toMatchObject([[{ name: { text: 't_pk' } }, false]]);
    const key = "op.drop_constraint('t_pk', 't', type_='primary')";
    expect(after('const.name = strange(table)', key)).toMatchObject([[{ name: { text: 't_pk' } }, true]]);
    // It gives another name each time.
    expect(after('const.name = const.name + "x"', key)).toMatchObject([[expect.anything(), true]]);
    expect(after(`const.name = "${'x'.repeat(64)}"`, key)).toMatchObject([[{ name: { text: 't_pk' } }, true]]);
  });
});
