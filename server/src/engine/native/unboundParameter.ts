import type { Operation } from '../../operations/operation';
import { textParameters } from '../../sqlalchemy/text';

/**
 * Why a statement has no value for one of its parameters; null: it has all. A connection refuses it, where offline mode
 * writes NULL: inside of a literal (`' :x'`) as well.
 */
export function unboundParameter(operation: Operation): string | null {
  if (operation.kind === 'batch') {
    return operation.children.map(unboundParameter).find((reason) => reason !== null) ?? null;
  }
  if (operation.kind !== 'execute') return null;
  const name = unboundIn(operation.statement);
  return name === null ? null : `\`:${name}\` is a parameter without a value; a colon of SQL is written \`\\:\`.`;
}

/** The first of them in an expression, however deep. */
function unboundIn(value: unknown): string | null {
  if (typeof value !== 'object' || value === null) return null;
  if ('kind' in value && value.kind === 'text' && 'sql' in value && typeof value.sql === 'string' && 'binds' in value) {
    const binds = new Map(Object.entries(value.binds ?? {}) as [string, { readonly value: unknown }][]);
    return [...textParameters(value.sql)].find((name) => binds.get(name)?.value == null) ?? null;
  }
  for (const part of Object.values(value)) {
    const found = unboundIn(part);
    if (found !== null) return found;
  }
  return null;
}
