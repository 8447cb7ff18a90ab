import type { DialectName } from '../schema/context';
import type { Statement } from './statement';
import type { VersionTable } from './versionTable';

/** A version table as `context.configure()` describes it. */
export interface VersionTableOptions extends VersionTable {
  /** `version_table_pk`. */
  readonly primaryKey: boolean;
}

/** What one step does to the version table (`revision/versionRows.ts`). */
type RowChange =
  | { readonly kind: 'insert'; readonly id: string }
  | { readonly kind: 'delete'; readonly id: string }
  | { readonly kind: 'update'; readonly from: string; readonly to: string };

/**
 * What INSERT gives back: SQLAlchemy asks for the primary key where the dialect has RETURNING, SQLite names the column
 * alone (alembic-behaviour.md §1.5).
 */
const RETURNING: Readonly<Record<DialectName, (table: string) => string>> = {
  postgresql: (table) => ` RETURNING ${table}.version_num`,
  sqlite: () => ' RETURNING version_num',
  mysql: () => '',
};

/**
 * The statements Alembic keeps its version table with, as offline mode writes them.
 * @param quote the dialect's quoting of an identifier.
 */
export class VersionTableSql {
  readonly #table: string;

  constructor(
    private readonly dialect: DialectName,
    private readonly options: VersionTableOptions,
    private readonly quote: (identifier: string) => string,
  ) {
    const name = quote(options.name);
    this.#table = options.schema === null ? name : `${quote(options.schema)}.${name}`;
  }

  create(): Statement {
    const lines = ['version_num VARCHAR(32) NOT NULL'];
    if (this.options.primaryKey) {
      lines.push(`CONSTRAINT ${this.quote(`${this.options.name}_pkc`)} PRIMARY KEY (version_num)`);
    }
    return `CREATE TABLE ${this.#table} (\n    ${lines.join(', \n    ')}\n)`;
  }

  /** `--purge`. */
  clear(): Statement {
    return `DELETE FROM ${this.#table}`;
  }

  change(change: RowChange): Statement {
    const table = this.#table;
    switch (change.kind) {
      case 'insert': {
        const returning = this.options.primaryKey ? RETURNING[this.dialect](table) : '';
        return `INSERT INTO ${table} (version_num) VALUES (${literal(change.id)})${returning}`;
      }
      case 'update':
        return `UPDATE ${table} SET version_num=${literal(change.to)} WHERE ${table}.version_num = ${literal(change.from)}`;
      case 'delete':
        return `DELETE FROM ${table} WHERE ${table}.version_num = ${literal(change.id)}`;
    }
  }
}

/** As Alembic inlines ids: nothing is doubled. */
function literal(id: string): string {
  return `'${id}'`;
}
