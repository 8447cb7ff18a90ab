import { describe, expect, it } from 'vitest';
import { dialectNamed } from '../../../../server/src/dialect/registry';
import { readOperations } from '../../../../server/src/operations/readOperations';
import type { DialectName } from '../../../../server/src/schema/context';

/** The statements of a call; a refusal is its reason in brackets. */
function sql(call: string, name: DialectName = 'mysql'): readonly string[] {
  const text = `from alembic import op\nimport sqlalchemy as sa\nfrom sqlalchemy.dialects import postgresql\ndef upgrade():\n    ${call}\n`;
  const context = { dialect: name, mode: 'offline', sqlalchemy: '2.0', naming: null } as const;
  const { operations } = readOperations(text, 'upgrade', context, { readModule: () => undefined });
  const memo = { createdTypes: new Set<string>() };
  return operations.flatMap((operation) => {
    const answer = dialectNamed(name)?.statements(operation, context, memo);
    if (answer === undefined) throw new Error('no dialect');
    return answer.ok ? answer.value : [`(${answer.error.reason})`];
  });
}

describe('MySQL', () => {
  it('compares a Boolean with numbers in its CHECK', () => {
    const call = "op.alter_column('t', 'a', type_=sa.Boolean(create_constraint=True), nullable=False)";
    expect(sql(call)).toEqual(['ALTER TABLE t MODIFY a BOOL NOT NULL', 'ALTER TABLE t ADD CHECK (a IN (0, 1))']);
  });

  it.each([
    ["sa.column('a').desc()", 'a DESC'],
    ["sa.desc('Any name')", 'Any name DESC'],
    ["sa.func.lower(sa.column('a'))", '(lower(a))'],
    ["sa.cast(sa.column('a'), sa.Integer)", 'CAST(a AS SIGNED INTEGER)'],
  ])('writes %s in an index as %s', (element, expected) => {
    expect(sql(`op.create_index('i', 't', [${element}])`)).toEqual([`CREATE INDEX i ON t (${expected})`]);
  });

  it.each([
    ['sa.DateTime()', 'CHANGE a a DATETIME NOT NULL'],
    // Alembic asks a class for what only its objects have.
    ['sa.DateTime', 'MODIFY a DATETIME NOT NULL'],
  ])('says a column of %s anew', (type, expected) => {
    const call = `op.alter_column('t', 'a', existing_type=${type}, nullable=False)`;
    expect(sql(call)).toEqual([`ALTER TABLE t ${expected}`]);
  });

  it('refuses MATCH in a column, too', () => {
    const call =
      "op.add_column('t', sa.Column('a', sa.Integer, sa.ForeignKey('u.id', match='FULL')), inline_references=True)";
    expect(sql(call)).toEqual([expect.stringMatching(/^\(.*MATCH/)]);
  });

  it('takes lengths by name for columns only', () => {
    const index = (elements: string): string => `op.create_index('i', 't', ${elements}, mysql_length={'a': 5})`;
    expect(sql(index("['a', 'b']"))).toEqual(['CREATE INDEX i ON t (a(5), b)']);
    expect(sql(index("['a', sa.text('b')]"))).toEqual([expect.stringMatching(/^\(/)]);
  });
});

describe("PostgreSQL's named types elsewhere", () => {
  const table = (type: string): string => `op.create_table('t', sa.Column('a', ${type}))`;
  const ENUM = "sa.String(3).with_variant(postgresql.ENUM('x', name='e'), 'postgresql')";
  const DOMAIN = "sa.String(3).with_variant(postgresql.DOMAIN('d', sa.Integer), 'postgresql')";

  it('are refused where SQLAlchemy tries to make them', () => {
    expect(sql(table(ENUM))).toEqual([expect.stringMatching(/^\(/)]);
    expect(sql(table(DOMAIN))).toEqual([expect.stringMatching(/^\(/)]);
    expect(sql(table(DOMAIN), 'sqlite')).toEqual([expect.stringMatching(/^\(/)]);
  });

  it('are passed over where it does not', () => {
    expect(sql(table(ENUM), 'sqlite')).toEqual(['CREATE TABLE t (\n    a VARCHAR(3)\n)']);
    const unmade = ENUM.replace("'e'", "'e', create_type=False");
    expect(sql(table(unmade))).toEqual(['CREATE TABLE t (\n    a VARCHAR(3)\n)']);
  });
});
