import type { SqlExpression } from '../../schema/expression';

/** The columns that an expression names as SQLAlchemy finds them: `text()` has none, `literal_column()` is one. */
export function columnsNamed(expression: SqlExpression): readonly string[] {
  const found = new Set<string>();
  collect(expression, found);
  return [...found];
}

function collect(part: unknown, found: Set<string>): void {
  if (typeof part !== 'object' || part === null) return;
  if ('kind' in part) {
    if (part.kind === 'columnReference' && 'name' in part) found.add(String(part.name));
    if (part.kind === 'literalColumn' && 'sql' in part) found.add(String(part.sql));
    if (part.kind === 'columnReference') return;
  }
  for (const one of Object.values(part)) collect(one, found);
}
