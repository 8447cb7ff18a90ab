import type { SqlExpression } from '../../../schema/expression';
import { rawSql } from '../../expressions/rawSql';
import { settled } from './elements';

/** An expression that PostgreSQL prints. */
export function printed(sql: string): Extract<SqlExpression, { kind: 'text' | 'literalColumn' }> {
  return rawSql(settled(sql));
}
