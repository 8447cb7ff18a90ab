import { describe, expect, it } from 'vitest';
import { dialectNamed } from '../../../server/src/dialect/registry';
import { readOperations } from '../../../server/src/operations/readOperations';
import type { Context, DialectName } from '../../../server/src/schema/context';
import { emptySchema } from '../../../server/src/schema/schema';

/** The statements of a body; a refusal is its reason in brackets. White space is folded. */
function sql(name: DialectName, body: readonly string[], mode: Context['mode'] = 'offline'): readonly string[] {
  const head = 'from alembic import op\nimport sqlalchemy as sa\ndef upgrade():\n';
  const text = head + body.map((line) => `    ${line}\n`).join('');
  const context = { dialect: name, mode, sqlalchemy: '2.0', naming: null } as const;
  const { operations } = readOperations(text, 'upgrade', context, { readModule: () => undefined });
  const memo = { createdTypes: new Set<string>() };
  const before = mode === 'online' ? emptySchema(name) : undefined;
  return operations.flatMap((operation) => {
    const answer = dialectNamed(name)?.statements(operation, context, memo, before);
    if (answer === undefined) throw new Error('no dialect');
    return answer.ok ? answer.value.map((one) => one.replace(/\s+/g, ' ')) : [`(${answer.error.reason})`];
  });
}

const ITEMS =
  "sa.Column('id', sa.Integer(), primary_key=True), sa.Column('e', sa.Enum('a', name='mood')), " +
  "sa.Column('f', sa.String(3)), sa.UniqueConstraint('f', name='uq_f')";
const BATCH = `with op.batch_alter_table('t', recreate='always', copy_from=sa.Table('t', sa.MetaData(), ${ITEMS})) as b:`;

describe('a batch that copies a table which `copy_from` describes', () => {
  it('drops on PostgreSQL the names that the copy has too, makes the types, and writes comments apart', () => {
    expect(sql('postgresql', [BATCH, "    b.alter_column('f', type_=sa.Text(), comment='c')"])).toEqual([
      'ALTER TABLE t DROP CONSTRAINT uq_f',
      "CREATE TYPE mood AS ENUM ('a')",
      'CREATE TABLE _alembic_tmp_t ( id SERIAL NOT NULL, e mood, f TEXT, PRIMARY KEY (id), CONSTRAINT uq_f UNIQUE (f) )',
      "COMMENT ON COLUMN _alembic_tmp_t.f IS 'c'",
      'INSERT INTO _alembic_tmp_t (id, e, f) SELECT t.id, t.e, t.f FROM t',
      'DROP TABLE t',
      'ALTER TABLE _alembic_tmp_t RENAME TO t',
    ]);
  });

  it('drops a type with the table whose copy has it no more, once in a run', () => {
    const create = "op.create_table('u', sa.Column('e', sa.Enum('a', name='mood')))";
    const dropped = sql('postgresql', [BATCH, "    b.drop_column('e')", create]);
    expect(dropped.slice(-4)).toEqual([
      'DROP TABLE t',
      'DROP TYPE mood',
      'ALTER TABLE _alembic_tmp_t RENAME TO t',
      'CREATE TABLE u ( e mood )',
    ]);
    expect(sql('postgresql', [create, BATCH, "    b.drop_column('e')"])).not.toContain('DROP TYPE mood');
  });

  it('is a column of a primary key that is added NOT NULL where it does not say', () => {
    const [created] = sql('mysql', [BATCH, "    b.create_primary_key('pk', ['f'])"]);
    expect(created).toContain('f VARCHAR(3) NOT NULL');
  });
});

describe('a batch that copies a table which nobody describes', () => {
  it.each(['postgresql', 'mysql', 'sqlite'] as const)('has no SQL offline, as Alembic has none: %s', (name) => {
    const body = ["with op.batch_alter_table('t', recreate='always') as b:", "    b.drop_column('e')"];
    expect(sql(name, body)).toEqual([expect.stringContaining('offline') as string]);
  });

  it('is not followed where it is read from another database than SQLite', () => {
    const body = ["with op.batch_alter_table('t', recreate='always') as b:", "    b.drop_column('e')"];
    expect(sql('postgresql', body, 'online')).toEqual([expect.stringContaining('on SQLite alone') as string]);
  });
});
