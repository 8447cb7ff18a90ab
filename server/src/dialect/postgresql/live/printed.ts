import type { SqlExpression } from '../../../schema/expression';
import { rawSql } from '../../expressions/rawSql';
import { settled } from './elements';

type Printed = Extract<SqlExpression, { kind: 'text' | 'literalColumn' }>;

/** Expressions repeat from table to table: `now()`, `(amount > 0)`. */
const kept = new Map<string, Printed>();
const MOST_KEPT = 5_000;

/** An expression that PostgreSQL prints. */
export function printed(sql: string): Printed {
  let found = kept.get(sql);
  if (found === undefined) {
    found = rawSql(settled(sql));
    if (kept.size >= MOST_KEPT) kept.clear();
    kept.set(sql, found);
  }
  return found;
}
