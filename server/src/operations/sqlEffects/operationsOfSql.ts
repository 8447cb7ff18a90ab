import type { SqlExpression } from '../../schema/expression';
import type { Execute, Operation } from '../operation';
import type { SqlScope } from './sqlEffect';
import { readStatement, type SqlStatementText, statementsOfSql } from './readSql';

/** Statements that read, set or ask, and change nothing. */
const ONLY_READS = /^(?:SELECT|SET|SHOW|EXPLAIN|VALUES|LOCK|VACUUM|ANALYZE|ANALYSE|PRAGMA|BEGIN|COMMIT)$/;

/**
 * The operations that the SQL of one `execute` amounts to, a statement after the other: what is plain DDL as Alembic's own
 * operations, other statements by themselves. Left out are those that only read. Itself where it cannot be taken apart.
 */
export function operationsOfSql(operation: Execute, scope: Pick<SqlScope, 'schema'>): readonly Operation[] {
  const { statement, place } = operation;
  if (statement.kind !== 'text') return [operation];
  const { dialect } = scope.schema;
  const statements = statementsOfSql(statement.sql, dialect);
  if (statements === null) return [operation];
  return statements.flatMap((one): readonly Operation[] => {
    if (ONLY_READS.test(one.tokens[0]?.text ?? '')) return [];
    const effects = readStatement(one, dialect, { ...scope, place });
    const operations = effects.flatMap((effect) => (effect.kind === 'operation' ? [effect.operation] : []));
    const isAll = operations.length > 0 && operations.length === effects.length;
    return isAll ? operations : [{ ...operation, statement: alone(one, statement) }];
  });
}

function alone({ sql, tokens }: SqlStatementText, whole: Extract<SqlExpression, { kind: 'text' }>): SqlExpression {
  return { ...whole, sql: sql.slice(tokens[0]?.from, tokens.at(-1)?.to) };
}
