import { describe, expect, it } from 'vitest';
import { after } from './applySupport';
import { ONLINE, operations, OFFLINE } from './support';

const TABLES = `
op.create_table('a', sa.Column('x', sa.Integer), sa.Column('y', sa.Integer))
op.create_table('b', sa.Column('x', sa.Integer))
op.create_index('ix', 'b', ['x'])
rows = op.get_bind().execute('SELECT 1').fetchall()
`.trim();

/** The tables that are surely there as they are said to be, after code behind some tables; null: nothing is sure. */
function sure(code: string): string | null {
  const { schema } = after('postgresql', `${TABLES}\n${code}`);
  if (schema.doubt !== null) return null;
  return [...schema.tables].flatMap(([key, { doubt }]) => (doubt === null ? key : [])).join(' ');
}

describe('code of which it is not known whether it runs', () => {
  it.each([
    ["if rows:\n    op.execute('UPDATE a SET x = 1')", 'a b'],
    ["for row in rows:\n    op.get_bind().execute('DELETE FROM a')", 'a b'],
    ["while op.get_bind().execute('SELECT 1').scalar():\n    op.execute('DELETE FROM a')", 'a b'],
    ["rows and op.execute('DELETE FROM a')", 'a b'],
    ["op.drop_table('b') if rows else op.execute('DELETE FROM a')", 'a'],
    ["[op.execute('DELETE FROM a') for row in rows]", 'a b'],
    ["[op.drop_table('a') for name in ['x', 'y'] if rows]", 'b'],
    ['{row: op.drop_table(row.name) for row in rows}', null],
    ["list(op.drop_table('a') for row in rows)", null],
    ['op.execute(sa.select(*rows).where(*rows))', 'a b'],
    ['op.execute(sa.update(*rows).values(**rows[0]))', 'a b'],
    ["if rows:\n    op.drop_column('a', 'x')", 'b'],
    ["if rows:\n    pass\nelse:\n    op.drop_column('a', 'x')", 'b'],
    ["if rows:\n    op.rename_table('a', 'c')", 'b'],
    ["if rows:\n    op.execute('ALTER TABLE a DROP COLUMN x')", 'b'],
    ["if rows:\n    op.drop_index('ix')", 'a'],
    ["if rows:\n    with op.batch_alter_table('a') as batch:\n        batch.drop_column('x')", 'b'],
    ["with op.batch_alter_table('a') as batch:\n    if rows:\n        batch.drop_column('x')", 'b'],
    ["with op.get_context().autocommit_block():\n    if rows:\n        op.drop_table('a')", 'b'],
    ["for row in rows:\n    op.add_column('a', sa.Column(row.name, sa.Integer))", 'b'],
    ["name = 'a'\nfor row in rows:\n    op.drop_table(name)\n    name = 'b'", null],
    ["if rows:\n    op.create_table('c', sa.Column('x', sa.Integer))", 'a b'],
    ['from elsewhere import helper\nif rows:\n    helper(op)', null],
    ['if rows:\n    no_such_name(op)', 'a b'],
    ["from packaging.version import Version\nif Version('2.0') < Version('1.4'):\n    op.drop_table('a')", 'b'],
    ['if rows:\n    op.execute(rows[0])', null],
  ])('leaves in doubt what it may touch: %s', (code, expected) => {
    expect(sure(code)).toBe(expected);
  });

  it('is sure again once something is made anew', () => {
    expect(sure("if rows:\n    op.drop_column('a', 'x')\nop.drop_table('a')\nop.create_table('a')")).toBe('b a');
  });

  it('raises what ends the run, after which there is no schema to speak of', () => {
    expect(sure("if rows:\n    raise Exception('no')\nop.drop_table('a')")).toBe('b');
    expect(sure("if rows:\n    op.drop_table('b')\n    raise Exception('no')")).toBe('a b');
    expect(sure("def check():\n    if rows:\n        raise Exception('no')\ncheck()\nop.drop_table('a')")).toBe('b');
  });

  it('may return, so that the rest may not run', () => {
    expect(sure("if rows:\n    return\nop.drop_column('a', 'x')")).toBe('b');
    expect(sure("op.drop_table('b')\nif rows:\n    return\nop.add_column('a', sa.Column('z', sa.Integer))")).toBe('');
    const helper =
      "def help():\n    if rows:\n        return\n    op.drop_table('a')\nhelp()\nop.drop_column('b', 'x')";
    expect(sure(helper)).toBe('b');
    const twice =
      "def help(name):\n    if rows:\n        return\n    op.drop_table(name)\nop.drop_table('b')\nhelp('a')\nop.create_table('c')\nhelp('c')";
    expect(sure(twice)).toBe('');
    const inBlock = "with op.get_context().autocommit_block():\n    if rows:\n        return\nop.drop_table('a')";
    expect(sure(inBlock)).toBe('b');
  });

  it('may leave a loop that is known', () => {
    expect(sure("for name in ['a', 'b']:\n    if rows:\n        break\n    op.drop_table(name)")).toBe('');
    expect(sure("for name in ['a']:\n    if rows:\n        continue\n    op.drop_table(name)")).toBe('b');
  });

  it('may be half of what is tried', () => {
    expect(
      sure(
        "try:\n    op.execute(sa.text('SELECT 1'))\n    rows[0].find()\n    op.drop_column('a', 'x')\nexcept Exception:\n    op.drop_table('b')",
      ),
    ).toBe('');
    const made = "try:\n    op.execute('CREATE TABLE c (x integer)')\n    rows[0]\nexcept Exception:\n    pass";
    expect(sure(made)).toBe('a b');
    const failing =
      "try:\n    rows[0]\n    op.drop_table('a')\n    raise ValueError('x')\nexcept ValueError:\n    pass";
    expect(sure(failing)).toBe('b');
    const again = "try:\n    rows[0]\nexcept Exception:\n    op.drop_table('a')\n    raise\n";
    expect(sure(again)).toBe('a b');
  });

  it('asks a database of which it has changed something already', () => {
    const twice =
      "insp = sa.inspect(op.get_bind())\nfor row in rows:\n    if not insp.has_table('c'):\n        op.create_table('c')\n    else:\n        op.drop_table('a')";
    expect(sure(twice)).toBe('b');
  });

  it('makes types that may be there', () => {
    const { schema } = after(
      'postgresql',
      `${TABLES}\nif rows:\n    op.create_table('c', sa.Column('k', sa.Enum('u', 'v', name='kind')))`,
    );
    expect(schema.enums.get('kind')?.doubt).not.toBeNull();
    expect([schema.doubt, schema.typesDoubt]).toEqual([null, null]);
  });

  it('stays one operation that is not known', () => {
    const code = `rows = op.get_bind().execute('SELECT 1')\nif rows.fetchall():\n    op.drop_table('a')`;
    expect(operations(code, ONLINE).slice(1)).toMatchObject([{ kind: 'opaque', may: [{ kind: 'dropTable' }] }]);
    const offline = "if op.get_bind().execute('SELECT 1').fetchall():\n    op.drop_table('a')";
    expect(() => operations(offline, OFFLINE)).toThrow();
  });
});
