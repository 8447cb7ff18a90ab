import { describe, expect, it } from 'vitest';
import { postgresql } from '../../../server/src/dialect/postgresql/dialect';
import { readOperations } from '../../../server/src/operations/readOperations';
import type { Context } from '../../../server/src/schema/context';

/** What is written for rows of the columns `a`, without a type, and `b`, an Integer; a refusal is its reason in brackets. */
function sql(rows: string, mode: Context['mode']): readonly string[] {
  const text = `from alembic import op\nimport sqlalchemy as sa
def upgrade():
    op.bulk_insert(sa.table('t', sa.column('a'), sa.column('b', sa.Integer)), ${rows})
`;
  const context = { dialect: 'postgresql', mode, sqlalchemy: '2.0', naming: null } as const;
  const { operations } = readOperations(text, 'upgrade', context, { readModule: () => undefined });
  return operations.flatMap((operation) => {
    const answer = postgresql.statements(operation, context, { createdTypes: new Set() });
    return answer.ok ? answer.value : [`(${answer.error.reason})`];
  });
}

describe('bulkInsert', () => {
  it('writes an INSERT a row', () => {
    const rows = "[{'b': 1}, {'a': None, 'b': 2}]";
    expect(sql(rows, 'offline')).toEqual(['INSERT INTO t (b) VALUES (1)', 'INSERT INTO t (a, b) VALUES (NULL, 2)']);
  });

  it('has no literals for a column without a type offline', () => {
    expect(sql("[{'a': 1}]", 'offline')).toEqual([expect.stringMatching(/^\(SQLAlchemy has no literal .* NullType/)]);
    expect(sql("[{'a': op.inline_literal(1)}]", 'offline')).toEqual(['INSERT INTO t (a) VALUES (1)']);
    expect(sql("[{'a': 1}]", 'online')).toEqual(['INSERT INTO t (a) VALUES (1)']);
  });
});
