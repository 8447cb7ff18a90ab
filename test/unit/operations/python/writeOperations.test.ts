import { fc } from '../../../support/random';
import { describe, expect, it } from 'vitest';
import type { Operation } from '../../../../server/src/operations/operation';
import { type WriteOptions, writeOperations } from '../../../../server/src/operations/python/writeOperations';
import { writeBody } from '../../../../server/src/python/write/body';
import { importScope } from '../../../../server/src/python/write/importScope';
import { operationCase } from '../../../oracle/sql/operationTexts';
import { ONLINE, read } from '../support';
import { emptyRoundTrips, roundTrip } from './roundTrip';

/** What is written for the operations of a body. */
function written(body: string, options: WriteOptions = {}): string {
  return writeOperations(read(body, ONLINE).operations, options).lines.join('\n');
}

function notes(body: string, options: WriteOptions = {}): readonly string[] {
  return writeOperations(read(body, ONLINE).operations, options).notes.map(({ reason }) => reason);
}

describe('operations as Python', () => {
  it.each([
    "op.add_column('t', sa.Column('a', sa.String(length=50), server_default=sa.text('now()'), nullable=False))",
    "op.add_column('t', sa.Column('a', sa.Integer(), sa.ForeignKey('u.id', ondelete='CASCADE'), nullable=True), schema='s')",
    "op.add_column('t', sa.Column('a', sa.Integer(), primary_key=True, nullable=False), if_not_exists=True)",
    "op.drop_column('t', 'a', schema='s')",
    "op.drop_table('t', schema='s', if_exists=True)",
    "op.rename_table('t', 'u', schema='s')",
    "op.create_index(op.f('ix_t_a'), 't', ['a', sa.text('lower(b)')], unique=True, postgresql_using='gin')",
    "op.drop_index('ix_t_a', table_name='t', postgresql_concurrently=True)",
    "op.create_primary_key('pk', 't', ['a', 'b'])",
    "op.create_unique_constraint(None, 't', ['a'], deferrable=True)",
    "op.create_check_constraint('ck', 't', 'a > 0', schema='s', postgresql_not_valid=True)",
    "op.create_exclude_constraint('x', 't', (sa.column('p'), '&&'), where=sa.text('a > 1'), using='gist')",
    "op.create_foreign_key('fk', 't', 'u', ['a'], ['id'], source_schema='s', ondelete='CASCADE', deferrable=False)",
    "op.drop_constraint('ck', 't', type_='check')",
    "op.execute('UPDATE t SET a = 1')",
    "op.execute(sa.text('UPDATE t SET a = :v').bindparams(v='x'))",
    "sa.Enum('a', 'b', name='mood').create(op.get_bind(), checkfirst=False)",
    "postgresql.ENUM('a', name='mood', create_type=False).drop(op.get_bind(), checkfirst=True)",
    "op.execute(sa.update(sa.table('t', sa.column('a', sa.Integer()))).where(sa.column('a') > 1).values(a=2))",
    "op.execute(sa.insert(sa.table('t', sa.column('My a'))).values({'My a': None}))",
    "op.execute(sa.select(sa.func.coalesce(sa.column('a'), 0).label('b'), sa.case((sa.column('c').is_(None), 1), else_=2)))",
    "op.execute(sa.delete(sa.table('t', sa.column('d', sa.Date()))))",
  ])('stand as they were written: %s', (text) => {
    expect(written(text)).toBe(text);
  });

  it('have a line for each item of a table', () => {
    const text = `
        op.create_table('t',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('n', sa.Integer(), sa.Computed('id * 2', ), nullable=True),
        sa.ForeignKeyConstraint(['id'], ['s.u.id'], ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_t')),
        sa.Index('ix', 'n', unique=True),
        schema='s',
        comment='it\\'s',
        mysql_engine='InnoDB',
        prefixes=['TEMPORARY']
        )`.replaceAll('        ', '');
    expect(written(text.trim().replaceAll('\n', ''))).toBe(text.trim().replace("'it\\'s'", '"it\'s"'));
  });

  it('say of a column what it was and becomes in lines of their own', () => {
    const body =
      "op.alter_column('t', 'a', nullable=False, existing_nullable=True, type_=sa.Text(), existing_type=sa.String(5), server_default=None, comment='c', schema='s', postgresql_using='a::text')";
    expect(written(body)).toBe(
      [
        "op.alter_column('t', 'a'",
        'existing_type=sa.String(length=5)',
        'server_default=None',
        'type_=sa.Text()',
        'nullable=False',
        "comment='c'",
        "postgresql_using='a::text'",
        "schema='s')",
      ].join(`,\n${' '.repeat(11)}`),
    );
  });

  it('have comments of tables in lines of their own', () => {
    expect(written("op.create_table_comment('t', 'new', existing_comment=None, schema='s')")).toBe(
      "op.create_table_comment(\n    't',\n    'new',\n    existing_comment=None,\n    schema='s'\n)",
    );
  });

  it('insert a row in each line, as Python that gives its values back', () => {
    const body = `
      import datetime, decimal, uuid
      op.bulk_insert(sa.table('t', sa.column('a')), [
        {'a': datetime.datetime(2020, 1, 2, 3, 4, 5, 6)},
        {'a': datetime.timedelta(days=-1, seconds=5)},
        {'a': decimal.Decimal('1.10')},
        {'a': uuid.UUID('12345678123456781234567812345678')},
        {'a': op.inline_literal('x')},
        {'a': sa.func.now()},
      ], multiinsert=False)`;
    const { lines, imports } = writeOperations(read(body, ONLINE).operations);
    expect(imports).toEqual(['import datetime', 'import decimal', 'import uuid']);
    expect(lines.join('\n')).toBe(
      `op.bulk_insert(
    sa.table('t', sa.column('a')),
    [
        {'a': datetime.datetime(2020, 1, 2, 3, 4, 5, 6)},
        {'a': datetime.timedelta(seconds=-86395)},
        {'a': decimal.Decimal('1.10')},
        {'a': uuid.UUID('12345678-1234-5678-1234-567812345678')},
        {'a': op.inline_literal('x', sa.String())},
        {'a': sa.func.now()},
    ],
    multiinsert=False,
)`,
    );
  });

  it('hold a table that is named more than once in a variable, and a label that is named again', () => {
    const body = `
      accounts = sa.table('accounts', sa.column('a', sa.Integer()))
      low = accounts.c.a.label('low')
      op.execute(sa.select(low).where(accounts.c.a > 1).order_by(low.desc()))
      op.execute(accounts.update().values(a=accounts.c.a + 1))`;
    expect(written(body)).toBe(
      `accounts = sa.table('accounts', sa.column('a', sa.Integer()))
low = accounts.c.a.label('low')
op.execute(sa.select(low).where(accounts.c.a > 1).order_by(low.desc()))
op.execute(sa.update(accounts).values(a=accounts.c.a + 1))`,
    );
  });

  it('name what an INSERT was to insert', () => {
    const body = `
      t = sa.table('t', sa.column('a'))
      insert = postgresql.insert(t).values(a=1)
      op.execute(insert.on_conflict_do_update(index_elements=['a'], set_={'a': insert.excluded.a}))`;
    expect(written(body)).toBe(
      `statement = postgresql.insert(sa.table('t', sa.column('a'))).values(a=1)
op.execute(statement.on_conflict_do_update(index_elements=['a'], set_={'a': statement.excluded.a}))`,
    );
  });
});

describe('blocks', () => {
  const BATCH = `
    with op.batch_alter_table('t', schema='s', recreate='always') as batch_op:
        batch_op.add_column(sa.Column('a', sa.Integer(), nullable=True), insert_after='b')
        batch_op.drop_constraint(batch_op.f('ck'), type_='check')`;

  it('have their operations below them, and an empty line behind', () => {
    expect(`\n${writeBody(writeOperations(read(BATCH, ONLINE).operations).lines)}`).toBe(BATCH);
  });

  it('are never empty', () => {
    expect(written("with op.batch_alter_table('t') as batch_op:\n    pass")).toBe(
      "with op.batch_alter_table('t', schema=None) as batch_op:\n    pass\n",
    );
  });

  it('commit by themselves', () => {
    const text = "with op.get_context().autocommit_block():\n    op.execute('VACUUM')\n";
    expect(written(text)).toBe(text);
  });

  it('take up changes of one table that follow each other, where batches are asked for', () => {
    const body = `
      op.drop_column('t', 'a')
      op.create_index('ix', 't', ['b'])
      op.drop_table('u')
      op.drop_column('t', 'c')
      op.drop_constraint('ck', 't', if_exists=True)`;
    expect(written(body, { asBatch: true })).toBe(
      `with op.batch_alter_table('t', schema=None) as batch_op:
    batch_op.drop_column('a')
    batch_op.create_index('ix', ['b'], unique=False)

op.drop_table('u')
with op.batch_alter_table('t', schema=None) as batch_op:
    batch_op.drop_column('c')

op.drop_constraint('ck', 't', if_exists=True)`,
    );
  });
});

describe('what cannot be written', () => {
  it('is a comment with its reason', () => {
    const [operation] = read('import elsewhere\nop.execute(elsewhere.sql())', ONLINE).operations;
    expect(operation?.kind).toBe('opaque');
    const { lines, notes: told } = writeOperations(operation === undefined ? [] : [operation]);
    expect(told.map(({ reason }) => `# ${reason}`)).toEqual(lines);
    expect(writeBody(lines)).toBe(`    ${lines.join('')}\n    pass`);
  });

  it('is left out of a column where it changes no SQL', () => {
    const body = "op.add_column('t', sa.Column('a', sa.Integer(), default=lambda: 1, onupdate=2, nullable=True))";
    expect(written(body)).toBe("op.add_column('t', sa.Column('a', sa.Integer(), nullable=True))");
    expect(notes(body)).toEqual([
      "The default of the column 'a' is left out: it is a function, which is not known here.",
      "The `onupdate` of the column 'a' is left out: it is not known here, and changes no SQL of migrations.",
    ]);
  });

  it('keeps the database from numbering a key whose default is left out', () => {
    expect(written("op.create_table('t', sa.Column('id', sa.Integer(), default=lambda: 1, primary_key=True))")).toBe(
      "op.create_table('t',\nsa.Column('id', sa.Integer(), autoincrement=False, primary_key=True, nullable=False)\n)",
    );
  });

  it('is a row that a function of the project fills in', () => {
    const body = `
      t = sa.Table('t', sa.MetaData(), sa.Column('id', sa.Integer, default=lambda: 5), sa.Column('a', sa.String))
      op.execute(t.insert().values(a='x'))`;
    expect(written(body)).toBe("# The column 'id' of the table 't' is filled in by Python that is not known here.");
  });
});

describe('types of the project', () => {
  const BODY = `
    class Money(sa.types.TypeDecorator):
        impl = sa.Numeric
    op.add_column('t', sa.Column('a', Money(3), nullable=True))`;

  it('are written by name where the file reaches them', () => {
    const scope = importScope('from alembic import op\nimport sqlalchemy as sa\nfrom myapp import Money\n');
    expect(written(BODY, { scope })).toBe("op.add_column('t', sa.Column('a', Money(), nullable=True))");
    expect(notes(BODY, { scope })).toEqual([
      "The type 'Money' is written without arguments: it is the project's own, and what it was given is not known.",
    ]);
  });

  it('are not written where another thing has their name', () => {
    const scope = importScope('from alembic import op\nimport sqlalchemy as sa\nfrom sqlalchemy import Money\n');
    expect(written(BODY, { scope })).toBe("# The type 'Money' is the project's own, and this file does not import it.");
  });
});

describe('a file', () => {
  it('has its own names for modules, and gets the imports it lacks', () => {
    const scope = importScope('from alembic import op as o\nfrom sqlalchemy import Column, Integer\n');
    const { operations } = read(
      "op.add_column('t', sa.Column('a', postgresql.ARRAY(sa.Integer()), nullable=True))",
      ONLINE,
    );
    const { lines, imports } = writeOperations(operations, { scope });
    expect(lines).toEqual(["o.add_column('t', Column('a', postgresql.ARRAY(Integer()), nullable=True))"]);
    expect(imports).toEqual(['from sqlalchemy.dialects import postgresql']);
  });

  it('has no variable of a name that it uses', () => {
    const scope = importScope('from alembic import op\nimport sqlalchemy as sa\nt = 1\n');
    const body = "t = sa.table('t', sa.column('a'))\nop.execute(t.delete().where(t.c.a == 1))";
    expect(written(body, { scope })).toBe(
      "t_2 = sa.table('t', sa.column('a'))\nop.execute(sa.delete(t_2).where(t_2.c.a == 1))",
    );
  });
});

describe('expressions', () => {
  it('are SQL where a compiler is given, as Alembic writes them', () => {
    const compile: WriteOptions['compile'] = (_, use) => (use === 'index' ? 'lower(a)' : 'CURRENT_TIMESTAMP');
    const body = `
      op.add_column('t', sa.Column('a', sa.DateTime(), server_default=sa.func.now(), nullable=True))
      op.create_index('ix', 't', [sa.func.lower(sa.column('a')).label('low')])
      op.create_check_constraint('ck', 't', sa.column('a') > 1)`;
    expect(written(body, { compile })).toBe(
      `op.add_column('t', sa.Column('a', sa.DateTime(), server_default=sa.text('CURRENT_TIMESTAMP'), nullable=True))
op.create_index('ix', 't', [sa.literal_column('lower(a)').label('low')], unique=False)
op.create_check_constraint('ck', 't', 'CURRENT_TIMESTAMP')`,
    );
  });
});

describe('the law', () => {
  it('that what is written is read as what was written', () => {
    const tally = emptyRoundTrips();
    fc.assert(
      fc.property(operationCase, ({ body }) => {
        const operations: readonly Operation[] = read(body.join('\n'), ONLINE).operations;
        roundTrip(operations, ONLINE, body.join('\n'), tally);
        expect(tally.wrong).toEqual([]);
      }),
      { numRuns: 60 },
    );
    expect(tally.equal).toBeGreaterThan(20);
  });
});
