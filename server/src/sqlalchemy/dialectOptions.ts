import type { PyValue } from '../python/interpreter/value';
import { raise } from '../python/interpreter/exception';
import type { DialectOptions, OptionValue } from '../schema/model';
import { need, optionValue } from './convert';
import { raiseSqlalchemy } from './notKnown';

/** Kinds of schema items that take keywords of dialects. */
export type OptionOwner =
  | 'Table'
  | 'Column'
  | 'Index'
  | 'PrimaryKeyConstraint'
  | 'UniqueConstraint'
  | 'ForeignKeyConstraint'
  | 'CheckConstraint'
  | 'ExcludeConstraint';

const CONSTRAINT = { sqlite: 'on_conflict' };

/**
 * Keywords by owner and dialect, `*` for any (sqlalchemy.sql.base.DialectKWArgs, `construct_arguments` of each dialect).
 * A dialect that is not named here takes any: SQLAlchemy warns only.
 */
export const DIALECT_KEYWORDS: Readonly<Record<OptionOwner, Readonly<Record<string, string>>>> = {
  Table: {
    postgresql: 'ignore_search_path tablespace partition_by with_oids on_commit inherits using',
    mysql: '*',
    mariadb: '*',
    sqlite: 'autoincrement with_rowid strict',
    oracle: 'resolve_synonyms on_commit compress tablespace',
  },
  Column: {
    sqlite: 'on_conflict_primary_key on_conflict_not_null on_conflict_unique',
    mssql: 'identity_start identity_increment',
  },
  Index: {
    postgresql: 'using include where ops concurrently with tablespace nulls_not_distinct',
    mysql: 'using length prefix with_parser',
    mariadb: 'using length prefix with_parser',
    sqlite: 'where',
    mssql: 'clustered include where columnstore',
    oracle: 'bitmap compress vector',
  },
  PrimaryKeyConstraint: {
    ...CONSTRAINT,
    postgresql: 'include',
    mysql: 'using',
    mariadb: 'using',
    mssql: 'clustered',
  },
  UniqueConstraint: { ...CONSTRAINT, postgresql: 'include nulls_not_distinct', mssql: 'clustered' },
  ForeignKeyConstraint: { ...CONSTRAINT, postgresql: 'not_valid' },
  CheckConstraint: { ...CONSTRAINT, postgresql: 'not_valid' },
  ExcludeConstraint: { ...CONSTRAINT },
};

const WITH_ARGUMENTS = new Set(['postgresql', 'mysql', 'mariadb', 'sqlite', 'mssql', 'oracle']);

/**
 * Keyword arguments that are none of the item's own: those of dialects, checked as SQLAlchemy checks them.
 * @throws PyRaised `TypeError` for a keyword of no dialect, `ArgumentError` for one its dialect does not know; NotKnown.
 */
export function dialectOptions(owner: OptionOwner, others: ReadonlyMap<string, PyValue>): DialectOptions {
  const options: Record<string, OptionValue> = {};
  for (const [key, value] of others) {
    const [, dialect, name] = /^(.+?)_(.+)$/.exec(key) ?? [];
    if (dialect === undefined || name === undefined) {
      raise('TypeError', `Additional arguments should be named <dialectname>_<argument>, got '${key}'`);
    }
    const accepted = (DIALECT_KEYWORDS[owner][dialect] ?? '').split(' ');
    if (WITH_ARGUMENTS.has(dialect) && !accepted.includes(name) && !accepted.includes('*')) {
      raiseSqlalchemy(
        'ArgumentError',
        `Argument '${key}' is not accepted by dialect '${dialect}' on behalf of ${owner}`,
      );
    }
    options[key] = need(value, optionValue(value), `\`${key}\``);
  }
  return options;
}
