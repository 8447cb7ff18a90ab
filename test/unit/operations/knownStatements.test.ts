import { describe, expect, it } from 'vitest';
import { after } from './applySupport';
import { ONLINE, operations } from './support';

const TABLE = "t = sa.table('t', sa.column('a', sa.Integer), sa.column('b', sa.String))\nconn = op.get_bind()\n";
const EXISTING = "op.create_table('t', sa.Column('a', sa.Integer))\n";

/** What is in doubt after a statement: everything, or nothing. */
function doubt(statement: string): string | null {
  const { schema } = after('postgresql', EXISTING + TABLE + statement);
  return schema.doubt?.reason ?? schema.tables.get('t')?.doubt?.reason ?? null;
}

describe('a statement of which only the values are not known', () => {
  const CHANGING_ROWS = [
    "conn.execute(t.insert(), [{'a': 1}])",
    "conn.execute(sa.text('UPDATE t SET a = :a'), {'a': 1})",
    "conn.execute(sa.text('UPDATE t SET a = :a'), parameters={'a': conn.execute('SELECT 1').scalar()})",
    "conn.exec_driver_sql('DELETE FROM t WHERE a = %s', (1,))",
    "conn.execute(t.update().where(t.c.a == conn.execute('SELECT 1').scalar()).values(b='x'))",
    "op.execute(t.update().values(a=conn.execute('SELECT 1').scalar()).where(t.c.b == 'x'))",
    "conn.execute(t.insert().values({'a': conn.execute('SELECT 1').scalar()}))",
    "conn.execute(sa.delete(t).where(t.c.a.in_(conn.execute('SELECT 1').scalars())))",
    "u = sa.Table('t', sa.MetaData(), autoload_with=conn)\nconn.execute(u.update().where(u.c.a.is_(None)).values(a=1))",
    "u = sa.Table('t', sa.MetaData(), autoload_with=conn)\nconn.execute(sa.select(u.c.a).where(u.c.a == 1).limit(5))",
    'from elsewhere import Model\nop.execute(sa.update(Model).values(a=Model.b))',
    "conn.execute(sa.text('UPDATE t SET a = ' + conn.execute('SELECT 1').scalar()))",
    "op.execute(f\"INSERT INTO t (a) VALUES ({conn.execute('SELECT 1').scalar()!r}) \" 'ON CONFLICT DO NOTHING')",
    "op.execute('DELETE FROM public.t ' f\"WHERE a = {conn.execute('SELECT 1').scalar()}\" + ' AND true')",
    "conn.exec_driver_sql(f\"SELECT a FROM t WHERE b = '{conn.execute('SELECT 1').scalar()}'\")",
    "op.bulk_insert(t, [{'a': row.a} for row in conn.execute('SELECT 1')])",
    "conn.connection.dbapi_connection.autocommit = True\nconn.execute(sa.select(sa.text(conn.execute('SELECT 1').scalar())))",
  ];

  it.each(CHANGING_ROWS)('changes rows only: %s', (statement) => {
    expect(doubt(statement)).toBeNull();
    expect(operations(TABLE + statement, ONLINE).at(-1)).toMatchObject({ kind: 'opaque', table: null });
  });

  it.each([
    "conn.execute(sa.text('SELECT do_it(:a)'), {'a': 1})",
    "conn.execute(conn.execute('SELECT 1').scalar(), {'a': 1})",
    "conn.execute(sa.text('UPDATE t' + conn.execute('SELECT 1').scalar()))",
    'conn.execute(sa.text(f"DELETE FROM {conn.execute(\'SELECT 1\').scalar()}"))',
    "op.execute(('DELETE FROM t WHERE ' + conn.execute('SELECT 1').scalar()).replace('DELETE FROM', 'DROP TABLE'))",
    "op.execute(('DELETE FROM t WHERE ' + conn.execute('SELECT 1').scalar())[3:])",
    'op.execute(f"DELETE FROM t; {conn.execute(\'SELECT 1\').scalar()}")',
    'op.execute(f"SELECT do_it() FROM t WHERE {conn.execute(\'SELECT 1\').scalar()}")',
    'op.execute(f"SELECT {conn.execute(\'SELECT 1\').scalar()}")',
    "for letter in 'DELETE FROM t WHERE ' + conn.execute('SELECT 1').scalar():\n    op.execute(letter)",
    "conn.execute(conn.execute('SELECT 1').scalar())",
    "sa.Table('t', sa.MetaData(), autoload_with=conn).drop(conn)",
    'conn.connection.dbapi_connection.rollback()',
  ])('may change everything: %s', (statement) => {
    expect(doubt(statement)).not.toBeNull();
  });

  it('makes what it says, be it DDL', () => {
    const { schema } = after('postgresql', `${EXISTING}${TABLE}conn.execute(sa.text('DROP TABLE t'), {'a': 1})`);
    expect([schema.doubt, schema.tables.size]).toEqual([null, 0]);
  });

  it('has a sentence why it is not known', () => {
    const [, operation] = operations(
      `${TABLE}op.execute(t.update().values(a=conn.execute('SELECT 1').scalar()))`,
      ONLINE,
    );
    expect(operation).toMatchObject({ kind: 'opaque', reason: 'It is the result of a query.' });
  });
});

describe('a statement about a sequence', () => {
  it('makes and drops it', () => {
    const made = "op.execute(sa.schema.CreateSequence(sa.Sequence('s', start=3)))";
    const { schema } = after('postgresql', made);
    expect([...schema.sequences.values()]).toMatchObject([
      { item: { name: 's', options: { start: 3n } }, doubt: null },
    ]);
    expect(
      after('postgresql', `${made}\nop.execute(sa.schema.DropSequence(sa.Sequence('s')))`).schema.sequences.size,
    ).toBe(0);
  });
});
