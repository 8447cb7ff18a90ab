import { describe, expect, it } from 'vitest';
import { applyOperations } from '../../../../server/src/operations/applyOperation';
import { readOperations, type RevisionOperations } from '../../../../server/src/operations/readOperations';
import type { DialectName } from '../../../../server/src/schema/context';
import { emptySchema, type Schema } from '../../../../server/src/schema/schema';
import { ONLINE, read, revision } from '../support';

const BEFORE = `
  op.create_table('users', sa.Column('id', sa.Integer(), primary_key=True), sa.Column('email', sa.String(50), unique=True), sa.Column('boss', sa.Integer(), sa.ForeignKey('users.id')), sa.Column('at', sa.DateTime()))
  op.create_index('ix', 'users', ['email', 'boss'])
`;

function schemaAfter(body: string, dialect: DialectName = 'postgresql'): Schema {
  const context = { ...ONLINE, dialect };
  return applyOperations(emptySchema(dialect), read(body, context).operations, { ...context, revision: null }).schema;
}

function readOn(schema: Schema, body: string, dialect: DialectName = 'postgresql'): RevisionOperations {
  const context = { ...ONLINE, dialect };
  return readOperations(revision(body), 'upgrade', context, { readModule: () => undefined, schema });
}

/** Evaluates an expression; what it is stands in the SQL that is executed, `?` where it is not known. */
function value(expression: string, dialect: DialectName = 'postgresql', before = BEFORE, first = ''): string {
  const lines = ['bind = op.get_bind()', 'insp = sa.inspect(bind)', ...first.split('\n').filter((one) => one !== '')];
  const body = [...lines, `op.execute('%s' % (${expression},))`].join('\n');
  const last = readOn(schemaAfter(before, dialect), body, dialect).operations.at(-1);
  return last?.kind === 'execute' && last.statement.kind === 'text' ? last.statement.sql : '?';
}

describe('sa.inspect(bind) is answered from the schema', () => {
  it.each([
    ["insp.has_table('users')", 'True'],
    ["insp.has_table('nope')", 'False'],
    ["insp.has_table('users', schema='other')", 'False'],
    ["insp.has_table('alembic_version')", '?'],
    ["bind.dialect.has_table(bind, 'users')", 'True'],
    ["bind.engine.dialect.has_table(bind, 'nope')", 'False'],
    ["'users' in insp.get_table_names()", 'True'],
    ["','.join(insp.get_table_names())", 'alembic_version,users'],
    ["[c['name'] for c in insp.get_columns('users')]", "['id', 'email', 'boss', 'at']"],
    ["[c['nullable'] for c in insp.get_columns('users')]", '[False, True, True, True]'],
    ["isinstance(insp.get_columns('users')[1]['type'], sa.String)", 'True'],
    ["insp.get_columns('users')[3]['type']", '?'],
    ["insp.get_pk_constraint('users')['name']", 'users_pkey'],
    ["insp.get_pk_constraint('users')['constrained_columns']", "['id']"],
    ["[u['name'] for u in insp.get_unique_constraints('users')]", "['users_email_key']"],
    ["[f['name'] for f in insp.get_foreign_keys('users')]", "['users_boss_fkey']"],
    ["insp.get_foreign_keys('users')[0]['referred_table']", 'users'],
    ["[i['name'] for i in insp.get_indexes('users')]", "['ix', 'users_email_key']"],
    ["insp.has_index('users', 'ix')", 'True'],
    ["insp.has_index('users', 'users_email_key')", 'True'],
    ["insp.has_index('nope', 'ix')", 'False'],
    ['insp.get_view_names()', '?'],
    ["bind.execute(sa.text('SELECT 1 FROM information_schema.tables')).scalar()", '?'],
  ])('%s', (expression, expected) => {
    expect(value(expression)).toBe(expected);
  });

  it('knows what SQLite says', () => {
    expect(value("[i['name'] for i in insp.get_indexes('users')]", 'sqlite')).toBe("['ix']");
    expect(value("[i['unique'] for i in insp.get_indexes('users')]", 'sqlite')).toBe('[0]');
    expect(value("[i['unique'] is False for i in insp.get_indexes('users')]", 'sqlite')).toBe('[False]');
    expect(value("insp.has_index('users', 'ix')", 'sqlite')).toBe('True');
    const key = "op.create_table('k', sa.Column('a', sa.Text()), sa.UniqueConstraint('a', name='uq'))";
    expect(value("insp.has_index('k', 'uq')", 'sqlite', key)).toBe('False');
    const expression = `${key}\nop.create_index('e', 'k', [sa.text('lower(a)')])`;
    expect(value("insp.has_index('k', 'e')", 'sqlite', expression)).toBe('?');
    expect(value("insp.get_indexes('k')", 'sqlite', expression)).toBe('?');
    expect(value("[c['primary_key'] for c in insp.get_columns('users')]", 'sqlite')).toBe('[1, 0, 0, 0]');
  });

  it('knows which keys are numbered, as the version of SQLAlchemy has it', () => {
    const made = "op.create_table('n', sa.Column('id', sa.Numeric(10, 2), primary_key=True))";
    const asked = (sqlalchemy: '2.0' | '2.1'): string => {
      const context = { ...ONLINE, sqlalchemy };
      const schema = applyOperations(emptySchema('postgresql'), read(made, context).operations, {
        ...context,
        revision: null,
      }).schema;
      const body = "op.execute('%s' % sa.inspect(op.get_bind()).get_columns('n')[0]['autoincrement'])";
      const options = { readModule: () => undefined, schema };
      const last = readOperations(revision(body), 'upgrade', context, options).operations.at(-1);
      return last?.kind === 'execute' && last.statement.kind === 'text' ? last.statement.sql : '?';
    };
    expect([asked('2.0'), asked('2.1')]).toEqual(['?', 'False']);
  });

  it('raises as SQLAlchemy does for a table that is not there', () => {
    const { ends } = readOn(schemaAfter(BEFORE), "sa.inspect(op.get_bind()).get_columns('nope')");
    expect(ends).toMatchObject({ kind: 'raised', type: 'NoSuchTableError', message: 'nope' });
  });

  it('sees what the revision itself did before, and remembers what it answered once', () => {
    const made = "op.create_table('more', sa.Column('id', sa.Integer()))";
    expect(value("insp.has_table('more')", 'postgresql', BEFORE, made)).toBe('True');
    expect(value("insp.has_table('more')", 'postgresql', BEFORE, `insp.has_table('more')\n${made}`)).toBe('False');
    expect(value("sa.inspect(bind).has_table('more')", 'postgresql', BEFORE, `insp.has_table('more')\n${made}`)).toBe(
      'True',
    );
    const cleared = `insp.has_table('more')\n${made}\ninsp.clear_cache()`;
    expect(value("insp.has_table('more')", 'postgresql', BEFORE, cleared)).toBe('True');
  });

  it('does not see what a batch holds back', () => {
    const body =
      "with op.batch_alter_table('users') as b:\n    b.drop_column('email')\n    x = 'email' in [c['name'] for c in insp.get_columns('users')]";
    expect(value('x', 'postgresql', BEFORE, body)).toBe('True');
  });

  it.each([
    ["insp.has_table('users')", "op.execute('CALL p()')"],
    ["insp.has_table('other')", "op.execute('CALL p()')"],
    ['insp.get_table_names()', "op.execute('ALTER TABLE users SET (x = 1)')"],
    ["insp.get_columns('users')", "op.execute('ALTER TABLE users SET (x = 1)')"],
  ])('says nothing where there is a doubt: %s', (expression, first) => {
    expect(value(expression, 'postgresql', BEFORE, first)).toBe('?');
  });

  it('is marked, and needs a connection and a schema', () => {
    const body = "sa.inspect(op.get_bind()).has_table('users')";
    expect(readOn(schemaAfter(BEFORE), body).fromSchema).toBe(true);
    expect(readOn(schemaAfter(BEFORE), 'pass').fromSchema).toBeUndefined();
    const without = "if sa.inspect(op.get_bind()).has_table('users'):\n    op.drop_table('users')";
    expect(read(without, ONLINE).operations).toMatchObject([{ kind: 'opaque' }]);
    expect(readOn(schemaAfter(BEFORE), without).operations).toMatchObject([{ kind: 'dropTable' }]);
  });
});
