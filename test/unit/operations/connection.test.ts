import { describe, expect, it } from 'vitest';
import { BARE_ENVIRONMENT, type Environment, UNKNOWN_ENVIRONMENT } from '../../../server/src/operations/environment';
import { readOperations } from '../../../server/src/operations/readOperations';
import { OFFLINE, ONLINE, operations, raised, reason, revision } from './support';

const DIALECT_TESTS = [
  'op.get_bind().dialect.name',
  'op.get_bind().engine.name',
  'op.get_bind().engine.dialect.name',
  'op.get_context().dialect.name',
  'op.get_context().bind.dialect.name',
  'op.get_context().connection.dialect.name',
  'op.get_context().impl.dialect.name',
  'op.get_context().impl.bind.dialect.name',
  'op.migration_context.dialect.name',
  'context.get_context().dialect.name',
  'context.get_bind().dialect.name',
];

describe('the dialect', () => {
  it.each(DIALECT_TESTS)('%s', (name) => {
    const body = `if ${name} == 'postgresql':\n    op.drop_table('a')\nelse:\n    op.drop_table('b')`;
    for (const context of [OFFLINE, ONLINE]) {
      expect(operations(body, context)).toMatchObject([{ table: 'a' }]);
      expect(operations(body, { ...context, dialect: 'sqlite' })).toMatchObject([{ table: 'b' }]);
    }
  });
});

describe('the class of a dialect', () => {
  const body = `
from sqlalchemy.dialects import mysql
import sqlalchemy.dialects.sqlite as lite
if isinstance(op.get_bind().dialect, mysql.dialect):
    op.drop_table('a')
elif isinstance(op.get_bind().dialect, (lite.dialect, lite.base.SQLiteDialect)):
    op.drop_table('b')
elif isinstance(op.get_bind().dialect, postgresql.dialect):
    op.drop_table('c')`;
  const tables = (environment: Environment, dialect: 'postgresql' | 'mysql' | 'sqlite'): readonly object[] =>
    readOperations(revision(body), 'upgrade', { ...OFFLINE, dialect }, { readModule: () => undefined, environment })
      .operations;

  it('is that of another dialect never, and its own where no driver is named', () => {
    expect(tables(BARE_ENVIRONMENT, 'mysql')).toMatchObject([{ table: 'a' }]);
    expect(tables(BARE_ENVIRONMENT, 'sqlite')).toMatchObject([{ table: 'b' }]);
    expect(tables(BARE_ENVIRONMENT, 'postgresql')).toMatchObject([{ table: 'c' }]);
    expect(tables(UNKNOWN_ENVIRONMENT, 'sqlite')).toMatchObject([{ table: 'b' }]);
    expect(tables(UNKNOWN_ENVIRONMENT, 'postgresql')).toMatchObject([{ kind: 'opaque' }]);
  });
});

describe('what is refused inside try', () => {
  const body = `
try:
    op.drop_table('a')
    op.create_unique_constraint('u', 't', ['c'])
    op.drop_constraint(None, 't', type_='unique')
    op.drop_table('b')
except Exception:
    op.drop_table('c')`;

  it('ends the block as it does for Alembic', () => {
    expect(operations(body)).toMatchObject([{ table: 'a' }, { kind: 'addConstraint' }, { table: 'c' }]);
    expect(operations(body, { ...ONLINE, dialect: 'sqlite' })).toMatchObject([{ table: 'a' }, { table: 'c' }]);
    const suppressed = body.replace('try:', 'import contextlib\nwith contextlib.suppress(RuntimeError):');
    const [block = ''] = suppressed.split('except');
    expect(operations(block, { ...OFFLINE, dialect: 'sqlite' })).toMatchObject([{ table: 'a' }]);
  });

  it('stays what it is outside', () => {
    const finallyOnly = "try:\n    op.create_unique_constraint('u', 't', ['c'])\nfinally:\n    op.drop_table('b')";
    const sqlite = { ...OFFLINE, dialect: 'sqlite' } as const;
    expect(operations(finallyOnly, sqlite)).toMatchObject([{ kind: 'addConstraint' }, { table: 'b' }]);
    const batch =
      "try:\n    with op.batch_alter_table('t') as b:\n        b.drop_constraint('u')\nexcept Exception:\n    pass";
    expect(operations(batch, sqlite)).toMatchObject([{ kind: 'batch' }]);
    const convention = { ...OFFLINE, naming: 'unknown' } as const;
    expect(operations(body, convention)).toMatchObject([{}, {}, { kind: 'dropConstraint' }, { table: 'b' }]);
  });
});

describe('offline or online', () => {
  it.each(['context.is_offline_mode()', 'op.get_context().as_sql', 'not context.requires_connection()'])(
    '%s',
    (test) => {
      const body = `if ${test}:\n    op.drop_table('a')\nelse:\n    op.drop_table('b')`;
      expect(operations(body)).toMatchObject([{ table: 'a' }]);
      expect(operations(body, ONLINE)).toMatchObject([{ table: 'b' }]);
    },
  );
});

describe('a connection', () => {
  it('writes down what it executes, without its parameters when there is no database', () => {
    const execute = { kind: 'execute', statement: { kind: 'text', sql: 'select :a', binds: {} } };
    expect(operations("op.get_bind().execute(sa.text('select :a'))", ONLINE)).toEqual([execute]);
    expect(operations("op.get_bind().execute(sa.text('select :a'), {'a': 1})")).toEqual([execute]);
    expect(operations("op.get_bind().execute('select :a')")).toEqual([execute]);
    expect(reason("op.get_bind().execute(sa.text('select :a'), {'a': 1})", ONLINE)).toContain('parameters');
  });

  it('answers nothing when there is no database', () => {
    expect(raised("op.get_bind().execute(sa.text('select 1')).fetchall()")).toBe('AttributeError');
    expect(raised("for row in op.get_bind().execute(sa.text('select 1')):\n    pass")).toBe('TypeError');
    expect(raised('op.get_bind().begin()')).toBe('AttributeError');
    expect(raised('sa.inspect(op.get_bind())')).toBe('NoInspectionAvailable');
    expect(raised('sa.inspect(None)')).toBe('NoInspectionAvailable');
  });

  it('does not make its rows up', () => {
    const body =
      "rows = op.get_bind().execute(sa.text('select 1')).fetchall()\nfor row in rows:\n    op.drop_table(row[0])";
    expect(operations(body, ONLINE)).toMatchObject([{ kind: 'execute' }, { kind: 'opaque', table: null }]);
    const inspected = "if 't' in sa.inspect(op.get_bind()).get_table_names():\n    op.drop_table('t')";
    expect(operations(inspected, ONLINE)).toMatchObject([{ kind: 'opaque' }]);
  });

  it('is not followed where it is given something strange', () => {
    expect(reason('op.get_bind().execute(sa.schema.CreateSchema("s"))')).not.toBe('');
  });
});

describe('enum types', () => {
  it.each([
    ["sa.Enum('a', name='e').create(op.get_bind(), checkfirst=True)", 'createEnum'],
    ["postgresql.ENUM('a', name='e').drop(op.get_bind())", 'dropEnum'],
  ])('%s', (call, kind) => {
    // Without a database nothing can be checked.
    expect(operations(call)).toMatchObject([{ kind, checkFirst: false, type: { kind: 'library' } }]);
    expect(operations(call, ONLINE)).toMatchObject([{ kind, checkFirst: true }]);
  });

  it('need a connection', () => {
    expect(raised("sa.Enum('a', name='e').create(None)")).toBe('AttributeError');
    expect(reason("import os\nsa.Enum('a', name='e').create(os.environ['A'])")).not.toBe('');
  });
});

describe('autocommit_block', () => {
  it('holds its operations, in order', () => {
    const made = operations(`
      op.drop_table('a')
      with op.get_context().autocommit_block():
        op.drop_table('b')
      op.drop_table('c')
    `);
    expect(made).toMatchObject([
      { table: 'a' },
      { kind: 'autocommitBlock', children: [{ table: 'b' }] },
      { table: 'c' },
    ]);
  });
});

describe('classes of dialects', () => {
  it('are those of the connection', () => {
    const body = `
      from sqlalchemy.dialects.postgresql.base import PGDialect
      from sqlalchemy.dialects.mysql.base import MySQLDialect
      if isinstance(op.get_bind().dialect, PGDialect):
          op.drop_table('a')
      if isinstance(op.get_bind().dialect, MySQLDialect):
          op.drop_table('b')
    `;
    expect(operations(body)).toMatchObject([{ table: 'a' }]);
    expect(operations(body, { ...OFFLINE, dialect: 'mysql' })).toMatchObject([{ table: 'b' }]);
  });
});

describe('the environment', () => {
  const text = (test: string): string => revision(`if ${test}:\n    op.drop_table('a')`);
  const made = (test: string, environment?: Environment): readonly object[] =>
    readOperations(text(test), 'upgrade', OFFLINE, { readModule: () => undefined, ...(environment && { environment }) })
      .operations;

  it.each([
    ["context.get_context().version_table_schema == 's'", { versionTableSchema: 's' }],
    ["context.config.get_main_option('a') == 'b'", { mainOptions: { a: 'b' } }],
    ["op.get_context().config.get_main_option('x', 'y') == 'y'", { mainOptions: {} }],
    ["context.get_x_argument(as_dictionary=True) == {'a': 'b=c', 'd': ''}", { xArguments: ['a=b=c', 'd'] }],
    ["context.get_x_argument() == ['a=b']", { xArguments: ['a=b'] }],
  ])('%s', (test, known) => {
    expect(made(test, { ...UNKNOWN_ENVIRONMENT, ...known })).toMatchObject([{ kind: 'dropTable' }]);
    expect(made(test, UNKNOWN_ENVIRONMENT)).toMatchObject([{ kind: 'opaque' }]);
    expect(made(test)).toMatchObject([{ kind: 'opaque' }]);
  });

  it('may say nothing', () => {
    expect(made('context.get_context().version_table_schema', BARE_ENVIRONMENT)).toEqual([]);
  });
});
