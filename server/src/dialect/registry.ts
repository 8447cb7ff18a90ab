import { mysql } from './mysql/dialect';
import { postgresql } from './postgresql/dialect';
import { sqlite } from './sqlite/dialect';
import type { SqlDialect } from './statement';

/** The dialects that SQL is written for, by SQLAlchemy's name. */
const DIALECTS: Readonly<Record<string, SqlDialect>> = { postgresql, sqlite, mysql };

/** Those there are. */
export const DIALECT_NAMES: readonly string[] = Object.keys(DIALECTS);

/** A dialect by SQLAlchemy's name; undefined when SQL is not written for it. */
export function dialectNamed(name: string): SqlDialect | undefined {
  return Object.hasOwn(DIALECTS, name) ? DIALECTS[name] : undefined;
}
