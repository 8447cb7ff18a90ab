import { describe, expect, it } from 'vitest';
import { dialectNamed } from '../../../../server/src/dialect/registry';
import { applyOperations } from '../../../../server/src/operations/applyOperation';
import { readOperations } from '../../../../server/src/operations/readOperations';
import type { Context } from '../../../../server/src/schema/context';
import { emptySchema } from '../../../../server/src/schema/schema';
import { onlineStatements } from '../../../../server/src/usecases/sql/onlineStatements';

const ONLINE: Context = { dialect: 'sqlite', mode: 'online', sqlalchemy: '2.0', naming: null };

function read(body: string, context: Context) {
  const lines = body.split('\n').map((line) => `    ${line}`);
  const text = ['from alembic import op', 'import sqlalchemy as sa', 'def upgrade():', ...lines, ''].join('\n');
  return readOperations(text, 'upgrade', context, { readModule: () => undefined }).operations;
}

/** What a batch on a table sends online, or why that is not known. */
function sent(setup: string, body: string): readonly string[] | string {
  const dialect = dialectNamed('sqlite');
  if (dialect === undefined) throw new Error('no SQLite');
  const { schema } = applyOperations(emptySchema('sqlite'), read(setup, ONLINE), { ...ONLINE, revision: null });
  const statements: string[] = [];
  for (const { written } of onlineStatements(read(body, ONLINE), schema, {
    dialect,
    context: ONLINE,
    revision: null,
  })) {
    if (!written.ok) return written.error.reason;
    statements.push(...written.value);
  }
  return statements;
}

const TABLE = `op.create_table('t', sa.Column('id', sa.Integer(), primary_key=True), sa.Column('a', sa.Uuid()),
  sa.Column('b', sa.String(5, collation='NOCASE'), server_default=sa.text('10')), sa.CheckConstraint('b > 0'),
  sa.UniqueConstraint('a', 'b', name='uq'))
op.create_index('ix', 't', [sa.text('b DESC')])
op.create_index('ix_lower', 't', [sa.text('lower(b)')])`;

const batch = (...lines: readonly string[]): string =>
  ["with op.batch_alter_table('t') as batch_op:", ...lines.map((line) => `    ${line}`)].join('\n');

describe('a batch of SQLite that copies its table', () => {
  it('makes the table anew from what SQLAlchemy finds of it', () => {
    expect(sent(TABLE, batch("batch_op.alter_column('b', type_=sa.Integer(), new_column_name='c')"))).toEqual([
      [
        'CREATE TABLE _alembic_tmp_t (',
        '    id INTEGER NOT NULL, ',
        '    a CHAR(32), ',
        '    c INTEGER DEFAULT (10), ',
        '    PRIMARY KEY (id), ',
        '    CONSTRAINT uq UNIQUE (a, c)',
        ');',
      ].join('\n'),
      'INSERT INTO _alembic_tmp_t (id, a, c) SELECT t.id, t.a, CAST(t.b AS INTEGER) AS b \nFROM t;',
      'DROP TABLE t;',
      'ALTER TABLE _alembic_tmp_t RENAME TO t;',
      'CREATE INDEX ix ON t (c);',
    ]);
  });

  it('puts new columns where it is told, and leaves out constraints that lose a column', () => {
    const statements = sent(
      TABLE,
      batch("batch_op.drop_column('a')", "batch_op.add_column(sa.Column('n', sa.Date()), insert_after='id')"),
    );
    expect(statements.slice(0, 2)).toEqual([
      [
        'CREATE TABLE _alembic_tmp_t (',
        '    id INTEGER NOT NULL, ',
        '    n DATE, ',
        '    b VARCHAR(5) DEFAULT (10), ',
        '    PRIMARY KEY (id)',
        ');',
      ].join('\n'),
      'INSERT INTO _alembic_tmp_t (id, b) SELECT t.id, t.b \nFROM t;',
    ]);
  });

  it('finds no name of a key that stands in its column', () => {
    const setup = `op.create_table('t', sa.Column('id', sa.Integer()), sa.Column('a', sa.Text()),
  sa.PrimaryKeyConstraint('id', name='pk'), sqlite_autoincrement=True)`;
    const [first] = sent(setup, batch("batch_op.alter_column('a', nullable=False)"));
    expect(first).toBe(
      'CREATE TABLE _alembic_tmp_t (\n    id INTEGER NOT NULL, \n    a TEXT NOT NULL, \n    PRIMARY KEY (id)\n);',
    );
  });

  it('cuts the name of the new table', () => {
    const [first] = sent(
      "op.create_table('a_table_with_a_name_that_goes_on_and_on', sa.Column('x', sa.Text()), sa.Column('y', sa.Text()))",
      batch("batch_op.drop_column('x')").replace("'t'", "'a_table_with_a_name_that_goes_on_and_on'"),
    );
    expect(first?.split(' ')[2]).toBe('_alembic_tmp_a_table_with_a_name_that_goes_on_and_');
  });

  it.each([
    ["batch_op.drop_constraint('nope', type_='unique')", 'The table `t` has no constraint `nope`.'],
    ["batch_op.drop_column('nope')", 'The table `t` has no column `nope`.'],
    ["batch_op.drop_column('b')", 'The index `ix` is on `b`, which the batch does not leave.'],
    ["batch_op.create_unique_constraint(None, ['a'])", 'A constraint needs a name in a batch that copies its table.'],
    [
      "batch_op.add_column(sa.Column('n', sa.Date()), insert_after='id')",
      '`insert_before` and `insert_after` need `recreate="always"`.',
    ],
  ])('%s: %s', (line, reason) => {
    expect(sent(TABLE, batch(line))).toBe(reason);
  });

  it('is not known of a table that nobody made', () => {
    expect(sent('pass', batch("batch_op.drop_column('a')"))).toBe('There is no table `t` for the batch to copy.');
  });
});

describe('a batch with `copy_from`', () => {
  it('is known offline', () => {
    const body = `with op.batch_alter_table('t', copy_from=sa.Table('t', sa.MetaData(), sa.Column('id', sa.Integer(), primary_key=True),
        sa.Column('a', sa.Boolean(create_constraint=True, name='ck_a')))) as batch_op:
    batch_op.alter_column('id', new_column_name='key')`;
    const context: Context = { ...ONLINE, mode: 'offline' };
    const statements = read(body, context).flatMap((operation) => {
      const written = dialectNamed('sqlite')?.statements(operation, context, { createdTypes: new Set() });
      return written?.ok === true ? written.value : `not known: ${written?.error.reason ?? ''}`;
    });
    expect(statements).toEqual([
      [
        'CREATE TABLE _alembic_tmp_t (',
        '    "key" INTEGER NOT NULL, ',
        '    a BOOLEAN, ',
        '    PRIMARY KEY ("key"), ',
        '    CONSTRAINT ck_a CHECK (a IN (0, 1))',
        ')',
      ].join('\n'),
      'INSERT INTO _alembic_tmp_t ("key", a) SELECT t.id, t.a \nFROM t',
      'DROP TABLE t',
      'ALTER TABLE _alembic_tmp_t RENAME TO t',
    ]);
  });
});
